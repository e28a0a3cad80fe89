import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { httpResponse } from '../../src/emulator/http/response.ts';
import { buildBootstrap, emulate, fixture, send } from './support.ts';

// What the service answers and adds by itself, where the settings say what other sites may do.

const folder = buildBootstrap();
const site = 'https://shop.example';
const cors = {
  origins: [site, 'http://localhost:3000'],
  methods: ['GET', 'PUT'],
  headers: ['x-key'],
  exposeHeaders: ['x-a'],
  credentials: true,
  maxAge: 60,
};
const emulator = await emulate([
  fixture(folder, 'http', { url: { auth: 'none', cors } }),
  fixture(folder, 'stream-http', { url: { auth: 'none', cors } }),
  fixture(folder, 'echo', { url: { auth: 'none', cors: { origins: ['*'] } } }),
  fixture(folder, 'pid', { url: { auth: 'none' } }),
]);
const preflight = (origin: string) => ({
  method: 'OPTIONS',
  headers: {
    Origin: origin,
    'Access-Control-Request-Method': 'PUT',
    'Access-Control-Request-Headers': 'x-key',
  },
});

describe('a preflight', () => {
  it('is answered for a site that is allowed, without a call of the function', async () => {
    const before = emulator.log().length;
    const { status, headers, body } = await send(`${emulator.url}/http/a`, preflight(site));
    expect({ status, body }).toEqual({ status: 200, body: '' });
    expect(headers).toMatchObject({
      'access-control-allow-origin': site,
      'access-control-allow-methods': 'GET,PUT',
      'access-control-allow-headers': 'x-key',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '60',
      vary: 'Origin',
    });
    expect(emulator.log().length).toBe(before);
  });

  it('of another site gets no permission, and calls nothing either', async () => {
    const before = emulator.log().length;
    const { status, headers } = await send(`${emulator.url}/http/a`, preflight('https://evil.example'));
    expect(status).toBe(200);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(emulator.log().length).toBe(before);
  });

  it('is open in what the settings leave open', async () => {
    const { headers } = await send(`${emulator.url}/echo/`, preflight('https://any.example'));
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': '*',
      'access-control-allow-headers': '*',
    });
  });

  it('is an event like any other where nothing is configured', async () => {
    const { body } = await send(`${emulator.url}/pid/`, preflight(site));
    expect(Number(body)).toBeGreaterThan(0);
  });
});

describe('a response', () => {
  it.each(['http', 'stream-http'])('of %s has the headers for a site that is allowed', async (name) => {
    const { headers } = await send(`${emulator.url}/${name}/`, { headers: { Origin: site } });
    expect(headers).toMatchObject({
      'access-control-allow-origin': site,
      'access-control-expose-headers': 'x-a',
      vary: 'Origin',
    });
  });

  it('has none for another site, nor without one', async () => {
    for (const sent of [{ Origin: 'https://evil.example' }, {}]) {
      const { headers } = await send(`${emulator.url}/http/`, { headers: sent as Record<string, string> });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it.each([
    ['"200"', 200],
    ['" 404 "', 404],
    ['204', 204],
    ['"20"', undefined],
    ['"99999"', undefined],
    ['"abc"', undefined],
    ['true', undefined],
  ])('with the status %s is %s', (statusCode, status) => {
    expect(httpResponse(Buffer.from(`{"statusCode":${statusCode},"body":"x"}`))?.status).toBe(status);
  });
});

it('a request target with a scheme and a host is the path in it', async () => {
  const { hostname, port } = new URL(emulator.url);
  const socket = connect(Number(port), hostname);
  const head = `GET ${emulator.url}/echo/a/b?c=1 HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: close\r\n\r\n`;
  socket.write(head);
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  expect(JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1))).toMatchObject({
    rawPath: '/a/b',
    rawQueryString: 'c=1',
  });
});
