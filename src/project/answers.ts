import { UsageError } from '../errors.ts';
import type { Framework } from '../platform/frameworks.ts';
import type { Extra, Library } from '../platform/options.ts';
import { allSamples, findSample } from '../samples/catalogue.ts';
import type { Sample } from '../samples/sample.ts';
import { namesInSources } from './class-names.ts';
import { rootNamespace } from './names.ts';
import type { FunctionSettings, Settings } from './settings.ts';

/** What a function has when nothing says otherwise; AWS's own NativeAOT samples use the same two values. */
export const functionDefaults = { memorySize: 256, timeout: 30 } as const;

/** The settings of a function that is made from a sample. */
export function functionOf(name: string, handler: string, sample: Sample): FunctionSettings {
  const event = `events/${handler}.json`;
  return { name, handler, sample: sample.id, event, ...functionDefaults, ...sample.function };
}

/** What decides how a new project looks, every default filled in. */
export type Answers = Required<
  Pick<Settings, 'architecture' | 'runtime' | 'library'> & {
    readonly with: readonly Extra[];
    readonly framework: Framework;
    readonly sample: string;
  }
>;

/** What the user gave of that which a sample may decide itself. */
type Given = { readonly [K in 'sample' | 'framework' | 'library']?: string | undefined };

/** @throws UsageError when flags ask for a framework or a library that the sample does not go with. */
export function requireFit({ sample: id, framework, library }: Given): void {
  if (id === undefined) return;
  const sample = findSample(id);
  if (sample.framework !== undefined && framework !== undefined) {
    throw new UsageError(
      `--framework "${framework}": the sample ${id} is about ${sample.framework}; leave the flag out.`,
    );
  }
  if (library !== undefined && sample.libraries?.every((known) => known !== library)) {
    throw new UsageError(
      `--library "${library}": the sample ${id} works only with ${sample.libraries.join(', ')}.`,
    );
  }
}

/** The options of `new` that a sample leaves no choice for. */
export function decidedBy(id: string): readonly ('framework' | 'library')[] {
  const { framework, libraries } = findSample(id);
  return [
    ...(framework === undefined ? [] : (['framework'] as const)),
    ...(libraries?.length === 1 ? (['library'] as const) : []),
  ];
}

/** The types that a sample's sources declare or use under a name without a namespace. */
const typesOf = ({ class: className, input, output, jsonTypes = [] }: Sample) =>
  [className, input, output, ...jsonTypes].filter((type) => type !== null);

/** What no namespace may be called; of all samples, since any of them can be added later. */
export const typesInSources = (): ReadonlySet<string> =>
  new Set([...namesInSources, ...allSamples().flatMap(typesOf)]);

/** The settings that a new project starts with: one function, named after the project. */
export function settingsOf(name: string, answers: Answers, version: string): Settings {
  const { framework, architecture, runtime, library } = answers;
  const sample = findSample(answers.sample);
  return {
    version,
    name,
    namespace: rootNamespace(name, typesInSources()),
    framework: sample.framework ?? framework,
    architecture,
    runtime,
    library: sample.libraries?.every((known) => known !== library)
      ? (sample.libraries[0] as Library)
      : library,
    with: [...answers.with],
    functions: [functionOf(name, sample.id, sample)],
  };
}
