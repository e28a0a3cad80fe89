import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CorsSettings } from '../../settings/rows/url-request.ts';
import type { Target } from '../border.ts';
import { type Route, route } from '../route.ts';
import type { LambdaService } from '../service.ts';
import { corsHeaders, preflightAnswer } from './cors.ts';
import { type Answered, type Exchanges, hostId } from './exchange.ts';
import { jsonAnswer } from './format.ts';
import { httpFormats } from './formats.ts';
import { defaultRoute } from './routes.ts';

const format = httpFormats.url;

/** The function of a request, the path that it sees, and the sites that may call it. */
interface Found extends Route {
  readonly cors: CorsSettings | undefined;
}

/** A URL has no routes. */
const everything = { key: defaultRoute, resource: defaultRoute, parameters: undefined };

/** The functions' URLs. */
export class FunctionUrl {
  readonly #service: LambdaService;
  readonly #exchanges: Exchanges;
  readonly #chosen: string | undefined;

  /** `chosen` is the function that gets every request, whatever its path. */
  constructor(service: LambdaService, exchanges: Exchanges, chosen: string | undefined) {
    this.#service = service;
    this.#exchanges = exchanges;
    this.#chosen = chosen;
  }

  /** Where a request leads that is not for an API; `query` is without its question mark. */
  target(path: string, query: string): Target {
    const found = route(path, this.#service.functions, this.#chosen);
    const functionName = found?.functionName;
    const fn = functionName === undefined ? undefined : this.#service.pool(functionName)?.configuration;
    return {
      surface: fn?.url?.auth === 'none' ? { kind: 'public' } : { kind: 'private', functionName },
      serve: this.#handle.bind(this, path, found && { ...found, cors: fn?.url?.cors }, query),
    };
  }

  async #handle(
    path: string,
    found: Found | undefined,
    query: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    await this.#exchanges.shown(found?.functionName ?? '', path, request, () =>
      this.#answer(found, query, request, response),
    );
  }

  async #answer(
    found: Found | undefined,
    query: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Answered> {
    if (!found) {
      const answer = jsonAnswer(404, JSON.stringify({ Message: this.#unknownFunction() }));
      return this.#exchanges.refuse(request, response, answer);
    }
    const { functionName, rawPath, cors } = found;
    const preflight = preflightAnswer(cors, request, format.preflightStatus);
    if (preflight) return this.#exchanges.refuse(request, response, preflight);
    const api = {
      apiId: hostId(functionName, 32),
      stage: defaultRoute,
      route: everything,
      claims: undefined,
      binaryMediaTypes: [],
    };
    const headers = cors ? corsHeaders(cors, request.headers) : [];
    return this.#exchanges.run(
      { format, functionName, path: rawPath, query, api, corsHeaders: headers },
      request,
      response,
    );
  }

  #unknownFunction(): string {
    const known = this.#service.functions.map((fn) => `/${fn.name}/`).join(', ');
    return `The path starts with no function's name; those here: ${known}`;
  }
}
