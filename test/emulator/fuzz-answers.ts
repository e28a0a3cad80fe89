import fc from 'fast-check';
import { body, bytes, headerLines, inChunks, mostlyValid, names, singleLine, text, values } from './fuzz.ts';

const statusCodes = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(200, 201, 204, 304, 404, 500, 599) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(0, 100, 101, 199, 600, -1, 200.5, 1e308, null, '200', true, [], {}),
  },
);

/** An object that JSON can carry, `__proto__` among its names. */
const record = (value: fc.Arbitrary<unknown>) =>
  fc
    .array(fc.tuple(names, value), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries.filter(([name]) => name !== '')));

const responseHeaders = fc.oneof(
  { weight: 4, arbitrary: record(fc.oneof(mostlyValid, fc.integer(), fc.boolean())) },
  { weight: 1, arbitrary: fc.oneof(fc.constant(null), record(fc.jsonValue()), fc.jsonValue()) },
);

const cookies = fc.oneof(fc.constant(undefined), fc.array(mostlyValid, { maxLength: 3 }), fc.jsonValue());

const head = fc.record({ statusCode: statusCodes, headers: responseHeaders, cookies }, { requiredKeys: [] });

/** What a function returns, as bytes. */
export const returned: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        head,
        fc.oneof(text, fc.constant(undefined), fc.jsonValue()),
        fc.oneof(fc.boolean(), fc.jsonValue()),
      )
      .map(([parts, content, isBase64Encoded]) =>
        utf8(JSON.stringify({ statusCode: 200, ...parts, body: content, isBase64Encoded })),
      ),
  },
  { weight: 1, arbitrary: fc.json().map(utf8) },
  { weight: 1, arbitrary: bytes(100) },
);

function utf8(value: string): string {
  return Buffer.from(value).toString('latin1');
}

/** The beginning of a stream: a prelude, its end, some of a body. */
export const streamed: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: head.map((parts) => utf8(JSON.stringify(parts))) },
      { weight: 1, arbitrary: bytes(50) },
    ),
    fc.oneof(
      { weight: 5, arbitrary: fc.constant('\0'.repeat(8)) },
      { weight: 1, arbitrary: fc.constantFrom('', '\0', '\0'.repeat(20)) },
    ),
    body,
  )
  .map((parts) => parts.join(''));

const length = (content: string) => `Content-Length: ${content.length}\r\n\r\n${content}`;

/** What a runtime sends as its response, after the request line and Host; to be written as `latin1`. */
export const rawAnswer: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: returned.map((content) => `Content-Type: application/json\r\n${length(content)}`) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.oneof(fc.constant('application/vnd.awslambda.http-integration-response'), singleLine(values)),
        streamed,
        fc.boolean(),
      )
      .map(([type, content, whole]) => {
        const mode = 'Lambda-Runtime-Function-Response-Mode: streaming\r\n';
        const rest = whole ? length(content) : `Transfer-Encoding: chunked\r\n\r\n${inChunks(content)}\r\n`;
        return `Content-Type: ${type}\r\n${mode}${rest}`;
      }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(streamed, singleLine(values), singleLine(values)).map(([content, type, document]) => {
      const fields = ['Lambda-Runtime-Function-Error-Type', 'Lambda-Runtime-Function-Error-Body'];
      const trailers = `${fields[0]}: ${type}\r\n${fields[1]}: ${document}\r\n`;
      return `Trailer: ${fields.join(', ')}\r\nLambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\r\n${inChunks(content)}${trailers}\r\n`;
    }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(headerLines, returned).map(([headers, content]) => `${headers}${length(content)}`),
  },
);
