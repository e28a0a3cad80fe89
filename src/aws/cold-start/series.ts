import { type Summary, summarise } from '../../ui/statistics.ts';
import type { Report } from '../logs/report.ts';

/** One cold start. ms and MB. */
export interface Sample {
  readonly initMs: number;
  /** Of the first invocation. */
  readonly durationMs: number;
  /** Of the second one, in the same sandbox; only on this machine. */
  readonly warmMs?: number;
  readonly memoryMB: number;
}

/** The cold starts of one build or function. */
export interface Series {
  readonly label: string;
  readonly samples: readonly Sample[];
  /** Invocations that were no cold starts and are not counted. */
  readonly notCold: number;
  /** Bytes of what was started; unknown for a function on AWS. */
  readonly size?: number | undefined;
}

/** `total` is what a caller waits for: Init alone hides what the first invocation costs. */
export interface SeriesSummary {
  readonly n: number;
  readonly init: Summary;
  readonly duration: Summary;
  readonly warm?: Summary;
  readonly total: Summary;
  readonly memory: Summary;
}

/** A report as a sample; undefined when the start was not a cold one. */
export function sampleOf(
  report: Pick<Report, 'durationMs' | 'maxMemoryUsed'> & { readonly initDurationMs?: number | undefined },
): Sample | undefined {
  const { initDurationMs, durationMs, maxMemoryUsed } = report;
  if (initDurationMs === undefined) return undefined;
  return { initMs: initDurationMs, durationMs, memoryMB: maxMemoryUsed };
}

export const totalOf = ({ initMs, durationMs }: Sample): number => initMs + durationMs;

/** @param series with one sample at least. */
export function summariseSeries({ samples }: Series): SeriesSummary {
  const warm = samples.flatMap(({ warmMs }) => warmMs ?? []);
  return {
    n: samples.length,
    init: summarise(samples.map(({ initMs }) => initMs)),
    duration: summarise(samples.map(({ durationMs }) => durationMs)),
    ...(warm.length > 0 ? { warm: summarise(warm) } : {}),
    total: summarise(samples.map(totalOf)),
    memory: summarise(samples.map(({ memoryMB }) => memoryMB)),
  };
}
