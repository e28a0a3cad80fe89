import type { ApiFormatName } from '../../platform/options.ts';
import { limits } from '../limits.ts';
import { albMultiEvent, albSingleEvent } from './alb.ts';
import { type ApiAnswers, type HttpFormat, jsonAnswer, type OwnAnswers } from './format.ts';
import { httpApi1Event, restEvent, restWarning } from './payload-1.ts';
import { httpApiEvent, urlEvent } from './payload-2.ts';
import { badGateway, type HttpResponse, httpApi, httpResponse } from './response.ts';
import { albMultiResponse, albSingleResponse, httpApi1Response, restResponse } from './response-1.ts';

const megabyte = 1024 * 1024;

/** API Gateway's quota of a payload. */
const apiGatewayBytes = 10 * megabyte;

const translated = (response: HttpResponse | undefined) => response && { response };

/** Function URLs have their messages in a capital Message. */
const urlAnswers: OwnAnswers = {
  failed: badGateway,
  tooLarge: jsonAnswer(413, '{"Message":"Request Too Long"}'),
  throttled: jsonAnswer(429, '{"Message":"Rate Exceeded."}'),
  busy: jsonAnswer(503, '{"Message":"Service Unavailable"}'),
};

/**
 * A function that fails is 500 for an HTTP API, not 502. Source: API Gateway, "Troubleshooting HTTP API Lambda
 * integrations".
 */
const httpApiAnswers: ApiAnswers = {
  failed: jsonAnswer(500, '{"message":"Internal Server Error"}'),
  tooLarge: jsonAnswer(413, '{"message":"Request Entity Too Large"}'),
  throttled: jsonAnswer(503, '{"message":"Service Unavailable"}'),
  busy: jsonAnswer(503, '{"message":"Service Unavailable"}'),
  noRoute: jsonAnswer(404, '{"message":"Not Found"}'),
  noStage: jsonAnswer(404, '{"message":"Not Found"}'),
};

/** Source: API Gateway, "Gateway response types". */
const restAnswers: ApiAnswers = {
  failed: jsonAnswer(
    502,
    '{"message": "Internal server error"}',
    'x-amzn-ErrorType',
    'InternalServerErrorException',
  ),
  tooLarge: jsonAnswer(413, '{"message":"Request Too Long"}', 'x-amzn-ErrorType', 'RequestTooLargeException'),
  throttled: jsonAnswer(
    429,
    '{"message":"Too Many Requests"}',
    'x-amzn-ErrorType',
    'TooManyRequestsException',
  ),
  busy: jsonAnswer(503, '{"message":"Service Unavailable"}'),
  noRoute: jsonAnswer(
    403,
    '{"message":"Missing Authentication Token"}',
    'x-amzn-ErrorType',
    'MissingAuthenticationTokenException',
  ),
  noStage: jsonAnswer(403, '{"message":"Forbidden"}', 'x-amzn-ErrorType', 'ForbiddenException'),
};

/** The page that a load balancer sends for an error of its own. */
const albPage = (status: number, reason: string): HttpResponse => {
  const title = `${status} ${reason}`;
  const lines = [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '</body>',
    '</html>',
    '',
  ];
  return { status, headers: ['Content-Type', 'text/html'], body: Buffer.from(lines.join('\r\n')) };
};

const albAnswers: ApiAnswers = {
  failed: albPage(502, 'Bad Gateway'),
  tooLarge: albPage(413, 'Request Entity Too Large'),
  throttled: albPage(502, 'Bad Gateway'),
  busy: albPage(503, 'Service Temporarily Unavailable'),
  // What no rule takes gets the listener's default action, of which nothing is known here.
  noRoute: albPage(404, 'Not Found'),
  noStage: albPage(404, 'Not Found'),
};

const httpApiRow = {
  responseHeaders: ({ extendedId }) => ['Apigw-Requestid', extendedId],
  answers: httpApiAnswers,
  preflightStatus: 204,
  requestBytes: apiGatewayBytes,
  responseBytes: limits.response,
  patience: { seconds: 30, status: 503 },
  streams: false,
} as const satisfies Partial<HttpFormat>;

const albRow = {
  responseHeaders: () => ['Server', 'awselb/2.0'],
  answers: albAnswers,
  preflightStatus: 200,
  requestBytes: megabyte,
  responseBytes: megabyte,
  streams: false,
} as const satisfies Partial<HttpFormat>;

/** The formats, a row each: how an event is made of a request, and HTTP of what the function returns. */
export const httpFormats = {
  url: {
    title: 'function URL',
    event: urlEvent,
    response: (payload) => translated(httpResponse(payload)),
    responseHeaders: ({ requestId }) => ['x-amzn-RequestId', requestId],
    answers: urlAnswers,
    preflightStatus: 200,
    requestBytes: limits.syncPayload,
    responseBytes: limits.response,
    streams: true,
  },
  'http-api': {
    ...httpApiRow,
    title: 'HTTP API, payload 2.0',
    event: httpApiEvent,
    response: (payload) => translated(httpResponse(payload, httpApi)),
  },
  'http-api-1.0': {
    ...httpApiRow,
    title: 'HTTP API, payload 1.0',
    event: httpApi1Event,
    response: httpApi1Response,
  },
  rest: {
    title: 'REST API',
    event: restEvent,
    warning: restWarning,
    response: restResponse,
    responseHeaders: ({ requestId, extendedId }) => [
      ...['x-amzn-RequestId', requestId],
      ...['x-amz-apigw-id', extendedId],
    ],
    answers: restAnswers,
    preflightStatus: 200,
    requestBytes: apiGatewayBytes,
    responseBytes: limits.response,
    patience: { seconds: 29, status: 504 },
    streams: false,
  },
  alb: {
    ...albRow,
    title: 'load balancer',
    event: albSingleEvent,
    response: albSingleResponse,
  },
  'alb-multi': {
    ...albRow,
    title: 'load balancer, multi-value headers',
    event: albMultiEvent,
    response: albMultiResponse,
  },
} as const satisfies Record<ApiFormatName | 'url', HttpFormat>;
