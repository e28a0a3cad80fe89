import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { api, head, open, short } from './lines.ts';
import { buildBootstrap, emulate, fixture, invoke, send, until } from './support.ts';

const folder = buildBootstrap();

describe('connections that are slow or many', () => {
  it('800 half-open ones are gone after the time for a head', async () => {
    const emulator = await emulate([fixture(folder, 'echo')], { limits: short });
    const beginnings = ['', 'P', 'POST / HT', 'GET / HTTP/1.1\r\nHost: localhost\r\nX-A: '];
    const lines = await Promise.all(
      Array.from({ length: 800 }, (_, i) => open(emulator.port, beginnings[i % beginnings.length])),
    );
    expect((await invoke(emulator, 'echo', '1')).body).toBe('1');
    await Promise.all(lines.map(({ closed }) => closed));
    expect((await invoke(emulator, 'echo', '2')).body).toBe('2');
  });

  it('a head that comes byte by byte is given up as well', async () => {
    const emulator = await emulate([fixture(folder, 'echo')], { limits: short });
    const { socket, closed } = await open(emulator.port, 'GET / HTTP/1.1\r\nX-A: ');
    const drip = setInterval(() => socket.write('a'), 20);
    await closed;
    clearInterval(drip);
  });

  it('half-open ones at a sandbox’s own port are gone too, and its process stays', async () => {
    const emulator = await emulate([fixture(folder, 'environment')], { limits: short });
    const address = async () =>
      JSON.parse((await invoke(emulator, 'environment')).body).AWS_LAMBDA_RUNTIME_API;
    const first = await address();
    const lines = await Promise.all(
      Array.from({ length: 50 }, () => open(Number(first.split(':')[1]), 'GET /')),
    );
    await Promise.all(lines.map(({ closed }) => closed));
    expect(await address()).toBe(first);
    expect(emulator.service.pids.length).toBe(1);
  });

  it('more than may be open at one time are closed at once, which is said once', async () => {
    const emulator = await emulate([fixture(folder, 'echo')], { limits: { connections: 20 } });
    const lines = await Promise.all(Array.from({ length: 40 }, () => open(emulator.port)));
    await until(() => lines.filter(({ socket }) => socket.destroyed).length === 20);
    expect(
      emulator.events.filter((e) => e.type === 'notice' && e.text.includes('More than 20')),
    ).toHaveLength(1);
    for (const { socket } of lines) socket.destroy();
    await Promise.all(lines.map(({ closed }) => closed));
    await until(async () => (await invoke(emulator, 'echo', '1').catch(() => undefined))?.body === '1');
  });
});

describe('bodies', () => {
  it('200 of 6 MB that are never finished hold no more than the budget, and are given up', async () => {
    const bodyBytes = 64 * 1024 * 1024;
    const limits = { ...short, bodyBytes, bodyIdleMs: 4000 };
    const emulator = await emulate([fixture(folder, 'echo')], { limits });
    const length = 6 * 1024 * 1024;
    const part = Buffer.alloc(length - 1, ' ');
    let most = 0;
    const paths = [api, '/echo/', '/2021-11-15/functions/echo/response-streaming-invocations'];
    const lines = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const line = await open(emulator.port, head(paths[i % paths.length] as string, length));
        await new Promise((resolve) => line.socket.write(part, resolve));
        most = Math.max(most, emulator.bodies.held);
        return line;
      }),
    );
    expect(most).toBeGreaterThan(bodyBytes * 0.8);
    expect(most).toBeLessThanOrEqual(bodyBytes);
    // A small request is answered while the budget is full.
    expect((await invoke(emulator, 'echo', '"small"')).body).toBe('"small"');
    await Promise.all(lines.map(({ closed }) => closed));
    for (const { text } of lines) expect(text()).toMatch(/^HTTP\/1\.1 408 /);
    await until(() => emulator.bodies.held === 0);
  });

  it('over the budget are refused in the shape of each service, and smaller ones are read', async () => {
    const emulator = await emulate([fixture(folder, 'echo')], { limits: { bodyBytes: 1024 * 1024 } });
    const large = JSON.stringify('x'.repeat(2 * 1024 * 1024));
    const refused = await invoke(emulator, 'echo', large);
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
    expect(refused.headers['x-amzn-errortype']).toBe('ServiceUnavailableException');
    expect(JSON.parse(refused.body)).toMatchObject({ Type: 'Service' });
    const url = await send(`${emulator.url}/`, { body: large });
    expect([url.status, url.headers['retry-after']]).toEqual([503, '1']);
    expect(JSON.parse(url.body)).toEqual({ Message: 'Service Unavailable' });
    const fits = JSON.stringify('x'.repeat(512 * 1024));
    for (let i = 0; i < 3; i++) expect((await invoke(emulator, 'echo', fits)).body).toBe(fits);
  });

  it('in chunks of one byte cost what they hold in memory', async () => {
    const emulator = await emulate([fixture(folder, 'echo')], { limits: { bodyBytes: 1024 * 1024 } });
    const chunk = '1\r\n \r\n';
    const { text, socket, closed } = await open(
      emulator.port,
      `POST ${api} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    socket.write(chunk.repeat(20_000));
    socket.write('0\r\n\r\n');
    await closed;
    expect(text()).toMatch(/^HTTP\/1\.1 503 /);
    expect(emulator.bodies.held).toBe(0);
  });

  it.each([
    ['of a refused web page', `${api}`, 'Origin: https://evil.example\r\n'],
    ['to an unknown function', '/2015-03-31/functions/nope/invocations', ''],
    ['to an operation that is not emulated', '/2015-03-31/functions/echo/code', ''],
    ['to the Runtime API', '/2018-06-01/runtime/invocation/some-id/response', ''],
    ['to a path of the Runtime API that does not exist', '/2018-06-01/runtime/nope', ''],
    ['of an event', '/2018-06-01/runtime/invocation/next', ''],
  ])('that nobody reads, %s, are given up', async (_what, path, header) => {
    const emulator = await emulate([fixture(folder, 'echo')], { limits: short });
    for (const method of ['GET', 'POST']) {
      const { closed } = await open(
        emulator.port,
        `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${header}Content-Length: 100\r\n\r\nhalf`,
      );
      await closed;
    }
  });

  it('that trickle are given up after the time for a whole body', async () => {
    const emulator = await emulate([fixture(folder, 'echo')], { limits: { ...short, bodyMs: 400 } });
    const { socket, closed, text } = await open(emulator.port, head(api, 1_000_000));
    const drip = setInterval(() => socket.write(' '), 20);
    await closed;
    clearInterval(drip);
    expect(text()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('of a client that hangs up give back what they held', async () => {
    const emulator = await emulate([fixture(folder, 'echo')]);
    const { socket } = await open(emulator.port, head(api, 6_000_000));
    socket.write(Buffer.alloc(5_000_000));
    await until(() => emulator.bodies.held > 4_000_000);
    socket.destroy();
    await until(() => emulator.bodies.held === 0);
  });
});

describe('what may take its time does', () => {
  const limits = { ...short, answerIdleMs: 200 };

  it('an invocation, longer than any limit of the border', async () => {
    const emulator = await emulate([fixture(folder, 'wait')], { limits });
    expect((await invoke(emulator, 'wait', '1200')).status).toBe(200);
    expect((await send(`${emulator.url}/`, { body: '1' })).status).toBe(200);
  });

  it('a stream whose function pauses longer than a body may', async () => {
    const emulator = await emulate([fixture(folder, 'slow-stream')], { limits });
    const reply = await send(`${emulator.url}/`);
    expect([reply.status, reply.body]).toEqual([200, 'one two']);
  });

  it('a program that waits for its next event, and its response, as under a debugger', async () => {
    const emulator = await emulate([fixture(folder, 'echo', { timeout: 0.1 })], { limits });
    const { port } = emulator;
    const runtime = '/2018-06-01/runtime/invocation';
    const program = await open(port, `GET ${runtime}/next HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await until(() => emulator.events.some((e) => e.type === 'notice' && e.text.includes('attached')));
    // A connection that is younger is given up by now.
    const halfOpen = await open(port, 'GET ');
    await halfOpen.closed;
    const call = invoke(emulator, 'echo', '"hours"');
    await until(() => program.text().endsWith('"hours"'));
    const [, id] = /aws-request-id: (\S+)/i.exec(program.text()) ?? [];
    program.socket.write(`${head(`${runtime}/${id}/response`, 8)}"ho`);
    const another = await open(port, head(api, 10));
    await another.closed;
    program.socket.write('urs"');
    program.socket.write(' ');
    await until(() => program.text().includes('HTTP/1.1 202'));
    program.socket.write(`GET ${runtime}/next HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    expect((await call).body).toBe('"hours" ');
    program.socket.destroy();
  });
});

describe('a client that does not read its answer', async () => {
  const emulator = await emulate([fixture(folder, 'megabytes'), fixture(folder, 'stream-megabytes')], {
    limits: { ...short, answerIdleMs: 300 },
  });

  it.each([
    '/megabytes/',
    '/stream-megabytes/',
    '/2015-03-31/functions/megabytes/invocations',
    '/2021-11-15/functions/stream-megabytes/response-streaming-invocations',
  ])('is hung up on: %s', async (path) => {
    const { socket, closed, text } = await open(emulator.port);
    socket.pause();
    const response = await new Promise<ServerResponse>((resolve) => {
      const begun = (message: unknown) => {
        const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
        if (request.socket.remotePort !== socket.localPort) return;
        unsubscribe('http.server.request.start', begun);
        resolve(response);
      };
      subscribe('http.server.request.start', begun);
      socket.write(`${head(path, 2)}{}`);
    });
    await until(() => response.closed);
    // What the system has taken of it can still be read, and is not all.
    socket.resume();
    await closed;
    expect(text()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text().length).toBeLessThan(6_000_000);
    // The function is not ended by that, and is there for the next one.
    expect((await invoke(emulator, 'megabytes', '{}')).status).toBe(200);
  });
});

it('events that are too large together are throttled', async () => {
  const emulator = await emulate([fixture(folder, 'echo')], { limits: { eventBytes: 1_000_000 } });
  emulator.service.hold();
  const event = JSON.stringify('x'.repeat(600_000));
  const calls = [invoke(emulator, 'echo', event), invoke(emulator, 'echo', event)];
  const refused = await Promise.race(calls);
  expect([refused.status, refused.headers['x-amzn-errortype']]).toEqual([429, 'TooManyRequestsException']);
  emulator.service.resume();
  expect((await Promise.all(calls)).map(({ status }) => status).sort()).toEqual([200, 429]);
  expect((await invoke(emulator, 'echo', event)).status).toBe(200);
});
