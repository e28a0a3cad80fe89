import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { Pace } from '../apply/run.ts';
import { pauses } from '../apply/waits.ts';
import { explainAws } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import { type LogEvent, type LogQuery, readPages } from './event.ts';
import type { LogWindow } from './window.ts';

/** The reading of a log, once or until it is interrupted. */
export interface Reading {
  readonly session: Session;
  readonly query: Omit<LogQuery, 'start'>;
  readonly window: LogWindow;
  readonly signal: AbortSignal;
  readonly pace: Pace;
  /** Gets every event once; also called without events at the end of every poll. */
  readonly take: (events: readonly LogEvent[]) => Promise<void>;
  readonly say: (text: string) => void;
}

type SdkError = Parameters<typeof isTransientError>[0];

const networkCodes = new Set(
  'EAI_AGAIN ECONNABORTED ECONNREFUSED ECONNRESET EHOSTUNREACH ENETDOWN ENETUNREACH ENOTFOUND EPIPE ETIMEDOUT'.split(
    ' ',
  ),
);

/** What passes by itself: a network that is away, a service that is overloaded. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = '' } = error as NodeJS.ErrnoException;
  const sdkError = error as SdkError;
  return (
    networkCodes.has(code) ||
    isThrottlingError(sdkError) ||
    isTransientError(sdkError) ||
    isServerError(sdkError)
  );
}

/** A group that is not there yet comes with the first invocation. */
export const isMissingGroup = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ResourceNotFoundException';

/** Reads what there is now, from where the window says. @throws the service's errors, AbortError. */
export async function readOnce({ session, query, window, signal, take }: Reading): Promise<void> {
  const pages = readPages(session, { ...query, start: window.next(Date.now()) }, signal);
  for await (const page of pages) await take(window.take(page));
  window.done(Date.now());
  await take([]);
}

/**
 * Reads what there is, and then again and again what is new. Goes on when the service or the network fails for a while: what
 * was missed is read by the next poll.
 * @throws AbortError, and the service's errors that do not pass by themselves.
 */
export async function follow(reading: Reading): Promise<never> {
  const { session, window, signal, pace, say, query } = reading;
  let pause = pauses(pace, signal);
  let trouble: string | undefined;
  for (;;) {
    const before = window.newest;
    try {
      await readOnce(reading);
      if (trouble !== undefined) say('The log can be read again.');
      trouble = undefined;
    } catch (error) {
      const now = isMissingGroup(error)
        ? `There is no log group ${query.group} yet; it comes with the first call.`
        : troubleOf(error, session);
      if (now !== trouble) say(`${now} Trying again.`);
      trouble = now;
      await reading.take([]);
    }
    if (window.newest !== before) pause = pauses(pace, signal);
    await pause();
  }
}

/** @throws the error itself where it does not pass. */
function troubleOf(error: unknown, { target }: Session): string {
  if (!isPassing(error)) throw error;
  return (explainAws(error, target) as Error).message.replace(/;.*$/, '.');
}
