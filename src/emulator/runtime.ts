import { setImmediate as turn } from 'node:timers/promises';
import { launchProblem, spawnProblem } from './bootstrap.ts';
import type { Breakdown } from './breakdown.ts';
import { CpuLimit } from './cpu/limit.ts';
import { extensionEnvironment, logStreamName, sandboxEnvironment } from './environment.ts';
import { ExtensionProcesses, endSandbox, extensionsIn } from './extension-processes.ts';
import type { ExtensionStatus, ShutdownReason } from './extension-state.ts';
import { execFailure, invalidResponseMode, responseTooLarge } from './failures.ts';
import { limits } from './limits.ts';
import { MemoryLimit } from './memory-limit.ts';
import { withOpt } from './opt-folder.ts';
import { type EndStatus, platformRecords } from './platform-records.ts';
import { type SandboxProcess, startProcess } from './process.ts';
import { RuntimeApi } from './runtime-api.ts';
import type { RuntimeListener } from './runtime-listener.ts';
import type { RuntimeAnswer, RuntimeSetup } from './runtime-setup.ts';
import { RuntimeSignals } from './runtime-signals.ts';
import type { InvocationRequest } from './types.ts';

/**
 * The runtime of one sandbox: its Runtime API endpoint and the process that talks to it. The process can be
 * started again, as the service does in an environment whose process crashed or had to be ended.
 */
export class Runtime {
  readonly #setup: RuntimeSetup;
  readonly #api: RuntimeApi;
  readonly #extensions: ExtensionProcesses;
  readonly #memory: MemoryLimit;
  readonly #cpu: CpuLimit;
  readonly #signals: RuntimeSignals;
  readonly #logStream = logStreamName(new Date());
  #address: string | undefined;
  #process: SandboxProcess | undefined;
  #endedAt = 0;
  /** The size of the answer to the event under way, where it came in one piece. */
  #producedBytes: number | undefined;
  /** Whether a caller waits for it; what an idle process does is no failure of an invocation. */
  #busy = false;

  constructor(setup: RuntimeSetup) {
    this.#setup = setup;
    const { name, handler, launch, memorySize, timeout } = setup.fn;
    this.#memory = new MemoryLimit(memorySize, launch.limitsMemory !== false);
    this.#cpu = new CpuLimit(setup.cpu, memorySize);
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
    this.#signals = new RuntimeSignals({
      timeout,
      isOverMemory: () => this.#memory.isOver,
      fatal: () => this.#api.extensions.fatal,
      readOutput: () => this.#readOutput(),
    });
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

  /** When its first process began, that of an extension where there is one (performance.now()). */
  get startedAt(): number | undefined {
    return this.#extensions.startedAt ?? this.#process?.startedAt;
  }

  /** When the last start or event was over; what was shut down after it is no part of its time (performance.now()). */
  get endedAt(): number {
    return this.#endedAt;
  }

  /** The most memory that the process has held when it was last looked at (MB), never more than it may have. */
  get usedMemory(): number {
    return this.#memory.usedMB;
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
    telemetry.open();
    telemetry.platform(platformRecords.initStart(phase, fn.name, fn.runtime));
    this.#signals.clear();
    this.#memory.reset();
    const problem = await launchProblem(fn.launch, fn.runtime);
    if (problem?.line !== undefined) onLine(problem.line);
    this.#endedAt = performance.now();
    if (problem) return { status: 'error', failure: problem.failure };
    const env = sandboxEnvironment({
      fn,
      account,
      shell,
      runtimeApi: this.#address,
      logStream: this.#logStream,
    });
    this.#busy = true;
    const end = this.#signals.begin(limitMs);
    try {
      const done = (status: EndStatus) => telemetry.platform(platformRecords.initRuntimeDone(phase, status));
      const broken = await this.#startAll(phase, env, done);
      telemetry.closeSubscriptions();
      this.#endedAt = performance.now();
      if (broken) await this.#stop(broken.status === 'timeout' ? 'timeout' : 'failure');
      else await this.#limitCpu();
      return broken;
    } finally {
      end();
      this.#busy = false;
    }
  }

  async #startAll(
    phase: 'init' | 'invoke',
    env: Record<string, string>,
    onDone: (status: EndStatus) => void,
  ): Promise<Breakdown | undefined> {
    const { fn, onLine } = this.#setup;
    const { extensions } = this.#api;
    const { opt } = fn;
    const paths = opt ? await extensionsIn(opt.folder) : [];
    if (opt && paths.length > 0) {
      const failure = await this.#extensions.start(paths, opt, extensionEnvironment(env));
      if (failure) return { status: 'error', failure };
      const broken = await this.#signals.until(() => extensions.areRegistered);
      if (broken) return broken;
    }
    try {
      this.#adopt(await startProcess(withOpt(fn.launch, opt), env, onLine));
    } catch (error) {
      return { status: 'error', failure: execFailure(spawnProblem(error as NodeJS.ErrnoException)) };
    }
    // Lambda gives all of its speed to the first start alone.
    if (phase === 'invoke') await this.#limitCpu();
    return this.#signals.until(() => this.#signals.isReady && extensions.areReady, onDone);
  }

  /** From here on the sandbox has the processor time of its memory setting. */
  #limitCpu(): Promise<void> {
    return this.#cpu.begin([...this.#extensions.pids, ...(this.#process ? [this.#process.pid] : [])]);
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
    const end = this.#signals.begin(limitMs);
    try {
      this.#api.deliver(request, deadlineMs);
      const { requestId } = request;
      const begun = performance.now();
      this.#producedBytes = undefined;
      const broken = await this.#signals.until(
        () => this.#signals.isReady && this.#api.extensions.areReady,
        (status) => {
          const metrics = { durationMs: performance.now() - begun, producedBytes: this.#producedBytes };
          this.#setup.telemetry.platform(platformRecords.runtimeDone(requestId, status, metrics));
        },
      );
      this.#endedAt = performance.now();
      if (broken) await this.#stop(broken.status === 'timeout' ? 'timeout' : 'failure');
      return broken;
    } finally {
      end();
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
      if (this.#memory.isOver) this.#signals.put({ is: 'memory' });
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

  #adopt(started: SandboxProcess): void {
    this.#process = started;
    this.#memory.watch(started, () => {
      if (this.#busy) this.#signals.put({ is: 'memory' });
    });
    void started.exited.then((exit) => {
      if (this.#process !== started) return;
      this.#forget();
      if (this.#busy) this.#signals.put({ is: 'exit', exit });
    });
  }

  #forget(): void {
    this.#memory.unwatch();
    this.#process = undefined;
  }

  /** Ends the processes, and waits until they are gone and read to their end. */
  async #stop(reason: ShutdownReason): Promise<void> {
    const running = this.#process;
    this.#forget();
    await endSandbox({
      runtime: running,
      api: this.#api.extensions,
      processes: this.#extensions,
      reason,
      limitsMs: limits.shutdownMs,
      onRuntimeEnded: () => this.#setup.telemetry.flush(limits.shutdownMs.internal),
    });
    await this.#cpu.end();
    this.#setup.telemetry.end();
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
}
