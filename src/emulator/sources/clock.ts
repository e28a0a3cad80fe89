import { setTimeout as sleep } from 'node:timers/promises';

/** The time as a value, so that a test has its own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** The longest time of one timer (ms): Node's own end after 24 days, and a machine may have slept meanwhile. */
const longestMs = 60_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  wait: async (ms, signal) => {
    const end = Date.now() + ms;
    while (!signal.aborted && Date.now() < end) {
      const left = Math.min(end - Date.now(), longestMs);
      await sleep(left, undefined, { signal }).catch(() => undefined);
    }
  },
};
