import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { packagePathIfThere, packageText } from '../../package.ts';
import { readBody } from '../body.ts';
import type { Target } from '../border.ts';
import { vcpusOf } from '../cpu/share.ts';
import { type Apis, apiPath } from '../http/apis.ts';
import { routeKey } from '../http/routes.ts';
import { checkPayload } from '../invoke-request.ts';
import { limits } from '../limits.ts';
import { decode } from '../lookup.ts';
import { type Callers, finish } from '../outcome.ts';
import type { LambdaService } from '../service.ts';
import type { ServedProject } from '../types.ts';
import { type ConsoleState, consolePath, type EventList } from './data.ts';
import { everyAnswer, files, packageFolder } from './page-files.ts';
import type { ConsoleRecord } from './record.ts';
import { Refusal, refusalOf } from './refusal.ts';
import {
  eventNameProblem,
  listEvents,
  readLibraryEvent,
  readProjectEvent,
  saveEvent,
} from './sample-events.ts';
import { positionOf, streamChanges } from './stream.ts';

/** Tabs that follow the changes at one time. */
const mostStreams = 32;

const eventStream = ['Content-Type', 'text/event-stream'];

export interface ConsoleSetup {
  readonly record: ConsoleRecord;
  readonly project: ServedProject;
  /** Whether functions have the processor time of their memory settings. */
  readonly hasCpuShare: boolean;
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** What the groups of the path caught; decoded. */
  readonly parts: readonly string[];
}

interface Operation {
  readonly method: 'GET' | 'PUT';
  /** Below the page's path. */
  readonly path: RegExp;
  /** Sends its answer itself. */
  serve(console: ConsolePage, asked: Asked): void | Promise<void>;
}

const operations: readonly Operation[] = [
  { method: 'GET', path: /^api\/state$/, serve: (page, asked) => page.json(asked, page.state()) },
  {
    method: 'GET',
    path: /^api\/invocations$/,
    serve: (page, asked) => page.json(asked, page.record.invocations()),
  },
  {
    method: 'GET',
    path: /^api\/invocations\/([^/]+)$/,
    serve: (page, asked) => {
      const [id = ''] = asked.parts;
      const detail = page.record.detail(id);
      if (!detail) throw new Refusal(404, 'This invocation is not known, or not any more.');
      page.json(asked, detail);
    },
  },
  { method: 'GET', path: /^api\/stream$/, serve: (page, asked) => page.stream(asked) },
  {
    method: 'GET',
    path: /^api\/events$/,
    serve: async (page, asked) => page.json(asked, await page.events()),
  },
  {
    method: 'GET',
    path: /^api\/events\/routes\/([^/]+)\/(\d{1,4})$/,
    serve: (page, asked) => {
      const [api = '', index] = asked.parts;
      page.json(asked, page.routeEvent(api, Number(index)));
    },
  },
  {
    method: 'GET',
    path: /^api\/events\/(project|library)\/([^/]+)$/,
    serve: async (page, asked) => {
      const [from, name = ''] = asked.parts;
      const event = from === 'project' ? await readProjectEvent(page.folder, name) : readLibraryEvent(name);
      if (event === undefined) throw new Refusal(404, 'There is no such event.');
      page.send(asked.response, 200, ['Content-Type', 'application/json'], event);
    },
  },
  {
    method: 'PUT',
    path: /^api\/events\/project\/([^/]+)$/,
    serve: (page, asked) => page.save(asked),
  },
];

/** The page of the emulator and the API that it uses; see docs/local-development.md. */
export class ConsolePage {
  readonly record: ConsoleRecord;
  readonly folder: string;
  readonly #project: ServedProject;
  readonly #hasCpuShare: boolean;
  readonly #service: LambdaService;
  readonly #apis: Apis;
  readonly #callers: Callers;
  readonly #run = randomUUID();
  #streams = 0;

  constructor(
    { record, project, hasCpuShare }: ConsoleSetup,
    service: LambdaService,
    apis: Apis,
    callers: Callers,
  ) {
    this.record = record;
    this.folder = project.folder;
    this.#project = project;
    this.#hasCpuShare = hasCpuShare;
    this.#service = service;
    this.#apis = apis;
    this.#callers = callers;
  }

  /** Where a request for the page or its API leads; undefined for any other one. `query` is without its question mark. */
  target(path: string, query: string): Target | undefined {
    if (path !== consolePath.slice(0, -1) && !path.startsWith(consolePath)) return undefined;
    return { surface: { kind: 'api' }, serve: this.#serve.bind(this, path, query) };
  }

  state(): ConsoleState {
    const { isRunning, last } = this.record.build;
    return {
      project: this.folder,
      functions: this.#service.functions.map(({ name, handler, runtime, memorySize, timeout }) => ({
        ...{ name, handler, runtime, memorySize, timeout },
        ...(this.#hasCpuShare ? { vcpus: vcpusOf(memorySize) } : {}),
        sandboxes: this.#service.pool(name)?.pids.length ?? 0,
      })),
      hasTestHost: this.#project.hasTestHost === true,
      build: { builtAt: this.#project.builtAt(), isRunning, last },
      apis: this.#apis.all.map((api) => ({ name: api.id, path: `${apiPath(api)}/` })),
    };
  }

  async events(): Promise<EventList> {
    const routes = this.#apis.all.flatMap(({ id, routes }) =>
      routes.map((route, index) => ({
        api: id,
        index,
        route: routeKey(route),
        functionName: route.functionName,
      })),
    );
    return { routes, ...(await listEvents(this.folder)) };
  }

  routeEvent(api: string, index: number): object {
    const event = this.#apis.sampleEvent(api, index, this.#service.account);
    if (event === undefined) throw new Refusal(404, 'There is no such route.');
    return event;
  }

  send(response: ServerResponse, status: number, headers: readonly string[], body: string | Buffer): void {
    const length = ['Content-Length', String(Buffer.byteLength(body))];
    response.writeHead(status, [...everyAnswer, ...headers, ...length]);
    finish(response, response.req.method === 'HEAD' ? undefined : body, this.#callers.answerIdleMs);
  }

  json({ response }: Pick<Asked, 'response'>, value: unknown, status = 200, ...headers: string[]): void {
    this.send(response, status, ['Content-Type', 'application/json', ...headers], JSON.stringify(value));
  }

  stream({ request, response }: Asked): void {
    if (request.method === 'HEAD') {
      this.send(response, 200, eventStream, '');
      return;
    }
    if (this.#streams >= mostStreams)
      throw new Refusal(503, `More than ${mostStreams} pages are open; close some.`, 'Retry-After', '5');
    this.#streams++;
    response.once('close', () => this.#streams--);
    response.writeHead(200, [...everyAnswer, ...eventStream]);
    const from = positionOf(request.headers['last-event-id']?.toString(), this.#run);
    const { record } = this;
    streamChanges({ run: this.#run, record, state: () => this.state() }, response, from);
  }

  /** Writes an event into the project; where there is one of that name, only if the query has `replace=true`. */
  async save({ request, response, query, parts: [name = ''] }: Asked): Promise<void> {
    const problem = eventNameProblem(name);
    if (problem !== undefined) throw new Refusal(400, problem);
    // A page of another site cannot send it without being asked for its origin first.
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
      throw new Refusal(415, 'The Content-Type is not application/json.');
    const body = checkPayload(await readBody(request, limits.syncPayload, this.#callers.bodies));
    const isSaved = await saveEvent(this.folder, name, body, query.get('replace') === 'true');
    if (!isSaved) throw new Refusal(409, `events/${name}.json is there already.`);
    this.json({ response }, { name });
  }

  async #serve(
    path: string,
    query: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    try {
      if (path.length < consolePath.length) {
        request.resume();
        this.send(response, 308, ['Location', consolePath], '');
        return;
      }
      await this.#answer(path.slice(consolePath.length), new URLSearchParams(query), request, response);
    } catch (error) {
      request.resume();
      const { status, message, headers } = refusalOf(error);
      this.json({ response }, { message }, status, ...headers);
    }
  }

  async #answer(
    below: string,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    if (method === 'GET') request.resume();
    const file = Object.hasOwn(files, below) ? files[below] : undefined;
    if (file && method === 'GET') {
      if (packagePathIfThere(packageFolder) === undefined)
        throw new Refusal(404, `There is no ${packageFolder} in this clone; run "npm run build".`);
      this.send(response, 200, ['Content-Type', file.type], packageText(`${packageFolder}/${file.name}`));
      return;
    }
    const here = operations.filter((operation) => operation.path.test(below));
    const operation = here.find((one) => one.method === method);
    if (operation) {
      const parts = (operation.path.exec(below) ?? []).slice(1).map((part) => decode(part));
      await operation.serve(this, { request, response, query, parts });
      return;
    }
    const allowed = [...here.map((one) => one.method), ...(file ? ['GET'] : [])];
    if (allowed.length > 0)
      throw new Refusal(405, `${request.method} is not for this.`, 'Allow', allowed.join(', '));
    throw new Refusal(404, `The page is ${consolePath}, its API below ${consolePath}api/.`);
  }
}
