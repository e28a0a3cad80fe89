import { vcpusOf } from '../../emulator/cpu/share.ts';
import type { Architecture } from '../../platform/architectures.ts';
import { lambdaPrices, priceOf } from '../../platform/prices.ts';
import { type Summary, summarise } from '../../ui/statistics.ts';
import { type Choice, choose } from './choice.ts';
import { type Billed, costOfMillion, mean } from './cost.ts';
import type { Invocation, SizeRun } from './measure.ts';

/** One memory size. ms, MB, US dollars. */
export interface SizeResult {
  readonly memorySize: number;
  readonly vcpus: number;
  /** Init and the first Duration together. */
  readonly cold: Summary;
  readonly init: Summary;
  readonly warm: Summary;
  readonly billed: Billed;
  readonly costPerMillion: number;
  /** What a request takes, by the medians and the part of cold starts. */
  readonly latencyMs: number;
  readonly maxMemoryUsed: number;
  readonly samples: { readonly cold: readonly ColdSample[]; readonly warm: readonly number[] };
}

export interface ColdSample {
  readonly initMs: number;
  readonly durationMs: number;
}

export interface FailedSize {
  readonly memorySize: number;
  readonly error: string;
}

/** What `tune --json` prints. */
export interface TuneResult {
  readonly mode: 'local' | 'remote';
  readonly function: string;
  readonly place: string;
  readonly region: string;
  readonly architecture: Architecture;
  readonly coldPercent: number;
  readonly prices: {
    readonly perRequest: number;
    readonly perGbSecond: number;
    readonly source: string;
    readonly checkedOn: string;
    /** Whether they are the region's own; else they are those of us-east-1. */
    readonly isOfRegion: boolean;
  };
  readonly sizes: readonly SizeResult[];
  readonly failed: readonly FailedSize[];
  readonly choice: Choice;
}

export type TuneHead = Pick<
  TuneResult,
  'mode' | 'function' | 'place' | 'region' | 'architecture' | 'coldPercent'
>;

export const totalOf = ({ initMs, durationMs }: ColdSample): number => initMs + durationMs;
const billedOf = (invocations: readonly Invocation[]) => mean(invocations.map(({ billedMs }) => billedMs));

function sizeResult(
  { memorySize, cold, warm }: SizeRun,
  { region, architecture, coldPercent }: TuneHead,
): SizeResult {
  const { price } = priceOf(region, architecture);
  const starts = cold.map(({ initMs = 0, durationMs }) => ({ initMs, durationMs }));
  const totals = summarise(starts.map(totalOf));
  const durations = summarise(warm.map(({ durationMs }) => durationMs));
  const billed = { cold: billedOf(cold), warm: billedOf(warm) };
  const part = coldPercent / 100;
  return {
    memorySize,
    vcpus: vcpusOf(memorySize),
    cold: totals,
    init: summarise(starts.map(({ initMs }) => initMs)),
    warm: durations,
    billed,
    costPerMillion: costOfMillion(memorySize, billed, coldPercent, price),
    latencyMs: part * totals.p50 + (1 - part) * durations.p50,
    maxMemoryUsed: Math.max(...[...cold, ...warm].map(({ memoryMB }) => memoryMB)),
    samples: { cold: starts, warm: warm.map(({ durationMs }) => durationMs) },
  };
}

const isMeasured = ({ error, cold, warm }: SizeRun) => !error && cold.length > 0 && warm.length > 0;

/** @param runs one at least that went well. */
export function tuneResult(head: TuneHead, runs: readonly SizeRun[]): TuneResult {
  const { price, isOfRegion } = priceOf(head.region, head.architecture);
  const { perRequest, perGbSecond } = price;
  const { source, checkedOn } = lambdaPrices;
  const sizes = runs.filter(isMeasured).map((run) => sizeResult(run, head));
  return {
    ...head,
    prices: { perRequest, perGbSecond, source, checkedOn, isOfRegion },
    sizes,
    failed: runs
      .filter((run) => !isMeasured(run))
      .map(({ memorySize, error }) => ({
        memorySize,
        error: error?.message ?? 'No warm invocation could be measured.',
      })),
    choice: choose(sizes),
  };
}
