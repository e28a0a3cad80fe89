import fc from 'fast-check';

/** Bytes as a string of the same length, which `latin1` turns back. */
export const bytes = (maxLength: number) =>
  fc.uint8Array({ maxLength }).map((array) => Buffer.from(array).toString('latin1'));

/** Text of every sort: visible ASCII, any Unicode, any bytes, and long ones. */
export const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 20 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 10 }) },
  { weight: 2, arbitrary: bytes(20) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '',
      '\x7f',
      '\x85',
      '\x9b[31m',
      '€',
      '\ud800',
      'a\nb',
      'a\r\nX: y',
      '\0',
      '__proto__',
    ),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 20_000 }).map((length) => 'x'.repeat(length)) },
);

export const token = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'X-Own', 'constructor', 'prototype', '__proto__') },
  { weight: 1, arbitrary: fc.constantFrom('a b', 'é', '', ':') },
);

const words = (text: string) => text.trim().split(/\s+/);

export const names = fc.oneof(
  fc.constantFrom(
    ...words(`
      Connection Content-Length Content-Type Content-Encoding Cookie Date Expect Host Keep-Alive Origin
      Proxy-Connection Referer Sec-Fetch-Site Set-Cookie TE Trailer Transfer-Encoding Upgrade User-Agent
      X-Amz-Invocation-Type X-Amz-Log-Type X-Amz-Client-Context X-Amzn-Trace-Id HTTP2-Settings
      Lambda-Runtime-Function-Error-Type Lambda-Runtime-Function-Error-Body Lambda-Runtime-Function-Response-Mode
    `),
  ),
  token,
);

const known = fc.constantFrom(
  ...words('Event DryRun RequestResponse Tail None chunked 0 -1 close websocket h2c 100-continue cross-site'),
  ...words('same-origin null streaming buffered application/json'),
  'application/vnd.awslambda.http-integration-response',
  'gzip, chunked',
  'keep-alive, X-Own',
  '9'.repeat(30),
);

export const values = fc.oneof(
  known,
  text,
  // A client context.
  fc.oneof(fc.json(), text).map((value) => Buffer.from(value).toString('base64')),
);

/** A value that a header can have, so that most of what comes out is read. */
export function singleLine(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what HTTP does not allow in a value is taken out.
  return value.map((text) => text.replace(/[\x00-\x08\x0a-\x1f\x7f]|[^\x00-\xff]/g, '').slice(0, 2000));
}

export const mostlyValid = fc.oneof(
  { weight: 7, arbitrary: singleLine(values) },
  { weight: 1, arbitrary: values },
);

/** Headers that belong to Lambda's API, with values that it takes. */
const apiLine = fc.oneof(
  fc.constantFrom('X-Amz-Invocation-Type: Event', 'X-Amz-Invocation-Type: DryRun', 'X-Amz-Log-Type: Tail'),
  fc.json().map((json) => `X-Amz-Client-Context: ${Buffer.from(json).toString('base64')}`),
);

const wildLine = fc.tuple(names, mostlyValid).map(([name, value]) => `${name}: ${value}`);

export const headerLines = fc
  .array(fc.oneof({ weight: 2, arbitrary: apiLine }, { weight: 3, arbitrary: wildLine }), { maxLength: 3 })
  .map((lines) => lines.map((line) => `${line}\r\n`).join(''));

export const body = fc.oneof(fc.constantFrom('', '1', '"event"', '{"a":1}'), fc.json(), bytes(200));

export const inChunks = (content: string) =>
  `${content === '' ? '' : `${content.length.toString(16)}\r\n${content}\r\n`}0\r\n`;
