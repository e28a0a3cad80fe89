import type { Values } from '../cli/command.ts';
import { type Sample, findSample } from '../samples/catalogue.ts';
import { rootNamespace } from './names.ts';
import type { Architecture, Extra, Framework, Library, Runtime } from './platform.ts';
import type { Settings } from './settings.ts';

/** All that decides what a new project looks like. */
export interface Answers {
  readonly name: string;
  readonly sample: Sample;
  readonly framework: Framework;
  readonly architecture: Architecture;
  readonly runtime: Runtime;
  readonly library: Library;
  readonly with: readonly Extra[];
}

/** AWS's own NativeAOT samples use the same two values. */
const functionDefaults = { memorySize: 256, timeout: 30 } as const;

/** The settings that a new project starts with: one function, named after the project. */
export function settingsOf(answers: Answers, version: string): Settings {
  const { name, sample, framework, architecture, runtime, library } = answers;
  return {
    version,
    name,
    namespace: rootNamespace(name, [sample.class]),
    framework,
    architecture,
    runtime,
    library,
    with: [...answers.with],
    functions: [
      {
        name,
        handler: sample.id,
        sample: sample.id,
        event: `events/${sample.id}.json`,
        ...functionDefaults,
      },
    ],
  };
}
