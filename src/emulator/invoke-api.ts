import type { IncomingMessage, ServerResponse } from 'node:http';
import { inBackground } from './background.ts';
import { BodyTooLarge, readBody } from './body.ts';
import type { Target } from './border.ts';
import { type InvokeComplete, invokeEvents } from './event-stream.ts';
import { shownType } from './failures.ts';
import { executedVersion, type FunctionReference } from './identity.ts';
import {
  checkPayload,
  type InvokeHeaders,
  payloadLimit,
  payloadTooLarge,
  readInvokeHeaders,
  ServiceError,
} from './invoke-request.ts';
import { decode, findReference } from './lookup.ts';
import { type Callers, collect, finish, pump } from './outcome.ts';
import { type ReadOperation, readOperation, readOperations } from './read-operations.ts';
import type { Call, LambdaService, Started } from './service.ts';
import { type Answer, asServiceError, errorAnswer } from './service-answers.ts';
import type { EmulatedFunction, EventSink, FunctionError, Outcome, ServedProject } from './types.ts';

const invokePath = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const streamPath = /^\/2021-11-15\/functions\/([^/]+)\/response-streaming-invocations$/;
const anyPath = /^\/20\d\d-\d\d-\d\d\/(?:functions|layers|event-source|account|tags)(?:\/|$)/;

export interface InvokeApiSetup {
  /** Where the functions come from, told to those who ask for one. */
  readonly project: ServedProject | undefined;
  /** The function that the URL's root leads to. */
  readonly chosen: string | undefined;
}

/** Whether a request is for the Lambda API rather than for a function's URL. */
export const isApiPath = (path: string): boolean => anyPath.test(path);

/** Lambda's API as far as it is emulated: Invoke, InvokeWithResponseStream, and what is read of a function. */
export class InvokeApi {
  readonly #service: LambdaService;
  readonly #emit: EventSink;
  readonly #setup: InvokeApiSetup;
  readonly #callers: Callers;
  readonly #startedAt = Date.now();

  constructor(service: LambdaService, emit: EventSink, setup: InvokeApiSetup, callers: Callers) {
    this.#service = service;
    this.#emit = emit;
    this.#setup = setup;
    this.#callers = callers;
  }

  /** Where a request for the Lambda API leads; `query` is without its question mark. */
  target(path: string, query: string): Target {
    return {
      surface: { kind: 'api' },
      serve: this.#handle.bind(this, path, query),
    };
  }

  async #handle(
    path: string,
    query: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const begun = performance.now();
    let functionName = '';
    let what = 'Invoke';
    try {
      const operation = request.method === 'GET' ? readOperation(path) : undefined;
      if (operation) {
        what = operation.name;
        this.#write(response, this.#read(operation, path, query, request));
        return;
      }
      const buffered = invokePath.exec(path);
      const [, encoded] = buffered ?? streamPath.exec(path) ?? [];
      if (request.method !== 'POST' || encoded === undefined) {
        what = `${request.method} ${path}`;
        throw unknownOperation(what);
      }
      const reference = findReference(this.#service, encoded, query);
      functionName = reference.name;
      const headers = readInvokeHeaders(request.headers);
      what = buffered ? `Invoke ${headers.type}` : 'InvokeWithResponseStream';
      const call = await this.#readCall(reference, headers, request);
      const { status, error } = await (buffered
        ? this.#invoke(call, headers, response)
        : this.#stream(call, headers, response));
      this.#log(functionName, what, status, error, begun);
    } catch (error) {
      request.resume();
      const known = asServiceError(error);
      if (!known) throw error;
      this.#write(response, errorAnswer(known));
      this.#log(functionName, what, known.status, known.errorType, begun);
    }
  }

  #log(functionName: string, what: string, status: number, error: string | undefined, begun: number): void {
    const durationMs = performance.now() - begun;
    this.#emit({ type: 'request', functionName, what, status, error, durationMs });
  }

  async #readCall(
    { name, qualifier }: FunctionReference,
    headers: InvokeHeaders,
    request: IncomingMessage,
  ): Promise<Call> {
    try {
      const payload = checkPayload(await readBody(request, payloadLimit(headers.type), this.#callers.bodies));
      const { clientContext, traceId } = headers;
      return { functionName: name, qualifier, payload, clientContext, traceId };
    } catch (error) {
      if (error instanceof BodyTooLarge) throw payloadTooLarge(headers.type, error.declared);
      throw error;
    }
  }

  async #invoke(call: Call, { type, tail }: InvokeHeaders, response: ServerResponse): Promise<Answer> {
    const version = ['X-Amz-Executed-Version', executedVersion(call.qualifier)];
    if (type === 'DryRun') return this.#write(response, { status: 204, headers: version, body: '' });
    const started = this.#service.start(call);
    const headers = ['X-Amzn-RequestId', started.requestId];
    if (type === 'Event') {
      inBackground(this.#finishAsync(call.functionName, started), this.#emit);
      return this.#write(response, { status: 202, headers, body: '' });
    }
    const outcome = await collect(await started.outcome);
    headers.push('Content-Type', 'application/json', ...version);
    if (outcome.kind === 'error') headers.push('X-Amz-Function-Error', 'Unhandled');
    if (tail) {
      await started.over;
      headers.push('X-Amz-Log-Result', started.log.bytes().toString('base64'));
    }
    return this.#write(response, { status: 200, headers, body: outcome.body, error: errorName(outcome) });
  }

  /** No caller waits for the result of an asynchronous invocation, so a failure is at least shown. */
  async #finishAsync(functionName: string, { requestId, outcome }: Started): Promise<void> {
    const result = await collect(await outcome);
    if (result.kind !== 'error') return;
    const text = `${functionName}: the asynchronous invocation ${requestId} failed: ${result.body.toString()}`;
    this.#emit({ type: 'notice', text });
  }

  async #stream(
    call: Call,
    { type, tail }: InvokeHeaders,
    response: ServerResponse,
  ): Promise<Pick<Answer, 'status' | 'error'>> {
    const version = ['X-Amz-Executed-Version', executedVersion(call.qualifier)];
    if (type === 'DryRun') return this.#write(response, { status: 204, headers: version, body: '' });
    const events = await invokeEvents();
    const started = this.#service.start(call);
    response.writeHead(200, [
      ...['Content-Type', 'application/vnd.amazon.eventstream', 'X-Amzn-RequestId', started.requestId],
      ...version,
    ]);
    response.flushHeaders();
    const outcome = await started.outcome;
    const chunk = (bytes: Uint8Array) => response.write(events.payloadChunk(bytes));
    let error: FunctionError | undefined;
    if (outcome.kind === 'stream') error = await pump(outcome, response, chunk, this.#callers.answerIdleMs);
    else if (outcome.kind === 'error') error = outcome;
    else if (outcome.body.length > 0) chunk(outcome.body);
    let last: InvokeComplete = {};
    if (error) last = { ErrorCode: 'Unhandled', ErrorDetails: error.body.toString() };
    if (tail) {
      await started.over;
      last = { ...last, LogResult: started.log.bytes().toString('base64') };
    }
    finish(response, Buffer.from(events.invokeComplete(last)), this.#callers.answerIdleMs);
    return { status: 200, error: error && shownType(error) };
  }

  #write(response: ServerResponse, answer: Answer): Answer {
    const { status, headers, body } = answer;
    const length = status === 204 ? [] : ['Content-Length', String(Buffer.byteLength(body))];
    response.writeHead(status, [...headers, ...length]);
    finish(response, body, this.#callers.answerIdleMs);
    return answer;
  }

  #read(operation: ReadOperation, path: string, query: string, request: IncomingMessage): Answer {
    const { account, functions, held } = this.#service;
    const { project, chosen } = this.#setup;
    const asked = {
      functions,
      chosen,
      facts: { account, builtAt: project?.builtAt() ?? this.#startedAt, updating: held },
      origin: `http://${request.headers.host}`,
      query: new URLSearchParams(query),
    };
    const headers = ['Content-Type', 'application/json'];
    if (project) {
      headers.push(projectHeader, encodeURI(project.folder));
      headers.push(builtHeader, String(project.builtAt()));
    }
    const answer = (body: object) => ({ status: 200, headers, body: JSON.stringify(body) });
    if (operation.of === 'functions') return answer(operation.answer(asked));
    const [, encoded = '', rest = ''] = operation.path.exec(path) ?? [];
    const { name, qualifier } = findReference(this.#service, encoded, query);
    const fn = this.#service.pool(name)?.configuration as EmulatedFunction;
    return answer(operation.answer(asked, { fn, qualifier, rest: decode(rest) }));
  }
}

/** Names the folder that the functions come from, so that `invoke` knows whether it talks to the right project. */
export const projectHeader = 'X-Lambda-Nativeaot-Project';
/** When the code that answers was built (ms since 1970), so that `invoke` knows whether it is the code that is there. */
export const builtHeader = 'X-Lambda-Nativeaot-Built';

const emulated = ['Invoke', 'InvokeWithResponseStream', ...readOperations.map(({ name }) => name)];

const unknownOperation = (what: string) =>
  new ServiceError(
    404,
    'UnknownOperationException',
    `${what} is not emulated; these are: ${emulated.join(', ')}.`,
  );

const errorName = (outcome: Outcome) => (outcome.kind === 'error' ? shownType(outcome) : undefined);
