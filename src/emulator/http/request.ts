import type { IncomingMessage } from 'node:http';
import { isConnectionField } from './connection-fields.ts';

/** An HTTP request, apart from the service that takes it. */
export interface HttpRequest {
  readonly method: string;
  /** As on the request line, without the query; below the address of the API or the function. */
  readonly path: string;
  /** As on the request line, without the question mark. */
  readonly query: string;
  /** In the client's order and case; one that comes several times is there several times. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly sourceIp: string;
  /** The port that the request came to. */
  readonly port: number;
  /** `HTTP/1.1` */
  readonly protocol: string;
}

/** A request as Node has it, with the part of its target that the function sees. */
export function readRequest(
  request: IncomingMessage,
  { path, query }: Pick<HttpRequest, 'path' | 'query'>,
  body: Buffer,
): HttpRequest {
  const raw = request.rawHeaders;
  const headers = raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1] as string] as const] : []));
  return {
    method: request.method as string,
    path,
    query,
    headers,
    body,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
    port: request.socket.localPort ?? 0,
    protocol: `HTTP/${request.httpVersion}`,
  };
}

/** The values of a header, by its name in lower case. */
const headerValues = ({ headers }: Pick<HttpRequest, 'headers'>, name: string): string[] =>
  headers.flatMap(([other, value]) => (other.toLowerCase() === name ? [value] : []));

/** The first value of a header. */
export const header = (request: Pick<HttpRequest, 'headers'>, name: string): string | undefined =>
  headerValues(request, name)[0];

/** Every value by its name, in the order in which the names come first. */
export type MultiValues = ReadonlyMap<string, readonly string[]>;

/** Values under the same name, put together. */
function grouped(pairs: Iterable<readonly [string, string]>): MultiValues {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const group = groups.get(name);
    if (group) group.push(value);
    else groups.set(name, [value]);
  }
  return groups;
}

/** As an object that has names like `__proto__`, too, and is undefined without members. */
const members = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> | undefined =>
  entries.length === 0 ? undefined : Object.fromEntries(entries);

export const joined = (values: MultiValues) =>
  members([...values].map(([name, all]) => [name, all.join(',')] as const));
export const last = (values: MultiValues) =>
  members([...values].map(([name, all]) => [name, all.at(-1) as string] as const));
export const every = (values: MultiValues) => members([...values]);

/**
 * The headers that a function gets: without those of the connection, with what a service adds before it passes a
 * request on. A name that comes in several cases is one, in that of its first.
 */
export function eventHeaders(
  request: HttpRequest,
  added: readonly (readonly [name: string, value: string])[],
  { lowercase, keepsConnection = false }: { lowercase: boolean; keepsConnection?: boolean },
): MultiValues {
  const names = new Map<string, string>();
  const spelled = (name: string) => {
    const lower = name.toLowerCase();
    if (lowercase) return lower;
    if (!names.has(lower)) names.set(lower, name);
    return names.get(lower) as string;
  };
  const replaced = new Set(added.map(([name]) => name.toLowerCase()));
  const own = request.headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return (
      !replaced.has(lower) && (keepsConnection || lower === 'content-length' || !isConnectionField(lower))
    );
  });
  // A body in chunks has no length of its own; who passes it on in one piece gives it one.
  const isChunked = request.body.length > 0 && header(request, 'content-length') === undefined;
  const length = isChunked ? [['Content-Length', String(request.body.length)] as const] : [];
  return grouped([...own, ...length, ...added].map(([name, value]) => [spelled(name), value] as const));
}

/** What every proxy of AWS adds: where a request comes from, and how. */
export function forwarded(request: HttpRequest, traceId: string): (readonly [string, string])[] {
  const earlier = headerValues(request, 'x-forwarded-for');
  return [
    ['X-Amzn-Trace-Id', traceId],
    ['X-Forwarded-For', [...earlier, request.sourceIp].join(', ')],
    ['X-Forwarded-Port', String(request.port)],
    ['X-Forwarded-Proto', 'http'],
  ];
}

/** The parameters of a query, decoded. */
export const decodedQuery = (query: string): MultiValues => grouped(new URLSearchParams(query));

/** The parameters of a query as they were sent. */
export function encodedQuery(query: string): MultiValues {
  const parts = query.split('&').filter((part) => part !== '');
  return grouped(
    parts.map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? ([part, ''] as const) : ([part.slice(0, at), part.slice(at + 1)] as const);
    }),
  );
}

/** A path without its encoding; one that is not encoded rightly comes back as it is. */
export function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** One `name=value` each; undefined when there are none. */
export function cookiesOf(request: HttpRequest): string[] | undefined {
  const cookies = headerValues(request, 'cookie').flatMap((value) => value.split(/;\s*/));
  const sent = cookies.filter((cookie) => cookie !== '');
  return sent.length === 0 ? undefined : sent;
}

/** Whether bytes are UTF-8, so that a text of them is the same bytes again. */
export const isUtf8 = (body: Buffer): boolean => Buffer.compare(Buffer.from(body.toString()), body) === 0;

/** A body as an event carries it. */
export interface EventBody {
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

export function eventBody(body: Buffer, isText: boolean): EventBody {
  const isBase64Encoded = body.length > 0 && !isText;
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');

/** `12/Mar/2020:19:03:58 +0000` */
export function logTime(now: Date): string {
  const day = `${two(now.getUTCDate())}/${months[now.getUTCMonth()]}/${now.getUTCFullYear()}`;
  return `${day}:${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())} +0000`;
}
