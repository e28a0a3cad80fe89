import { type Breakdown, breakdownType } from './breakdown.ts';
import { type Exit, exitFailure, type Failure, outOfMemory, timeoutFailure } from './failures.ts';
import { Mailbox } from './mailbox.ts';
import type { EndStatus } from './platform-records.ts';
import type { FunctionError } from './types.ts';

/** What happens while a runtime is started or works on an event. */
export type Signal =
  | { readonly is: 'ready' | 'extensions' | 'memory' }
  | { readonly is: 'timeout'; readonly phase: number }
  | { readonly is: 'extensionFailure'; readonly failure: Failure }
  | { readonly is: 'initError'; readonly error: FunctionError }
  | { readonly is: 'exit'; readonly exit: Exit };

export interface RuntimeSignalsSetup {
  /** The function's timeout (s). */
  readonly timeout: number;
  readonly isOverMemory: () => boolean;
  /** The type of the error that an extension reported of itself. */
  readonly fatal: () => string | undefined;
  /** Reads what the runtime wrote before it became ready. */
  readonly readOutput: () => Promise<void>;
}

/** What happens in a sandbox, in order, and what it means for the one who waits. */
export class RuntimeSignals {
  readonly #setup: RuntimeSignalsSetup;
  readonly #mailbox = new Mailbox<Signal>();
  #phase = 0;
  /** Whether the runtime has asked for its next event. */
  isReady = false;

  constructor(setup: RuntimeSignalsSetup) {
    this.#setup = setup;
  }

  put(signal: Signal): void {
    this.#mailbox.put(signal);
  }

  clear(): void {
    this.#mailbox.clear();
  }

  /** Begins a phase that may take so many ms; call what is returned when it is over. */
  begin(limitMs: number): () => void {
    this.isReady = false;
    // A limit that is reached at the very end of a phase says nothing of the next one.
    const phase = ++this.#phase;
    const timer = setTimeout(() => this.put({ is: 'timeout', phase }), limitMs);
    return () => clearTimeout(timer);
  }

  /** Reads what happens until something is so, or it never will be; `onDone` is called when the runtime is done. */
  async until(
    isSo: () => boolean,
    onDone: (status: EndStatus) => void = () => undefined,
  ): Promise<Breakdown | undefined> {
    let reported: FunctionError | undefined;
    while (!isSo()) {
      const signal = await this.#mailbox.take();
      if (signal.is === 'ready') {
        this.isReady = true;
        await this.#setup.readOutput();
        onDone({ status: 'success' });
      }
      if (signal.is === 'initError') reported = signal.error;
      const failed = this.#breakdown(signal);
      if (!failed) continue;
      const broken = { ...failed, reported };
      if (!this.isReady) onDone({ status: broken.status, errorType: breakdownType(broken) });
      return broken;
    }
    return undefined;
  }

  #breakdown(signal: Signal): Breakdown | undefined {
    if (signal.is === 'timeout' && signal.phase === this.#phase) {
      return { status: 'timeout', failure: timeoutFailure(this.#setup.timeout) };
    }
    if (signal.is === 'memory') return { status: 'error', failure: outOfMemory };
    if (signal.is === 'extensionFailure') return { status: 'error', failure: signal.failure };
    if (signal.is !== 'exit') return undefined;
    const killedByKernel = signal.exit.signal === 'SIGKILL' && this.#setup.isOverMemory();
    return { status: 'error', failure: killedByKernel ? outOfMemory : this.#exitFailure(signal.exit) };
  }

  /** An internal extension may have said why before the process ended. */
  #exitFailure(exit: Exit): Failure {
    const fatal = this.#setup.fatal();
    return { ...exitFailure(exit), ...(fatal === undefined ? {} : { errorType: fatal }) };
  }
}
