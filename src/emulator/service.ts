import { randomUUID } from 'node:crypto';
import { type Account, functionArn, traceHeader } from './identity.ts';
import { LogTail } from './log.ts';
import { FunctionPool, type PoolSetup, Throttled } from './pool.ts';
import type { EmulatedFunction, InvocationReport, Outcome } from './types.ts';

/** What a caller asks for. */
export interface Call {
  readonly functionName: string;
  readonly payload: Buffer;
  readonly qualifier?: string | undefined;
  /** JSON. */
  readonly clientContext?: string | undefined;
  /** The caller's own trace header. */
  readonly traceId?: string | undefined;
  readonly requestId?: string;
}

/** An invocation under way. */
export interface Started {
  readonly requestId: string;
  /** The answer, as soon as it is there. */
  readonly outcome: Promise<Outcome>;
  /** The figures, when the sandbox is done with it. */
  readonly over: Promise<InvocationReport>;
  readonly log: LogTail;
}

export interface ServiceSetup extends Omit<PoolSetup, 'fn'> {
  /** What the events of all invocations under way may hold together, in bytes. */
  readonly eventBytes: number;
}

/** The functions and their sandboxes, apart from any protocol. */
export class LambdaService {
  readonly account: Account;
  readonly #setup: ServiceSetup;
  readonly #pools = new Map<string, FunctionPool>();
  #eventBytes = 0;
  #held = false;

  constructor(account: Account, functions: readonly EmulatedFunction[], setup: ServiceSetup) {
    this.account = account;
    this.#setup = setup;
    for (const fn of functions) this.#add(fn);
  }

  get functions(): EmulatedFunction[] {
    return [...this.#pools.values()].map((pool) => pool.configuration);
  }

  pool(functionName: string): FunctionPool | undefined {
    return this.#pools.get(functionName);
  }

  /** The process ids of all sandboxes. */
  get pids(): number[] {
    return [...this.#pools.values()].flatMap((pool) => pool.pids);
  }

  /**
   * Starts an invocation of a function that exists.
   * @throws Throttled when too many wait already, or their events are too large together.
   */
  start(call: Call): Started {
    const { length } = call.payload;
    if (this.#eventBytes + length > this.#setup.eventBytes) throw new Throttled();
    const pool = this.#pools.get(call.functionName) as FunctionPool;
    const requestId = call.requestId ?? randomUUID();
    const log = new LogTail();
    let settle: (outcome: Outcome) => void = () => undefined;
    const outcome = new Promise<Outcome>((resolve) => {
      settle = (answer) => {
        const { functionName } = call;
        this.#setup.emit({ type: 'answered', functionName, requestId, outcome: answer });
        resolve(answer);
      };
    });
    const request = {
      requestId,
      payload: call.payload,
      invokedFunctionArn: functionArn(this.account, call.functionName, call.qualifier),
      traceId: call.traceId ?? traceHeader(),
      clientContext: call.clientContext,
    };
    const over = pool.run({ request, log, settle });
    this.#eventBytes += length;
    void over.finally(() => {
      this.#eventBytes -= length;
    });
    return { requestId, outcome, over, log };
  }

  /** Whether requests wait for new code. */
  get held(): boolean {
    return this.#held;
  }

  /** Lets every request wait, until `resume`. */
  hold(): void {
    this.#held = true;
    for (const pool of this.#pools.values()) pool.hold();
  }

  /** Goes on; with functions given, they take the place of those of the same name, and new ones are added. */
  resume(functions: readonly EmulatedFunction[] = []): void {
    this.#held = false;
    for (const fn of functions) if (!this.#pools.has(fn.name)) this.#add(fn);
    for (const [name, pool] of this.#pools) pool.resume(functions.find((fn) => fn.name === name));
  }

  #add(fn: EmulatedFunction): void {
    this.#pools.set(fn.name, new FunctionPool({ ...this.#setup, fn }));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
  }
}
