import { UserError } from '../../errors.ts';
import { isAbort } from '../../processes/interrupt.ts';
import { showFailure } from '../background.ts';
import type { Clock } from './clock.ts';

/** The pause after a call that failed, in ms: it doubles up to the second number. */
const firstPauseMs = 1000;
const longestPauseMs = 30_000;

/** How long to pause before something is tried again for the `attempt`th time, from 0 on (ms). */
export const pauseMs = (attempt: number): number =>
  Math.min(firstPauseMs * 2 ** Math.min(attempt, 10), longestPauseMs);

export interface PatienceSetup {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly notice: (text: string) => void;
  /** What is said when a call works again, as a sentence. */
  readonly worksAgain: string;
}

/** Calls of a server that may be away for a while: a failure is said once, and followed by a pause that grows. */
export class Patience {
  readonly #setup: PatienceSetup;
  #trouble: string | undefined;
  #failures = 0;

  constructor(setup: PatienceSetup) {
    this.#setup = setup;
  }

  /** The value of a call; undefined when it failed, or the signal aborted. */
  async call<T>(work: () => Promise<T>): Promise<T | undefined> {
    const { clock, signal, notice, worksAgain } = this.#setup;
    try {
      const value = await work();
      if (this.#trouble !== undefined) notice(worksAgain);
      this.#trouble = undefined;
      this.#failures = 0;
      return value;
    } catch (error) {
      if (isAbort(error) || signal.aborted) return undefined;
      if (!(error instanceof UserError)) showFailure(error, notice);
      else if (error.message !== this.#trouble) notice(`${error.message} Trying again.`);
      this.#trouble = (error as Error).message;
      await clock.wait(pauseMs(this.#failures++), signal);
      return undefined;
    }
  }
}
