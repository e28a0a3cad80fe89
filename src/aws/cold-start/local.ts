import type { CpuWay } from '../../emulator/cpu/way.ts';
import type { EmulatedFunction } from '../../emulator/types.ts';
import { UserError } from '../../errors.ts';
import { abortError } from '../../processes/interrupt.ts';
import { type FreshSandboxes, freshSandboxes } from '../measure/fresh-sandboxes.ts';
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

/** One cold start in a sandbox of its own, and a warm invocation after it. */
async function take(sandboxes: FreshSandboxes, payload: Buffer, { fn }: Candidate): Promise<Sample> {
  const invoke = async () => {
    const { report, error } = await sandboxes.invoke(payload);
    if (error) throw error;
    return report;
  };
  const sample = sampleOf(await invoke());
  if (sample === undefined) throw new UserError(`${fn.name} was warm where it had to be cold.`);
  const { durationMs: warmMs } = await invoke();
  sandboxes.renew();
  return { ...sample, warmMs };
}

/**
 * Measures cold starts in fresh sandboxes of the emulator: from the start of the process to its first call of `next` (Init), and
 * from the first event to its response (Duration); a second event follows, whose Duration is a warm one. The candidates take
 * turns, so that a machine that gets slower or faster meanwhile does so for all of them; the first start of each reads its file
 * into memory and is not counted.
 * @throws UserError when the function fails.
 */
export async function measureLocal(measurement: LocalMeasurement): Promise<Series[]> {
  const { candidates, count, cpu, signal, onSample } = measurement;
  const payload = Buffer.from(measurement.payload);
  const measured: { candidate: Candidate; sandboxes: FreshSandboxes; samples: Sample[] }[] = [];
  try {
    for (const candidate of candidates)
      measured.push({ candidate, sandboxes: await freshSandboxes(candidate.fn, cpu), samples: [] });
    for (let round = 0; round <= count; round++) {
      for (const { candidate, sandboxes, samples } of measured) {
        if (signal.aborted) throw abortError();
        const sample = await take(sandboxes, payload, candidate);
        if (round === 0) continue;
        samples.push(sample);
        onSample(candidate.label, round, sample);
      }
    }
  } finally {
    await Promise.all(measured.map(({ sandboxes }) => sandboxes.close()));
  }
  return measured.map(({ candidate: { label, size }, samples }) => ({ label, samples, notCold: 0, size }));
}
