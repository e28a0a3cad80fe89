import type { ServerResponse } from 'node:http';
import { responseTooLarge } from './failures.ts';
import { limits } from './limits.ts';
import type { FunctionError, Outcome } from './types.ts';

/** An outcome that is there as a whole. */
export type Collected = Exclude<Outcome, { kind: 'stream' }>;

type Streamed = Extract<Outcome, { kind: 'stream' }>;

function roomToWrite(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

/**
 * Passes on a stream's chunks as they come, at the reader's pace; resolves with the error when the function
 * failed midway. A reader who hangs up does not end the function: the rest is read and dropped, as the service does.
 */
export async function pump(
  { stream, completion }: Streamed,
  response: ServerResponse,
  write: (chunk: Buffer) => boolean,
): Promise<FunctionError | undefined> {
  try {
    for await (const chunk of stream) {
      if (response.destroyed || write(chunk as Buffer)) continue;
      if (!response.destroyed) await roomToWrite(response);
    }
  } catch {
    // The function ended midway; `completion` says how.
  }
  return completion;
}

/** A streamed response in one piece, for a caller who wants no stream. */
export async function collect(outcome: Outcome): Promise<Collected> {
  if (outcome.kind !== 'stream') return outcome;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of outcome.stream) {
      size += (chunk as Buffer).length;
      if (size <= limits.response) chunks.push(chunk as Buffer);
    }
  } catch {
    // As above.
  }
  const error = (await outcome.completion) ?? (size > limits.response ? responseTooLarge : undefined);
  if (error) return { kind: 'error', ...error };
  return { kind: 'payload', body: Buffer.concat(chunks), contentType: outcome.contentType };
}
