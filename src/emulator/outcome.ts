import type { ServerResponse } from 'node:http';
import type { BodyBudget } from './body.ts';
import { responseTooLarge } from './failures.ts';
import { limits } from './limits.ts';
import type { FunctionError, Outcome } from './types.ts';

/** An outcome that is there as a whole. */
export type Collected = Exclude<Outcome, { kind: 'stream' }>;

/** What those who answer callers have in common. */
export interface Callers {
  /** The memory that the bodies of their requests share. */
  readonly bodies: BodyBudget;
  /** How long a client may leave an answer unread (ms). */
  readonly answerIdleMs: number;
}

type Streamed = Extract<Outcome, { kind: 'stream' }>;

/** Ends an answer; the connection of a client that does not read it is closed after a while. */
export function finish(response: ServerResponse, body: Buffer | string | undefined, idleMs: number): void {
  response.end(body);
  // A small answer is with the system already.
  if (response.writableFinished) return;
  const { socket } = response;
  response.setTimeout(idleMs);
  // Node takes over the timer of an idle connection; one with another request waiting has none.
  response.once('finish', () => {
    if (socket?.timeout === idleMs) socket.setTimeout(0);
  });
}

function roomToWrite(response: ServerResponse, idleMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.setTimeout(0);
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.setTimeout(idleMs);
    response.on('drain', done);
    response.on('close', done);
  });
}

/**
 * Passes on a stream's chunks as they come, at the reader's pace, and waits for the reader `idleMs` at most; resolves
 * with the error when the function failed midway. A reader who hangs up does not end the function: the rest is read
 * and dropped, as the service does.
 */
export async function pump(
  { stream, completion }: Streamed,
  response: ServerResponse,
  write: (chunk: Buffer) => boolean,
  idleMs: number,
): Promise<FunctionError | undefined> {
  for await (const chunk of untilBroken(stream)) {
    if (response.destroyed || write(chunk)) continue;
    if (!response.destroyed) await roomToWrite(response, idleMs);
  }
  return completion;
}

/** The chunks of a stream up to where the function ended midway; `completion` says how it did. */
async function* untilBroken(stream: Streamed['stream']): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch {
    // `completion` says it.
  }
}

/** A streamed response in one piece, for a caller who wants no stream. */
export async function collect(outcome: Outcome): Promise<Collected> {
  if (outcome.kind !== 'stream') return outcome;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of untilBroken(outcome.stream)) {
    size += chunk.length;
    if (size <= limits.response) chunks.push(chunk);
  }
  const error = (await outcome.completion) ?? (size > limits.response ? responseTooLarge : undefined);
  if (error) return { kind: 'error', ...error };
  return { kind: 'payload', body: Buffer.concat(chunks), contentType: outcome.contentType };
}
