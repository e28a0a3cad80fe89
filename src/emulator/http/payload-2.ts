import type { EventContext } from './format.ts';
import {
  cookiesOf,
  decodedPath,
  decodedQuery,
  eventBody,
  eventHeaders,
  forwarded,
  type HttpRequest,
  header,
  isUtf8,
  joined,
  logTime,
} from './request.ts';

/** Payload format 2.0: what function URLs and HTTP APIs send. Undefined members are left out of the JSON. */

const urlTextTypes = /^(?:text\/|application\/(?:json|javascript|xml)\b|application\/[^;]+\+(?:json|xml)\b)/i;

/** Whether a function URL hands a body over as text; everything else is base64, forms too. */
function isUrlText(request: HttpRequest): boolean {
  const type = header(request, 'content-type');
  if (header(request, 'content-encoding') !== undefined) return false;
  return (type === undefined || urlTextTypes.test(type)) && isUtf8(request.body);
}

const textTypes = /^\s*(?:text\/[^;]*|application\/(?:json|javascript|xml))\s*(?:;|$)/i;

/**
 * Whether an HTTP API or a load balancer hands a body over as text. The list is documented for load balancers
 * (Elastic Load Balancing, "Use Lambda functions as targets"); HTTP APIs were seen to use the same one, so that a
 * body without a type is base64 as well.
 */
export function isProxyText(request: HttpRequest): boolean {
  const type = header(request, 'content-type');
  if (header(request, 'content-encoding') !== undefined) return false;
  return type !== undefined && textTypes.test(type) && isUtf8(request.body);
}

const withoutCookies = (request: HttpRequest): HttpRequest => ({
  ...request,
  headers: request.headers.filter(([name]) => name.toLowerCase() !== 'cookie'),
});

interface Variant {
  readonly host: string;
  readonly accountId: string;
  readonly requestId: string;
  /** `rawPath` and `requestContext.http.path`. */
  readonly paths: readonly [raw: string, context: string];
  readonly isText: boolean;
  readonly authorizer?: object | undefined;
}

function payload2(request: HttpRequest, context: EventContext, variant: Variant): object {
  const { method, query, body, sourceIp, protocol } = request;
  const { apiId, route, stage, now } = context;
  const { paths, isText, accountId, requestId, host, authorizer } = variant;
  const added = forwarded(request, context.traceId);
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: paths[0],
    rawQueryString: query,
    cookies: cookiesOf(request),
    headers: joined(eventHeaders(withoutCookies(request), added, { lowercase: true })),
    queryStringParameters: joined(decodedQuery(query)),
    requestContext: {
      accountId,
      apiId,
      authorizer,
      domainName: host,
      domainPrefix: apiId,
      http: {
        method,
        path: paths[1],
        protocol,
        sourceIp,
        userAgent: header(request, 'user-agent'),
      },
      requestId,
      routeKey: route.key,
      stage,
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
    ...(body.length === 0 ? { isBase64Encoded: false } : eventBody(body, isText)),
    pathParameters: route.parameters,
  };
}

/**
 * The event of a function URL (AWS, "Invoking Lambda function URLs"). The path is as it was sent; the one of the
 * context is decoded.
 */
export const urlEvent = (request: HttpRequest, context: EventContext): object =>
  payload2(request, context, {
    host: `${context.apiId}.lambda-url.${context.region}.on.aws`,
    accountId: 'anonymous',
    requestId: context.requestId,
    paths: [request.path, decodedPath(request.path)],
    isText: isUrlText(request),
  });

/**
 * The path that an HTTP API works with: decoded before it looks for a route, in spite of the name `rawPath`, and cut
 * at a question mark that was encoded. Neither is documented; both were seen in events of the service.
 */
export const httpApiPath = (path: string): string => decodedPath(path).split('?', 1)[0] as string;

/** The host of an API. */
export const apiHost = ({ apiId, region }: Pick<EventContext, 'apiId' | 'region'>): string =>
  `${apiId}.execute-api.${region}.amazonaws.com`;

/** A claim as HTTP APIs hand it over: as a text, a list as `[a b]`. */
function claimText(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? `[${value.map(claimText).join(' ')}]` : JSON.stringify(value);
}

/**
 * What a JWT authorizer passes on (API Gateway, "Control access to HTTP APIs with JWT authorizers"). `scopes` are those
 * that the route asks for; here they are the token's own.
 */
export function jwt(claims: Readonly<Record<string, unknown>>) {
  const scope = claims.scope ?? claims.scp;
  return {
    claims: Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimText(value)])),
    scopes: typeof scope === 'string' ? scope.split(' ').filter((word) => word !== '') : null,
  };
}

/** The event of an HTTP API (API Gateway, "Create AWS Lambda proxy integrations for HTTP APIs"). */
export function httpApiEvent(request: HttpRequest, context: EventContext): object {
  const path = httpApiPath(request.path);
  return payload2(request, context, {
    host: apiHost(context),
    accountId: context.accountId,
    requestId: context.extendedId,
    paths: [path, path],
    isText: isProxyText(request),
    authorizer: context.claims && { jwt: jwt(context.claims) },
  });
}
