import * as v from 'valibot';
import { UsageError } from '../../errors.ts';
import type { AppendedFile } from '../../files/append.ts';
import { type Beginning, reach } from './window.ts';

/** What is read of a record that an earlier run has written. */
const recordSchema = v.object({
  time: v.pipe(v.string(), v.isoTimestamp()),
  group: v.string(),
  id: v.string(),
});

type Written = v.InferOutput<typeof recordSchema>;

function readRecord(line: string): Written | undefined {
  try {
    const result = v.safeParse(recordSchema, JSON.parse(line));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/** How every record begins, also one that was cut off. */
const start = '{"time":"';
const isBeginning = (rest: string) => rest.startsWith(start) || start.startsWith(rest);

/**
 * Where a run goes on that appends to a file: after its last records. Nothing before the first record that was read is asked
 * for again.
 * @param path the file, for messages.
 * @param group the log group of this run.
 * @returns undefined for a file without records.
 * @throws UsageError for a file that has something else, or records of another log group.
 */
export function positionAfter(
  path: string,
  { lines, rest }: Pick<AppendedFile, 'lines' | 'rest'>,
  group: string,
): Beginning | undefined {
  const written = lines.map(readRecord);
  const last = written.at(-1);
  const isOurs = (lines.length === 0 || last !== undefined) && isBeginning(rest);
  if (!isOurs)
    throw new UsageError(
      `--append ${path}: it has something else than records of "logs"; name another file.`,
    );
  if (last === undefined) return undefined;
  if (last.group !== group)
    throw new UsageError(
      `--append ${path}: it has records of ${last.group}, not of ${group}; name another file.`,
    );
  const known = written
    .filter((record) => record !== undefined)
    .map(({ id, time }) => ({ id, time: Date.parse(time) }));
  const newest = known.reduce((latest, { time }) => Math.max(latest, time), 0);
  const oldest = known.reduce((earliest, { time }) => Math.min(earliest, time), newest);
  return { since: Math.max(oldest, newest - reach.sometimes), known };
}
