import type { InvocationSummary } from '../emulator/console/data.ts';

/** The paths of a chart of durations and memory: one for each kind of mark, however many invocations there are. */
export interface ChartPaths {
  readonly succeeded: string;
  readonly failed: string;
  /** The init phases of cold starts. */
  readonly init: string;
  /** The limit of memory that was used. */
  readonly memory: string;
  readonly memoryLimit: string;
  readonly grid: readonly { readonly y: number; readonly label: string }[];
}

export interface ChartSize {
  readonly width: number;
  /** Of the durations; the memory is below. */
  readonly height: number;
  readonly memoryHeight: number;
}

/** Space for the labels of the scale. */
export const chartLeft = 52;
const gap = 18;
/** So many invocations have room before they move together. */
const fewest = 30;

/** Where an invocation is, from left to right. */
export const chartX = (index: number, count: number, width: number): number =>
  chartLeft + ((index + 0.5) * (width - chartLeft)) / Math.max(count, fewest);

/** The invocation that is nearest to a place. */
export const chartIndex = (x: number, count: number, width: number): number =>
  Math.min(
    count - 1,
    Math.max(0, Math.round(((x - chartLeft) * Math.max(count, fewest)) / (width - chartLeft) - 0.5)),
  );

const decadeLabel = (ms: number) => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`);
const at = (value: number) => Math.round(value * 10) / 10;

/** The range of a logarithmic scale: whole decades (exponents of 10). */
function decades(values: readonly number[]): { low: number; high: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const value of values) {
    if (value <= 0) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (most === 0) return { low: 0, high: 2 };
  const low = Math.max(-1, Math.floor(Math.log10(least)));
  return { low, high: Math.max(low + 1, Math.ceil(Math.log10(most))) };
}

/** The chart of invocations, the oldest first, on a logarithmic scale: an init takes far longer than a warm call. */
export function chartPaths(invocations: readonly InvocationSummary[], size: ChartSize): ChartPaths {
  const { width, height, memoryHeight } = size;
  const { low, high } = decades(
    invocations.flatMap(({ durationMs = 0, initDurationMs = 0 }) => [durationMs, initDurationMs]),
  );
  const y = (ms: number) => {
    const place = (Math.log10(Math.max(ms, 10 ** low)) - low) / (high - low);
    return 6 + (1 - place) * (height - 12);
  };
  const parts = {
    succeeded: [] as string[],
    failed: [] as string[],
    init: [] as string[],
    memory: [] as string[],
  };
  const bottom = height + gap + memoryHeight;
  const count = invocations.length;
  for (const [i, invocation] of invocations.entries()) {
    const { durationMs, initDurationMs, maxMemoryUsed = 0, memorySize = 0, state } = invocation;
    if (durationMs === undefined) continue;
    const x = at(chartX(i, count, width));
    // A line without a length, with round ends, is a dot.
    parts[state === 'failed' ? 'failed' : 'succeeded'].push(`M${x} ${at(y(durationMs))}h0`);
    if (initDurationMs !== undefined) parts.init.push(`M${x} ${at(y(initDurationMs) - 4)}l4 7h-8z`);
    if (maxMemoryUsed > 0 && memorySize > 0)
      parts.memory.push(
        `M${x} ${bottom}V${at(bottom - Math.max(2, Math.min(1, maxMemoryUsed / memorySize) * memoryHeight))}`,
      );
  }
  const grid = Array.from({ length: high - low + 1 }, (_, i) => {
    const ms = 10 ** (low + i);
    return { y: y(ms), label: decadeLabel(low + i < 0 ? Number(ms.toFixed(1)) : ms) };
  });
  return {
    succeeded: parts.succeeded.join(''),
    failed: parts.failed.join(''),
    init: parts.init.join(''),
    memory: parts.memory.join(''),
    memoryLimit: `M${chartLeft} ${height + gap}H${width}`,
    grid,
  };
}

/** What the chart shows, for those who do not see it. */
export function chartText(invocations: readonly InvocationSummary[]): string {
  const over = invocations.flatMap(({ durationMs }) => (durationMs === undefined ? [] : [durationMs]));
  if (over.length === 0) return 'No invocation is over yet.';
  const sorted = over.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] as number;
  const cold = invocations.filter(({ initDurationMs }) => initDurationMs !== undefined).length;
  const failed = invocations.filter(({ state }) => state === 'failed').length;
  return `${over.length} invocations, median ${milliseconds(median)}, longest ${milliseconds(sorted.at(-1) as number)}; ${cold} cold starts, ${failed} failed.`;
}

const clockFormat = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** The time of day of a moment (ms since 1970). */
export const clock = (ms: number): string => clockFormat.format(ms);

/** A duration as it is read. */
export const milliseconds = (ms: number): string =>
  ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(ms < 100 ? 2 : 0)} ms`;
