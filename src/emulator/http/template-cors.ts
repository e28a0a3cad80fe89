import type { CorsSettings } from '../../settings/rows/url-request.ts';
import { isObject, type Members } from '../../settings/values.ts';
import type { ApiRoute, FixedCors } from './routes.ts';

/** CORS as templates configure it. */

const texts = (value: unknown): string[] | undefined =>
  Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;

const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;

/**
 * `CorsConfiguration` of an HTTP API and `Cors` of a function URL have the same members; `true` is every origin.
 * Source: AWS SAM, HttpApiCorsConfiguration.
 */
export function corsSettings(value: unknown): CorsSettings | undefined {
  if (value === true) return { origins: ['*'] };
  if (!isObject(value)) return undefined;
  return defined({
    origins: texts(value.AllowOrigins),
    methods: texts(value.AllowMethods),
    headers: texts(value.AllowHeaders),
    exposeHeaders: texts(value.ExposeHeaders),
    credentials: typeof value.AllowCredentials === 'boolean' ? value.AllowCredentials : undefined,
    maxAge: typeof value.MaxAge === 'number' ? value.MaxAge : undefined,
  });
}

/** The values stand in single quotes, for API Gateway takes them for expressions. */
const unquoted = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.replace(/^'(.*)'$/s, '$1') : undefined;

const allMethods = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/**
 * `Cors` of a REST API, for which SAM adds an OPTIONS method to each path; what the function itself returns has no
 * headers of it. Source: AWS SAM, CorsConfiguration.
 */
export function fixedCors(value: unknown, routes: readonly ApiRoute[]): FixedCors | undefined {
  const own: Members | undefined =
    typeof value === 'string' ? { AllowOrigin: value } : isObject(value) ? value : undefined;
  if (own === undefined) return undefined;
  const used = new Set(['OPTIONS', ...routes.map(({ method }) => method)]);
  const methods = used.has('ANY') ? allMethods : [...used].sort();
  const headers = [
    ['Access-Control-Allow-Origin', unquoted(own.AllowOrigin)],
    ['Access-Control-Allow-Methods', unquoted(own.AllowMethods) ?? methods.join(',')],
    ['Access-Control-Allow-Headers', unquoted(own.AllowHeaders)],
    ['Access-Control-Max-Age', unquoted(own.MaxAge)],
    ['Access-Control-Allow-Credentials', own.AllowCredentials === true ? 'true' : undefined],
  ] as const;
  return headers.flatMap(([name, text]) => (text === undefined ? [] : [name, text]));
}
