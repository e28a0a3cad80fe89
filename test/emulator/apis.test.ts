import { describe, expect, it } from 'vitest';
import type { Api } from '../../src/emulator/http/routes.ts';
import type { ApiFormatName } from '../../src/platform/options.ts';
import { buildBootstrap, emulate, fixture, send } from './support.ts';

const folder = buildBootstrap();
const names = ['echo', 'http', 'bad-http', 'stream', 'stream-http', 'large', 'pid'];

const apiOf = (id: string, format: ApiFormatName, changes: Partial<Api> = {}): Api => ({
  id,
  format,
  stage: '$default',
  binaryMediaTypes: [],
  opening: `open ${id} in the template`,
  routes: names.map((name) => ({ method: 'ANY', path: `/${name}/{id}`, functionName: name, format })),
  ...changes,
});

const site = 'https://shop.example';
const { url, events } = await emulate(
  names.map((name) => fixture(folder, name)),
  {
    http: {
      apis: [
        apiOf('Web', 'http-api'),
        apiOf('Staged', 'http-api', { stage: 'dev' }),
        apiOf('Old', 'rest', { stage: 'prod' }),
        apiOf('Balancer', 'alb'),
        apiOf('Open', 'http-api', { cors: { origins: [site], methods: ['PUT'], maxAge: 60 } }),
        apiOf('OpenOld', 'rest', { stage: 'prod', fixedCors: ['Access-Control-Allow-Origin', site] }),
      ],
      claims: { sub: 'alice' },
    },
  },
);

const reply = async (path: string, options?: Parameters<typeof send>[1]) => {
  const { status, body, headers } = await send(`${url}${path}`, options);
  return { status, body, headers };
};

describe('an API', () => {
  it('is below /_api, by its name in any case', async () => {
    const { status, body, headers } = await reply('/_api/web/echo/a%20b?x=1');
    const event = JSON.parse(body);
    expect(status).toBe(200);
    expect(event).toMatchObject({
      routeKey: 'ANY /echo/{id}',
      rawPath: '/echo/a b',
      pathParameters: { id: 'a b' },
      requestContext: { stage: '$default', authorizer: { jwt: { claims: { sub: 'alice' } } } },
    });
    expect(headers['apigw-requestid']).toBe(event.requestContext.requestId);
  });

  it('is the root of a host of its name', async () => {
    const headers = { Host: `web.localhost:${new URL(url).port}` };
    expect(JSON.parse((await reply('/echo/7', { headers })).body).rawPath).toBe('/echo/7');
    // No path of such a host is one of the emulator.
    expect((await reply('/2015-03-31/functions/', { headers })).status).toBe(404);
  });

  it('does not take the place of functions and of the API of Lambda', async () => {
    expect(JSON.parse((await reply('/echo/a')).body).routeKey).toBe('$default');
    expect((await reply('/2015-03-31/functions/')).status).toBe(200);
  });

  it('that is not there is told from those that are', async () => {
    const { status, body } = await reply('/_api/nope/echo/1');
    expect(status).toBe(404);
    expect(JSON.parse(body).Message).toContain('/_api/Web/, /_api/Staged/dev/, /_api/Old/prod/');
  });

  it('has a stage in its path, which the events of HTTP APIs have too', async () => {
    const { body } = await reply('/_api/Staged/dev/echo/1');
    expect(JSON.parse(body)).toMatchObject({ rawPath: '/dev/echo/1', requestContext: { stage: 'dev' } });
  });

  it.each([
    ['/_api/Web/else', 404, '{"message":"Not Found"}'],
    ['/_api/Staged/echo/1', 404, '{"message":"Not Found"}'],
    ['/_api/Old/prod/else', 403, '{"message":"Missing Authentication Token"}'],
    ['/_api/Old/echo/1', 403, '{"message":"Forbidden"}'],
    ['/_api/Web/bad-http/1', 500, '{"message":"Internal Server Error"}'],
    ['/_api/Old/prod/bad-http/1', 502, '{"message": "Internal server error"}'],
    // An event that comes back is no response to a REST API.
    ['/_api/Old/prod/echo/1', 502, '{"message": "Internal server error"}'],
  ])('answers by itself: %s', async (path, status, body) => {
    expect(await reply(path)).toMatchObject({ status, body });
  });

  it('passes on what the function returns', async () => {
    const web = await reply('/_api/Web/http/1');
    expect(web).toMatchObject({ status: 404, body: '<b>no</b>' });
    expect(web.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect((await reply('/_api/Old/prod/http/1')).headers['set-cookie']).toBeUndefined();
    expect((await reply('/_api/Balancer/http/1')).headers.server).toBe('awselb/2.0');
  });

  it('gets a stream in one piece', async () => {
    expect(await reply('/_api/Web/stream/1')).toMatchObject({ status: 200, body: 'onetwothree' });
  });
});

describe('a body', () => {
  const megabyte = 1024 * 1024;
  const text = { 'Content-Type': 'text/plain' };
  it.each([
    // What Lambda takes, with the rest of the event.
    ['/_api/Web/pid/1', 5 * megabyte, 200],
    ['/_api/Web/pid/1', 6 * megabyte, 413],
    ['/_api/Web/pid/1', 10 * megabyte + 1, 413],
    ['/_api/Old/prod/pid/1', 6 * megabyte, 413],
    ['/_api/Balancer/http/1', megabyte, 404],
    ['/_api/Balancer/http/1', megabyte + 1, 413],
  ])('to %s of %d bytes is answered with %d', async (path, size, status) => {
    const { status: sent } = await reply(path, { body: Buffer.alloc(size, 'a'), headers: text });
    expect(sent).toBe(status);
  });

  it('as base64 is a third larger', async () => {
    const body = Buffer.alloc(5 * megabyte);
    expect((await reply('/_api/Web/pid/1', { body })).status).toBe(413);
  });
});

describe('the pages of another site', () => {
  const headers = { Origin: site };
  const preflight = { ...headers, 'Access-Control-Request-Method': 'PUT' };
  it.each([
    ['/_api/Web/pid/1', 403],
    ['/_api/Old/prod/pid/1', 403],
    ['/_api/Balancer/pid/1', 403],
    ['/_api/nope/pid/1', 403],
    ['/_api/Open/pid/1', 200],
  ])('may call what has CORS: %s %d', async (path, status) => {
    expect((await reply(path, { headers })).status).toBe(status);
  });

  it('are told what to do', async () => {
    expect(JSON.parse((await reply('/_api/Web/pid/1', { headers })).body).Message).toContain(
      'open Web in the template',
    );
  });

  it('get the headers of an HTTP API', async () => {
    const open = await reply('/_api/Open/pid/1', { headers });
    expect(open.headers).toMatchObject({ 'access-control-allow-origin': site, vary: 'Origin' });
    const other = await reply('/_api/Open/pid/1', { headers: { Origin: 'https://evil.example' } });
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
    const asked = await reply('/_api/Open/none', { method: 'OPTIONS', headers: preflight });
    expect(asked).toMatchObject({ status: 204, body: '' });
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': site,
      'access-control-allow-methods': 'PUT',
      'access-control-max-age': '60',
    });
  });

  it('get the answer of the OPTIONS method that SAM adds to a REST API', async () => {
    const asked = await reply('/_api/OpenOld/prod/pid/1', { method: 'OPTIONS', headers: preflight });
    expect(asked.status).toBe(200);
    expect(asked.headers['access-control-allow-origin']).toBe(site);
    const called = await reply('/_api/OpenOld/prod/http/1', { headers });
    expect([called.status, called.headers['access-control-allow-origin']]).toEqual([404, undefined]);
  });
});

it('the console shows the request with its function, and why a response was refused', () => {
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'request', functionName: 'http', what: 'GET /http/1', status: 404 }),
  );
  expect(events).toContainEqual({
    type: 'notice',
    text: expect.stringMatching(/^bad-http returned what HTTP cannot carry, so the client got 502: /),
  });
});
