import type { IncomingHttpHeaders } from 'node:http';

/** An HTTP request to a function's URL. */
export interface HttpRequest {
  readonly method: string;
  /** As on the request line, without the query. */
  readonly rawPath: string;
  /** Without the question mark. */
  readonly rawQueryString: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly protocol: string;
}

export interface EventContext {
  readonly requestId: string;
  readonly traceId: string;
  readonly region: string;
  /** The first label of the URL's host. */
  readonly urlId: string;
  readonly now: Date;
}

const textTypes = /^(?:text\/|application\/(?:json|javascript|xml)\b|application\/[^;]+\+(?:json|xml)\b)/i;

/** Whether a body goes into the event as text; everything else goes as base64, forms too. */
function isText({ headers, body }: HttpRequest): boolean {
  const type = headers['content-type'];
  if (headers['content-encoding'] !== undefined) return false;
  return (
    (type === undefined || textTypes.test(type)) && Buffer.compare(Buffer.from(body.toString()), body) === 0
  );
}

const joined = (value: string | string[]) => (Array.isArray(value) ? value.join(',') : value);

function eventHeaders(headers: IncomingHttpHeaders, extra: Record<string, string>): Record<string, string> {
  const own = Object.entries(headers).filter(([name, value]) => name !== 'cookie' && value !== undefined);
  return { ...Object.fromEntries(own.map(([name, value]) => [name, joined(value as string)])), ...extra };
}

/** A parameter that comes several times has its values joined by commas. */
function queryParameters(query: string): Record<string, string> | undefined {
  if (query === '') return undefined;
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(query))
    values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries([...values].map(([name, all]) => [name, all.join(',')]));
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');

/** `12/Mar/2020:19:03:58 +0000` */
function logTime(now: Date): string {
  const day = `${two(now.getUTCDate())}/${months[now.getUTCMonth()]}/${now.getUTCFullYear()}`;
  return `${day}:${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())} +0000`;
}

/**
 * The event for an HTTP request to a function's URL: payload format 2.0 (AWS, "Invoking Lambda function URLs").
 * Undefined members are left out of its JSON, as the service leaves them out.
 */
export function httpEvent(request: HttpRequest, context: EventContext): object {
  const { method, rawPath, rawQueryString, headers, body, sourceIp, protocol } = request;
  const { requestId, traceId, region, urlId, now } = context;
  const domainName = `${urlId}.lambda-url.${region}.on.aws`;
  const text = isText(request);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    cookies: headers.cookie?.split(/;\s*/).filter((cookie) => cookie !== ''),
    headers: eventHeaders(headers, {
      'x-amzn-trace-id': traceId,
      'x-forwarded-for': sourceIp,
      'x-forwarded-proto': 'http',
    }),
    queryStringParameters: queryParameters(rawQueryString),
    requestContext: {
      accountId: 'anonymous',
      apiId: urlId,
      domainName,
      domainPrefix: urlId,
      http: { method, path: decodePath(rawPath), protocol, sourceIp, userAgent: headers['user-agent'] },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
    body: body.length === 0 ? undefined : body.toString(text ? 'utf8' : 'base64'),
    isBase64Encoded: body.length > 0 && !text,
  };
}
