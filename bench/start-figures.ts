import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What docs/measuring.md says of starts, made of the results that bench/first-requests.ts, bench/floor.ts and bench/estimates.ts
// leave. A bench that was not run yet has no table.

interface Spread {
  readonly min: number;
  readonly p50: number;
  readonly p90: number;
}

interface Head {
  readonly machine: string;
  /** Of the last 1, 5 and 15 minutes: how many programs wanted to run. */
  readonly load: readonly number[];
}

/** bench/first-requests.json; ms and MB. */
export interface FirstRequests extends Head {
  readonly dotnet: string;
  readonly starts: number;
  readonly rows: readonly {
    readonly id: string;
    readonly memorySize: number;
    readonly init: Spread;
    readonly first: Spread;
    readonly warm: Spread;
  }[];
}

/** bench/floor.json; µs. */
export interface Floor extends Head {
  readonly dotnet: string;
  readonly starts: number;
  readonly isPinned: boolean;
  /** What the runtime client adds to an empty program, beyond what C's bootstrap adds to one. */
  readonly ownMicroseconds: number;
  readonly rows: readonly (Spread & { readonly title: string; readonly until: 'exit' | 'next' })[];
}

/** bench/estimates.json; ms and MB. */
export interface Estimates extends Head {
  readonly workMs: number;
  readonly rows: readonly {
    readonly memorySize: number;
    readonly expected: number;
    readonly p50: number;
    readonly p90: number;
    readonly differencePercent: number;
  }[];
}

/** bench/allocations.json; bytes of a warm invocation. */
export interface Allocations {
  readonly dotnet: string;
  readonly rows: readonly { readonly id: string; readonly bytes: number }[];
}

const here = fileURLToPath(new URL('.', import.meta.url));

/** A file of results; undefined where its bench was not run. */
export function startResults<T>(name: string): T | undefined {
  const file = join(here, name);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

const table = (titles: readonly string[], rows: readonly (readonly string[])[]) =>
  [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Above it, what was measured is not the machine's own speed; a bench and what it starts are two programs themselves. */
const quietLoad = 2;

const other = ({ load }: Head) =>
  (load[0] ?? 0) > quietLoad ? ` Other programs ran meanwhile (load ${load[0]?.toFixed(1)}).` : '';

const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0);
const spread = ({ p50, p90 }: Spread) => `${ms(p50)} (${ms(p90)})`;

/** INIT, first and warm invocation of samples by memory. */
export function firstRequestsTable(results: FirstRequests | undefined): string {
  if (results === undefined) return '';
  const ids = [...new Set(results.rows.map(({ id }) => id))];
  const sizes = [...new Set(results.rows.map(({ memorySize }) => memorySize))];
  const rows = ids.map((id) => {
    const own = results.rows.filter((row) => row.id === id);
    const inits = own.map(({ init }) => init).sort((a, b) => a.p50 - b.p50);
    const init = inits[Math.floor(inits.length / 2)] as Spread;
    const firsts = sizes.map((size) => own.find(({ memorySize }) => memorySize === size)?.first);
    return [`\`${id}\``, spread(init), ...firsts.map((first) => (first ? spread(first) : ''))];
  });
  return [
    table(['sample', 'INIT', ...sizes.map((size) => `first request at ${size} MB`)], rows),
    '',
    `Milliseconds: medians of ${results.starts} starts, in parentheses the 90th percentile; ${results.machine}, .NET ${results.dotnet}.${other(results)}`,
    '',
  ].join('\n');
}

/** A difference of differences, which the noise may make negative. */
const ownShare = (microseconds: number) =>
  microseconds < 50 ? 'less than 0.05 ms' : `${(microseconds / 1000).toFixed(2)} ms`;

/** What a start costs in any case. */
export function floorTable(results: Floor | undefined): string {
  if (results === undefined) return '';
  const until = { exit: 'its end', next: 'its first request' } as const;
  const rows = results.rows.map((row) => [row.title, until[row.until], spread(inMs(row))]);
  const pinned = results.isPinned ? ', all on one processor' : '';
  return [
    table(['program', 'from start to', 'ms'], rows),
    '',
    `Medians of ${results.starts} starts, in parentheses the 90th percentile${pinned}; ${results.machine}, .NET ${results.dotnet}. The client's own share is ${ownShare(results.ownMicroseconds)}.${other(results)}`,
    '',
  ].join('\n');
}

const inMs = ({ min, p50, p90 }: Spread): Spread => ({ min: min / 1000, p50: p50 / 1000, p90: p90 / 1000 });

/** tune's figures of a function that computes, beside the quota's arithmetic. */
export function estimatesTable(results: Estimates | undefined): string {
  if (results === undefined) return '';
  const rows = results.rows.map(({ memorySize, expected, p50, differencePercent }) => [
    `${memorySize} MB`,
    expected.toFixed(0),
    p50.toFixed(0),
    `${differencePercent.toFixed(1)} %`,
  ]);
  return [
    table(['memory', 'by the quota', 'measured', 'difference'], rows),
    '',
    `A function that computes for ${results.workMs} ms of processor time; milliseconds, ${results.machine}.${other(results)}`,
    '',
  ].join('\n');
}

/** What a warm invocation of each sample allocates. */
export function allocationsTable(results: Allocations | undefined): string {
  if (results === undefined) return '';
  const kilobytes = (bytes: number) => (bytes === 0 ? '0' : `${(bytes / 1000).toFixed(1)} kB`);
  const rows = results.rows.map(({ id, bytes }) => [`\`${id}\``, kilobytes(bytes)]);
  return [
    table(['sample', 'allocated'], rows),
    '',
    `.NET ${results.dotnet}, each with its own event.`,
    '',
  ].join('\n');
}
