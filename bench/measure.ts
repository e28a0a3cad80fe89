import { execa } from 'execa';
import { summarise as summaryOf } from '../src/ui/statistics.ts';
import type { Built } from './build.ts';

/** One start of a program: times in microseconds from the spawn on, memory in KiB. */
export interface Sample {
  readonly next: number;
  readonly first: number;
  /** For one warm invocation. */
  readonly warm: number;
  readonly memory: number;
}

/** The medians of the samples of a program, and how many there were. */
export interface Measured extends Sample {
  readonly samples: number;
}

/** What is measured: how often, with how many warm invocations, on which event. */
export interface Plan {
  readonly samples: number;
  readonly warm: number;
  readonly eventPath: string;
  readonly harness: string;
  /** Added to the environment of the programs. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Measures programs in turns, so that whatever else the machine does meets all of them alike. The first turn
 * fills caches and is not counted.
 */
export async function measure(programs: readonly Built[], plan: Plan): Promise<Map<string, Measured>> {
  const samples = new Map<string, Sample[]>(programs.map(({ contestant }) => [contestant.id, []]));
  for (let turn = 0; turn <= plan.samples; turn++) {
    for (const { contestant, command } of programs) {
      const sample = await run(command, plan);
      if (turn > 0) {
        samples.get(contestant.id)?.push(sample);
      }
    }
  }
  return new Map([...samples].map(([id, list]) => [id, summarise(list)]));
}

async function run(command: readonly string[], plan: Plan): Promise<Sample> {
  const options = ['--event', plan.eventPath, '--warm', String(plan.warm), '--'];
  const { stdout } = await execa(plan.harness, [...options, ...command], { env: { ...plan.env } });
  return JSON.parse(stdout) as Sample;
}

function summarise(samples: readonly Sample[]): Measured {
  const of = (key: keyof Sample) => summaryOf(samples.map((sample) => sample[key])).p50;
  return {
    next: of('next'),
    first: of('first'),
    warm: of('warm'),
    memory: of('memory'),
    samples: samples.length,
  };
}
