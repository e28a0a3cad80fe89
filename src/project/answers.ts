import { findSample } from '../samples/catalogue.ts';
import type { Sample } from '../samples/sample.ts';
import { rootNamespace } from './names.ts';
import type { FunctionSettings, Settings } from './settings.ts';

/** AWS's own NativeAOT samples use the same two values. */
const functionDefaults = { memorySize: 256, timeout: 30 } as const;

/** The settings of a function that is made from a sample. */
export function functionOf(name: string, handler: string, sample: Sample): FunctionSettings {
  const event = `events/${handler}.json`;
  return { name, handler, sample: sample.id, event, ...functionDefaults, ...sample.function };
}

/** What decides how a new project looks, every default filled in. */
export type Answers = Required<
  Pick<Settings, 'framework' | 'architecture' | 'runtime' | 'library' | 'with'> & { sample: string }
>;

/** The types that a sample's sources declare or use under a name without a namespace. */
const typesOf = ({ class: className, input, output, jsonTypes = [] }: Sample) =>
  [className, input, output, ...jsonTypes].filter((type) => type !== null);

/** The settings that a new project starts with: one function, named after the project. */
export function settingsOf(name: string, answers: Answers, version: string): Settings {
  const { framework, architecture, runtime, library } = answers;
  const sample = findSample(answers.sample);
  return {
    version,
    name,
    namespace: rootNamespace(name, typesOf(sample)),
    framework,
    architecture,
    runtime,
    library,
    with: answers.with,
    functions: [functionOf(name, sample.id, sample)],
  };
}
