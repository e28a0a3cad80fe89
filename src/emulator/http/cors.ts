import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type CorsSettings, completeCors } from '../../settings/rows/url-request.ts';
import { emptyAnswer } from './format.ts';
import type { HttpResponse } from './response.ts';

const listed = (values: readonly string[] = []) => (values.includes('*') ? '*' : values.join(','));

/** The headers that tell a page of an allowed origin that it may read the response; none for another origin. */
function originHeaders({ origins = [], credentials }: CorsSettings, origin: string | undefined): string[] {
  if (origin === undefined) return [];
  const isOpen = origins.includes('*');
  const isAllowed = isOpen || origins.some((allowed) => allowed.toLowerCase() === origin.toLowerCase());
  if (!isAllowed) return [];
  return [
    'Access-Control-Allow-Origin',
    isOpen ? '*' : origin,
    ...(isOpen ? [] : ['Vary', 'Origin']),
    ...(credentials ? ['Access-Control-Allow-Credentials', 'true'] : []),
  ];
}

/** What the service adds to every response of a function, names and values in turn. */
export function corsHeaders(cors: CorsSettings, { origin }: IncomingHttpHeaders): string[] {
  const allowed = originHeaders(cors, origin);
  const exposed = cors.exposeHeaders ?? [];
  if (allowed.length === 0 || exposed.length === 0) return allowed;
  return [...allowed, 'Access-Control-Expose-Headers', exposed.join(',')];
}

/** Whether a request asks what another site may do, before it does it. */
const isPreflight = (method: string | undefined, headers: IncomingHttpHeaders): boolean =>
  method === 'OPTIONS' &&
  headers.origin !== undefined &&
  headers['access-control-request-method'] !== undefined;

function preflightHeaders(cors: CorsSettings, headers: IncomingHttpHeaders): string[] {
  const allowed = originHeaders(cors, headers.origin);
  if (allowed.length === 0) return [];
  const open = completeCors(cors);
  return [
    ...allowed,
    'Access-Control-Allow-Methods',
    listed(open.methods),
    'Access-Control-Allow-Headers',
    listed(open.headers),
    ...(cors.maxAge === undefined ? [] : ['Access-Control-Max-Age', String(cors.maxAge)]),
  ];
}

/**
 * The service's answer to a preflight, which no function sees; undefined for any other request, and where the settings say
 * nothing of CORS.
 */
export function preflightAnswer(
  cors: CorsSettings | undefined,
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  status: number,
): HttpResponse | undefined {
  if (!cors || !isPreflight(method, headers)) return undefined;
  return emptyAnswer(status, preflightHeaders(cors, headers));
}

/** Headers, names and values in turn, with the service's in the place of the function's of the same name. */
export function withCors(own: readonly string[], added: readonly string[]): string[] {
  const names = new Set(added.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase()));
  names.delete('vary');
  const kept = own.flatMap((name, i) =>
    i % 2 === 0 && !names.has(name.toLowerCase()) ? [name, own[i + 1] as string] : [],
  );
  return [...kept, ...added];
}
