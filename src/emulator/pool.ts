import { inBackground } from './background.ts';
import { errorDocument } from './failures.ts';
import { limits } from './limits.ts';
import type { Invocation } from './sandbox.ts';
import type { EmulatedFunction, EventSink, InvocationReport } from './types.ts';

/** What can run invocations: a sandbox of the emulator's own, or a program that a debugger started. */
export interface ExecutionEnvironment {
  readonly pid: number | undefined;
  /** It can run nothing any more. */
  readonly broken: boolean;
  /** False while it cannot take an invocation though it runs none. */
  readonly asks?: boolean;
  /** Runs one invocation; resolves when it is free for the next. */
  run(invocation: Invocation): Promise<InvocationReport>;
  close(): Promise<void>;
}

/** More invocations wait for a sandbox than may. */
export class Throttled extends Error {}

export interface PoolSetup {
  readonly fn: EmulatedFunction;
  /** The most sandboxes at one time. */
  readonly concurrency: number;
  readonly emit: EventSink;
  /** Makes a sandbox; it calls `onAnswered` when a caller has its answer and it will be free in a moment. */
  create(fn: EmulatedFunction, onAnswered: () => void): ExecutionEnvironment;
}

interface Waiting {
  readonly invocation: Invocation;
  readonly over: (report: InvocationReport) => void;
}

interface Member {
  environment: ExecutionEnvironment;
  /** Which code it runs; an older one's is not used again. */
  readonly generation: number;
  finishing: boolean;
}

/** How long a request waits for a sandbox that has answered and is nearly free, before a new one starts (ms). */
const handOverMs = 10;

/** The sandboxes of one function: reused when warm, as many as there are requests, up to the concurrency. */
export class FunctionPool {
  readonly #setup: PoolSetup;
  #fn: EmulatedFunction;
  #generation = 0;
  readonly #members = new Set<Member>();
  #idle: Member[] = [];
  #attached: Member | undefined;
  #queue: Waiting[] = [];
  #finishing = 0;
  #held = false;
  #handOver: NodeJS.Timeout | undefined;

  constructor(setup: PoolSetup) {
    this.#setup = setup;
    this.#fn = setup.fn;
  }

  get configuration(): EmulatedFunction {
    return this.#fn;
  }

  /** The process ids of the sandboxes. */
  get pids(): number[] {
    return [...this.#members].flatMap(({ environment }) => environment.pid ?? []);
  }

  /**
   * Runs an invocation, now or when a sandbox is free; resolves when it is over.
   * @throws Throttled when too many wait already.
   */
  run(invocation: Invocation): Promise<InvocationReport> {
    if (this.#queue.length >= limits.waiting) throw new Throttled();
    const { requestId, payload } = invocation.request;
    this.#setup.emit({ type: 'accepted', functionName: this.#fn.name, requestId, payload });
    return new Promise((over) => {
      this.#queue.push({ invocation, over });
      this.#dispatch();
    });
  }

  /** Lets requests wait, until `resume`. */
  hold(): void {
    this.#held = true;
  }

  /** Goes on; with changed code, new sandboxes take the place of all that are there. */
  resume(fn?: EmulatedFunction): void {
    this.#held = false;
    if (fn) {
      this.#fn = fn;
      this.#generation++;
      for (const member of this.#idle.filter((m) => m !== this.#attached)) this.#retire(member);
    }
    this.#dispatch();
  }

  /** Gives every invocation to a program from outside, until it is detached. */
  attach(environment: ExecutionEnvironment): void {
    this.#attached = { environment, generation: this.#generation, finishing: false };
    this.#idle.push(this.#attached);
    this.#dispatch();
  }

  detach(): void {
    this.#idle = this.#idle.filter((member) => member !== this.#attached);
    this.#attached = undefined;
    this.#dispatch();
  }

  /** The program from outside asks for an invocation. */
  wake(): void {
    this.#dispatch();
  }

  async close(): Promise<void> {
    this.#held = true;
    clearTimeout(this.#handOver);
    await Promise.all([...this.#members].map(({ environment }) => environment.close()));
  }

  #dispatch(patient = true): void {
    while (!this.#held && this.#queue.length > 0) {
      const soonFree = patient && this.#queue.length <= this.#finishing;
      if (soonFree && this.#idle.length === 0) {
        this.#waitForHandOver();
        return;
      }
      const member = this.#free();
      if (!member) return;
      inBackground(this.#serve(member, this.#queue.shift() as Waiting), this.#setup.emit);
    }
  }

  #waitForHandOver(): void {
    this.#handOver ??= setTimeout(() => {
      this.#handOver = undefined;
      this.#dispatch(false);
    }, handOverMs);
  }

  #free(): Member | undefined {
    if (!this.#attached) return this.#idle.pop() ?? this.#create();
    // A user who debugs wants to see every request, one after the other.
    const at = this.#idle.indexOf(this.#attached);
    if (at < 0 || this.#attached.environment.asks === false) return undefined;
    return this.#idle.splice(at, 1)[0];
  }

  #create(): Member | undefined {
    if (this.#members.size >= this.#setup.concurrency) return undefined;
    const onAnswered = () => {
      member.finishing = true;
      this.#finishing++;
    };
    const environment = this.#setup.create(this.#fn, onAnswered);
    const member: Member = { environment, generation: this.#generation, finishing: false };
    this.#members.add(member);
    return member;
  }

  async #serve(member: Member, { invocation, over }: Waiting): Promise<void> {
    let report: InvocationReport;
    let failed = false;
    try {
      report = await member.environment.run(invocation);
    } catch (error) {
      failed = true;
      report = this.#failed(invocation, error as Error);
    }
    if (member.finishing) this.#finishing--;
    member.finishing = false;
    this.#setup.emit({ type: 'invoked', functionName: this.#fn.name, report });
    over(report);
    const isCurrent = member.generation === this.#generation && !member.environment.broken && !failed;
    if (member === this.#attached || (this.#members.has(member) && isCurrent)) this.#idle.push(member);
    else if (this.#members.has(member)) this.#retire(member);
    this.#dispatch();
  }

  /** A fault of the emulator's own: the caller gets an error all the same, and the sandbox is not used again. */
  #failed(invocation: Invocation, error: Error): InvocationReport {
    const { name, memorySize } = this.#fn;
    const { requestId } = invocation.request;
    const errorType = 'Emulator.Failed';
    invocation.settle({
      kind: 'error',
      errorType,
      body: errorDocument(errorType, `The emulator failed: ${error.message}`),
    });
    const text = `${name}: the emulator failed: ${error.stack ?? error.message}`;
    this.#setup.emit({ type: 'notice', text });
    return { requestId, durationMs: 0, memorySize, maxMemoryUsed: 0, status: 'error', errorType };
  }

  #retire(member: Member): void {
    this.#idle = this.#idle.filter((other) => other !== member);
    // It counts until it is gone, so that there are never more processes than allowed.
    const closed = member.environment.close().finally(() => {
      this.#members.delete(member);
      this.#dispatch();
    });
    inBackground(closed, this.#setup.emit);
  }
}
