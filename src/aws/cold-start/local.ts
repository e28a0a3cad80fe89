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
  readonly signal: AbortSignal;
  readonly onSample: (label: string, done: number, sample: Sample) => void;
}

interface Measured extends Candidate {
  /** One cold start in a sandbox of its own. */
  start(): Promise<Sample>;
  close(): Promise<void>;
}

async function prepare(candidate: Candidate, payload: Buffer): Promise<Measured> {
  const { fn } = candidate;
  const emulator = await startEmulator({ functions: [fn], concurrency: 1 });
  return {
    ...candidate,
    close: () => emulator.close(),
    start: async () => {
      const started = emulator.service.start({ functionName: fn.name, payload });
      const outcome = await collect(await started.outcome);
      const report = await started.over;
      if (outcome.kind === 'error') {
        const failure = { functionName: fn.name, functionError: 'Unhandled', statusCode: 200 };
        throw invokeError({ ...failure, payload: outcome.body.toString() });
      }
      // The sandbox that has answered is warm; the next start gets another one.
      emulator.service.resume([fn]);
      const sample = sampleOf(report);
      if (sample === undefined) throw new UserError(`${fn.name} was warm where it had to be cold.`);
      return sample;
    },
  };
}

/**
 * Measures cold starts in fresh sandboxes of the emulator: from the start of the process to its first call of
 * `next` (Init), and from the event to the answer (Duration). The candidates take turns, so that a machine that
 * gets slower or faster meanwhile does so for all of them; the first start of each reads its file into memory and
 * is not counted.
 * @throws UserError when the function fails.
 */
export async function measureLocal(measurement: LocalMeasurement): Promise<Series[]> {
  const { candidates, payload, count, signal, onSample } = measurement;
  const measured: Measured[] = [];
  const samples = new Map<string, Sample[]>(candidates.map(({ label }) => [label, []]));
  try {
    for (const candidate of candidates) measured.push(await prepare(candidate, Buffer.from(payload)));
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
