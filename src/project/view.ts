import { findSample, type Sample } from '../samples/catalogue.ts';
import { type Framework, type Library, type Runtime, runtimeFacts } from './platform.ts';
import { type Handler, registrationLine } from './registration.ts';
import type { FunctionSettings, Settings } from './settings.ts';

interface PackageReference {
  readonly id: string;
  readonly version: string;
}

/** What each library asks of a project. */
const libraryFacts: Record<Library, { contextNamespace: string; packages: readonly PackageReference[] }> = {
  builtin: { contextNamespace: 'LambdaRuntime', packages: [] },
  aws: {
    contextNamespace: 'Amazon.Lambda.Core',
    packages: [
      { id: 'Amazon.Lambda.Core', version: '3.2.0' },
      { id: 'Amazon.Lambda.RuntimeSupport', version: '2.1.2' },
      { id: 'Amazon.Lambda.Serialization.SystemTextJson', version: '3.0.0' },
    ],
  },
};

/** Said where a runtime is chosen whose end is near; a test compares the dates with the table. */
export function runtimeNotice(runtime: Runtime, framework: Framework): string {
  if (runtime !== 'provided.al2') return '';
  const { deprecated, createBlocked, updateBlocked } = runtimeFacts[runtime];
  const openssl =
    framework === 'net10.0'
      ? ' It has OpenSSL 1.0.2, which .NET 10 does not support: HTTPS calls are at your own risk.'
      : '';
  return `provided.al2 was deprecated on ${deprecated}: no new functions from ${createBlocked}, no updates from ${updateBlocked}. Prefer provided.al2023.${openssl}`;
}

/** The types that a sample's functions read and write as JSON. */
export function jsonTypes({ input, output, jsonTypes: others = [] }: Sample): string[] {
  const all = [input, output, ...others].filter((type) => type !== null && type !== 'Stream') as string[];
  return [...new Set(all)];
}

function handlerOf({ handler }: FunctionSettings, sample: Sample): Handler {
  return { handler, className: sample.class, input: sample.input, output: sample.output };
}

/** All that the templates of a new project interpolate. */
export function viewOf(settings: Settings) {
  const { name, namespace, framework, architecture, runtime, library, functions } = settings;
  const [first] = functions as [FunctionSettings];
  const sample = findSample(first.sample as string);
  const types = jsonTypes(sample);
  return {
    name,
    namespace,
    framework,
    architecture,
    runtime,
    library,
    dotnetVersion: framework.replace('net', ''),
    notice: runtimeNotice(runtime, framework),
    title: sample.title,
    description: sample.description,
    teaches: sample.teaches,
    functionName: first.name,
    handler: first.handler,
    memorySize: first.memorySize,
    timeout: first.timeout,
    contextNamespace: libraryFacts[library].contextNamespace,
    packages: libraryFacts[library].packages,
    registrations: [registrationLine[library](handlerOf(first, sample))],
    jsonTypes: types,
    jsonUsings: types.every((type) => type === 'string') ? [] : [`${namespace}.Functions`],
  };
}

export type View = ReturnType<typeof viewOf>;
