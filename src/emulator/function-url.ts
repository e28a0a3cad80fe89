import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CorsSettings } from '../settings/rows/url.ts';
import { quoted } from './ascii-json.ts';
import { BodiesTooLarge, BodyTooLarge, readBody } from './body.ts';
import type { Target } from './border.ts';
import { corsHeaders, isPreflight, preflightHeaders, withCors } from './cors.ts';
import { shownType } from './failures.ts';
import { httpEvent } from './http-event.ts';
import {
  badGateway,
  type HttpResponse,
  httpResponse,
  preludeContentType,
  readPrelude,
} from './http-response.ts';
import { traceHeader } from './identity.ts';
import { limits } from './limits.ts';
import { type Callers, finish, pump } from './outcome.ts';
import { Throttled } from './pool.ts';
import { type Route, route } from './route.ts';
import type { LambdaService, Started } from './service.ts';
import type { EventSink, Outcome } from './types.ts';

/** The function of a request, the path that it sees, and the sites that may call it. */
interface Found extends Route {
  readonly cors: CorsSettings | undefined;
}

/** What stands in a URL's host for a function; the same for the same function. */
const urlId = (functionName: string) =>
  BigInt(`0x${createHash('sha256').update(functionName).digest('hex')}`)
    .toString(36)
    .padStart(32, '0')
    .slice(0, 32);

const json = (status: number, value: object): HttpResponse => ({
  status,
  headers: ['Content-Type', 'application/json'],
  body: Buffer.from(JSON.stringify(value)),
});

/** The functions' URLs: every HTTP request becomes an event, and what the function returns an HTTP response. */
export class FunctionUrl {
  readonly #service: LambdaService;
  readonly #emit: EventSink;
  readonly #chosen: string | undefined;
  readonly #callers: Callers;
  readonly #urlIds = new Map<string, string>();

  /** `chosen` is the function that gets every request, whatever its path. */
  constructor(service: LambdaService, emit: EventSink, chosen: string | undefined, callers: Callers) {
    this.#service = service;
    this.#emit = emit;
    this.#chosen = chosen;
    this.#callers = callers;
  }

  /** Where a request leads that is not for an API; `rawQueryString` is without its question mark. */
  target(path: string, rawQueryString: string): Target {
    const found = route(path, this.#service.functions, this.#chosen);
    const functionName = found?.functionName;
    const fn = functionName === undefined ? undefined : this.#service.pool(functionName)?.configuration;
    return {
      surface: fn?.url?.auth === 'none' ? { kind: 'public' } : { kind: 'private', functionName },
      serve: this.#handle.bind(this, path, found && { ...found, cors: fn?.url?.cors }, rawQueryString),
    };
  }

  async #handle(
    path: string,
    found: Found | undefined,
    rawQueryString: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const begun = performance.now();
    const functionName = found?.functionName ?? '';
    const { status, error } = !found
      ? this.#refuse(request, response, 404, this.#unknownFunction())
      : found.cors && isPreflight(request.method, request.headers)
        ? this.#preflight(found.cors, request, response)
        : await this.#invoke(found, rawQueryString, request, response);
    const what = `${request.method} ${path}`;
    this.#emit({ type: 'request', functionName, what, status, error, durationMs: performance.now() - begun });
  }

  #preflight(cors: CorsSettings, request: IncomingMessage, response: ServerResponse) {
    request.resume();
    const answer = { status: 200, headers: preflightHeaders(cors, request.headers), body: Buffer.alloc(0) };
    this.#send(request, response, answer, []);
    return { status: answer.status, error: undefined };
  }

  #unknownFunction(): string {
    const known = this.#service.functions.map((fn) => `/${fn.name}/`).join(', ');
    return `The path starts with no function's name; those here: ${known}`;
  }

  #refuse(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    Message: string,
    extra: readonly string[] = [],
  ) {
    request.resume();
    this.#send(request, response, json(status, { Message }), extra);
    return { status, error: undefined };
  }

  #send(
    request: IncomingMessage,
    response: ServerResponse,
    { status, headers, body }: HttpResponse,
    extra: readonly string[],
  ): void {
    const bodiless = status === 204 || status === 304;
    const length = bodiless ? [] : ['Content-Length', String(body.length)];
    response.writeHead(status, [...withCors(headers, extra), ...length]);
    const sent = bodiless || request.method === 'HEAD' ? undefined : body;
    finish(response, sent, this.#callers.answerIdleMs);
  }

  async #invoke(
    { functionName, rawPath, cors }: Found,
    rawQueryString: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<{ status: number; error: string | undefined }> {
    let started: Started;
    const requestId = randomUUID();
    try {
      const body = await readBody(request, limits.syncPayload, this.#callers.bodies);
      const payload = this.#event(functionName, requestId, { rawPath, rawQueryString, request, body });
      if (payload.length > limits.syncPayload) throw new BodyTooLarge(limits.syncPayload, undefined);
      started = this.#service.start({ functionName, payload, requestId });
    } catch (error) {
      if (error instanceof BodyTooLarge) return this.#refuse(request, response, 413, 'Request Too Long');
      if (error instanceof Throttled) return this.#refuse(request, response, 429, 'Rate Exceeded.');
      if (error instanceof BodiesTooLarge) {
        const extra = ['Retry-After', String(error.retryAfter)];
        return this.#refuse(request, response, 503, 'Service Unavailable', extra);
      }
      throw error;
    }
    const outcome = await started.outcome;
    const extra = ['x-amzn-RequestId', requestId, ...(cors ? corsHeaders(cors, request.headers) : [])];
    if (outcome.kind === 'stream') return this.#stream(outcome, request, response, extra);
    return this.#answer(functionName, outcome, request, response, extra);
  }

  #event(
    functionName: string,
    requestId: string,
    parts: { rawPath: string; rawQueryString: string; request: IncomingMessage; body: Buffer },
  ): Buffer {
    const { request, ...rest } = parts;
    const { region } = this.#service.account;
    const id = this.#urlIds.get(functionName) ?? urlId(functionName);
    this.#urlIds.set(functionName, id);
    const event = httpEvent(
      {
        ...rest,
        method: request.method as string,
        headers: request.headers,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        protocol: `HTTP/${request.httpVersion}`,
      },
      { requestId, traceId: traceHeader(), region, urlId: id, now: new Date() },
    );
    return Buffer.from(JSON.stringify(event));
  }

  #answer(
    functionName: string,
    outcome: Exclude<Outcome, { kind: 'stream' }>,
    request: IncomingMessage,
    response: ServerResponse,
    extra: readonly string[],
  ) {
    if (outcome.kind === 'error') {
      this.#send(request, response, badGateway, extra);
      return { status: badGateway.status, error: shownType(outcome) };
    }
    const translated = httpResponse(outcome.body);
    if (!translated) {
      const start = quoted(outcome.body.toString('utf8', 0, 120));
      this.#emit({
        type: 'notice',
        text: `${functionName} returned what HTTP cannot carry, so the client got 502: ${start}`,
      });
    }
    const result = translated ?? badGateway;
    this.#send(request, response, result, extra);
    return { status: result.status, error: translated ? undefined : 'invalid response' };
  }

  /** The head is sent when the prelude is complete, or at once when the stream has none. */
  async #stream(
    outcome: Extract<Outcome, { kind: 'stream' }>,
    request: IncomingMessage,
    response: ServerResponse,
    extra: readonly string[],
  ) {
    let head = Buffer.alloc(0);
    let status = 200;
    let refused = false;
    if (outcome.contentType !== preludeContentType) {
      response.writeHead(status, ['Content-Type', outcome.contentType, ...extra]);
      response.flushHeaders();
    }
    const write = (chunk: Buffer): boolean => {
      if (response.headersSent) return refused || request.method === 'HEAD' || response.write(chunk);
      head = Buffer.concat([head, chunk]);
      const prelude = readPrelude(head);
      if (prelude.is === 'incomplete') return true;
      if (prelude.is === 'invalid') {
        refused = true;
        status = badGateway.status;
        this.#send(request, response, badGateway, extra);
        return true;
      }
      status = prelude.status;
      response.writeHead(status, withCors(prelude.headers, extra));
      response.flushHeaders();
      return prelude.rest.length === 0 || request.method === 'HEAD' || response.write(prelude.rest);
    };
    const error = await pump(outcome, response, write, this.#callers.answerIdleMs);
    if (!response.headersSent) {
      status = badGateway.status;
      this.#send(request, response, badGateway, extra);
    } else if (error) response.destroy();
    else if (!refused) finish(response, undefined, this.#callers.answerIdleMs);
    return { status, error: error && shownType(error) };
  }
}
