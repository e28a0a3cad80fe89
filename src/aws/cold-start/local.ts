import type { CpuWay } from '../../emulator/cpu/way.ts';
import { startEmulator } from '../../emulator/emulator.ts';
import { invokeError } from '../../emulator/invoke.ts';
import { collect } from '../../emulator/outcome.ts';
import type { EmulatedFunction } from '../../emulator/types.ts';
import { UserError } from '../../errors.ts';
import { abortError } from '../../processes/interrupt.ts';
import type { Sample, Series } from './series.ts';
import { sampleOf } from './series.ts';

/** A build of the function to be measured. */
export interface Candidate {
  readonly label: string;
  readonly fn: EmulatedFunction;
  readonly size: number;
}

export interface LocalMeasurement {
  readonly candidates: readonly Candidate[];
  readonly payload: string;
  /** Cold starts of each. */
  readonly count: number;
  /** Holds the function to the processor time of its memory setting; without it, it runs at full speed. */
  readonly cpu: CpuWay | undefined;
  readonly signal: AbortSignal;
  readonly onSample: (label: string, done: number, sample: Sample) => void;
}

interface Measured extends Candidate {
  /** One cold start in a sandbox of its own. */
  start(): Promise<Sample>;
  close(): Promise<void>;
}

async function prepare(candidate: Candidate, payload: Buffer, cpu: CpuWay | undefined): Promise<Measured> {
  const { fn } = candidate;
  const emulator = await startEmulator({ functions: [fn], concurrency: 1, cpu });
  const invoke = async () => {
    const started = emulator.service.start({ functionName: fn.name, payload });
    const outcome = await collect(await started.outcome);
    const report = await started.over;
    if (outcome.kind !== 'error') return report;
    const failure = { functionName: fn.name, functionError: 'Unhandled', statusCode: 200 };
    throw invokeError({ ...failure, payload: outcome.body.toString() });
  };
  return {
    ...candidate,
    close: () => emulator.close(),
    start: async () => {
      const sample = sampleOf(await invoke());
      if (sample === undefined) throw new UserError(`${fn.name} was warm where it had to be cold.`);
      const { durationMs: warmMs } = await invoke();
      // The sandbox that has answered is warm; the next start gets another one.
      emulator.service.resume([fn]);
      return { ...sample, warmMs };
    },
  };
}

/**
 * Measures cold starts in fresh sandboxes of the emulator: from the start of the process to its first call of
 * `next` (Init), and from the first event to its response (Duration); a second event follows, whose Duration is a warm one. The candidates take turns, so that a machine that
 * gets slower or faster meanwhile does so for all of them; the first start of each reads its file into memory and
 * is not counted.
 * @throws UserError when the function fails.
 */
export async function measureLocal(measurement: LocalMeasurement): Promise<Series[]> {
  const { candidates, payload, count, cpu, signal, onSample } = measurement;
  const measured: Measured[] = [];
  const samples = new Map<string, Sample[]>(candidates.map(({ label }) => [label, []]));
  try {
    for (const candidate of candidates) measured.push(await prepare(candidate, Buffer.from(payload), cpu));
    for (let round = 0; round <= count; round++) {
      for (const { label, start } of measured) {
        if (signal.aborted) throw abortError();
        const sample = await start();
        if (round === 0) continue;
        samples.get(label)?.push(sample);
        onSample(label, round, sample);
      }
    }
  } finally {
    await Promise.all(measured.map(({ close }) => close()));
  }
  return candidates.map(({ label, size }) => ({
    label,
    samples: samples.get(label) as Sample[],
    notCold: 0,
    size,
  }));
}
