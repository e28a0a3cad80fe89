import { type Breakdown, breakdownType } from './breakdown.ts';
import { failureBody, outOfMemory } from './failures.ts';
import { FunctionLog } from './function-log.ts';
import type { LogTail } from './log.ts';
import { type PlatformLog, platformLog } from './platform-log.ts';
import { platformRecords } from './platform-records.ts';
import { Runtime } from './runtime.ts';
import type { RuntimeAnswer, RuntimeSetup } from './runtime-setup.ts';
import { type RunningStream, runStream } from './stream.ts';
import { Telemetry } from './telemetry.ts';
import type { InvocationReport, InvocationRequest, Outcome } from './types.ts';

/** One invocation as a sandbox runs it. */
export interface Invocation {
  readonly request: InvocationRequest;
  readonly log: LogTail;
  /** Tells the caller; called once, as soon as the outcome is known. */
  settle(outcome: Outcome): void;
}

export interface SandboxSetup
  extends Omit<RuntimeSetup, 'onLine' | 'onExtensionLine' | 'onAnswer' | 'telemetry'> {
  /** How long the init phase may take (ms). */
  readonly initMs: number;
  /** Called when the caller has its answer and the sandbox will soon be free. */
  readonly onAnswered: () => void;
}

/** An execution environment, which runs one invocation at a time and writes its log as the service does. */
export class Sandbox {
  readonly #setup: SandboxSetup;
  readonly #runtime: Runtime;
  readonly #platform: PlatformLog;
  readonly #log: FunctionLog;
  readonly #telemetry: Telemetry;
  #invocation: Invocation | undefined;
  #answered = false;
  #stream: RunningStream | undefined;
  #fresh = true;
  /** It is of no use any more: its runtime could not be initialised twice in a row. */
  broken = false;

  constructor(setup: SandboxSetup) {
    this.#setup = setup;
    this.#platform = platformLog(setup.fn.log ?? {});
    this.#log = new FunctionLog(setup.fn.name, setup.emit);
    this.#telemetry = new Telemetry(setup.fn.log?.logFormat === 'json', (record) =>
      this.#log.write(this.#platform.subscription(record)),
    );
    const write = (category: 'function' | 'extension') => (line: string) => {
      this.#log.write([line]);
      this.#telemetry.line(category, line);
    };
    this.#runtime = new Runtime({
      ...setup,
      telemetry: this.#telemetry,
      onLine: write('function'),
      onExtensionLine: write('extension'),
      onAnswer: (answer) => this.#onAnswer(answer),
    });
  }

  get pid(): number | undefined {
    return this.#runtime.pid;
  }

  close(): Promise<void> {
    return this.#runtime.close();
  }

  /**
   * Runs one invocation; resolves with its figures when the sandbox is free for the next one. A new sandbox goes
   * through the init phase first; a runtime that is not there after it is started within the invocation, on
   * the invocation's own time.
   */
  async run(invocation: Invocation): Promise<InvocationReport> {
    const { fn } = this.#setup;
    const { request } = invocation;
    this.#invocation = invocation;
    this.#log.invocation = invocation;
    this.#answered = false;
    this.#stream = undefined;
    const initDurationMs = this.#fresh ? await this.#firstInit() : undefined;
    const timeoutMs = fn.timeout * 1000;
    const started = performance.now();
    const deadlineMs = Date.now() + timeoutMs;
    let broken = this.#runtime.pid === undefined ? await this.#initialise('invoke', timeoutMs) : undefined;
    this.broken = broken !== undefined;
    this.#log.write(this.#platform.start(request.requestId));
    this.#telemetry.platform(platformRecords.start(request.requestId));
    broken ??= await this.#runtime.handle(request, deadlineMs, timeoutMs - (performance.now() - started));
    if (broken) this.#fail(broken);
    const report: InvocationReport = {
      requestId: request.requestId,
      durationMs: broken?.status === 'timeout' ? timeoutMs : this.#runtime.endedAt - started,
      memorySize: fn.memorySize,
      maxMemoryUsed: broken?.failure === outOfMemory ? fn.memorySize : this.#runtime.usedMemory,
      initDurationMs,
      status: broken?.status,
      errorType: broken && breakdownType(broken),
    };
    this.#log.write(this.#platform.end(report));
    this.#telemetry.platform(platformRecords.report(report));
    this.#invocation = undefined;
    this.#log.invocation = undefined;
    return report;
  }

  /**
   * The init phase of a new sandbox; its duration (ms) when it went well, from the program's beginning: what Node
   * needs to start a process is no part of the function.
   */
  async #firstInit(): Promise<number | undefined> {
    this.#fresh = false;
    const begun = performance.now();
    const broken = await this.#initialise('init', this.#setup.initMs);
    return broken ? undefined : this.#runtime.endedAt - (this.#runtime.startedAt ?? begun);
  }

  async #initialise(phase: 'init' | 'invoke', limitMs: number): Promise<Breakdown | undefined> {
    const begun = performance.now();
    const broken = await this.#runtime.start(phase, limitMs);
    const durationMs = this.#runtime.endedAt - begun;
    const { extensionStatuses } = this.#runtime;
    this.#log.write(this.#platform.extensions(extensionStatuses));
    for (const status of extensionStatuses) this.#telemetry.platform(platformRecords.extension(status));
    const errorType = broken && breakdownType(broken);
    const status = broken?.status ?? 'success';
    this.#telemetry.platform(platformRecords.initReport({ durationMs, phase, status, errorType }));
    if (broken) {
      const { status } = broken;
      this.#log.write(this.#platform.initReport({ durationMs, phase, status, errorType }));
    }
    return broken;
  }

  #onAnswer(answer: RuntimeAnswer): void {
    if (answer.is === 'error') this.#settle({ kind: 'error', ...answer.error });
    else if (answer.is === 'payload') this.#settle({ kind: 'payload', ...answer });
    else {
      this.#stream = runStream(answer.response);
      this.#settle(this.#stream.outcome);
    }
    this.#setup.onAnswered();
  }

  #settle(outcome: Outcome): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#invocation?.settle(outcome);
  }

  /** Writes a breakdown into the log and tells the caller, as far as the caller has no answer yet. */
  #fail({ failure, status, reported }: Breakdown): void {
    const { requestId } = (this.#invocation as Invocation).request;
    this.#log.write(this.#failureLog({ failure, status, reported }, requestId));
    const error = reported ?? { errorType: failure.errorType, body: failureBody(requestId, failure) };
    this.#stream?.fail(error);
    this.#settle({ kind: 'error', ...error });
  }

  #failureLog({ failure, status, reported }: Breakdown, requestId: string): readonly string[] {
    if (status === 'timeout') return this.#platform.timeout(requestId, this.#setup.fn.timeout);
    return reported ? [] : this.#platform.failure(requestId, failure);
  }
}
