import { describe, expect, it } from 'vitest';
import { endToEnd } from '../../src/emulator/http/connection-fields.ts';
import { httpResponse, readPrelude } from '../../src/emulator/http/response.ts';
import { checkQualifier, readInvokeHeaders } from '../../src/emulator/invoke-request.ts';
import { buildBootstrap, emulate, fixture, invoke, send } from './support.ts';

const folder = buildBootstrap();
const emulator = await emulate([fixture(folder, 'headers'), fixture(folder, 'raw')]);
const path = '/2015-03-31/functions/headers/invocations';

/** The headers that the runtime gets with the event, as the function reads them. */
async function runtimeHeaders(query: string, headers: Record<string, string>): Promise<string> {
  const reply = await send(`${emulator.url}${path}${query}`, { body: '1', headers });
  expect(reply.status).toBe(200);
  return reply.body;
}

/** What a client reads when a function answers with these bytes, from the headers of its request on. */
const answerWith = (bytes: string | Buffer) =>
  send(`${emulator.url}/raw/`, {
    body: Buffer.from(bytes),
    headers: { 'Content-Type': 'application/octet-stream' },
  });

const answerWithJson = (value: unknown) => {
  const body = JSON.stringify(value);
  return answerWith(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
};

describe('a qualifier', () => {
  it.each(['1', '$LATEST', '$LATEST.PUBLISHED', 'live', 'A-b_1', 'x'.repeat(128)])(
    'may be %s',
    async (qualifier) => {
      expect(checkQualifier(qualifier)).toBe(qualifier);
      const text = await runtimeHeaders(`?Qualifier=${encodeURIComponent(qualifier)}`, {});
      expect(text).toContain(`:function:headers:${qualifier}\r\n`);
    },
  );

  it.each(['%0a', '%E2%82%AC', '%7f', '%00', 'a%0d%0aX-Own:1', 'a+b', 'a/b', 'a.b', '%ff', 'x'.repeat(129)])(
    'cannot be %s, which is said in the words of the service, for both operations',
    async (query) => {
      const streaming = '/2021-11-15/functions/headers/response-streaming-invocations';
      for (const operation of [path, streaming]) {
        const reply = await send(`${emulator.url}${operation}?Qualifier=${query}`, { body: '1' });
        expect(reply.status).toBe(400);
        expect(reply.headers['x-amzn-errortype']).toBe('ValidationException');
        const { Type, message } = JSON.parse(reply.body);
        expect(Type).toBe('User');
        expect(message).toMatch(
          /^1 validation error detected: Value '[\s\S]*' at 'qualifier' failed to satisfy constraint: Member must /,
        );
      }
    },
  );
});

describe('a client context', () => {
  const encode = (text: string) => Buffer.from(text).toString('base64');

  it.each(['\x7f', '\x80', '\x85', '\x9f', '\u2028', '€', '😀', '\ud800', '\t\r\n'])(
    'with %j reaches the runtime in printable ASCII',
    async (text) => {
      const context = { custom: { text } };
      const headers = { 'X-Amz-Client-Context': encode(JSON.stringify(context)) };
      const [, got = ''] =
        /\r\nLambda-Runtime-Client-Context: ([\x20-\x7e]*)\r\n/.exec(await runtimeHeaders('', headers)) ?? [];
      expect(JSON.parse(got)).toEqual(JSON.parse(JSON.stringify(context)));
    },
  );

  it('may have 3,583 bytes, whatever its characters', () => {
    const fits = JSON.stringify('é'.repeat(1790));
    const read = (text: string) => readInvokeHeaders({ 'x-amz-client-context': encode(text) }).clientContext;
    expect(read(fits)).toContain('\\u00e9');
    expect(() => read(JSON.stringify('é'.repeat(1791)))).toThrow(/at most 3583 bytes/);
  });
});

describe('a trace header', () => {
  it('reaches the runtime as it came', async () => {
    const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a:0';
    const text = await runtimeHeaders('', { 'X-Amzn-Trace-Id': trace });
    expect(text).toContain(`\r\nLambda-Runtime-Trace-Id: ${trace}\r\n`);
  });

  it.each(['Root=é', '\x80', 'a\tb'])('is refused when it is no printable ASCII: %j', async (value) => {
    const reply = await send(`${emulator.url}${path}`, {
      body: Buffer.from('1'),
      headers: { 'X-Amzn-Trace-Id': value },
    });
    expect([reply.status, reply.headers['x-amzn-errortype']]).toEqual([400, 'ValidationException']);
  });
});

describe('the content type of a streamed response', () => {
  it.each([
    ['text/plain; charset=utf-8', 'text/plain; charset=utf-8'],
    ['', 'application/octet-stream'],
    ['text/\xe9', 'application/octet-stream'],
  ])('%j goes to the client as %j', async (type, expected) => {
    const head = `Content-Type: ${type}\r\nLambda-Runtime-Function-Response-Mode: streaming\r\n`;
    const bytes = Buffer.from(`${head}Content-Length: 2\r\n\r\nok`, 'latin1');
    const reply = await answerWith(bytes);
    expect([reply.status, reply.headers['content-type'], reply.body]).toEqual([200, expected, 'ok']);
  });
});

describe('the headers of a function’s response', () => {
  const fields = [
    'Connection',
    'Content-Length',
    'Keep-Alive',
    'Proxy-Authenticate',
    'Proxy-Authentication-Info',
    'Proxy-Authorization',
    'Proxy-Connection',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
  ];

  it.each(fields)('do not say %s, in any case, as that belongs to the connection', async (field) => {
    for (const name of [field, field.toLowerCase(), field.toUpperCase()]) {
      const value = 'X-Checksum';
      const reply = await answerWithJson({
        statusCode: 200,
        headers: { [name]: value, 'X-Kept': '1' },
        body: 'ok',
      });
      expect([reply.status, reply.body, reply.headers['x-kept']]).toEqual([200, 'ok', '1']);
      expect(reply.rawHeaders).not.toContain(value);
    }
  });

  it('do not say what their own Connection names', () => {
    expect(
      endToEnd([
        ['Connection', 'close, X-Hop'],
        ['x-hop', '1'],
        ['X-End', '2'],
      ]),
    ).toEqual([['X-End', '2']]);
  });

  it('do not say Trailer in the prelude of a stream either', async () => {
    const prelude = JSON.stringify({ statusCode: 201, headers: { Trailer: 'X-Checksum', 'X-Kept': '1' } });
    const body = `${prelude}${'\0'.repeat(8)}body`;
    const type = 'application/vnd.awslambda.http-integration-response';
    const reply = await answerWith(
      `Content-Type: ${type}\r\nLambda-Runtime-Function-Response-Mode: streaming\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect([reply.status, reply.body, reply.headers['x-kept']]).toEqual([201, 'body', '1']);
    expect(reply.headers.trailer).toBeUndefined();
  });

  it('may have names that JavaScript objects have too', () => {
    const headers = JSON.parse('{"constructor":"a","prototype":"b","__proto__":"c","toString":"d"}');
    const own = ['constructor', 'a', 'prototype', 'b', '__proto__', 'c', 'toString', 'd'];
    const payload = Buffer.from(JSON.stringify({ statusCode: 200, headers }));
    expect(httpResponse(payload)?.headers).toEqual(['Content-Type', 'application/json', ...own]);
    const prelude = Buffer.concat([Buffer.from(JSON.stringify({ headers })), Buffer.alloc(8)]);
    expect(readPrelude(prelude)).toMatchObject({
      is: 'complete',
      headers: ['Content-Type', 'application/octet-stream', ...own],
    });
  });

  it.each(['text', 7, ['a'], { a: null }, { a: ['b'] }])('cannot be %j', (headers) => {
    expect(httpResponse(Buffer.from(JSON.stringify({ statusCode: 200, headers })))).toBeUndefined();
  });
});

it('after all of this a plain invocation works', async () => {
  expect((await invoke(emulator, 'headers')).status).toBe(200);
  expect(emulator.events.filter((e) => e.type === 'notice' && e.text.includes('emulator failed'))).toEqual(
    [],
  );
});
