import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Exit, exitFailure, failureBody, invalidResponseMode, responseTooLarge } from './failures.ts';
import { FunctionLog } from './function-log.ts';
import { Mailbox } from './mailbox.ts';
import { platformLog } from './platform-log.ts';
import type { ExecutionEnvironment, FunctionPool } from './pool.ts';
import { initErrorPath, nextPath, RuntimeApi } from './runtime-api.ts';
import type { RuntimeListener } from './runtime-listener.ts';
import type { Invocation } from './sandbox.ts';
import { type RunningStream, runStream } from './stream.ts';
import type { EventSink, InvocationReport, Outcome } from './types.ts';

/** Lambda's longest timeout: a user who steps through the code must not run out of time (ms). */
const patience = 900_000;
/** How long a program may be without a connection before it counts as gone (ms). */
const graceMs = 1000;
/** An event goes to a second connection when the first was closed; a third would only end another program. */
const mostDeliveries = 2;

const gone: Exit = { code: 0, signal: null };

/** A request for the next event. */
interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * The programs of one function that were started elsewhere, for example by an IDE under its debugger, and that ask for
 * events at the emulator's own port. They have no time limit and no memory limit, and are not ended. Of several at one
 * time, the one that connected last gets them: it is the one that was started last.
 */
export class AttachedRuntime implements ExecutionEnvironment {
  readonly pid = undefined;
  readonly broken = false;
  readonly #pool: FunctionPool;
  readonly #emit: EventSink;
  readonly #log: FunctionLog;
  readonly #api: RuntimeApi;
  readonly #signals = new Mailbox<'ready' | 'gone'>();
  readonly #sockets = new Set<Socket>();
  #attached = false;
  #leaving: NodeJS.Timeout | undefined;
  /** These have no answer yet. */
  #asking: Asked[] = [];
  #invocation: Invocation | undefined;
  #stream: RunningStream | undefined;
  /** The connection that the event under way went over, or that its report comes over. */
  #over: Socket | undefined;
  #deliveries = 0;
  #report: IncomingMessage | undefined;
  /** Whether a program has asked since the event under way was handed over. */
  #askedSince = false;

  constructor(pool: FunctionPool, emit: EventSink) {
    this.#pool = pool;
    this.#emit = emit;
    this.#log = new FunctionLog(pool.configuration.name, emit);
    this.#api = new RuntimeApi(this.#listener());
  }

  /** Whether an event would reach a program now. */
  get asks(): boolean {
    return this.#asking.length > 0 && this.#invocation === undefined;
  }

  /** Serves a request to the Runtime API that came in at the emulator's port. */
  handle(request: IncomingMessage, response: ServerResponse): void | Promise<void> {
    const { socket } = request;
    this.#watch(socket);
    // Stepping through the code takes longer than other clients' connections may be idle.
    response.once('finish', () => socket.setTimeout(0));
    if (request.method === 'GET' && request.url === nextPath) return this.#next({ request, response });
    if (request.url === initErrorPath) {
      // Only a program that has just started fails to: one before it is gone, unless it has a connection of its own.
      if (this.#attached && this.#sockets.size === 1) this.#leave();
      return new RuntimeApi(this.#listener()).handle(request, response);
    }
    const before = this.#api.state;
    const handled = this.#api.handle(request, response);
    if (before === 'Ready' && this.#api.state !== 'Ready') this.#follow(request, response);
    return handled;
  }

  async run(invocation: Invocation): Promise<InvocationReport> {
    const { request } = invocation;
    this.#invocation = invocation;
    this.#log.invocation = invocation;
    this.#stream = undefined;
    this.#report = undefined;
    this.#over = undefined;
    this.#deliveries = 0;
    this.#askedSince = false;
    this.#signals.clear();
    const started = performance.now();
    const log = platformLog(this.#pool.configuration.log ?? {});
    this.#log.write(log.start(request.requestId));
    this.#api.deliver(request, Date.now() + patience);
    this.#give(this.#newest());
    const left = (await this.#signals.take()) === 'gone';
    const failure = exitFailure(gone);
    if (left) {
      this.#log.write(log.failure(request.requestId, failure));
      const error = { errorType: failure.errorType, body: failureBody(request.requestId, failure) };
      (this.#stream as RunningStream | undefined)?.fail(error);
      this.#settle({ kind: 'error', ...error });
    }
    const report: InvocationReport = {
      requestId: request.requestId,
      durationMs: performance.now() - started,
      memorySize: this.#pool.configuration.memorySize,
      maxMemoryUsed: 0,
      status: left ? 'error' : undefined,
      errorType: left ? failure.errorType : undefined,
    };
    this.#log.write(log.end(report));
    this.#invocation = undefined;
    this.#log.invocation = undefined;
    return report;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
  }

  #listener(): RuntimeListener {
    return {
      // `next` is answered here, and reaches the Runtime API only when there is an event.
      ready: () => undefined,
      initError: ({ body }) => this.#note(`a program could not be initialised: ${body.toString()}`),
      response: (body, contentType) => this.#settle({ kind: 'payload', body, contentType }),
      streamedResponse: (response) => {
        this.#stream = runStream(response);
        this.#settle(this.#stream.outcome);
      },
      responseTooLarge: () => this.#settle({ kind: 'error', ...responseTooLarge }),
      invalidResponseMode: () => this.#settle({ kind: 'error', ...invalidResponseMode }),
      error: (error) => this.#settle({ kind: 'error', ...error }),
    };
  }

  #watch(socket: Socket): void {
    if (this.#sockets.has(socket)) return;
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      if (!this.#attached) return;
      this.#proceed();
      if (this.#sockets.size === 0) this.#expectReturn();
    });
  }

  #next(asked: Asked): void {
    // The service gives a program that asks again in the middle of an invocation the same event.
    const again = this.#api.state === 'Ready' && asked.request.socket === this.#over;
    if (this.#invocation && again) {
      this.#give(asked);
      return;
    }
    this.#asking.push(asked);
    this.#askedSince = true;
    asked.response.once('close', () => {
      this.#asking = this.#asking.filter((other) => other !== asked);
    });
    if (this.#attached) {
      this.#proceed();
      return;
    }
    this.#attached = true;
    this.#note('a program is attached and gets all of its invocations');
    this.#pool.attach(this);
  }

  /** Takes the request of the connection that was opened last; there is one. */
  #newest(): Asked {
    const sockets = [...this.#sockets];
    const age = ({ request }: Asked) => sockets.indexOf(request.socket);
    const [newest] = this.#asking.toSorted((a, b) => age(b) - age(a)) as [Asked];
    this.#asking = this.#asking.filter((other) => other !== newest);
    return newest;
  }

  #give(asked: Asked): void {
    if (this.#over !== asked.request.socket) this.#deliveries++;
    this.#over = asked.request.socket;
    void this.#api.handle(asked.request, asked.response);
  }

  /** Follows the report of the event under way. */
  #follow(request: IncomingMessage, response: ServerResponse): void {
    this.#report = request;
    this.#over = request.socket;
    request.once('close', () => {
      // In the middle of a report a program does not change its connection: it has ended.
      if (this.#report !== request || request.complete || response.writableEnded) return;
      this.#leave();
    });
    response.once('close', () => this.#proceed());
  }

  /** Does what has become possible when a program asks, when a report is there, or when a connection is closed. */
  #proceed(): void {
    if (!this.#invocation) {
      if (this.asks) this.#pool.wake();
      return;
    }
    const isOpen = this.#over !== undefined && this.#sockets.has(this.#over);
    if (this.#api.state === 'ResponseSent') {
      if (this.#askedSince || !isOpen) this.#signals.put('ready');
    } else if (this.#api.state === 'Ready' && !isOpen) {
      if (this.#asking.length === 0) this.#expectReturn();
      else if (this.#deliveries < mostDeliveries) this.#give(this.#newest());
      else this.#break();
    }
  }

  /** Gives a program that has closed its connections the time to open another. */
  #expectReturn(): void {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => {
      const isOpen = this.#over !== undefined && this.#sockets.has(this.#over);
      if (this.#invocation && this.#api.state === 'Ready' && !isOpen) this.#break();
      if (this.#attached && this.#sockets.size === 0) this.#detach();
    }, graceMs).unref();
  }

  /** The program that had the event under way is gone. */
  #break(): void {
    this.#api.reset();
    this.#report = undefined;
    if (this.#invocation) this.#signals.put('gone');
  }

  #leave(): void {
    this.#break();
    if (this.#asking.length === 0) this.#detach();
  }

  #detach(): void {
    this.#attached = false;
    this.#note('the attached program is gone');
    this.#pool.detach();
  }

  #settle(outcome: Outcome): void {
    this.#invocation?.settle(outcome);
  }

  #note(text: string): void {
    this.#emit({ type: 'notice', text: `${this.#pool.configuration.name}: ${text}.` });
  }
}
