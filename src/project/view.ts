import { packageName, packageTextIfThere } from '../package.ts';
import { architectureFacts, architectures } from '../platform/architectures.ts';
import { defaultFramework, frameworkFacts, frameworks } from '../platform/frameworks.ts';
import type { Library } from '../platform/options.ts';
import {
  handlerSetting,
  handlerVariable,
  offeredRuntimes,
  programName,
  runtimeFacts,
  runtimes,
} from '../platform/runtimes.ts';
import { findSample, samplesFolder } from '../samples/catalogue.ts';
import type { Sample } from '../samples/sample.ts';
import { indentText } from '../ui/wording.ts';
import { cdkStackStatement, cdkVersion } from './infrastructure/cdk.ts';
import { describeFunctions } from './infrastructure/describe-functions.ts';
import { type DescribedFunction, infrastructureDefaults } from './infrastructure/description.ts';
import { blocksText } from './infrastructure/hcl-text.ts';
import { type SamEntries, samEntries } from './infrastructure/sam.ts';
import { terraformEntries, terraformVersions } from './infrastructure/terraform.ts';
import { imageName } from './names.ts';
import { noticesOf } from './notices.ts';
import { pipelineView, workflowActions } from './pipeline.ts';
import { registrationLines } from './registration.ts';
import type { FunctionSettings, Settings } from './settings.ts';
import { classNameOf, renameType, sampleContext } from './source.ts';

export interface PackageReference {
  readonly id: string;
  readonly version: string;
}

/** The packages of AWS's runtime client. */
export const awsPackages: readonly PackageReference[] = [
  { id: 'Amazon.Lambda.Core', version: '3.2.0' },
  { id: 'Amazon.Lambda.RuntimeSupport', version: '2.1.2' },
  // 3.0.0 warns of code that is not trim-safe (IL3050, IL3053). Source: aws/aws-lambda-dotnet#2531.
  { id: 'Amazon.Lambda.Serialization.SystemTextJson', version: '3.0.1' },
];

/** What each library asks of a project. */
const libraryFacts: Record<Library, { contextNamespace: string; packages: readonly PackageReference[] }> = {
  builtin: { contextNamespace: 'LambdaRuntime', packages: [] },
  aws: { contextNamespace: 'Amazon.Lambda.Core', packages: awsPackages },
};

/** Where ILambdaContext comes from. */
export function contextNamespaceOf(library: Library): string {
  return libraryFacts[library].contextNamespace;
}

/** A compiler warning that a project does without, and why. */
export interface SuppressedWarning {
  readonly code: string;
  readonly why: string;
}

/** What a function's registration, JSON and project file ask for, in the names of one project. */
export interface FunctionNeeds {
  /** The lines that make the handler known. */
  readonly registration: readonly string[];
  /** The types that are read or written as JSON. */
  readonly jsonTypes: readonly string[];
  /** The namespaces that all of these types live in. */
  readonly namespaces: readonly string[];
  /** Namespaces that every source of the project sees. */
  readonly globalUsings: readonly string[];
  /** Compiler warnings that the function's source cannot avoid. */
  readonly noWarn: readonly SuppressedWarning[];
  readonly packages: readonly PackageReference[];
}

/** What a project must have for a function made from a sample. */
export function needsOf(
  sample: Sample,
  handler: string,
  { namespace, library }: Pick<Settings, 'namespace' | 'library'>,
  context: string = sampleContext,
): FunctionNeeds {
  const className = classNameOf(sample, { handler, namespace });
  const rename = (type: string) => renameType(type, { from: sample.class, to: className });
  const renamed = (type: string | null) => (type === null ? null : rename(type));
  const { input, output, jsonTypes = [], namespaces = [], usings = {}, noWarn = {}, packages = [] } = sample;
  const types = [input, output, ...jsonTypes].filter(
    (type) => type !== null && type !== 'Stream',
  ) as string[];
  const own = types.some((type) => type.startsWith(sample.class)) ? ['Functions'] : [];
  return {
    registration: registrationLines[library]({
      handler,
      className,
      input: renamed(input),
      output: renamed(output),
      context,
      initializes: sample.initializes === true,
    }),
    jsonTypes: [...new Set(types.map(rename))],
    namespaces: [...new Set([...namespaces, ...own])].sort().map((name) => `${namespace}.${name}`),
    globalUsings: usings[library] ?? [],
    noWarn: Object.entries(noWarn[library] ?? {}).map(([code, why]) => ({ code, why })),
    packages,
  };
}

/** Elements that a sample adds to the project file, or nothing. */
function projectXml({ id }: Sample): string {
  return packageTextIfThere(`${samplesFolder}/${id}/project.xml`)?.trimEnd() ?? '';
}

/** The functions as template.yaml lists them. */
function samView(functions: readonly DescribedFunction[]): SamEntries {
  const entries = functions.map(samEntries);
  const section = (name: keyof SamEntries) =>
    indentText(
      entries
        .map((entry) => entry[name])
        .filter((text) => text !== '')
        .join('\n\n'),
      2,
    );
  return { resources: section('resources'), outputs: section('outputs') };
}

/** The functions as main.tf and outputs.tf list them. */
function terraformView(functions: readonly DescribedFunction[]) {
  const entries = functions.map(terraformEntries);
  const shared = new Map(entries.flatMap((entry) => entry.shared).map((block) => [block.labels[0], block]));
  return {
    ...terraformVersions,
    shared: blocksText([...shared.values()]),
    main: entries.map(({ main }) => main).join('\n\n'),
    outputs: entries.map(({ outputs }) => outputs).join('\n\n'),
  };
}

/** A variable of the Makefile for every fact that its targets look up by ARCH or RUNTIME. */
function lookupVariables(): { name: string; value: string }[] {
  const ofArchitectures = architectures.flatMap((architecture) => {
    const { rid, gnuTarget, loader, elfMachineName, platform } = architectureFacts[architecture];
    const values = {
      RID: rid,
      TARGET: gnuTarget,
      LOADER: loader,
      MACHINE: elfMachineName,
      PLATFORM: platform,
    };
    return Object.entries(values).map(([kind, value]) => ({ name: `${kind}_${architecture}`, value }));
  });
  const ofRuntimes = runtimes.flatMap((runtime) => {
    const { glibc, image, isManaged } = runtimeFacts[runtime];
    const values = { GLIBC: glibc, IMAGE: image, ...(isManaged ? { PROGRAM: programName } : {}) };
    return Object.entries(values).map(([kind, value]) => ({ name: `${kind}_${runtime}`, value }));
  });
  const all = [...ofArchitectures, ...ofRuntimes];
  const width = Math.max(...all.map(({ name }) => name.length));
  return all.map(({ name, value }) => ({ name: name.padEnd(width), value }));
}

/** What a Makefile says of processors and runtimes, for new and for converted projects. */
export const makefileFacts = {
  architectures,
  runtimes: offeredRuntimes,
  lookupVariables: lookupVariables(),
} as const;

/** All that the templates of a new project interpolate. */
export function viewOf(settings: Settings) {
  const { version, name, namespace, framework, architecture, runtime, library, functions } = settings;
  const [first] = functions as [FunctionSettings];
  // A framework out of support is compiled, and its tests are run, by the newest one.
  const buildFramework = frameworks.find((known) => known === framework) ?? defaultFramework;
  const sample = findSample(first.sample as string);
  const { registration, jsonTypes, namespaces, globalUsings, noWarn, packages } = needsOf(
    sample,
    first.handler,
    settings,
  );
  const { contextNamespace, packages: libraryPackages } = libraryFacts[library];
  const described = describeFunctions(settings);
  return {
    version,
    name,
    namespace,
    framework,
    architecture,
    runtime,
    library,
    ...makefileFacts,
    testFramework: buildFramework,
    hasJsonOptions: frameworkFacts[framework].hasJsonOptions,
    dotnetVersion: frameworkFacts[framework].sdk,
    notice: noticesOf(settings).join(' '),
    title: sample.title,
    description: sample.description,
    teaches: sample.teaches,
    functionName: first.name,
    handler: first.handler,
    onLambda: handlerSetting(runtime, first.handler),
    handlerPicker: runtimeFacts[runtime].isManaged
      ? `the variable ${handlerVariable}`
      : "Lambda's Handler setting",
    otherFunction: runtimeFacts[runtime].isManaged
      ? `--environment-variables ${handlerVariable}=HANDLER`
      : '--function-handler HANDLER',
    memorySize: first.memorySize,
    timeout: first.timeout,
    functions,
    sdk: sample.sdk ?? 'Microsoft.NET.Sdk',
    projectXml: projectXml(sample),
    zipFiles: sample.zipFiles ?? [],
    image: imageName(name),
    contextNamespace,
    globalUsings,
    noWarn,
    packages: [...libraryPackages, ...packages],
    registrations: [...(sample.program ?? []), ...registration],
    jsonTypes,
    namespaces,
    alias: infrastructureDefaults.alias,
    sam: settings.with.includes('sam') ? samView(described) : undefined,
    cdk: settings.with.includes('cdk')
      ? { version: cdkVersion, statements: described.map(cdkStackStatement) }
      : undefined,
    terraform: settings.with.includes('terraform') ? terraformView(described) : undefined,
    github: pipelineView(settings),
    actions: workflowActions,
    settingsKey: packageName,
  };
}

export type View = ReturnType<typeof viewOf>;
