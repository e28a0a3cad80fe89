import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { findEvent } from '../events/library.ts';
import { nearEvents } from '../events/search.ts';
import { jsonWithSet } from '../events/set.ts';
import { namesIn } from '../files/look.ts';
import { readNamed, UnreadableFile } from '../files/read.ts';
import type { FunctionSettings } from '../project/settings.ts';
import { limits } from './limits.ts';

/** Where the event of an invocation comes from. */
export interface PayloadFlags {
  /** JSON, `@FILE`, or `-` for standard input. */
  readonly payload?: string | undefined;
  /** The name of a file in events/, with or without ".json", or of a sample event of this package. */
  readonly event?: string | undefined;
  /** Values to set in it, each PATH=VALUE. */
  readonly set?: readonly string[] | undefined;
}

async function readAll(stream: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limits.syncPayload) throw tooLarge('The event on standard input');
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString();
}

const tooLarge = (what: string) =>
  new UsageError(`${what} has more than ${limits.syncPayload} bytes, Lambda's limit.`);

async function readEventFile(flag: string, path: string): Promise<string> {
  try {
    return (await readNamed(path, limits.syncPayload)).toString();
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    if (error.reason === 'too-large') throw tooLarge(path);
    throw new UsageError(`${flag}: ${error.message}`, { cause: error });
  }
}

/** The library's part of what is said of a name that is no event. */
function libraryHint(name: string): string {
  const near = nearEvents(name);
  return near.length > 0
    ? `sample events near it are: ${near.join(', ')}`
    : '"lambda-nativeaot event" lists the sample events';
}

async function namedEvent(name: string, folder: string): Promise<string> {
  const events = join(folder, 'events');
  const files = (await namesIn(events)).filter((file) => file.endsWith('.json'));
  const file = files.find((f) => f === name || f === `${name}.json`);
  if (file) return readEventFile('--event', join(events, file));
  const sample = findEvent(name);
  if (sample) return JSON.stringify(sample.event);
  const known = files.map((f) => f.slice(0, -'.json'.length)).join(', ');
  const problem =
    known === ''
      ? `--event "${name}": there are no events in ${events}`
      : `unknown event "${name}" in --event; the events here: ${known}`;
  throw new UsageError(`${problem}; ${libraryHint(name)}.`);
}

/** Editors of Windows put a byte order mark before a text; it is no part of the JSON. */
const withoutMark = (text: string) => text.replace(/^\uFEFF/, '');

/** What was meant by a --payload that is not JSON. */
const payloadHint = (text: string) =>
  /\.json$/i.test(text.trim())
    ? `; to send a file: --payload @${text.trim()}`
    : `; a text takes its quotes along: --payload '"text"'`;

function requireJson(text: string, source: string): string {
  try {
    const json = withoutMark(text);
    JSON.parse(json);
    return json;
  } catch (error) {
    const hint = source === '--payload' ? payloadHint(text) : '';
    throw new UsageError(`${source} is not JSON (${(error as Error).message})${hint}.`);
  }
}

/** The function's sample event, relative to the project, where the flags name no other; undefined where it has none. */
export const sampleEvent = (
  { payload, event }: PayloadFlags,
  fn: Pick<FunctionSettings, 'event'>,
): string | undefined => (payload === undefined && event === undefined ? fn.event : undefined);

/**
 * The event as JSON: what the flags name, else the function's sample event, else `{}`; with the values that are set.
 * @throws UsageError when it cannot be read, is not JSON, is larger than Lambda takes, or has no such place.
 */
export async function readPayload(
  flags: PayloadFlags,
  fn: Pick<FunctionSettings, 'event'>,
  folder: string,
  stdin: AsyncIterable<Buffer | string> = process.stdin,
): Promise<string> {
  const json = jsonWithSet(await readSource(flags, fn, folder, stdin), flags.set ?? []);
  if (Buffer.byteLength(json) > limits.syncPayload) throw tooLarge('The event');
  return json;
}

async function readSource(
  flags: PayloadFlags,
  fn: Pick<FunctionSettings, 'event'>,
  folder: string,
  stdin: AsyncIterable<Buffer | string>,
): Promise<string> {
  const { payload, event } = flags;
  if (payload !== undefined && event !== undefined) {
    throw new UsageError('--payload and --event both name an event; give one of them.');
  }
  if (event !== undefined) return requireJson(await namedEvent(event, folder), `--event ${event}`);
  if (payload === '-') return requireJson(await readAll(stdin), 'The event on standard input');
  if (payload?.startsWith('@')) {
    const path = payload.slice(1);
    return requireJson(await readEventFile('--payload', path), path);
  }
  if (payload !== undefined) return requireJson(payload, '--payload');
  const sample = sampleEvent(flags, fn);
  if (sample === undefined) return '{}';
  const path = join(folder, sample);
  return requireJson(await readEventFile('The sample event', path), path);
}
