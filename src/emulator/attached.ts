import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Exit, exitFailure, failureBody, invalidResponseMode, responseTooLarge } from './failures.ts';
import { Mailbox } from './mailbox.ts';
import { platformLog } from './platform-log.ts';
import type { ExecutionEnvironment, FunctionPool } from './pool.ts';
import { initErrorPath, RuntimeApi, type RuntimeListener } from './runtime-api.ts';
import type { Invocation } from './sandbox.ts';
import { type RunningStream, runStream } from './stream.ts';
import type { EventSink, FunctionError, InvocationReport, Outcome } from './types.ts';

/** Lambda's longest timeout: a user who steps through the code must not run out of time (ms). */
const patience = 900_000;
/** How long a program may be without a connection before it counts as gone (ms). */
const graceMs = 1000;

const gone: Exit = { code: 0, signal: null };

/**
 * A program that was started elsewhere, for example by an IDE under its debugger, and that asks for events at the
 * emulator's own port. It has no time limit and no memory limit, and is not ended.
 */
export class AttachedRuntime implements ExecutionEnvironment, RuntimeListener {
  readonly pid = undefined;
  readonly broken = false;
  readonly #pool: FunctionPool;
  readonly #emit: EventSink;
  readonly #api = new RuntimeApi(this);
  readonly #signals = new Mailbox<'ready' | 'gone'>();
  readonly #sockets = new Set<Socket>();
  #attached = false;
  #leaving: NodeJS.Timeout | undefined;
  #invocation: Invocation | undefined;
  #stream: RunningStream | undefined;

  constructor(pool: FunctionPool, emit: EventSink) {
    this.#pool = pool;
    this.#emit = emit;
  }

  /** Serves a request to the Runtime API that came in at the emulator's port. */
  handle(request: IncomingMessage, response: ServerResponse): void | Promise<void> {
    const { socket } = request;
    if (!this.#sockets.has(socket)) {
      clearTimeout(this.#leaving);
      this.#sockets.add(socket);
      socket.once('close', () => {
        this.#sockets.delete(socket);
        if (this.#sockets.size > 0) return;
        // Without having asked for an event it has failed to start: the next one begins at the beginning.
        if (this.#attached) this.#leaving = setTimeout(() => this.#leave(), graceMs).unref();
        else this.#api.reset();
      });
    }
    // In the middle of a report a program does not change its connection: it has ended, and another may come at once.
    request.once('close', () => {
      if (!request.complete && !response.writableEnded) this.#leave();
    });
    // Only a program that has just started fails to: the one before it is gone.
    if (request.url === initErrorPath) this.#leave();
    return this.#api.handle(request, response);
  }

  async run(invocation: Invocation): Promise<InvocationReport> {
    const { request } = invocation;
    this.#invocation = invocation;
    this.#stream = undefined;
    this.#signals.clear();
    const started = performance.now();
    const log = platformLog(this.#pool.configuration.log ?? {});
    this.#write(log.start(request.requestId));
    this.#api.deliver(request, Date.now() + patience);
    const left = (await this.#signals.take()) === 'gone';
    const failure = exitFailure(gone);
    if (left) {
      this.#write(log.failure(request.requestId, failure));
      const error = { errorType: failure.errorType, body: failureBody(request.requestId, failure) };
      this.#breakStream(error);
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
    this.#write(log.end(report));
    this.#invocation = undefined;
    return report;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
  }

  ready(): void {
    if (this.#attached) {
      // Without an invocation it is another program in the place of the one before.
      if (this.#invocation) this.#signals.put('ready');
      return;
    }
    this.#attached = true;
    this.#note('a program is attached and gets all of its invocations');
    this.#pool.attach(this);
  }

  initError({ body }: { body: Buffer }): void {
    this.#note(`the attached program could not be initialised: ${body.toString()}`);
  }

  response(body: Buffer, contentType: string): void {
    this.#settle({ kind: 'payload', body, contentType });
  }

  streamedResponse(response: Parameters<RuntimeListener['streamedResponse']>[0]): void {
    this.#stream = runStream(response);
    this.#settle(this.#stream.outcome);
  }

  responseTooLarge(): void {
    this.#settle({ kind: 'error', ...responseTooLarge });
  }

  invalidResponseMode(): void {
    this.#settle({ kind: 'error', ...invalidResponseMode });
  }

  error(error: { errorType: string; body: Buffer }): void {
    this.#settle({ kind: 'error', ...error });
  }

  #leave(): void {
    if (!this.#attached) return;
    this.#attached = false;
    this.#api.reset();
    this.#note('the attached program is gone');
    this.#pool.detach();
    if (this.#invocation) this.#signals.put('gone');
  }

  #breakStream(error: FunctionError): void {
    this.#stream?.fail(error);
  }

  #settle(outcome: Outcome): void {
    this.#invocation?.settle(outcome);
  }

  #note(text: string): void {
    this.#emit({ type: 'notice', text: `${this.#pool.configuration.name}: ${text}.` });
  }

  #write(lines: readonly string[]): void {
    for (const line of lines) this.#say(line);
  }

  #say(line: string): void {
    this.#invocation?.log.push(line);
    this.#emit({ type: 'log', functionName: this.#pool.configuration.name, line });
  }
}
