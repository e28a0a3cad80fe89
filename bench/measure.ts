import { execa } from 'execa';
import { summarise as summaryOf } from '../src/ui/statistics.ts';
import type { Built } from './build.ts';
import { pin } from './pin.ts';

/** One start of a program: times in microseconds from the spawn on, memory in KiB. */
export interface Sample {
  readonly next: number;
  readonly first: number;
  /** For one warm invocation. */
  readonly warm: number;
  readonly memory: number;
}

/** The medians of the samples of a program, the 90th percentiles of its times, and how many samples there were. */
export interface Measured extends Sample {
  readonly firstP90: number;
  readonly warmP90: number;
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
 *
 * A start has all processors, as INIT has on Lambda. Warm invocations are measured in a process of their own, with harness and
 * program on one processor where that can be had: on two, most of the time is the kernel's, which wakes up the other one.
 */
export async function measure(programs: readonly Built[], plan: Plan): Promise<Map<string, Measured>> {
  const samples = new Map<string, Sample[]>(programs.map(({ contestant }) => [contestant.id, []]));
  for (let turn = 0; turn <= plan.samples; turn++) {
    for (const { contestant, command } of programs) {
      const started = await run([], command, { ...plan, warm: 0 });
      const { warm, memory } = await run(pin, command, plan);
      if (turn > 0) {
        samples.get(contestant.id)?.push({ ...started, warm, memory });
      }
    }
  }
  return new Map([...samples].map(([id, list]) => [id, summarise(list)]));
}

async function run(prefix: readonly string[], command: readonly string[], plan: Plan): Promise<Sample> {
  const options = ['--event', plan.eventPath, '--warm', String(plan.warm), '--'];
  const [program, ...words] = [...prefix, plan.harness, ...options, ...command] as [string, ...string[]];
  const { stdout } = await execa(program, words, { env: { ...plan.env } });
  return JSON.parse(stdout) as Sample;
}

function summarise(samples: readonly Sample[]): Measured {
  const of = (key: keyof Sample) => summaryOf(samples.map((sample) => sample[key]));
  return {
    next: of('next').p50,
    first: of('first').p50,
    firstP90: of('first').p90,
    warm: of('warm').p50,
    warmP90: of('warm').p90,
    memory: of('memory').p50,
    samples: samples.length,
  };
}
