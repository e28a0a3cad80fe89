import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BodyTooLarge, readBody, readBodyIfSmall } from './body.ts';
import { borderServer } from './border.ts';
import { type BorderLimits, sandboxConnections } from './border-limits.ts';
import { type ExtensionFunction, ExtensionsApi, isForExtensions } from './extensions-api.ts';
import { limits } from './limits.ts';
import {
  accept,
  contentTypeOf,
  errorFrom,
  headerText,
  notFound,
  refuse,
  refuseTooLarge,
  trailerError,
} from './runtime-answers.ts';
import type { RuntimeListener } from './runtime-listener.ts';
import { isForLogs, isForTelemetry, type Telemetry } from './telemetry.ts';
import type { FunctionError, InvocationRequest } from './types.ts';
import { mayPause } from './unfinished.ts';

/** The states of AWS's runtime state machine, under its names; a request that does not fit is answered 403. */
export type RuntimeState =
  | 'Started'
  | 'InitError'
  | 'Ready'
  | 'InvocationResponse'
  | 'InvocationErrorResponse'
  | 'ResponseSent';

interface Delivery {
  readonly request: InvocationRequest;
  readonly deadlineMs: number;
}

const prefix = '/2018-06-01/runtime/';
export const nextPath = `${prefix}invocation/next`;
export const initErrorPath = `${prefix}init/error`;
const reportPath = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/;

/**
 * The Runtime API as one sandbox sees it: a listener on 127.0.0.1 of its own, since AWS_LAMBDA_RUNTIME_API is
 * a host and a port and nothing else tells one sandbox from another.
 */
export class RuntimeApi {
  #server: Server | undefined;
  #state: RuntimeState = 'Started';
  #waiting: ServerResponse[] = [];
  #current: Delivery | undefined;
  /** Where there is an extension, the process is sent SIGTERM before its end. */
  readonly extensions: ExtensionsApi;
  listener: RuntimeListener;

  readonly #telemetry: Telemetry | undefined;

  /** `fn` is what extensions are told about the function, where that is known; `telemetry` what they can subscribe to. */
  constructor(listener: RuntimeListener, fn?: ExtensionFunction, telemetry?: Telemetry) {
    this.listener = listener;
    this.#telemetry = telemetry;
    this.extensions = new ExtensionsApi(fn, () => this.listener.extensions?.());
  }

  get state(): RuntimeState {
    return this.#state;
  }

  /** Starts to listen; returns host:port. `notice` is told of what goes wrong here. */
  listen(border: BorderLimits, notice: (text: string) => void): Promise<string> {
    const target = {
      surface: { kind: 'runtime' },
      serve: (request: IncomingMessage, response: ServerResponse) => this.handle(request, response),
    } as const;
    const server = borderServer({
      route: () => target,
      notice,
      // A runtime waits for its next event without a limit, and may keep its connection as long.
      limits: { ...border, connections: Math.min(border.connections, sandboxConnections), keepAliveMs: 0 },
    });
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`);
      });
    });
  }

  close(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  /** Forgets the process that spoke here, before another one is started. */
  reset(): void {
    this.#state = 'Started';
    this.#waiting = [];
    this.#current = undefined;
    this.extensions.reset();
    this.#server?.closeAllConnections();
  }

  /** Hands an event to the runtime, which has asked for one. */
  deliver(request: InvocationRequest, deadlineMs: number): void {
    this.#current = { request, deadlineMs };
    this.#state = 'Ready';
    this.extensions.invoke(request, deadlineMs);
    const response = this.#waiting.pop();
    for (const other of this.#waiting) other.destroy();
    this.#waiting = [];
    if (response) this.#writeEvent(response, this.#current);
  }

  /**
   * Serves one request; also for requests that come in through another listener. Rejects when the runtime hangs up
   * in the middle of its request: the end of its process says the rest.
   */
  handle(request: IncomingMessage, response: ServerResponse): void | Promise<void> {
    const path = request.url as string;
    const isOpen = this.#state === 'Started' && this.#waiting.length === 0;
    if (isForExtensions(path)) return this.extensions.handle(request, response, isOpen);
    if (request.method === 'PUT' && (isForTelemetry(path) || isForLogs(path))) {
      return this.#subscribe(path, request, response);
    }
    if (request.method === 'GET' && path === nextPath) return this.#next(response);
    if (request.method !== 'POST') return notFound(response);
    const [, id, what] = reportPath.exec(path) ?? [];
    if (what === 'response') return this.#response(id as string, request, response);
    if (what === 'error') return this.#error(id as string, request, response);
    return path === initErrorPath ? this.#initError(request, response) : notFound(response);
  }

  #subscribe(path: string, request: IncomingMessage, response: ServerResponse): void | Promise<void> {
    const name = this.extensions.identify(request, response);
    if (name === undefined) return;
    if (isForTelemetry(path) && this.#telemetry) return this.#telemetry.subscribe(name, request, response);
    request.resume();
    // 202 is what AWS's own emulator says, and what AWS's extensions take as "not here".
    if (isForLogs(path)) {
      refuse(response, 202, 'Logs.NotSupported', 'The Logs API is not emulated; use the Telemetry API');
    } else refuse(response, 202, 'Telemetry.NotSupported', 'There is no telemetry of an attached program');
  }

  #next(response: ServerResponse): void {
    switch (this.#state) {
      case 'Ready':
        // It asks again in the middle of an invocation: the service gives it the same event.
        this.#writeEvent(response, this.#current as Delivery);
        return;
      case 'Started':
      case 'ResponseSent': {
        this.#waiting.push(response);
        response.once('close', () => {
          this.#waiting = this.#waiting.filter((other) => other !== response);
        });
        if (this.#waiting.length === 1) this.listener.ready();
        return;
      }
      default:
        this.#refuseTransition(response, 'Ready');
    }
  }

  #writeEvent(response: ServerResponse, { request, deadlineMs }: Delivery): void {
    const headers = [
      'Content-Type',
      'application/json',
      'Lambda-Runtime-Aws-Request-Id',
      request.requestId,
      'Lambda-Runtime-Deadline-Ms',
      String(deadlineMs),
      'Lambda-Runtime-Invoked-Function-Arn',
      request.invokedFunctionArn,
      'Lambda-Runtime-Trace-Id',
      request.traceId,
      'Content-Length',
      String(request.payload.length),
    ];
    if (request.clientContext !== undefined)
      headers.push('Lambda-Runtime-Client-Context', request.clientContext);
    response.sendDate = false;
    response.writeHead(200, headers);
    response.end(request.payload);
  }

  #refuseTransition(response: ServerResponse, to: string): void {
    const message = `State transition from ${this.#state} to ${to} failed for runtime. Error: State transition is not allowed`;
    refuse(response, 403, 'InvalidStateTransition', message);
  }

  /** Whether a report on `id` is in order; answers the request when it is not. */
  #mayReport(id: string, request: IncomingMessage, response: ServerResponse, to: RuntimeState): boolean {
    if (this.#state === 'Ready' && id === this.#current?.request.requestId) {
      mayPause(request);
      return true;
    }
    request.resume();
    if (this.#state !== 'Ready') this.#refuseTransition(response, to);
    else refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
    return false;
  }

  async #response(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#mayReport(id, request, response, 'InvocationResponse')) return;
    this.#state = 'InvocationResponse';
    const mode = headerText(request.headers['lambda-runtime-function-response-mode'])?.toLowerCase();
    const contentType = contentTypeOf(request);
    if (mode === 'streaming') return this.#stream(request, response, contentType);
    if (mode !== undefined && mode !== '' && mode !== 'buffered') {
      request.resume();
      this.#state = 'ResponseSent';
      this.listener.invalidResponseMode();
      return refuse(response, 400, 'InvalidFunctionResponseMode', 'Invalid function response mode');
    }
    try {
      const body = await readBody(request, limits.response);
      this.#state = 'ResponseSent';
      this.listener.response(body, contentType);
      accept(response);
    } catch (error) {
      if (!(error instanceof BodyTooLarge)) throw error;
      this.#state = 'ResponseSent';
      this.listener.responseTooLarge();
      refuseTooLarge(response);
    }
  }

  #stream(request: IncomingMessage, response: ServerResponse, contentType: string): void {
    request.once('end', () => {
      this.#state = 'ResponseSent';
      accept(response);
    });
    this.listener.streamedResponse({ stream: request, contentType, trailers: () => trailerError(request) });
  }

  async #error(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#mayReport(id, request, response, 'InvocationErrorResponse')) return;
    this.#state = 'InvocationErrorResponse';
    const error = await this.#readError(request);
    this.#state = 'ResponseSent';
    this.listener.error(error);
    accept(response);
  }

  async #initError(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#state !== 'Started') {
      request.resume();
      return this.#refuseTransition(response, 'InitError');
    }
    this.#state = 'InitError';
    mayPause(request);
    const error = await this.#readError(request);
    this.listener.initError(error);
    accept(response);
  }

  /** An error document over the limit counts as one that cannot be read. */
  async #readError(request: IncomingMessage): Promise<FunctionError> {
    return errorFrom(request, await readBodyIfSmall(request, limits.response));
  }
}
