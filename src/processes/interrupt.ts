import { InterruptedError } from '../errors.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A terminal that was closed takes no more text; that must not end the work that puts things in order. */
const ignore = () => {};

/**
 * Runs `work` with a signal that Ctrl-C (SIGINT), SIGTERM or a closed terminal aborts, so that it can leave things
 * in order. A second one ends the process at once, unless `onAgain` answers it.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  onAgain: () => void = () => process.exit(130),
): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) onAgain();
    else controller.abort();
  };
  for (const signal of signals) process.on(signal, stop);
  process.stderr.on('error', ignore);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, stop);
    process.stderr.off('error', ignore);
  }
}

/** What an aborted piece of work throws; the name is the one that Node's and the SDK's own have. */
export function abortError(): Error {
  const error = new Error('The run was interrupted.');
  error.name = 'AbortError';
  return error;
}

/** Whether an error is what an aborted piece of work throws. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** Runs a piece of work; when it is aborted, the command ends as interrupted. */
export async function asInterrupted<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isAbort(error) ? new InterruptedError() : error;
  }
}

/** The promise, or an AbortError as soon as the signal aborts: also during the SDK's own pauses. */
export function orAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(abortError());
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
