import { setImmediate as turn } from 'node:timers/promises';
import { launchProblem, spawnProblem } from './bootstrap.ts';
import type { BorderLimits } from './border-limits.ts';
import { type Breakdown, breakdownType } from './breakdown.ts';
import { extensionEnvironment, logStreamName, sandboxEnvironment } from './environment.ts';
import { ExtensionProcesses, endSandbox, extensionsIn } from './extension-processes.ts';
import type { ExtensionStatus, ShutdownReason } from './extension-state.ts';
import {
  type Exit,
  execFailure,
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
import { type EndStatus, platformRecords } from './platform-records.ts';
import { type SandboxProcess, startProcess } from './process.ts';
import { RuntimeApi, type RuntimeListener, type StreamedResponse } from './runtime-api.ts';
import type { Telemetry } from './telemetry.ts';
import type { EmulatedFunction, EventSink, FunctionError, InvocationRequest } from './types.ts';

/** What a runtime answered to an event. */
export type RuntimeAnswer =
  | { readonly is: 'payload'; readonly body: Buffer; readonly contentType: string }
  | { readonly is: 'stream'; readonly response: StreamedResponse }
  | { readonly is: 'error'; readonly error: FunctionError };

type Signal =
  | { readonly is: 'ready' | 'extensions' | 'timeout' | 'memory' }
  | { readonly is: 'extensionFailure'; readonly failure: Failure }
  | { readonly is: 'initError'; readonly error: FunctionError }
  | { readonly is: 'exit'; readonly exit: Exit };

export interface RuntimeSetup {
  readonly fn: EmulatedFunction;
  readonly account: Account;
  readonly shell: NodeJS.ProcessEnv;
  /** What happens here, for extensions that subscribe. */
  readonly telemetry: Telemetry;
  /** What its Runtime API takes from outside. */
  readonly border: BorderLimits;
  readonly emit: EventSink;
  readonly onLine: (line: string) => void;
  /** A line of an extension that runs beside the runtime. */
  readonly onExtensionLine: (line: string) => void;
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
  readonly #extensions: ExtensionProcesses;
  readonly #signals = new Mailbox<Signal>();
  readonly #logStream = logStreamName(new Date());
  #address: string | undefined;
  #process: SandboxProcess | undefined;
  #sampler: NodeJS.Timeout | undefined;
  #peakBytes = 0;
  /** The size of the answer to the event under way, where it came in one piece. */
  #producedBytes: number | undefined;
  /** Whether it has asked for its next event. */
  #isReady = false;
  /** Whether a caller waits for it; what an idle process does is no failure of an invocation. */
  #busy = false;

  constructor(setup: RuntimeSetup) {
    this.#setup = setup;
    const { name, handler, launch } = setup.fn;
    this.#api = new RuntimeApi(
      this.#listener(),
      {
        functionName: name,
        functionVersion: '$LATEST',
        handler,
        accountId: setup.account.accountId,
      },
      setup.telemetry,
    );
    this.#extensions = new ExtensionProcesses({
      api: this.#api.extensions,
      architecture: launch.architecture,
      onLine: setup.onExtensionLine,
      // Whenever it happens: an extension that is gone is missed by the next invocation.
      onFailure: (failure) => this.#signals.put({ is: 'extensionFailure', failure }),
    });
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Its extensions, as the log shows them. */
  get extensionStatuses(): ExtensionStatus[] {
    return this.#api.extensions.statuses;
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

  /**
   * Starts the extensions, and once they are registered the process; waits until all of them have asked for an event,
   * for `limitMs` at most. On failure all are gone again.
   */
  async start(phase: 'init' | 'invoke', limitMs: number): Promise<Breakdown | undefined> {
    const { fn, account, shell, border, emit, onLine, telemetry } = this.#setup;
    this.#address ??= await this.#api.listen(border, (text) =>
      emit({ type: 'notice', text: `${fn.name}: ${text}` }),
    );
    // The runtime may have ended between two invocations, and left its extensions.
    await this.#stop('failure');
    this.#api.reset();
    telemetry.reset();
    telemetry.platform(platformRecords.initStart(phase, fn.name, fn.runtime));
    this.#signals.clear();
    this.#isReady = false;
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
      const done = (status: EndStatus) => telemetry.platform(platformRecords.initRuntimeDone(phase, status));
      const broken = await this.#startAll(env, done);
      telemetry.closeSubscriptions();
      if (broken) await this.#stop(broken.status === 'timeout' ? 'timeout' : 'failure');
      return broken;
    } finally {
      clearTimeout(timer);
      this.#busy = false;
    }
  }

  async #startAll(
    env: Record<string, string>,
    onDone: (status: EndStatus) => void,
  ): Promise<Breakdown | undefined> {
    const { fn, onLine } = this.#setup;
    const { extensions } = this.#api;
    const paths = await extensionsIn(fn.layerFolder);
    if (paths.length > 0) {
      const failure = await this.#extensions.start(
        paths,
        fn.layerFolder as string,
        extensionEnvironment(env),
      );
      if (failure) return { status: 'error', failure };
      const broken = await this.#until(() => extensions.areRegistered);
      if (broken) return broken;
    }
    try {
      this.#adopt(await startProcess(fn.launch, env, onLine));
    } catch (error) {
      return { status: 'error', failure: execFailure(spawnProblem(error as NodeJS.ErrnoException)) };
    }
    return this.#until(() => this.#isReady && extensions.areReady, onDone);
  }

  /**
   * Hands over an event and follows it until the runtime and all extensions ask for the next one, for `limitMs` at
   * most; the answer is passed on meanwhile. On a breakdown the processes are gone.
   */
  async handle(
    request: InvocationRequest,
    deadlineMs: number,
    limitMs: number,
  ): Promise<Breakdown | undefined> {
    this.#busy = true;
    const timer = setTimeout(() => this.#signals.put({ is: 'timeout' }), limitMs);
    try {
      this.#isReady = false;
      this.#api.deliver(request, deadlineMs);
      const { requestId } = request;
      const begun = performance.now();
      this.#producedBytes = undefined;
      const broken = await this.#until(
        () => this.#isReady && this.#api.extensions.areReady,
        (status) => {
          const metrics = { durationMs: performance.now() - begun, producedBytes: this.#producedBytes };
          this.#setup.telemetry.platform(platformRecords.runtimeDone(requestId, status, metrics));
        },
      );
      if (broken) await this.#stop(broken.status === 'timeout' ? 'timeout' : 'failure');
      return broken;
    } finally {
      clearTimeout(timer);
      this.#busy = false;
    }
  }

  /** Ends it for good, as the service does with an environment that it needs no longer. */
  async close(): Promise<void> {
    const wasBusy = this.#busy;
    await this.#stop('spindown');
    if (wasBusy) this.#signals.put({ is: 'exit', exit: { code: null, signal: 'SIGKILL' } });
    this.#api.close();
  }

  #listener(): RuntimeListener {
    const answer = (answer: RuntimeAnswer) => {
      // The kernel of a real sandbox would have ended the process before it got this far.
      if (this.#isOverMemory()) this.#signals.put({ is: 'memory' });
      else {
        if (answer.is === 'payload') this.#producedBytes = answer.body.length;
        this.#setup.onAnswer(answer);
      }
    };
    return {
      ready: () => this.#signals.put({ is: 'ready' }),
      initError: (error) => this.#signals.put({ is: 'initError', error }),
      response: (body, contentType) => answer({ is: 'payload', body, contentType }),
      streamedResponse: (response) => answer({ is: 'stream', response }),
      responseTooLarge: () => answer({ is: 'error', error: responseTooLarge }),
      invalidResponseMode: () => answer({ is: 'error', error: invalidResponseMode }),
      error: (error) => answer({ is: 'error', error }),
      extensions: () => this.#signals.put({ is: 'extensions' }),
    };
  }

  #breakdown(signal: Signal): Breakdown | undefined {
    if (signal.is === 'timeout')
      return { status: 'timeout', failure: timeoutFailure(this.#setup.fn.timeout) };
    if (signal.is === 'memory') return { status: 'error', failure: outOfMemory };
    if (signal.is === 'extensionFailure') return { status: 'error', failure: signal.failure };
    if (signal.is !== 'exit') return undefined;
    const killedByKernel = signal.exit.signal === 'SIGKILL' && this.#isOverMemory();
    return { status: 'error', failure: killedByKernel ? outOfMemory : this.#exitFailure(signal.exit) };
  }

  /** An internal extension may have said why before the process ended. */
  #exitFailure(exit: Exit): Failure {
    const { fatal } = this.#api.extensions;
    return { ...exitFailure(exit), ...(fatal === undefined ? {} : { errorType: fatal }) };
  }

  /** Reads what happens until something is so, or it never will be; `onDone` is called when the runtime is done. */
  async #until(
    isSo: () => boolean,
    onDone: (status: EndStatus) => void = () => undefined,
  ): Promise<Breakdown | undefined> {
    let reported: FunctionError | undefined;
    while (!isSo()) {
      const signal = await this.#signals.take();
      if (signal.is === 'ready') {
        this.#isReady = true;
        await this.#readOutput();
        onDone({ status: 'success' });
      }
      if (signal.is === 'initError') reported = signal.error;
      const failed = this.#breakdown(signal);
      if (!failed) continue;
      const broken = { ...failed, reported };
      if (!this.#isReady) onDone({ status: broken.status, errorType: breakdownType(broken) });
      return broken;
    }
    return undefined;
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

  /** Ends the processes, and waits until they are gone and read to their end. */
  async #stop(reason: ShutdownReason): Promise<void> {
    const running = this.#process;
    if (running) this.#peak();
    this.#forget();
    await endSandbox({
      runtime: running,
      api: this.#api.extensions,
      processes: this.#extensions,
      reason,
      limitsMs: limits.shutdownMs,
      onRuntimeEnded: () => this.#setup.telemetry.flush(limits.shutdownMs.internal),
    });
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
