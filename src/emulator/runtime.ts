import { setImmediate as turn } from 'node:timers/promises';
import { launchProblem, spawnFailure } from './bootstrap.ts';
import type { BorderLimits } from './border-limits.ts';
import { logStreamName, sandboxEnvironment } from './environment.ts';
import {
  type Exit,
  exitFailure,
  type Failure,
  invalidResponseMode,
  outOfMemory,
  responseTooLarge,
  timeoutFailure,
} from './failures.ts';
import type { Account } from './identity.ts';
import { limits } from './limits.ts';
import { Mailbox } from './mailbox.ts';
import { type SandboxProcess, startProcess } from './process.ts';
import { RuntimeApi, type RuntimeListener, type StreamedResponse } from './runtime-api.ts';
import type { EmulatedFunction, EventSink, FunctionError, InvocationRequest } from './types.ts';

/** What a runtime answered to an event. */
export type RuntimeAnswer =
  | { readonly is: 'payload'; readonly body: Buffer; readonly contentType: string }
  | { readonly is: 'stream'; readonly response: StreamedResponse }
  | { readonly is: 'error'; readonly error: FunctionError };

/** How the service had to end what did not end well by itself. */
export interface Breakdown {
  readonly status: 'error' | 'timeout';
  readonly failure: Failure;
  /** What the runtime itself said of a failed init. */
  readonly reported?: FunctionError | undefined;
}

type Signal =
  | { readonly is: 'ready' | 'timeout' | 'memory' }
  | { readonly is: 'initError'; readonly error: FunctionError }
  | { readonly is: 'exit'; readonly exit: Exit };

export interface RuntimeSetup {
  readonly fn: EmulatedFunction;
  readonly account: Account;
  readonly shell: NodeJS.ProcessEnv;
  /** What its Runtime API takes from outside. */
  readonly border: BorderLimits;
  readonly emit: EventSink;
  readonly onLine: (line: string) => void;
  readonly onAnswer: (answer: RuntimeAnswer) => void;
}

const megabyte = 1024 * 1024;
/** How often the memory of a busy runtime is looked at (ms). */
const samplingMs = 25;

/**
 * The runtime of one sandbox: its Runtime API endpoint and the process that talks to it. The process can be
 * started again, as the service does in an environment whose process crashed or had to be ended.
 */
export class Runtime {
  readonly #setup: RuntimeSetup;
  readonly #api: RuntimeApi;
  readonly #signals = new Mailbox<Signal>();
  readonly #logStream = logStreamName(new Date());
  #address: string | undefined;
  #process: SandboxProcess | undefined;
  #sampler: NodeJS.Timeout | undefined;
  #peakBytes = 0;
  /** Whether a caller waits for it; what an idle process does is no failure of an invocation. */
  #busy = false;

  constructor(setup: RuntimeSetup) {
    this.#setup = setup;
    const { name, handler } = setup.fn;
    this.#api = new RuntimeApi(this.#listener(), {
      functionName: name,
      functionVersion: '$LATEST',
      handler,
    });
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** When its process began (performance.now()). */
  get startedAt(): number | undefined {
    return this.#process?.startedAt;
  }

  /** The most memory that the process has held when it was last looked at (MB), never more than it may have. */
  get usedMemory(): number {
    const used = Math.ceil(this.#peakBytes / megabyte);
    const { memorySize, launch } = this.#setup.fn;
    return launch.limitsMemory === false ? used : Math.min(memorySize, used);
  }

  /** Starts the process and waits for its first `next`, for `limitMs` at most; on failure it is gone again. */
  async start(limitMs: number): Promise<Breakdown | undefined> {
    const { fn, account, shell, border, emit, onLine } = this.#setup;
    this.#address ??= await this.#api.listen(border, (text) =>
      emit({ type: 'notice', text: `${fn.name}: ${text}` }),
    );
    this.#api.reset();
    this.#signals.clear();
    this.#peakBytes = 0;
    const problem = await launchProblem(fn.launch, fn.runtime);
    if (problem?.line !== undefined) onLine(problem.line);
    if (problem) return { status: 'error', failure: problem.failure };
    const env = sandboxEnvironment({
      fn,
      account,
      shell,
      runtimeApi: this.#address,
      logStream: this.#logStream,
    });
    this.#busy = true;
    const timer = setTimeout(() => this.#signals.put({ is: 'timeout' }), limitMs);
    try {
      this.#adopt(await startProcess(fn.launch, env, onLine));
      const broken = await this.#untilReady();
      if (broken) await this.#stop();
      return broken;
    } catch (error) {
      return { status: 'error', failure: spawnFailure(error as NodeJS.ErrnoException) };
    } finally {
      clearTimeout(timer);
      this.#busy = false;
    }
  }

  /**
   * Hands over an event and follows it until the runtime asks for the next one, for `limitMs` at most; the
   * answer is passed on meanwhile. On a breakdown the process is gone.
   */
  async handle(
    request: InvocationRequest,
    deadlineMs: number,
    limitMs: number,
  ): Promise<Breakdown | undefined> {
    this.#busy = true;
    const timer = setTimeout(() => this.#signals.put({ is: 'timeout' }), limitMs);
    try {
      this.#api.deliver(request, deadlineMs);
      for (;;) {
        const signal = await this.#signals.take();
        if (signal.is === 'ready') {
          await this.#readOutput();
          return undefined;
        }
        const broken = this.#breakdown(signal);
        if (!broken) continue;
        await this.#stop();
        return broken;
      }
    } finally {
      clearTimeout(timer);
      this.#busy = false;
    }
  }

  /**
   * Ends it for good, as the service does: with SIGKILL, and where it has registered an extension with SIGTERM half a
   * second before.
   */
  async close(): Promise<void> {
    const running = this.#process;
    if (running) {
      running.kill(this.#api.extensions.isUsed ? 'SIGTERM' : 'SIGKILL');
      const timer = setTimeout(() => running.kill('SIGKILL'), limits.shutdownMs);
      await running.exited;
      clearTimeout(timer);
    }
    this.#api.close();
  }

  #listener(): RuntimeListener {
    const answer = (answer: RuntimeAnswer) => {
      // The kernel of a real sandbox would have ended the process before it got this far.
      if (this.#isOverMemory()) this.#signals.put({ is: 'memory' });
      else this.#setup.onAnswer(answer);
    };
    return {
      ready: () => this.#signals.put({ is: 'ready' }),
      initError: (error) => this.#signals.put({ is: 'initError', error }),
      response: (body, contentType) => answer({ is: 'payload', body, contentType }),
      streamedResponse: (response) => answer({ is: 'stream', response }),
      responseTooLarge: () => answer({ is: 'error', error: responseTooLarge }),
      invalidResponseMode: () => answer({ is: 'error', error: invalidResponseMode }),
      error: (error) => answer({ is: 'error', error }),
    };
  }

  #breakdown(signal: Signal): Breakdown | undefined {
    if (signal.is === 'timeout')
      return { status: 'timeout', failure: timeoutFailure(this.#setup.fn.timeout) };
    if (signal.is === 'memory') return { status: 'error', failure: outOfMemory };
    if (signal.is !== 'exit') return undefined;
    const killedByKernel = signal.exit.signal === 'SIGKILL' && this.#isOverMemory();
    return { status: 'error', failure: killedByKernel ? outOfMemory : exitFailure(signal.exit) };
  }

  async #untilReady(): Promise<Breakdown | undefined> {
    let reported: FunctionError | undefined;
    for (;;) {
      const signal = await this.#signals.take();
      if (signal.is === 'ready') return undefined;
      if (signal.is === 'initError') reported = signal.error;
      const broken = this.#breakdown(signal);
      if (broken) return { ...broken, reported };
    }
  }

  #adopt(started: SandboxProcess): void {
    this.#process = started;
    this.#peak();
    this.#sampler = setInterval(() => {
      if (this.#busy && this.#isOverMemory()) this.#signals.put({ is: 'memory' });
    }, samplingMs);
    this.#sampler.unref();
    void started.exited.then((exit) => {
      if (this.#process !== started) return;
      this.#forget();
      if (this.#busy) this.#signals.put({ is: 'exit', exit });
    });
  }

  #forget(): void {
    this.#process = undefined;
    clearInterval(this.#sampler);
  }

  /** Ends the process, and waits until it is gone and read to its end. */
  async #stop(): Promise<void> {
    const running = this.#process;
    if (!running) return;
    this.#peak();
    this.#forget();
    running.kill('SIGKILL');
    await running.exited;
  }

  /**
   * Lets output that the process wrote before its last request come in before the log goes on. It was in the pipe
   * when that request was read, so one turn of the event loop reads it; more only when there is a lot.
   */
  async #readOutput(): Promise<void> {
    let seen: number | undefined;
    do {
      seen = this.#process?.outputSize();
      await turn();
    } while (seen !== this.#process?.outputSize());
  }

  #isOverMemory(): boolean {
    const { memorySize, launch } = this.#setup.fn;
    return this.#peak() > memorySize * megabyte && launch.limitsMemory !== false;
  }

  #peak(): number {
    this.#peakBytes = this.#process?.memory.peak() ?? this.#peakBytes;
    return this.#peakBytes;
  }
}
