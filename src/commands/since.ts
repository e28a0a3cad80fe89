import { UsageError } from '../errors.ts';

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

const span = /^(\d{1,6})([smhdw])$/;

/** A date, or a date and a time; without a zone it is UTC, as the times of a log are. */
const moment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** The time in ms since 1970 that a text stands for; undefined for another text. */
function read(text: string, now: number): number | undefined {
  const [, number, unit] = span.exec(text) ?? [];
  if (number !== undefined) return Math.max(0, now - Number(number) * unitMs[unit as keyof typeof unitMs]);
  const match = moment.exec(text);
  if (match === null) return undefined;
  const isLocal = match[1] !== undefined && match[4] === undefined;
  const time = Date.parse(isLocal ? `${text}Z` : text);
  return Number.isNaN(time) || time < 0 ? undefined : time;
}

/** What is wrong with the value of `--since`, or undefined. */
export const sinceProblem = (text: string): string | undefined =>
  read(text, 0) === undefined
    ? 'it is a span such as 30s, 10m, 2h or 7d, or a time such as 2026-01-31T23:59Z.'
    : undefined;

/** The value of `--since` as a time in ms since 1970. @throws UsageError for what sinceProblem refuses. */
export function sinceTime(text: string, now: number): number {
  const time = read(text, now);
  if (time === undefined) throw new UsageError(`--since "${text}": ${sinceProblem(text)}`);
  return time;
}
