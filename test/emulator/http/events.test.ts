import { describe, expect, it } from 'vitest';
import { slowNote } from '../../../src/emulator/http/format.ts';
import { httpFormats } from '../../../src/emulator/http/formats.ts';
import { findEvent } from '../../../src/events/library.ts';
import { context, type Event, eventOf, request, type Sent } from './support.ts';

type FormatName = keyof typeof httpFormats;
const all = Object.keys(httpFormats) as FormatName[];

/** The route that the sample events of API Gateway take. */
const orders = {
  key: 'PUT /orders/{id}',
  resource: '/orders/{id}',
  parameters: { id: 'o-1001' },
};

const put: Sent = {
  method: 'PUT',
  target: '/orders/o-1001?notify=email&notify=sms',
  headers: [
    ['Accept', 'application/json'],
    ['User-Agent', 'curl/8.10.1'],
    ['Cookie', 'session=a1b2c3; theme=dark'],
    ['Content-Type', 'application/json'],
    ['Content-Length', '31'],
  ],
  body: '{"total":49.9,"currency":"EUR"}',
};

/** The names of an object and of those in it; lists and texts count as values. */
function shape(value: unknown, path = ''): string[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([name, member]) => shape(member, `${path}.${name}`));
}

const stableHeaders = (path: string) => !/\.(?:multiValue)?headers\./i.test(path);

describe('an event has the members of the sample event that AWS documents', () => {
  it.each([
    // What is configured on AWS alone is not there.
    ['url', 'function-url', {}, []],
    ['http-api', 'apigateway-http', { route: orders }, ['.stageVariables.table']],
    ['rest', 'apigateway-rest', { route: orders, stage: 'prod' }, []],
    ['alb', 'alb', {}, []],
    ['alb-multi', 'alb-multi-value', {}, []],
  ] as const)('%s as %s', (format, sample, changes, absent) => {
    const documented = findEvent(sample)?.event as Event;
    const query = JSON.stringify(documented).includes('"status"') ? '?status=open&status=paid' : undefined;
    const event = eventOf(format, query ? { ...put, target: `/orders${query}` } : put, changes);
    const wanted = shape(documented).filter(stableHeaders);
    const own = shape(event).filter(stableHeaders);
    expect(own).toEqual(expect.arrayContaining(wanted.filter((path) => !absent.includes(path as never))));
    expect(own.filter((path) => !wanted.includes(path))).toEqual([]);
  });

  it('the request of the sample event makes the sample event', () => {
    const documented = findEvent('apigateway-http')?.event as Event;
    const { http, ...rest } = documented.requestContext;
    const event = eventOf('http-api', put, { route: orders });
    const { stageVariables: _, headers: _headers, requestContext: _context, ...members } = documented;
    expect(event).toMatchObject(members);
    const { domainName, domainPrefix, apiId, timeEpoch: _epoch, ...same } = rest;
    expect(event.requestContext).toMatchObject({ ...same, domainName, domainPrefix, apiId });
    expect(event.requestContext.http).toEqual({ ...(http as object), sourceIp: '127.0.0.1' });
  });
});

describe('a path that is encoded', () => {
  const target = '/a%20b/c%2Fd%3Fe/%C3%A9';
  it.each([
    ['url', { rawPath: target, 'requestContext.http.path': '/a b/c/d?e/é' }],
    ['http-api', { rawPath: '/a b/c/d', 'requestContext.http.path': '/a b/c/d' }],
    ['http-api-1.0', { path: '/a b/c/d', 'requestContext.path': '/a b/c/d' }],
    ['rest', { path: target, 'requestContext.path': `/prod${target}` }],
    ['alb', { path: target }],
    ['alb-multi', { path: target }],
  ] as const)('is in the event of %s as the service hands it over', (format, expected) => {
    const event = eventOf(format, { target }, { stage: 'prod' });
    for (const [path, value] of Object.entries(expected)) expect(event).toHaveProperty(path, value);
  });

  it.each(all)('and is encoded wrongly is passed on by %s as it is', (format) => {
    const event = eventOf(format, { target: '/100%' });
    expect(event.rawPath ?? event.path).toBe('/100%');
  });
});

describe('a query', () => {
  const target = '/?x=1&x=2&y=%C3%A9%26&z&x=a+b&__proto__=p';
  const decoded = { x: '1,2,a b', y: 'é&', z: '' };
  const decodedLast = { x: 'a b', y: 'é&', z: '' };
  const decodedAll = { x: ['1', '2', 'a b'], y: ['é&'], z: [''] };
  const encoded = { x: 'a+b', y: '%C3%A9%26', z: '' };
  const encodedAll = { x: ['1', '2', 'a+b'], y: ['%C3%A9%26'], z: [''] };

  it.each([
    ['url', { queryStringParameters: decoded, rawQueryString: target.slice(2) }],
    ['http-api', { queryStringParameters: decoded, rawQueryString: target.slice(2) }],
    ['http-api-1.0', { queryStringParameters: decodedLast, multiValueQueryStringParameters: decodedAll }],
    ['rest', { queryStringParameters: decodedLast, multiValueQueryStringParameters: decodedAll }],
    ['alb', { queryStringParameters: encoded }],
    ['alb-multi', { multiValueQueryStringParameters: encodedAll }],
  ] as const)('of repeated and encoded parameters in %s', (format, expected) => {
    const event = eventOf(format, { target });
    expect(event).toMatchObject(expected);
    const first = Object.keys(expected)[0] as string;
    expect(Object.keys(event[first] as object)).toContain('__proto__');
  });

  it.each([
    ['url', { rawQueryString: '' }, ['queryStringParameters']],
    ['http-api', { rawQueryString: '' }, ['queryStringParameters']],
    ['http-api-1.0', { queryStringParameters: null, multiValueQueryStringParameters: null }, []],
    ['rest', { queryStringParameters: null, multiValueQueryStringParameters: null }, []],
    ['alb', { queryStringParameters: {} }, ['multiValueQueryStringParameters']],
    ['alb-multi', { multiValueQueryStringParameters: {} }, ['queryStringParameters']],
  ] as const)('that is not there, in %s', (format, expected, absent) => {
    const event = eventOf(format, {});
    expect(event).toMatchObject(expected);
    for (const name of absent) expect(event).not.toHaveProperty(name);
  });
});

describe('headers', () => {
  const headers = [
    ['X-Many', 'a'],
    ['x-many', 'b'],
    ['Connection', 'keep-alive'],
    ['X-Forwarded-For', '203.0.113.7'],
    ['Cookie', 'one=1; two=2'],
    ['Cookie', 'three=3'],
  ] as const;
  const forwarded = '203.0.113.7, 127.0.0.1';
  const cookies = ['one=1', 'two=2', 'three=3'];

  it.each(['url', 'http-api'] as const)('of %s are joined, and cookies are apart', (format) => {
    const event = eventOf(format, { headers });
    expect(event.cookies).toEqual(cookies);
    expect(event.headers).toEqual({
      host: '127.0.0.1:9001',
      'x-many': 'a,b',
      'x-forwarded-for': forwarded,
      'x-forwarded-port': '9001',
      'x-forwarded-proto': 'http',
      'x-amzn-trace-id': context.traceId,
    });
  });

  it('of a REST API are in the case of the client, the last and all', () => {
    const event = eventOf('rest', { headers });
    expect(event.headers).toMatchObject({ 'X-Many': 'b', Cookie: 'three=3', Host: '127.0.0.1:9001' });
    expect(event.multiValueHeaders).toMatchObject({
      'X-Many': ['a', 'b'],
      Cookie: ['one=1; two=2', 'three=3'],
      'X-Forwarded-For': [forwarded],
    });
    expect(event).not.toHaveProperty('cookies');
  });

  it('of an HTTP API with payload 1.0 are in lower case, the last and all', () => {
    const event = eventOf('http-api-1.0', { headers });
    expect(event.headers).toMatchObject({ 'x-many': 'b', cookie: 'three=3' });
    expect(event.multiValueHeaders).toMatchObject({ 'x-many': ['a', 'b'] });
  });

  it('of a load balancer are the last, or all, with those of the connection', () => {
    const single = eventOf('alb', { headers });
    expect(single.headers).toMatchObject({ 'x-many': 'b', connection: 'keep-alive' });
    expect(single).not.toHaveProperty('multiValueHeaders');
    const multi = eventOf('alb-multi', { headers });
    expect(multi.multiValueHeaders).toMatchObject({
      'x-many': ['a', 'b'],
      cookie: ['one=1; two=2', 'three=3'],
    });
    expect(multi).not.toHaveProperty('headers');
  });

  it('a body in chunks gets a length', () => {
    const sent = { headers: [['Transfer-Encoding', 'chunked']], body: 'é' } as const;
    expect(eventOf('http-api', sent).headers).toMatchObject({ 'content-length': '2' });
    expect(eventOf('http-api', sent).headers).not.toHaveProperty('transfer-encoding');
  });
});

describe('a body', () => {
  const text = 'é';
  const png = Buffer.from([0x89, 0x50]);
  const rows: readonly [FormatName, string | undefined, string | Buffer, string, boolean][] = [
    ...(['url', 'http-api', 'http-api-1.0', 'alb', 'alb-multi'] as const).flatMap(
      (format): [FormatName, string | undefined, string | Buffer, string, boolean][] => [
        [format, 'text/css', text, text, false],
        [format, 'application/json; charset=utf-8', text, text, false],
        [format, 'application/xml', text, text, false],
        [format, 'application/x-www-form-urlencoded', 'a=1', 'YT0x', true],
        [format, 'image/png', png, 'iVA=', true],
        [format, 'text/plain', Buffer.from([0xff, 0xfe]), '//4=', true],
      ],
    ),
    ['url', undefined, text, text, false],
    ['url', 'application/problem+json', text, text, false],
    ['http-api', undefined, text, 'w6k=', true],
    ['http-api', 'application/problem+json', text, 'w6k=', true],
    ['alb', undefined, text, 'w6k=', true],
    ['rest', 'image/png', png, '\ufffdP', false],
    ['rest', 'application/x-www-form-urlencoded', 'a=1', 'a=1', false],
    ['rest', undefined, text, text, false],
  ];
  it.each(rows)('to %s of type %s', (format, type, body, expected, isBase64Encoded) => {
    const headers = type === undefined ? [] : [['Content-Type', type] as const];
    expect(eventOf(format, { headers, body })).toMatchObject({ body: expected, isBase64Encoded });
  });

  it.each(['url', 'http-api', 'alb'] as const)('to %s that is compressed is base64', (format) => {
    const headers = [
      ['Content-Type', 'text/plain'],
      ['Content-Encoding', 'gzip'],
    ] as const;
    expect(eventOf(format, { headers, body: 'a' })).toMatchObject({ body: 'YQ==', isBase64Encoded: true });
  });

  it.each([
    [['image/png'], 'image/png', true],
    [['image/*'], 'IMAGE/PNG; q=1', true],
    [['image~1png'], 'image/png', true],
    [['*/*'], undefined, true],
    [['image/*'], 'images/png', false],
    [['image/png'], undefined, false],
  ] as const)('to a REST API with the binary types %j, of type %s', (binaryMediaTypes, type, expected) => {
    const headers = type === undefined ? [] : [['Content-Type', type] as const];
    expect(eventOf('rest', { headers, body: 'a' }, { binaryMediaTypes })).toMatchObject({
      body: expected ? 'YQ==' : 'a',
      isBase64Encoded: expected,
    });
  });

  it.each([
    ['url', undefined],
    ['http-api', undefined],
    ['http-api-1.0', null],
    ['rest', null],
    ['alb', ''],
    ['alb-multi', ''],
  ] as const)('to %s that is empty is %s', (format, expected) => {
    const event = eventOf(format, { headers: [['Content-Type', 'image/png']] });
    expect(event.body).toBe(expected);
    expect('body' in event).toBe(expected !== undefined);
    expect(event.isBase64Encoded).toBe(false);
  });
});

it.each([
  [[], 'image/png', true],
  [['image/*'], 'image/png', false],
  [[], 'text/plain', true],
] as const)('a body of bytes to a REST API with %j is lost as %s: %s', (binaryMediaTypes, type, isLost) => {
  const sent = request({ headers: [['Content-Type', type]], body: Buffer.from([0xff]) });
  const warning = httpFormats.rest.warning(sent, { ...context, binaryMediaTypes });
  expect(warning?.includes('bytes of it are lost') ?? false).toBe(isLost);
});

it.each([
  ['url', 899, undefined],
  ['alb', 899, undefined],
  ['http-api', 30, undefined],
  ['http-api', 30.1, 'it took 30.1 s; on AWS the client gets 503 after 30 s (HTTP API, payload 2.0)'],
  ['rest', 29.04, 'it took 29.0 s; on AWS the client gets 504 after 29 s (REST API)'],
] as const)('a function behind %s that takes %d s', (format, seconds, note) => {
  expect(slowNote(httpFormats[format], seconds)).toBe(note);
});

describe('claims', () => {
  const claims = { sub: 'alice', exp: 1795516140, admin: true, groups: ['a', 'b'], scope: 'read write' };
  const jwt = {
    claims: { sub: 'alice', exp: '1795516140', admin: 'true', groups: '[a b]', scope: 'read write' },
    scopes: ['read', 'write'],
  };
  it.each([
    ['http-api', { jwt }],
    ['http-api-1.0', jwt],
    ['rest', { claims: { ...jwt.claims, groups: 'a,b' } }],
    ['url', undefined],
  ] as const)('are where the code of %s reads them', (format, authorizer) => {
    expect(eventOf(format, {}, { claims }).requestContext.authorizer).toEqual(authorizer);
  });

  it('that are not there are not', () => {
    expect(eventOf('http-api', {}).requestContext).not.toHaveProperty('authorizer');
    expect(eventOf('rest', {}).requestContext).not.toHaveProperty('authorizer');
    expect(eventOf('http-api-1.0', {}).requestContext.authorizer).toEqual({ claims: null, scopes: null });
    expect(eventOf('http-api', {}, { claims: { sub: 'a' } }).requestContext.authorizer).toEqual({
      jwt: { claims: { sub: 'a' }, scopes: null },
    });
  });
});
