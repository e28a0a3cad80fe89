import fc from 'fast-check';
import { body, headerLines, inChunks, names, text, token, values } from './fuzz.ts';

/** The end of a head and a body: framed well most of the time, and in every wrong way. */
const framedBody = (closing: string) =>
  fc.oneof(
    { weight: 6, arbitrary: body.map((b) => `${closing}Content-Length: ${b.length}\r\n\r\n${b}`) },
    {
      weight: 3,
      arbitrary: body.map((b) => `${closing}Transfer-Encoding: chunked\r\n\r\n${inChunks(b)}\r\n`),
    },
    { weight: 2, arbitrary: fc.constant(`${closing}\r\n`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(body, names, values)
        .map(
          ([b, name, value]) => `Transfer-Encoding: chunked\r\n\r\n${inChunks(b)}${name}: ${value}\r\n\r\n`,
        ),
    },
    { weight: 1, arbitrary: body.map((b) => `Transfer-Encoding: chunked\r\n\r\nzz\r\n${b}`) },
    {
      weight: 1,
      arbitrary: body.map((b) => `Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n${inChunks(b)}\r\n`),
    },
  );

const functionNames = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('echo', 'http', 'stream', 'nothing', 'error') },
  { weight: 1, arbitrary: text.map(encodeURIComponentOrNot) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'echo:$LATEST',
      'arn:aws:lambda:us-east-1:123456789012:function:echo:1',
      '..',
      '%',
      '%ff',
    ),
  },
);

function encodeURIComponentOrNot(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    return '%ed%a0%80';
  }
}

const paths = fc.oneof(
  { weight: 5, arbitrary: functionNames.map((name) => `/2015-03-31/functions/${name}/invocations`) },
  {
    weight: 2,
    arbitrary: functionNames.map((name) => `/2021-11-15/functions/${name}/response-streaming-invocations`),
  },
  { weight: 5, arbitrary: functionNames.map((name) => `/${name}/some/path`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(token, fc.constantFrom('response', 'error'))
      .map(([id, what]) => `/2018-06-01/runtime/invocation/${id}/${what}`),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...['/', '*', '//', '/2015-03-31/functions/', '/2018-06-01/runtime/init/error', '/2018-06-01/runtime/'],
      ...['http://localhost/echo/', 'http://evil.example/', '/2018-06-01/runtime/invocation/next'],
    ),
  },
  { weight: 1, arbitrary: text },
);

const queries = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  {
    weight: 2,
    arbitrary: fc.oneof(text.map(encodeURIComponentOrNot), text).map((value) => `?Qualifier=${value}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '?Qualifier=%0a',
      '?Qualifier=%E2%82%AC',
      '?Qualifier=%7f',
      '?%',
      '?__proto__=1',
    ),
  },
  { weight: 1, arbitrary: text.map((value) => `?${value}`) },
);

const methods = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('POST', 'GET') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('PUT', 'HEAD', 'OPTIONS', 'DELETE', 'CONNECT', 'TRACE', 'M-SEARCH', 'get'),
  },
  { weight: 1, arbitrary: text },
);

const hosts = fc.oneof(
  { weight: 12, arbitrary: fc.constant('Host: localhost\r\n') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'Host: evil.example\r\n', 'Host: \r\n', 'Host: a\r\nHost: b\r\n'),
  },
);

const versions = fc.oneof(
  { weight: 12, arbitrary: fc.constant('HTTP/1.1') },
  { weight: 1, arbitrary: fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'HTTP/9', '') },
);

/** A request, to be written as `latin1`; the server ends the connection of most by itself. */
export const rawRequest: fc.Arbitrary<string> = fc
  .tuple(methods, paths, queries, versions, hosts, headerLines, framedBody('Connection: close\r\n'))
  .map(
    ([method, path, query, version, host, headers, rest]) =>
      `${method} ${path}${query} ${version}\r\n${host}${headers}${rest}`,
  );
