import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { httpResponse, readPrelude } from '../../../src/emulator/http/response.ts';

const respond = (value: unknown) => httpResponse(Buffer.from(JSON.stringify(value)));
const text = (value: unknown) => respond(value)?.body.toString();

describe('a response without a status code', () => {
  it.each([
    ['Hello', 'Hello'],
    [{ a: 1 }, '{"a":1}'],
    [[1, 2], '[1,2]'],
    [null, 'null'],
    [7, '7'],
    [{ body: 'x' }, '{"body":"x"}'],
  ])('%j is the body itself, as JSON', (value, body) => {
    expect(respond(value)).toMatchObject({ status: 200, headers: ['Content-Type', 'application/json'] });
    expect(text(value)).toBe(body);
  });
});

describe('a response with a status code', () => {
  it('sets status, headers, cookies and body', () => {
    const value = { statusCode: 201, headers: { 'X-One': 1, 'x-two': true }, cookies: ['a=1'], body: 'é' };
    expect(respond(value)).toEqual({
      status: 201,
      headers: ['Content-Type', 'application/json', 'X-One', '1', 'x-two', 'true', 'Set-Cookie', 'a=1'],
      body: Buffer.from('é'),
    });
  });

  it('keeps its own content type, in any case', () => {
    expect(respond({ statusCode: 200, headers: { 'content-TYPE': 'text/css' } })?.headers).toEqual([
      'content-TYPE',
      'text/css',
    ]);
  });

  it('cannot set what belongs to the connection', () => {
    const headers = { Connection: 'close', 'Transfer-Encoding': 'chunked', 'content-length': '1', ok: 'yes' };
    expect(respond({ statusCode: 200, headers })?.headers).toEqual([
      'Content-Type',
      'application/json',
      'ok',
      'yes',
    ]);
  });

  it('takes null for what is left out', () => {
    expect(
      respond({ statusCode: 204, headers: null, cookies: null, body: null, isBase64Encoded: null }),
    ).toMatchObject({
      status: 204,
    });
  });

  it.each([
    { statusCode: 99 },
    { statusCode: 600 },
    { statusCode: 200.5 },
    { statusCode: null },
    { statusCode: 200, body: { a: 1 } },
    { statusCode: 200, headers: { 'a b': 'x' } },
    { statusCode: 200, headers: { a: 'x\r\nb: y' } },
    { statusCode: 200, headers: { a: {} } },
    { statusCode: 200, cookies: ['a\nb'] },
    { statusCode: 200, cookies: 'a=1' },
  ])('is refused when HTTP cannot carry it: %j', (value) => {
    expect(respond(value)).toBeUndefined();
  });
});

it('any bytes are a response that can be sent or none, never a crash', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((json) => Buffer.from(json)),
      ),
      (bytes) => {
        const response = httpResponse(Buffer.from(bytes));
        if (response) {
          expect(response.status).toBeGreaterThanOrEqual(200);
          expect(response.headers.length % 2).toBe(0);
        }
      },
    ),
  );
});

describe('the prelude of a streamed response', () => {
  const nul = Buffer.alloc(8);

  it('is read when it is complete, however it arrives', () => {
    const body = Buffer.from('\0body');
    const whole = Buffer.concat([
      Buffer.from('{"statusCode":201,"headers":{"a":"b"},"cookies":["c=1"]}'),
      nul,
      body,
    ]);
    const complete = whole.length - body.length;
    for (let length = 0; length < complete; length++) {
      expect(readPrelude(whole.subarray(0, length))).toEqual({ is: 'incomplete' });
    }
    expect(readPrelude(whole)).toEqual({
      is: 'complete',
      status: 201,
      headers: ['Content-Type', 'application/octet-stream', 'a', 'b', 'Set-Cookie', 'c=1'],
      rest: body,
    });
  });

  it('needs no status', () => {
    expect(readPrelude(Buffer.concat([Buffer.from('{}'), nul]))).toMatchObject({
      is: 'complete',
      status: 200,
    });
  });

  it.each(['not json', '{"statusCode":"x"}', '{"headers":{"a":"\\n"}}', '[]x'])('is invalid: %s', (start) => {
    expect(readPrelude(Buffer.concat([Buffer.from(start), nul]))).toEqual({ is: 'invalid' });
  });

  it('is not waited for without an end', () => {
    expect(readPrelude(Buffer.alloc(64 * 1024 + 1, 'x'))).toEqual({ is: 'invalid' });
  });
});
