import { validateHeaderName, validateHeaderValue } from 'node:http';
import * as v from 'valibot';
import { endToEnd } from './connection-fields.ts';

/** What goes back to the HTTP client. */
export interface HttpResponse {
  readonly status: number;
  /** The words after the status, where they are not the usual ones. */
  readonly reason?: string | undefined;
  /** Names and values in turn, so that Set-Cookie can come several times. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** What a function URL answers when the function failed or its response cannot be understood. */
export const badGateway: HttpResponse = {
  status: 502,
  headers: ['Content-Type', 'application/json'],
  body: Buffer.from('Internal Server Error'),
};

type HeaderValue = string | number | boolean;

const isHeaderValue = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);

/** Not v.record, which drops the names `constructor`, `prototype` and `__proto__`. */
const membersSchema = <T>(isMember: (value: unknown) => boolean) =>
  v.custom<Readonly<Record<string, T>>>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every(isMember),
  );

/** Each name with one value. */
export const headersSchema = membersSchema<HeaderValue>(isHeaderValue);

/** Each name with a list of values. */
export const multiHeadersSchema = membersSchema<readonly HeaderValue[]>(
  (value) => Array.isArray(value) && value.every(isHeaderValue),
);

/** A status that HTTP knows; 1xx is not a response of its own. */
export const statusSchema = v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599));

/** Function URLs and API Gateway take a status as text, too. */
export const looseStatusSchema = v.union([
  statusSchema,
  v.pipe(v.string(), v.regex(/^\s*\d{3}\s*$/), v.transform(Number), statusSchema),
]);

const headSchema = v.object({
  statusCode: looseStatusSchema,
  headers: v.nullish(headersSchema),
  cookies: v.nullish(v.array(v.string())),
});

const responseSchema = v.object({
  ...headSchema.entries,
  body: v.nullish(v.string()),
  isBase64Encoded: v.nullish(v.boolean()),
});

type Head = v.InferOutput<typeof headSchema>;

/** Each name with its value. */
export const singleHeaders = (headers: Readonly<Record<string, HeaderValue>> | null | undefined) =>
  Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)] as const);

/**
 * The headers of a response, names and values in turn, with a content type where the function gave none; undefined
 * when HTTP cannot carry one of them.
 */
export function headerList(
  fields: readonly (readonly [name: string, value: string])[],
  contentType: string,
): string[] | undefined {
  const own = endToEnd(fields);
  const typed = own.some(([name]) => name.toLowerCase() === 'content-type');
  const all = typed ? own : [['Content-Type', contentType] as const, ...own];
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

const fieldsOf = ({ headers, cookies }: Head) => [
  ...singleHeaders(headers),
  ...(cookies ?? []).map((cookie) => ['Set-Cookie', cookie] as const),
];

/** A JSON value without a statusCode is the body itself, a string without its quotes. */
function inferred(value: unknown, payload: Buffer): HttpResponse {
  const body = typeof value === 'string' ? Buffer.from(value) : payload;
  return { status: 200, headers: ['Content-Type', 'application/json'], body };
}

const hasStatusCode = (value: unknown) =>
  typeof value === 'object' && value !== null && 'statusCode' in value;

/** The value of a JSON text; undefined for any other text. */
export function parsed(payload: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(payload.toString()) };
  } catch {
    return undefined;
  }
}

/** What the two services that take payload format 2.0 do differently. */
interface Differences {
  /** What a response is that has a status and no content type. */
  readonly contentType: string;
  /** Whether what is no JSON is a body, too. */
  readonly takesAnything: boolean;
}

/** A function URL. */
const url: Differences = { contentType: 'application/json', takesAnything: false };

/**
 * An HTTP API. AWS's documentation says that it wants JSON and names no default content type; what is here is what the
 * service was seen to do (aws-lambda-dotnet, Lambda Test Tool v2, compared with the service by its tests).
 */
export const httpApi: Differences = { contentType: 'text/plain; charset=utf-8', takesAnything: true };

/**
 * Turns what a function returned into an HTTP response (payload format 2.0); undefined when it cannot be one:
 * no JSON, or a status, a header or a body that HTTP does not know. Nothing at all is an empty response.
 */
export function httpResponse(payload: Buffer, differences: Differences = url): HttpResponse | undefined {
  if (payload.length === 0) return inferred('', payload);
  const json = parsed(payload);
  if (!json) return differences.takesAnything ? inferred(undefined, payload) : undefined;
  if (!hasStatusCode(json.value)) return inferred(json.value, payload);
  const result = v.safeParse(responseSchema, json.value);
  if (!result.success) return undefined;
  const { statusCode, body, isBase64Encoded } = result.output;
  const headers = headerList(fieldsOf(result.output), differences.contentType);
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
    const result = v.safeParse(headSchema, head);
    const headers = result.success
      ? headerList(fieldsOf(result.output), 'application/octet-stream')
      : undefined;
    if (!result.success || !headers) return { is: 'invalid' };
    const rest = start.subarray(end + separator.length);
    return { is: 'complete', status: result.output.statusCode, headers, rest };
  } catch {
    return { is: 'invalid' };
  }
}
