import type { IncomingMessage, ServerResponse } from 'node:http';
import { inBackground } from './background.ts';
import { BodiesTooLarge, BodyTooLarge, readBody } from './body.ts';
import type { Target } from './border.ts';
import { type InvokeComplete, invokeEvents } from './event-stream.ts';
import { shownType } from './failures.ts';
import { executedVersion, type FunctionReference, functionArn, parseFunctionReference } from './identity.ts';
import {
  checkPayload,
  checkQualifier,
  type InvokeHeaders,
  payloadLimit,
  payloadTooLarge,
  readInvokeHeaders,
  ServiceError,
  serviceErrorBody,
} from './invoke-request.ts';
import { type Callers, collect, finish, pump } from './outcome.ts';
import { Throttled } from './pool.ts';
import type { Call, LambdaService, Started } from './service.ts';
import type { EventSink, FunctionError, Outcome, ServedProject } from './types.ts';

/** An answer with a body in one piece. */
interface Answer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer | string;
  /** For the request log: the type of the error that the caller gets. */
  readonly error?: string | undefined;
}

const invokePath = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const streamPath = /^\/2021-11-15\/functions\/([^/]+)\/response-streaming-invocations$/;
const listPath = /^\/2015-03-31\/functions\/?$/;
const anyPath = /^\/20\d\d-\d\d-\d\d\/(?:functions|layers|event-source|account|tags)(?:\/|$)/;

/** Whether a request is for the Lambda API rather than for a function's URL. */
export const isApiPath = (path: string): boolean => anyPath.test(path);

/** Lambda's API as far as it is emulated: Invoke, InvokeWithResponseStream, ListFunctions. */
export class InvokeApi {
  readonly #service: LambdaService;
  readonly #emit: EventSink;
  readonly #project: ServedProject | undefined;
  readonly #callers: Callers;

  /** `project` is where the functions come from, told to those who list them. */
  constructor(service: LambdaService, emit: EventSink, project: ServedProject | undefined, callers: Callers) {
    this.#service = service;
    this.#emit = emit;
    this.#project = project;
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
      if (request.method === 'GET' && listPath.test(path)) {
        this.#write(response, this.#list());
        return;
      }
      const buffered = invokePath.exec(path);
      const [, encoded] = buffered ?? streamPath.exec(path) ?? [];
      if (request.method !== 'POST' || encoded === undefined) throw unknownOperation(request.method, path);
      const reference = this.#find(encoded, query);
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

  #find(encoded: string, query: string): FunctionReference {
    const name = decode(encoded);
    const reference = parseFunctionReference(name);
    if (!reference)
      throw new ServiceError(400, 'ValidationException', `Invalid function name or ARN "${name}".`);
    if (!this.#service.pool(reference.name)) {
      const known = this.#service.functions.map((fn) => fn.name).join(', ');
      const arn = functionArn(this.#service.account, reference.name);
      throw new ServiceError(
        404,
        'ResourceNotFoundException',
        `Function not found: ${arn}. The functions here: ${known}.`,
      );
    }
    const qualifier = query === '' ? null : new URLSearchParams(query).get('Qualifier');
    return qualifier ? { ...reference, qualifier: checkQualifier(qualifier) } : reference;
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

  #list(): Answer {
    const { account, functions } = this.#service;
    const Functions = functions.map((fn) => ({
      FunctionName: fn.name,
      FunctionArn: functionArn(account, fn.name),
      Handler: fn.handler,
      MemorySize: fn.memorySize,
      Timeout: fn.timeout,
      PackageType: 'Zip',
      Version: '$LATEST',
    }));
    const headers = ['Content-Type', 'application/json'];
    if (this.#project) {
      headers.push(projectHeader, encodeURI(this.#project.folder));
      headers.push(builtHeader, String(this.#project.builtAt()));
    }
    return { status: 200, headers, body: JSON.stringify({ Functions }) };
  }
}

/** Names the folder that the functions come from, so that `invoke` knows whether it talks to the right project. */
export const projectHeader = 'X-Lambda-Nativeaot-Project';
/** When the code that answers was built (ms since 1970), so that `invoke` knows whether it is the code that is there. */
export const builtHeader = 'X-Lambda-Nativeaot-Built';

const decode = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const unknownOperation = (method: string | undefined, path: string) =>
  new ServiceError(
    404,
    'UnknownOperationException',
    `${method} ${path} is not emulated; Invoke, InvokeWithResponseStream and ListFunctions are.`,
  );

function asServiceError(error: unknown): ServiceError | undefined {
  if (error instanceof ServiceError) return error;
  if (error instanceof Throttled) return new ServiceError(429, 'TooManyRequestsException', 'Rate Exceeded.');
  if (error instanceof BodiesTooLarge) {
    const message = 'The requests that are being read hold all the memory that they may; try again.';
    return new ServiceError(503, 'ServiceUnavailableException', message, error.retryAfter);
  }
  return undefined;
}

function errorAnswer(error: ServiceError): Answer {
  const headers = ['Content-Type', 'application/json', 'x-amzn-ErrorType', error.errorType];
  if (error.retryAfter !== undefined) headers.push('Retry-After', String(error.retryAfter));
  return { status: error.status, headers, body: serviceErrorBody(error) };
}

const errorName = (outcome: Outcome) => (outcome.kind === 'error' ? shownType(outcome) : undefined);
