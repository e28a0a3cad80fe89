import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { quoted } from '../ascii-json.ts';
import { BodiesTooLarge, BodyTooLarge, readBody } from '../body.ts';
import { shownType } from '../failures.ts';
import { traceHeader } from '../identity.ts';
import { limits } from '../limits.ts';
import { type Callers, type Collected, collect, finish, pump } from '../outcome.ts';
import { Throttled } from '../pool.ts';
import type { LambdaService, Started } from '../service.ts';
import type { EventSink, Outcome } from '../types.ts';
import { withCors } from './cors.ts';
import { type EventContext, type HttpFormat, slowNote } from './format.ts';
import { type HttpRequest, readRequest } from './request.ts';
import { badGateway, type HttpResponse, preludeContentType, readPrelude } from './response.ts';

/** What becomes of a request, as the console shows it. */
export interface Answered {
  readonly status: number;
  readonly error: string | undefined;
}

/** A request that has found its function. */
export interface Exchange extends Pick<HttpRequest, 'path' | 'query'> {
  readonly format: HttpFormat;
  readonly functionName: string;
  /** What the event says of the API. */
  readonly api: Pick<EventContext, 'apiId' | 'stage' | 'route' | 'claims' | 'binaryMediaTypes'>;
  /** What the service tells pages of other sites, names and values in turn. */
  readonly corsHeaders: readonly string[];
}

const ids = new Map<string, string>();

/** What stands in a host's name for a function or an API: the same for the same one. */
export function hostId(name: string, length: number): string {
  let id = ids.get(name);
  if (id === undefined) {
    const hash = createHash('sha256').update(name).digest('hex');
    id = BigInt(`0x${hash}`).toString(36).padStart(32, '0');
    ids.set(name, id);
  }
  return id.slice(0, length);
}

/** All that an event says besides its request, for a request that comes now. */
export function eventContext(
  api: Exchange['api'],
  { region, accountId }: LambdaService['account'],
  requestId: string,
): EventContext {
  const extendedId = `${randomBytes(12).toString('base64url').slice(0, 15)}=`;
  return { ...api, requestId, extendedId, traceId: traceHeader(), region, accountId, now: new Date() };
}

/** Sends an answer that is there as a whole. */
function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, reason, headers, body }: HttpResponse,
  extra: readonly string[],
  idleMs: number,
): void {
  const bodiless = status === 204 || status === 304;
  const length = bodiless ? [] : ['Content-Length', String(body.length)];
  const fields = [...withCors(headers, extra), ...length];
  if (reason === undefined) response.writeHead(status, fields);
  else response.writeHead(status, reason, fields);
  finish(response, bodiless || request.method === 'HEAD' ? undefined : body, idleMs);
}

/** HTTP in front of the functions: a request becomes an event, and what the function returns an HTTP response. */
export class Exchanges {
  readonly #service: LambdaService;
  readonly #emit: EventSink;
  readonly #callers: Callers;

  constructor(service: LambdaService, emit: EventSink, callers: Callers) {
    this.#service = service;
    this.#emit = emit;
    this.#callers = callers;
  }

  /** Answers a request, and shows what became of it; `path` is the one that the client asked for. */
  async shown(
    functionName: string,
    path: string,
    { method }: IncomingMessage,
    answer: () => Answered | Promise<Answered>,
  ): Promise<void> {
    const begun = performance.now();
    const { status, error } = await answer();
    const durationMs = performance.now() - begun;
    this.#emit({ type: 'request', functionName, what: `${method} ${path}`, status, error, durationMs });
  }

  /** Answers without a function. */
  refuse(
    request: IncomingMessage,
    response: ServerResponse,
    answer: HttpResponse,
    extra: readonly string[] = [],
  ): Answered {
    request.resume();
    send(request, response, answer, extra, this.#callers.answerIdleMs);
    return { status: answer.status, error: undefined };
  }

  async run(exchange: Exchange, request: IncomingMessage, response: ServerResponse): Promise<Answered> {
    const { format, functionName } = exchange;
    const { answers, requestBytes } = format;
    const requestId = randomUUID();
    const context = eventContext(exchange.api, this.#service.account, requestId);
    const extra = [...format.responseHeaders(context), ...exchange.corsHeaders];
    let started: Started;
    let read: HttpRequest;
    try {
      const body = await readBody(request, requestBytes, this.#callers.bodies);
      read = readRequest(request, exchange, body);
      this.#note(functionName, format.warning?.(read, context));
      const payload = Buffer.from(JSON.stringify(format.event(read, context)));
      if (payload.length > limits.syncPayload) throw new BodyTooLarge(limits.syncPayload, undefined);
      started = this.#service.start({ functionName, payload, requestId, traceId: context.traceId });
    } catch (error) {
      if (error instanceof BodyTooLarge) return this.refuse(request, response, answers.tooLarge);
      if (error instanceof Throttled) return this.refuse(request, response, answers.throttled);
      if (error instanceof BodiesTooLarge) {
        const extra = ['Retry-After', String(error.retryAfter)];
        return this.refuse(request, response, answers.busy, extra);
      }
      throw error;
    }
    const begun = performance.now();
    const outcome = await started.outcome;
    if (outcome.kind === 'stream' && format.streams) return this.#stream(outcome, request, response, extra);
    const whole = await collect(outcome);
    this.#note(functionName, slowNote(format, (performance.now() - begun) / 1000));
    return this.#answer({ exchange, read, context, outcome: whole }, request, response, extra);
  }

  #notice(text: string): void {
    this.#emit({ type: 'notice', text });
  }

  /** A sentence about a function, if there is one. */
  #note(functionName: string, sentence: string | undefined): void {
    if (sentence !== undefined) this.#notice(`${functionName}: ${sentence}.`);
  }

  #answer(
    parts: { exchange: Exchange; read: HttpRequest; context: EventContext; outcome: Collected },
    request: IncomingMessage,
    response: ServerResponse,
    extra: readonly string[],
  ): Answered {
    const { exchange, read, context, outcome } = parts;
    const { format, functionName } = exchange;
    const { failed } = format.answers;
    if (outcome.kind === 'error') {
      send(request, response, failed, extra, this.#callers.answerIdleMs);
      return { status: failed.status, error: shownType(outcome) };
    }
    const isTooLarge = outcome.body.length > format.responseBytes;
    const translated = isTooLarge ? undefined : format.response(outcome.body, read, context);
    if (!translated) {
      const start = quoted(outcome.body.toString('utf8', 0, 120));
      const what = isTooLarge
        ? `more than ${format.responseBytes} bytes, which is too much for a ${format.title}`
        : `what HTTP cannot carry`;
      this.#notice(`${functionName} returned ${what}, so the client got ${failed.status}: ${start}`);
    }
    this.#note(functionName, translated?.note);
    const result = translated?.response ?? failed;
    send(request, response, result, extra, this.#callers.answerIdleMs);
    return { status: result.status, error: translated ? undefined : 'invalid response' };
  }

  /** The head is sent when the prelude is complete, or at once when the stream has none. */
  async #stream(
    outcome: Extract<Outcome, { kind: 'stream' }>,
    request: IncomingMessage,
    response: ServerResponse,
    extra: readonly string[],
  ): Promise<Answered> {
    const idleMs = this.#callers.answerIdleMs;
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
        send(request, response, badGateway, extra, idleMs);
        return true;
      }
      status = prelude.status;
      response.writeHead(status, withCors(prelude.headers, extra));
      response.flushHeaders();
      return prelude.rest.length === 0 || request.method === 'HEAD' || response.write(prelude.rest);
    };
    const error = await pump(outcome, response, write, idleMs);
    if (!response.headersSent) {
      status = badGateway.status;
      send(request, response, badGateway, extra, idleMs);
    } else if (error) response.destroy();
    else if (!refused) finish(response, undefined, idleMs);
    return { status, error: error && shownType(error) };
  }
}
