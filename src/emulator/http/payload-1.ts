import type { EventContext } from './format.ts';
import { apiHost, httpApiPath, isProxyText, jwt } from './payload-2.ts';
import {
  decodedQuery,
  eventBody,
  eventHeaders,
  every,
  forwarded,
  type HttpRequest,
  header,
  isUtf8,
  last,
  logTime,
  type MultiValues,
} from './request.ts';

/** Payload format 1.0: what REST APIs send, and HTTP APIs that are told to. */

/** The media type of a header, without its parameters. */
const mediaType = (value: string | undefined) => value?.split(/[;,]/, 1)[0]?.trim().toLowerCase();

/** Whether one of a REST API's binary media types (`image/png`, `image/*`, `*` + `/*`) covers a type. */
export function isBinaryType(binaryMediaTypes: readonly string[], value: string | undefined): boolean {
  const type = mediaType(value);
  return binaryMediaTypes.some((own) => {
    // SAM's templates write ~1 for the slash.
    const binary = own.replace('~1', '/').toLowerCase();
    if (binary === '*/*') return true;
    if (type === undefined) return false;
    return binary.endsWith('/*') ? type.startsWith(binary.slice(0, -1)) : type === binary;
  });
}

/** Both forms of the same values; null where there are none. */
const values = (name: string, multi: MultiValues) => ({
  [name]: last(multi) ?? null,
  [`multiValue${name[0]?.toUpperCase()}${name.slice(1)}`]: every(multi) ?? null,
});

function commonContext(request: HttpRequest, context: EventContext) {
  const { apiId, accountId, stage, route, now, extendedId } = context;
  return {
    accountId,
    apiId,
    domainName: apiHost(context),
    domainPrefix: apiId,
    extendedRequestId: extendedId,
    httpMethod: request.method,
    protocol: request.protocol,
    requestTime: logTime(now),
    requestTimeEpoch: now.getTime(),
    resourcePath: route.resource,
    stage,
  };
}

const anonymous = {
  accessKey: null,
  accountId: null,
  caller: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

const identity = (request: HttpRequest) => ({
  ...anonymous,
  sourceIp: request.sourceIp,
  userAgent: header(request, 'user-agent') ?? null,
});

/** A claim of a Cognito user pool as REST APIs hand it over: as a text, a list with commas. */
const claimText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(claimText).join(',') : JSON.stringify(value);
};

const cognito = (claims: Readonly<Record<string, unknown>>) => ({
  claims: Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimText(value)])),
});

/**
 * The event of a REST API (API Gateway, "Lambda proxy integrations in API Gateway"): headers in the client's case,
 * the path without its stage. Parameters of path and query are decoded ("Amazon API Gateway important notes"; what it says
 * of the percent sign is not done here), the path is not, which was seen in events of the service and is not documented. A
 * body whose type is not among the binary media types is text, whatever it is.
 */
export function restEvent(request: HttpRequest, context: EventContext): object {
  const { route, stage, binaryMediaTypes, claims } = context;
  const isBinary = isBinaryType(binaryMediaTypes, header(request, 'content-type'));
  const { body, isBase64Encoded } = eventBody(request.body, !isBinary);
  const path = `/${stage}${request.path}`;
  return {
    resource: route.resource,
    path: request.path,
    httpMethod: request.method,
    ...values('headers', eventHeaders(request, forwarded(request, context.traceId), { lowercase: false })),
    ...values('queryStringParameters', decodedQuery(request.query)),
    pathParameters: route.parameters ?? null,
    stageVariables: null,
    requestContext: {
      ...commonContext(request, context),
      resourceId: resourceId(route.resource),
      path,
      requestId: context.requestId,
      identity: identity(request),
      authorizer: claims && cognito(claims),
    },
    body: body === '' ? null : body,
    isBase64Encoded,
  };
}

/** What becomes of a body that a REST API takes for text. */
export function restWarning(request: HttpRequest, { binaryMediaTypes }: EventContext): string | undefined {
  if (isBinaryType(binaryMediaTypes, header(request, 'content-type')) || isUtf8(request.body))
    return undefined;
  return 'the body is not UTF-8, and its type is not among the binary media types of the REST API (BinaryMediaTypes), so bytes of it are lost, as on AWS';
}

/** Six characters that are the same for the same resource, as API Gateway's are. */
function resourceId(path: string): string {
  const hash = [...path].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) as number)) % 36 ** 6, 7);
  return hash.toString(36).padStart(6, '0');
}

/**
 * The event of an HTTP API with payload format 1.0 (API Gateway, "Create AWS Lambda proxy integrations for HTTP
 * APIs"). Unlike a REST API's its path has the stage, and a body is text by its type.
 */
export function httpApi1Event(request: HttpRequest, context: EventContext): object {
  const { route, claims, extendedId } = context;
  const path = httpApiPath(request.path);
  const { body, isBase64Encoded } = eventBody(request.body, isProxyText(request));
  return {
    version: '1.0',
    resource: route.resource,
    path,
    httpMethod: request.method,
    ...values('headers', eventHeaders(request, forwarded(request, context.traceId), { lowercase: true })),
    ...values('queryStringParameters', decodedQuery(request.query)),
    requestContext: {
      ...commonContext(request, context),
      authorizer: claims ? jwt(claims) : { claims: null, scopes: null },
      identity: { ...identity(request), cognitoAmr: null },
      path,
      requestId: extendedId,
      resourceId: route.key,
    },
    pathParameters: route.parameters ?? null,
    stageVariables: null,
    body: body === '' ? null : body,
    isBase64Encoded,
  };
}
