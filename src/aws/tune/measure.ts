import { UserError } from '../../errors.ts';
import { abortError } from '../../processes/interrupt.ts';
import { spareTries } from '../measure/remote-report.ts';
import { sequenceOf, type WeightedEvent } from './events.ts';

/** One invocation. Times in ms, memory in MB. */
export interface Invocation {
  /** On a cold start alone. */
  readonly initMs: number | undefined;
  readonly durationMs: number;
  readonly billedMs: number;
  readonly memoryMB: number;
  /** How the function failed. */
  readonly error?: UserError | undefined;
}

/** A function whose memory can be chosen, on this machine or on AWS. */
export interface Target {
  /** The next invocation is a cold start at this memory size; the rounds count from 0. */
  renew(memorySize: number, round: number): Promise<void>;
  invoke(payload: Buffer): Promise<Invocation>;
}

export interface TuneMeasurement {
  readonly sizes: readonly number[];
  /** Cold starts of each size, and warm invocations after each. */
  readonly count: number;
  readonly warm: number;
  readonly events: readonly WeightedEvent[];
  readonly signal: AbortSignal;
  readonly onSample: (memorySize: number, done: number, cold: Invocation) => void;
}

/** The invocations of one size. */
export interface SizeRun {
  readonly memorySize: number;
  readonly cold: readonly Invocation[];
  readonly warm: readonly Invocation[];
  /** Why the function cannot be run at this size. */
  readonly error?: UserError;
}

interface Gathering {
  readonly memorySize: number;
  readonly cold: Invocation[];
  readonly warm: Invocation[];
  error?: UserError;
}

/** The changes and invocations of a measurement at most. */
export function most({ sizes, count, warm }: Pick<TuneMeasurement, 'sizes' | 'count' | 'warm'>) {
  const starts = sizes.length * count + spareTries;
  return { changes: starts, cold: starts, warm: sizes.length * count * warm };
}

/**
 * Measures each size, the sizes interleaved, so that what changes meanwhile changes for all of them. A size at which the
 * function fails is not tried again: it may need more memory, or time.
 * @throws UserError when it fails at every size, or is never cold; AbortError; what the target throws.
 */
export async function measureSizes(target: Target, measurement: TuneMeasurement): Promise<SizeRun[]> {
  const { sizes, count, warm, events, signal, onSample } = measurement;
  const runs: Gathering[] = sizes.map((memorySize) => ({ memorySize, cold: [], warm: [] }));
  const coldEvents = sequenceOf(events, count);
  const warmEvents = sequenceOf(events, count * warm);
  let spare = spareTries;
  const invoke = async (run: Gathering, { payload }: WeightedEvent) => {
    if (signal.aborted) throw abortError();
    const invocation = await target.invoke(payload);
    if (invocation.error !== undefined) run.error = invocation.error;
    return invocation;
  };
  const start = async (run: Gathering, round: number): Promise<Invocation> => {
    for (;;) {
      if (signal.aborted) throw abortError();
      await target.renew(run.memorySize, round);
      const invocation = await invoke(run, coldEvents[round] as WeightedEvent);
      if (invocation.error !== undefined || invocation.initMs !== undefined) return invocation;
      if (spare-- === 0) {
        throw new UserError(
          `Lambda started the function warm ${spareTries + 1} times; cold starts could not be measured.`,
        );
      }
    }
  };
  for (let round = 0; round < count; round++) {
    for (const run of runs) {
      if (run.error !== undefined) continue;
      const cold = await start(run, round);
      if (run.error !== undefined) continue;
      run.cold.push(cold);
      onSample(run.memorySize, round + 1, cold);
      for (let i = 0; i < warm && run.error === undefined; i++) {
        const invocation = await invoke(run, warmEvents[round * warm + i] as WeightedEvent);
        // Another environment, which Lambda started on its own, is no warm one.
        if (invocation.initMs === undefined && invocation.error === undefined) run.warm.push(invocation);
      }
    }
  }
  const [first] = runs;
  if (first && runs.every(({ error }) => error !== undefined)) throw first.error as UserError;
  return runs;
}
