import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** What a terminal got, and when: seconds since the beginning of the recording. */
export interface Output {
  readonly at: number;
  readonly data: string;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A command as the user types it; what runs is the same. */
export interface Step {
  readonly typed: string;
}

/** The time of a key, of a look at what a command said, and the longest wait that is shown (seconds). */
const keySeconds = 0.045;
const lookSeconds = 1.6;
const longestWait = 1.2;

const prompt = '\u001b[1;32m$\u001b[0m ';

/** The lines of script's timing file: what kind, seconds since the line before, bytes. */
function timings(text: string): { readonly delay: number; readonly bytes: number }[] {
  return text.split('\n').flatMap((line) => {
    const [, delay, bytes] = /^(?:O )?([\d.]+) (\d+)$/.exec(line) ?? [];
    return delay === undefined ? [] : [{ delay: Number(delay), bytes: Number(bytes) }];
  });
}

/** Runs a command in a terminal of a size, and what it wrote there with its times. @throws where it fails */
async function runIn(
  folder: string,
  command: string,
  { columns, rows }: Size,
  env: Record<string, string>,
  scratch: string,
): Promise<Output[]> {
  const log = join(scratch, 'out');
  const timing = join(scratch, 'timing');
  // script gives the terminal that it makes no size of its own.
  const sized = `stty cols ${columns} rows ${rows}; ${command}`;
  await execa(
    'script',
    [
      '--quiet',
      '--return',
      '--flush',
      '--echo',
      'never',
      '--log-out',
      log,
      '--log-timing',
      timing,
      '--command',
      sized,
    ],
    { cwd: folder, env, stdin: 'ignore' },
  );
  const bytes = await readFile(log);
  // A line of script's own comes first.
  let from = bytes.indexOf(10) + 1;
  let at = 0;
  return timings(await readFile(timing, 'utf8')).map(({ delay, bytes: count }) => {
    at += Math.min(delay, longestWait);
    const data = bytes.toString('utf8', from, from + count);
    from += count;
    return { at, data };
  });
}

/** The keys of a command, one after the other. */
const keys = (typed: string, from: number): Output[] =>
  [...typed].map((key, i) => ({ at: from + (i + 1) * keySeconds, data: key }));

/**
 * Records commands that really run, one after the other, each where the one before it has led (`cd`).
 * @param env of the commands; `scratch` is a folder for the files of the recording itself.
 */
export async function record(
  folder: string,
  steps: readonly Step[],
  size: Size,
  env: Record<string, string>,
  scratch: string,
): Promise<Output[]> {
  const outputs: Output[] = [{ at: 0, data: prompt }];
  let now = 0.8;
  let place = folder;
  for (const { typed } of steps) {
    const typing = keys(typed, now);
    outputs.push(...typing);
    now = (typing.at(-1)?.at ?? now) + 0.3;
    outputs.push({ at: now, data: '\r\n' });
    const [, to] = /^cd (\S+)$/.exec(typed) ?? [];
    if (to !== undefined) place = join(place, to);
    else {
      const own = await runIn(place, typed, size, env, scratch);
      outputs.push(...own.map(({ at, data }) => ({ at: now + at, data })));
      now += (own.at(-1)?.at ?? 0) + lookSeconds;
    }
    outputs.push({ at: now, data: prompt });
    now += 0.5;
  }
  return outputs;
}
