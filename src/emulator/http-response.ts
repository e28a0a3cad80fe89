import { validateHeaderName, validateHeaderValue } from 'node:http';
import * as v from 'valibot';
import { endToEnd } from './connection-fields.ts';

/** What goes back to the HTTP client. */
export interface HttpResponse {
  readonly status: number;
  /** Names and values in turn, so that Set-Cookie can come several times. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** What a client reads when the function failed or its response cannot be understood. */
export const badGateway: HttpResponse = {
  status: 502,
  headers: ['Content-Type', 'application/json'],
  body: Buffer.from('Internal Server Error'),
};

const isHeaderValue = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);

/** Not v.record, which drops the names `constructor`, `prototype` and `__proto__`. */
const headersSchema = v.custom<Readonly<Record<string, string | number | boolean>>>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isHeaderValue),
);

const headSchema = v.object({
  // The service takes a status as text too.
  statusCode: v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.regex(/^\s*\d{3}\s*$/), v.transform(Number))]),
    v.integer(),
    v.minValue(200),
    v.maxValue(599),
  ),
  headers: v.nullish(headersSchema),
  cookies: v.nullish(v.array(v.string())),
});

const responseSchema = v.object({
  ...headSchema.entries,
  body: v.nullish(v.string()),
  isBase64Encoded: v.nullish(v.boolean()),
});

type Head = v.InferOutput<typeof headSchema>;

/** The headers of a response; undefined when HTTP cannot carry one of them. */
function headerList({ headers, cookies }: Head, contentType: string): string[] | undefined {
  const own = endToEnd(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)] as const));
  const typed = own.some(([name]) => name.toLowerCase() === 'content-type');
  const all = [
    ...(typed ? [] : [['Content-Type', contentType] as const]),
    ...own,
    ...(cookies ?? []).map((cookie) => ['Set-Cookie', cookie] as const),
  ];
  try {
    for (const [name, value] of all) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
  } catch {
    return undefined;
  }
  return all.flat();
}

/** A JSON value without a statusCode is the body itself, a string without its quotes. */
function inferred(value: unknown, payload: Buffer): HttpResponse {
  const body = typeof value === 'string' ? Buffer.from(value) : payload;
  return { status: 200, headers: ['Content-Type', 'application/json'], body };
}

const hasStatusCode = (value: unknown) =>
  typeof value === 'object' && value !== null && 'statusCode' in value;

/**
 * Turns what a function returned into an HTTP response (payload format 2.0); undefined when it cannot be one:
 * no JSON, or a status, a header or a body that HTTP does not know. Nothing at all is an empty response.
 */
export function httpResponse(payload: Buffer): HttpResponse | undefined {
  if (payload.length === 0) return inferred('', payload);
  let value: unknown;
  try {
    value = JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
  if (!hasStatusCode(value)) return inferred(value, payload);
  const parsed = v.safeParse(responseSchema, value);
  if (!parsed.success) return undefined;
  const { statusCode, body, isBase64Encoded } = parsed.output;
  const headers = headerList(parsed.output, 'application/json');
  return (
    headers && {
      status: statusCode,
      headers,
      body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
    }
  );
}

/** What a streamed response starts with when it is meant for HTTP. */
export const preludeContentType = 'application/vnd.awslambda.http-integration-response';

/** Between the prelude and the body. */
const separator = Buffer.alloc(8);

/** The longest prelude; HTTP clients take no longer head either. */
const preludeLimit = 64 * 1024;

export type Prelude =
  | { readonly is: 'incomplete' }
  | { readonly is: 'invalid' }
  | {
      readonly is: 'complete';
      readonly status: number;
      readonly headers: readonly string[];
      readonly rest: Buffer;
    };

/** Reads the prelude at the start of a stream: JSON with status, headers and cookies, then eight NUL bytes. */
export function readPrelude(start: Buffer): Prelude {
  const end = start.indexOf(separator);
  if (end < 0) return { is: start.length > preludeLimit ? 'invalid' : 'incomplete' };
  try {
    const head = { statusCode: 200, ...JSON.parse(start.toString('utf8', 0, end)) };
    const parsed = v.safeParse(headSchema, head);
    const headers = parsed.success ? headerList(parsed.output, 'application/octet-stream') : undefined;
    if (!parsed.success || !headers) return { is: 'invalid' };
    const rest = start.subarray(end + separator.length);
    return { is: 'complete', status: parsed.output.statusCode, headers, rest };
  } catch {
    return { is: 'invalid' };
  }
}
