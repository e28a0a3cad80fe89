import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Choice } from '../cli/command.ts';
import { packageRoot } from '../package.ts';

/** What a sample's sample.json says; a test holds every sample to it. */
export interface Sample {
  /** The name of its folder under templates/samples. */
  readonly id: string;
  readonly title: string;
  /** One line, for prompts and lists. */
  readonly description: string;
  /** A paragraph on what it teaches, for the project's README. */
  readonly teaches: string;
  /** The class of the handler in the sample's source; its method is always `Handle`. */
  readonly class: string;
  /** C# types of the handler's input and output; null where it has none. */
  readonly input: string | null;
  readonly output: string | null;
  /** Whether the handler returns a Task. */
  readonly async?: boolean;
  /** Types that the handler reads or writes as JSON itself, beside input and output. */
  readonly jsonTypes?: readonly string[];
}

/** The folder of all samples. */
export function samplesFolder(): string {
  return join(packageRoot(), 'templates', 'samples');
}

let samples: readonly Sample[] | undefined;

/** Every sample, the default first, then by name. */
export function allSamples(): readonly Sample[] {
  samples ??= readdirSync(samplesFolder(), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const text = readFileSync(join(samplesFolder(), name, 'sample.json'), 'utf8');
      return { ...(JSON.parse(text) as Omit<Sample, 'id'>), id: name };
    })
    .sort(
      (a, b) => Number(b.id === defaultSample) - Number(a.id === defaultSample) || (a.id < b.id ? -1 : 1),
    );
  return samples;
}

export const defaultSample = 'uppercase';

/** The sample of that id; it must be one of allSamples, which the flag's choices ensure. */
export function findSample(id: string): Sample {
  const sample = allSamples().find((s) => s.id === id);
  if (!sample) throw new Error(`no sample "${id}"`);
  return sample;
}

/** The samples as choices of a flag or a prompt. */
export function sampleChoices(): Choice[] {
  return allSamples().map(({ id, description }) => ({ value: id, hint: description }));
}
