import type { EventContext } from './format.ts';
import { isProxyText } from './payload-2.ts';
import {
  encodedQuery,
  eventBody,
  eventHeaders,
  every,
  forwarded,
  type HttpRequest,
  last,
  type MultiValues,
} from './request.ts';

/**
 * The event of a load balancer (Elastic Load Balancing, "Use Lambda functions as targets of an Application Load
 * Balancer"): path and query as they were sent, names of headers in lower case. A target group has either single
 * values, the last of each, or all of them.
 */
function albEvent(
  request: HttpRequest,
  context: EventContext,
  names: { headers: string; query: string },
  read: (values: MultiValues) => object | undefined,
): object {
  const headers = eventHeaders(request, forwarded(request, context.traceId), {
    lowercase: true,
    keepsConnection: true,
  });
  return {
    requestContext: { elb: { targetGroupArn: targetGroupArn(context) } },
    httpMethod: request.method,
    path: request.path,
    [names.query]: read(encodedQuery(request.query)) ?? {},
    [names.headers]: read(headers),
    ...eventBody(request.body, isProxyText(request)),
  };
}

function targetGroupArn({ region, accountId, apiId }: EventContext): string {
  return `arn:aws:elasticloadbalancing:${region}:${accountId}:targetgroup/local/${apiId.padEnd(16, '0')}`;
}

export const albSingleEvent = (request: HttpRequest, context: EventContext): object =>
  albEvent(request, context, { headers: 'headers', query: 'queryStringParameters' }, last);

export const albMultiEvent = (request: HttpRequest, context: EventContext): object =>
  albEvent(
    request,
    context,
    { headers: 'multiValueHeaders', query: 'multiValueQueryStringParameters' },
    every,
  );
