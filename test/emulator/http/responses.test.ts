import { describe, expect, it } from 'vitest';
import { httpFormats } from '../../../src/emulator/http/formats.ts';
import { responseOf } from './support.ts';

type FormatName = keyof typeof httpFormats;

describe('what has no status', () => {
  const json = ['Content-Type', 'application/json'];
  it.each([
    ['url', { a: 1 }, '{"a":1}'],
    ['http-api', { a: 1 }, '{"a":1}'],
    ['http-api', '"text"', 'text'],
    // Seen in the service: what is no JSON is the body as well.
    ['http-api', '{"a":', '{"a":'],
    ['http-api', '', ''],
  ] as const)('is the body for %s: %j', (format, returned, body) => {
    expect(responseOf(format, returned)).toMatchObject({ status: 200, headers: json, body });
  });

  it.each([
    ['url', '{"a":'],
    ...(['http-api-1.0', 'rest', 'alb', 'alb-multi'] as const).flatMap((format) =>
      [{ a: 1 }, '"text"', '{"a":', '', 'null', '[]'].map((returned) => [format, returned] as const),
    ),
  ] as const)('is refused by %s: %j', (format, returned) => {
    expect(responseOf(format as FormatName, returned)).toBeUndefined();
  });
});

describe('what is no response', () => {
  const formats = Object.keys(httpFormats) as FormatName[];
  it.each(
    formats.flatMap((format) =>
      [
        { statusCode: 99 },
        { statusCode: 200.5 },
        { statusCode: 'abc' },
        { statusCode: null },
        { statusCode: 200, body: {} },
        { statusCode: 200, body: 1 },
        { statusCode: 200, isBase64Encoded: 'no' },
        { statusCode: 200, [format === 'alb-multi' ? 'multiValueHeaders' : 'headers']: { a: {} } },
        { statusCode: 200, [format === 'alb-multi' ? 'multiValueHeaders' : 'headers']: [] },
      ].map((returned) => [format, returned] as const),
    ),
  )('is refused by %s: %j', (format, returned) => {
    expect(responseOf(format, returned)).toBeUndefined();
  });

  it('a header that HTTP cannot carry is refused', () => {
    expect(responseOf('rest', { statusCode: 200, headers: { a: 'b\nc' } })).toBeUndefined();
    expect(responseOf('alb', { statusCode: 200, headers: { 'a b': 'c' } })).toBeUndefined();
  });
});

describe('the content type where the function gives none', () => {
  it.each([
    ['url', 'application/json'],
    ['http-api', 'text/plain; charset=utf-8'],
    ['http-api-1.0', 'text/plain; charset=utf-8'],
    ['rest', 'application/json'],
    ['alb', 'application/octet-stream'],
    ['alb-multi', 'application/octet-stream'],
  ] as const)('%s: %s', (format, type) => {
    expect(responseOf(format, { statusCode: 200, body: 'x' })?.headers).toEqual(['Content-Type', type]);
  });
});

describe('headers', () => {
  const headers = { 'Content-Type': 'text/css', 'x-one': 1, 'set-cookie': 'a=1' };
  const multiValueHeaders = { 'Set-Cookie': ['b=2', 'c=3'], 'x-two': ['d', 2] };
  const both = { statusCode: 201, headers, multiValueHeaders, isBase64Encoded: false, body: '' };
  const merged = [
    ...['Content-Type', 'text/css', 'x-one', '1', 'Set-Cookie', 'b=2', 'Set-Cookie', 'c=3'],
    ...['x-two', 'd', 'x-two', '2'],
  ];
  it.each(['rest', 'http-api-1.0'] as const)('with one value and with several are merged by %s', (format) => {
    expect(responseOf(format, both)).toMatchObject({ status: 201, headers: merged });
  });

  it('are read by a load balancer in the form of its target group alone', () => {
    expect(responseOf('alb', both)?.headers).toEqual([
      ...['Content-Type', 'text/css', 'x-one', '1', 'set-cookie', 'a=1'],
    ]);
    expect(responseOf('alb-multi', both)?.headers).toEqual([
      ...['Content-Type', 'application/octet-stream', 'Set-Cookie', 'b=2', 'Set-Cookie', 'c=3'],
      ...['x-two', 'd', 'x-two', '2'],
    ]);
  });

  it.each(['url', 'http-api'] as const)('of cookies are a member of their own for %s', (format) => {
    expect(responseOf(format, { statusCode: 200, cookies: ['a=1', 'b=2'] })?.headers.slice(2)).toEqual([
      ...['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'],
    ]);
  });

  it('that a REST API has values for come under another name', () => {
    const returned = { statusCode: 401, headers: { 'WWW-Authenticate': 'Basic', Server: 'own' } };
    expect(responseOf('rest', returned)?.headers.slice(2)).toEqual([
      ...['x-amzn-Remapped-WWW-Authenticate', 'Basic', 'x-amzn-Remapped-Server', 'own'],
    ]);
    expect(responseOf('http-api', returned)?.headers.slice(2)).toContain('WWW-Authenticate');
  });

  it('of cookies are nothing in payload 1.0', () => {
    expect(responseOf('rest', { statusCode: 200, cookies: ['a=1'] })?.headers).toHaveLength(2);
  });
});

describe('a body in base64', () => {
  const returned = { statusCode: 200, body: 'w6k=', isBase64Encoded: true };
  it.each(['url', 'http-api', 'http-api-1.0', 'alb', 'alb-multi'] as const)('is decoded by %s', (format) => {
    expect(responseOf(format, returned)?.body).toBe('é');
  });

  it.each([
    [[], 'image/png', 'w6k='],
    [['image/png'], undefined, 'w6k='],
    [['image/png'], 'image/png', 'é'],
    [['image/png'], 'image/png, */*', 'é'],
    [['image/png'], 'text/html, image/png', 'w6k='],
    [['*/*'], undefined, 'é'],
  ] as const)('of a REST API with %j is for a client that accepts %s: %s', (types, accept, body) => {
    const headers = accept === undefined ? [] : [['Accept', accept] as const];
    const response = responseOf('rest', returned, { headers }, { binaryMediaTypes: types });
    expect(response?.body).toBe(body);
    expect(response?.note === undefined).toBe(body === 'é');
  });
});

describe('a load balancer', () => {
  it.each([
    ['200 OK', 'OK'],
    ['404 Nothing here', 'Nothing here'],
    ['Made', 'Made'],
    ['200', undefined],
    ['200 a\nb', undefined],
    [undefined, undefined],
    [null, undefined],
  ])('sends the status description %j as %s', (statusDescription, reason) => {
    expect(responseOf('alb', { statusCode: 200, statusDescription })?.reason).toBe(reason);
  });

  it('says what a response lacks', () => {
    expect(responseOf('alb', { statusCode: 200 })?.note).toBe(
      'its response has no headers and no isBase64Encoded, which a load balancer asks for',
    );
    expect(responseOf('alb', { statusCode: 200, headers: {}, isBase64Encoded: false })?.note).toBeUndefined();
    expect(responseOf('alb-multi', { statusCode: 200, headers: {}, isBase64Encoded: false })?.note).toContain(
      'multiValueHeaders',
    );
  });

  it('takes no status as a text', () => {
    expect(responseOf('alb', { statusCode: '200' })).toBeUndefined();
    expect(responseOf('rest', { statusCode: '200' })?.status).toBe(200);
  });
});

it('what the services answer by themselves', () => {
  const text = (format: FormatName, name: 'failed' | 'tooLarge' | 'throttled') => {
    const { status, body } = httpFormats[format].answers[name];
    return [status, body.toString()];
  };
  const route = (format: Exclude<FormatName, 'url'>, name: 'noRoute' | 'noStage') => {
    const { status, body } = httpFormats[format].answers[name];
    return [status, body.toString()];
  };
  expect(text('url', 'failed')).toEqual([502, 'Internal Server Error']);
  expect(text('http-api', 'failed')).toEqual([500, '{"message":"Internal Server Error"}']);
  expect(text('rest', 'failed')).toEqual([502, '{"message": "Internal server error"}']);
  expect(text('alb', 'failed')[0]).toBe(502);
  expect(text('alb', 'failed')[1]).toContain('<center><h1>502 Bad Gateway</h1></center>');
  expect(text('http-api', 'tooLarge')).toEqual([413, '{"message":"Request Entity Too Large"}']);
  expect(text('rest', 'tooLarge')).toEqual([413, '{"message":"Request Too Long"}']);
  expect(text('rest', 'throttled')).toEqual([429, '{"message":"Too Many Requests"}']);
  expect(route('http-api', 'noRoute')).toEqual([404, '{"message":"Not Found"}']);
  expect(route('rest', 'noRoute')).toEqual([403, '{"message":"Missing Authentication Token"}']);
  expect(route('rest', 'noStage')).toEqual([403, '{"message":"Forbidden"}']);
});
