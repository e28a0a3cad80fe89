import type { Built, NotBuilt } from './build.ts';
import type { Measured } from './measure.ts';

/** The results as they are kept in bench/results.json. */
export interface Results {
  readonly machine: string;
  readonly dotnet: string;
  readonly samples: number;
  /** Whether warm invocations ran with the harness on one processor. */
  readonly isPinned: boolean;
  readonly programs: readonly Row[];
  /** Events of 6 MB: microseconds for one warm invocation. */
  readonly large: readonly LargeRow[];
  readonly notBuilt: readonly { readonly title: string; readonly reason: string }[];
}

/** One program. Ratios are to the first program, in C. */
export interface Row {
  readonly id: string;
  /** The sample that is this program, which has its size. */
  readonly sample?: string;
  readonly title: string;
  readonly firstRatio: number;
  readonly warmRatio: number;
  readonly nextMicroseconds: number;
  readonly firstMicroseconds: number;
  readonly warmMicroseconds: number;
  /** The 90th percentiles of the two. */
  readonly firstP90: number;
  readonly warmP90: number;
  readonly memoryKiB: number;
  readonly binaryBytes?: number;
  readonly zipBytes?: number;
}

/** A program that answers with its event. */
export interface LargeRow {
  readonly title: string;
  readonly ratio: number;
  readonly microseconds: number;
}

/** Puts what was built and what was measured side by side. */
export function toRows(built: readonly Built[], measured: ReadonlyMap<string, Measured>): Row[] {
  const limit = measured.get(built[0]?.contestant.id ?? '');
  return built.flatMap(({ contestant, binaryBytes, zipBytes }) => {
    const own = measured.get(contestant.id);
    if (!own || !limit) {
      return [];
    }
    return {
      id: contestant.id,
      ...(contestant.sample === undefined ? {} : { sample: contestant.sample }),
      title: contestant.title,
      firstRatio: round(own.first / limit.first, 2),
      warmRatio: round(own.warm / limit.warm, 2),
      nextMicroseconds: round(own.next, 0),
      firstMicroseconds: round(own.first, 0),
      warmMicroseconds: round(own.warm, 1),
      firstP90: round(own.firstP90, 0),
      warmP90: round(own.warmP90, 1),
      memoryKiB: own.memory,
      ...(contestant.sample === undefined ? { binaryBytes, zipBytes } : {}),
    };
  });
}

/** The results as a table in Markdown. */
export function toTable(results: Results): string {
  const head =
    '| program | first response, × C | ms | to `next`, ms | warm, × C | µs | peak memory | binary | zip |';
  const rows = results.programs.map((row) =>
    [
      row.title,
      row.firstRatio.toFixed(1),
      milliseconds(row.firstMicroseconds),
      milliseconds(row.nextMicroseconds),
      row.warmRatio.toFixed(2),
      row.warmMicroseconds.toFixed(1),
      `${(row.memoryKiB / 1024).toFixed(1)} MiB`,
      megabytes(row.binaryBytes),
      megabytes(row.zipBytes),
    ].join(' | '),
  );
  const large = results.large.map(
    ({ title, ratio, microseconds }) => `| ${title} | ${ratio.toFixed(2)} | ${milliseconds(microseconds)} |`,
  );
  return [
    head,
    '|---|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    '',
    '| an event of 6 MB, echoed | × C | ms |',
    '|---|---|---|',
    ...large,
    '',
    ...results.notBuilt.map(({ title, reason }) => `${title} was not built: ${reason}`),
    `${results.samples} starts of each, interleaved; medians. ${results.machine}, .NET ${results.dotnet}.`,
  ].join('\n');
}

/** Names the programs that could not be built. */
export function toNotBuilt(list: readonly NotBuilt[]) {
  return list.map(({ contestant, reason }) => ({ title: contestant.title, reason }));
}

/** Rounds to a number of digits after the point. */
export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

const milliseconds = (microseconds: number) => (microseconds / 1000).toFixed(microseconds < 10_000 ? 2 : 0);
const megabytes = (bytes: number | undefined) =>
  bytes === undefined
    ? ''
    : bytes < 100_000
      ? `${Math.round(bytes / 1000)} kB`
      : `${(bytes / 1e6).toFixed(2)} MB`;
