import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Target } from '../border.ts';
import type { Surface } from '../browser.ts';
import type { EventSink } from '../types.ts';
import { corsHeaders, isPreflight, preflightHeaders } from './cors.ts';
import { type Answered, type Exchanges, hostId } from './exchange.ts';
import { jsonAnswer } from './format.ts';
import { httpFormats } from './formats.ts';
import { type Api, belowStage, type FoundRoute, findRoute } from './routes.ts';

/** Where APIs are: no function has a name that begins so, for a URL of it would not be found. */
const prefix = '/_api';

/** The address of an API below that of the emulator, with its stage and without a slash at the end. */
export const apiPath = ({ id, stage }: Pick<Api, 'id' | 'stage'>): string =>
  `${prefix}/${id}${stage === '$default' ? '' : `/${stage}`}`;

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
  readonly #emit: EventSink;

  constructor(setup: ApiSetup, exchanges: Exchanges, emit: EventSink) {
    this.#setup = setup;
    this.#exchanges = exchanges;
    this.#emit = emit;
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

  #to(asked: Asked): Target {
    return { surface: surfaceOf(asked.api), serve: this.#handle.bind(this, asked) };
  }

  #unknown(path: string, request: IncomingMessage, response: ServerResponse): void {
    const known = this.#setup.apis.map((api) => `${apiPath(api)}/`).join(', ');
    const Message = `The path names no API; those here: ${known}`;
    const { status, error } = this.#exchanges.refuse(
      request,
      response,
      jsonAnswer(404, JSON.stringify({ Message })),
    );
    const what = `${request.method} ${path}`;
    this.#emit({ type: 'request', functionName: '', what, status, error, durationMs: 0 });
  }

  async #handle(asked: Asked, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const begun = performance.now();
    const { api, path } = asked;
    const below = belowStage(api.stage, path);
    const method = request.method as string;
    const found = below === undefined ? undefined : findRoute(api, method, below);
    const { status, error } = await this.#answer(asked, below, found, request, response);
    const functionName = found?.route.functionName ?? api.id;
    const what = `${method} ${path}`;
    this.#emit({ type: 'request', functionName, what, status, error, durationMs: performance.now() - begun });
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
    if (cors && isPreflight(request.method, request.headers)) {
      const headers = preflightHeaders(cors, request.headers);
      return this.#exchanges.refuse(request, response, {
        status: preflightStatus,
        headers,
        body: Buffer.alloc(0),
      });
    }
    // An OPTIONS method of its own comes before the one that SAM adds.
    if (
      fixedCors &&
      request.method === 'OPTIONS' &&
      below !== undefined &&
      found?.route.method !== 'OPTIONS'
    ) {
      return this.#exchanges.refuse(request, response, {
        status: preflightStatus,
        headers: fixedCors,
        body: Buffer.alloc(0),
      });
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
        // Of all events only those of REST APIs have a path without the stage.
        path: api.format === 'rest' ? below : path,
        query,
        api: {
          apiId: hostId(api.id, 10),
          stage: api.stage,
          route: found.taken,
          claims: this.#setup.claims,
          binaryMediaTypes: api.binaryMediaTypes,
        },
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
