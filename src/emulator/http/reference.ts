import { apiFormats } from '../../platform/options.ts';
import { limits } from '../limits.ts';
import type { EventContext, HttpFormat } from './format.ts';
import { httpFormats } from './formats.ts';
import type { HttpRequest } from './request.ts';
import { defaultRoute } from './routes.ts';

/** The table of the formats for the documentation; what an event has is read off an event. */

const request: HttpRequest = {
  method: 'GET',
  path: '/a%20b',
  query: 'q=a%20b',
  headers: [
    ['X-A', '1'],
    ['X-A', '2'],
  ],
  body: Buffer.alloc(0),
  sourceIp: '127.0.0.1',
  port: 9001,
  protocol: 'HTTP/1.1',
};

const context: EventContext = {
  requestId: '',
  extendedId: '',
  traceId: '',
  region: '',
  accountId: '',
  apiId: '',
  stage: defaultRoute,
  route: { key: defaultRoute, resource: defaultRoute, parameters: undefined },
  claims: undefined,
  binaryMediaTypes: [],
  now: new Date(0),
};

const isEncoded = (text: unknown) => (JSON.stringify(text).includes('%20') ? 'encoded' : 'decoded');

/** How a header that comes twice is there. */
function twice({ headers, multiValueHeaders }: { headers?: object; multiValueHeaders?: object }): string {
  const single = headers === undefined ? [] : [/"1,2"/.test(JSON.stringify(headers)) ? 'joined' : 'last'];
  return [...single, ...(multiValueHeaders === undefined ? [] : ['all'])].join(', ');
}

const megabytes = (bytes: number) => `${Math.floor(bytes / 1024 / 1024)} MB`;

function row(name: string, format: HttpFormat): string {
  const event = format.event(request, context) as Record<string, unknown>;
  const { rawPath, path, queryStringParameters, multiValueQueryStringParameters } = event;
  const cells = [
    name,
    format.title,
    isEncoded(rawPath ?? path),
    isEncoded(queryStringParameters ?? multiValueQueryStringParameters),
    twice(event),
    megabytes(Math.min(format.requestBytes, limits.syncPayload)),
    String(format.answers.failed.status),
  ];
  return `| ${cells.join(' | ')} |`;
}

export const formatTable = (): string =>
  [
    '| `--http` | what it is | path | query | header that comes twice | request | when the function fails |',
    '|---|---|---|---|---|---|---|',
    row('', httpFormats.url),
    ...apiFormats.map((name) => row(`\`${name}\``, httpFormats[name])),
  ].join('\n');
