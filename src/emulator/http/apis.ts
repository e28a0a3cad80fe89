import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Target } from '../border.ts';
import type { Surface } from '../browser.ts';
import type { LambdaService } from '../service.ts';
import { corsHeaders, preflightAnswer } from './cors.ts';
import { type Answered, type Exchange, type Exchanges, eventContext, hostId } from './exchange.ts';
import { emptyAnswer, jsonAnswer } from './format.ts';
import { httpFormats } from './formats.ts';
import { type Api, belowStage, defaultRoute, type FoundRoute, findRoute, routeWith } from './routes.ts';
import { sampleRequest } from './sample-request.ts';

/** Where APIs are: no function has a name that begins so, for a URL of it would not be found. */
const prefix = '/_api';

/** The address of an API below that of the emulator, with its stage and without a slash at the end. */
export const apiPath = ({ id, stage }: Pick<Api, 'id' | 'stage'>): string =>
  `${prefix}/${id}${stage === '$default' ? '' : `/${stage}`}`;

/** The path of an event: only those of REST APIs have one without the stage. */
const eventPath = ({ format }: Api, whole: string, below: string) => (format === 'rest' ? below : whole);

/** What APIs are served, and who calls them. */
export interface ApiSetup {
  readonly apis: readonly Api[];
  /** What an authorizer would say of every caller. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
}

interface Asked {
  readonly api: Api;
  /** As the client sees it: from the API's host on, with the stage. */
  readonly path: string;
  readonly query: string;
}

/**
 * The APIs of the project: `/_api/NAME/…`, and the same at the root of the host `NAME.localhost`, for pages and
 * redirects that begin with a slash.
 */
export class Apis {
  readonly #setup: ApiSetup;
  readonly #exchanges: Exchanges;

  constructor(setup: ApiSetup, exchanges: Exchanges) {
    this.#setup = setup;
    this.#exchanges = exchanges;
  }

  /** All of them. */
  get all(): readonly Api[] {
    return this.#setup.apis;
  }

  /** Where a request for an API leads; undefined for any other one. `host` is the header. */
  target(host: string | undefined, path: string, query: string): Target | undefined {
    const { apis } = this.#setup;
    if (apis.length === 0) return undefined;
    const named = /^([\w-]+)\.localhost(?::\d+)?$/i.exec(host ?? '')?.[1]?.toLowerCase();
    const atRoot = named === undefined ? undefined : apis.find(({ id }) => id.toLowerCase() === named);
    if (atRoot) return this.#to({ api: atRoot, path, query });
    const [, first = '', rest = ''] = /^\/_api(?:\/([^/]*)(.*))?$/s.exec(path) ?? [];
    if (path !== prefix && !path.startsWith(`${prefix}/`)) return undefined;
    const api = apis.find(({ id }) => id.toLowerCase() === first.toLowerCase());
    if (api) return this.#to({ api, path: rest || '/', query });
    return { surface: { kind: 'private' }, serve: this.#unknown.bind(this, path) };
  }

  /** The event of a request that a route takes, for who wants to begin with one; undefined where there is no such route. */
  sampleEvent(id: string, index: number, account: LambdaService['account']): object | undefined {
    const api = this.#setup.apis.find((one) => one.id === id);
    const route = api?.routes[index];
    if (!api || !route) return undefined;
    const request = sampleRequest(route);
    const found = routeWith(route, request.path);
    const context = eventContext(this.#eventApi(api, found), account, randomUUID());
    const whole = api.stage === defaultRoute ? request.path : `/${api.stage}${request.path}`;
    const path = eventPath(api, whole, request.path);
    return httpFormats[route.format].event({ ...request, path }, context);
  }

  #eventApi(api: Api, { taken }: FoundRoute): Exchange['api'] {
    const { id, stage, binaryMediaTypes } = api;
    return { apiId: hostId(id, 10), stage, route: taken, claims: this.#setup.claims, binaryMediaTypes };
  }

  #to(asked: Asked): Target {
    return { surface: surfaceOf(asked.api), serve: this.#handle.bind(this, asked) };
  }

  #unknown(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const known = this.#setup.apis.map((api) => `${apiPath(api)}/`).join(', ');
    const Message = `The path names no API; those here: ${known}`;
    const answer = jsonAnswer(404, JSON.stringify({ Message }));
    return this.#exchanges.shown('', path, request, () => this.#exchanges.refuse(request, response, answer));
  }

  async #handle(asked: Asked, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { api, path } = asked;
    const below = belowStage(api.stage, path);
    const found = below === undefined ? undefined : findRoute(api, request.method as string, below);
    await this.#exchanges.shown(found?.route.functionName ?? api.id, path, request, () =>
      this.#answer(asked, below, found, request, response),
    );
  }

  async #answer(
    { api, path, query }: Asked,
    below: string | undefined,
    found: FoundRoute | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Answered> {
    const { cors, fixedCors } = api;
    const { answers, preflightStatus } = httpFormats[api.format];
    const preflight = preflightAnswer(cors, request, preflightStatus);
    if (preflight) return this.#exchanges.refuse(request, response, preflight);
    // An OPTIONS method of its own comes before the one that SAM adds.
    if (
      fixedCors &&
      request.method === 'OPTIONS' &&
      below !== undefined &&
      found?.route.method !== 'OPTIONS'
    ) {
      return this.#exchanges.refuse(request, response, emptyAnswer(preflightStatus, fixedCors));
    }
    const own = cors ? corsHeaders(cors, request.headers) : [];
    if (!found || below === undefined) {
      const answer = below === undefined ? answers.noStage : answers.noRoute;
      return this.#exchanges.refuse(request, response, answer, own);
    }
    return this.#exchanges.run(
      {
        format: httpFormats[found.route.format],
        functionName: found.route.functionName,
        path: eventPath(api, path, below),
        query,
        api: this.#eventApi(api, found),
        corsHeaders: own,
      },
      request,
      response,
    );
  }
}

/** The pages of other sites may call what has CORS, and no other API, although on AWS everybody may call all. */
function surfaceOf({ cors, fixedCors, opening }: Api): Surface {
  return cors || fixedCors ? { kind: 'public' } : { kind: 'private', advice: opening };
}
