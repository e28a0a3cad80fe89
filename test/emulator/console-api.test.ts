import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { InvocationSummary } from '../../src/emulator/console/data.ts';
import { ConsoleRecord } from '../../src/emulator/console/record.ts';
import { message } from '../../src/emulator/console/stream.ts';
import { allEvents } from '../../src/events/library.ts';
import { project } from './command-support.ts';
import { buildBootstrap, emulate, fixture, invoke, send, temporaryFolder, until } from './support.ts';

const folder = buildBootstrap();
const home = project(['echo']);
const emulator = await emulate([fixture(folder, 'echo'), fixture(folder, 'error'), fixture(folder, 'logs')], {
  record: new ConsoleRecord(),
  project: { folder: home, builtAt: () => 5 },
  http: {
    apis: [
      {
        ...{ id: 'shop', format: 'http-api', stage: 'dev', binaryMediaTypes: [], opening: '' },
        routes: [
          { method: 'ANY', path: '/orders/{id}', functionName: 'echo', format: 'http-api' },
          { method: 'POST', path: '/orders', functionName: 'logs', format: 'http-api' },
        ],
      },
    ],
    claims: undefined,
  },
});
const base = `${emulator.url}/_console`;
const get = async (path: string) => JSON.parse((await send(`${base}/api/${path}`)).body);
const put = (name: string, body = '{"saved":1}', type = 'application/json') =>
  send(`${base}/api/events/project/${name}`, { method: 'PUT', headers: { 'Content-Type': type }, body });
const file = (name: string) => readFileSync(join(home, 'events', name), 'utf8');

/** The stream of changes from a position on, as it comes. */
async function follow(headers: Record<string, string> = {}) {
  const ending = new AbortController();
  const response = await fetch(`${base}/api/stream`, { headers, signal: ending.signal });
  let text = '';
  const read = (async () => {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
      text += new TextDecoder().decode(chunk);
  })().catch(() => undefined);
  return {
    type: response.headers.get('content-type'),
    /** The data of all messages of a name so far. */
    messages: (name: string) =>
      [...text.matchAll(/^event: (\w+)\ndata: (.*)\n\n/gm)].flatMap(([, event, data]) =>
        event === name ? [JSON.parse(data as string)] : [],
      ),
    position: () => [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1],
    end: async () => {
      ending.abort();
      await read;
    },
  };
}

describe('the page', () => {
  it('loads nothing from elsewhere, and runs no script of its text', async () => {
    const reply = await send(`${base}/`);
    expect(reply.status).toBe(200);
    expect(reply.headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(reply.headers['set-cookie']).toBeUndefined();
    for (const [name, type] of [
      ['page.js', 'text/javascript; charset=utf-8'],
      ['page.css', 'text/css; charset=utf-8'],
      ['icon.svg', 'image/svg+xml'],
    ]) {
      const { status, headers } = await send(`${base}/${name}`);
      expect([status, headers['content-type']]).toEqual([200, type]);
      expect(reply.body).toContain(`"${name}"`);
    }
    expect((await send(base)).headers.location).toBe('/_console/');
    for (const path of ['/', '/api/state', '/api/stream']) {
      const { status, body } = await send(`${base}${path}`, { method: 'HEAD' });
      expect([path, status, body]).toEqual([path, 200, '']);
    }
  });

  it('is not there without a record, or a project', async () => {
    const other = await emulate([fixture(folder, 'echo')]);
    const { body } = await send(`${other.url}/_console/`);
    expect(JSON.parse(body).rawPath).toBe('/_console/');
  });

  it.each([
    [404, 'GET', '/nope'],
    [404, 'GET', '/api/nope'],
    [404, 'GET', '/..%2f..%2fpackage.json'],
    [404, 'GET', '/constructor'],
    [404, 'GET', '/api/invocations/nobody'],
    [404, 'GET', '/api/events/project/nobody'],
    [404, 'GET', '/api/events/library/nobody'],
    [404, 'GET', '/api/events/library/..%2fsqs'],
    [405, 'POST', '/'],
    [405, 'DELETE', '/api/invocations'],
    [405, 'POST', '/api/events/project/first'],
  ])('answers %d to %s %s', async (status, method, path) => {
    const reply = await send(`${base}${path}`, { method });
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.body).message).toMatch(/\.$/);
  });
});

describe('the API', () => {
  it('says what there is, and what was invoked', async () => {
    await invoke(emulator, 'echo', '{"n":7}');
    const { requestId } = await invoke(emulator, 'error', '1');
    expect(await get('state')).toEqual({
      project: home,
      functions: ['echo', 'error', 'logs'].map((name) => ({
        ...{ name, handler: name, runtime: 'provided.al2023', memorySize: 128, timeout: 5 },
        sandboxes: name === 'logs' ? 0 : 1,
      })),
      build: { builtAt: 5, isRunning: false },
      hasTestHost: false,
      apis: [{ name: 'shop', path: '/_api/shop/dev/' }],
    });
    const all: InvocationSummary[] = await get('invocations');
    expect(all.slice(-2)).toMatchObject([
      { functionName: 'echo', state: 'succeeded', memorySize: 128, initDurationMs: expect.any(Number) },
      { id: requestId, functionName: 'error', state: 'failed', errorType: 'Broken.Handler' },
    ]);
    const detail = await get(`invocations/${requestId}`);
    expect(detail).toMatchObject({ event: { text: '1' }, isStreamed: false });
    expect(JSON.parse(detail.response.text)).toMatchObject({ errorType: 'InvalidOperation' });
    expect(detail.log[0]).toBe(`START RequestId: ${requestId} Version: $LATEST`);
  });

  it('keeps the logs of invocations apart that run side by side', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => invoke(emulator, 'logs')));
    for (const { requestId, tail } of replies)
      expect((await get(`invocations/${requestId}`)).log).toEqual(tail);
  });

  it('has the events of the project and of the library', async () => {
    const events = await get('events');
    expect(events.project).toEqual([
      { name: 'first', functions: ['project-echo'] },
      { name: 'second', functions: [] },
    ]);
    expect(events.routes).toEqual([
      { api: 'shop', index: 0, route: 'ANY /orders/{id}', functionName: 'echo' },
      { api: 'shop', index: 1, route: 'POST /orders', functionName: 'logs' },
    ]);
    expect(events.library).toHaveLength(allEvents().length);
    expect(await get('events/project/second')).toEqual({ n: 2 });
    expect(await get('events/library/sqs')).toEqual(allEvents().find(({ name }) => name === 'sqs')?.event);
  });
});

describe('the event of a route', () => {
  it('is that of a request which the route takes', async () => {
    const event = await get('events/routes/shop/0');
    expect(event).toMatchObject({
      routeKey: 'ANY /orders/{id}',
      rawPath: '/dev/orders/id',
      pathParameters: { id: 'id' },
      requestContext: { stage: 'dev', http: { method: 'GET', path: '/dev/orders/id' } },
    });
    expect(event.body).toBeUndefined();
    // What comes by HTTP has the same members.
    await send(`${emulator.url}/_api/shop/dev/orders/id`, { headers: { accept: '*/*' } });
    const [sent] = (await get('invocations')).slice(-1);
    const real = JSON.parse((await get(`invocations/${sent.id}`)).event.text);
    expect(Object.keys(event)).toEqual(Object.keys(real));
    expect(Object.keys(event.requestContext)).toEqual(Object.keys(real.requestContext));
  });

  it('has a body where one is usual', async () => {
    const event = await get('events/routes/shop/1');
    expect(event).toMatchObject({ body: '{}', headers: { 'content-type': 'application/json' } });
    expect(event).toMatchObject({ requestContext: { http: { method: 'POST' } } });
  });

  it.each(['shop/2', 'other/0'])('is not there for %s', async (path) => {
    expect((await send(`${base}/api/events/routes/${path}`)).status).toBe(404);
  });
});

describe('an event that is saved', () => {
  it('is in the project, and overwrites nothing without being told to', async () => {
    expect((await put('new')).status).toBe(200);
    expect(file('new.json')).toBe('{"saved":1}\n');
    const refused = await put('new', '2');
    expect([refused.status, JSON.parse(refused.body).message]).toEqual([
      409,
      'events/new.json is there already.',
    ]);
    expect(file('new.json')).toBe('{"saved":1}\n');
    expect((await put('new?replace=true', '2')).status).toBe(200);
    expect(file('new.json')).toBe('2\n');
  });

  it.each([
    '..%2f..',
    '.hidden',
    '..%2fpackage',
    'a%2fb',
    'a%5cb',
    'con',
    'NUL.x',
    'a.',
    'a%00',
    'a.json',
    'x'.repeat(101),
  ])('has a name that is one: not %s', async (name) => {
    const { status, body } = await put(name);
    expect([status, JSON.parse(body).message]).toEqual([400, expect.stringMatching(/^(A name has|Leave)/)]);
  });

  it('is JSON, and no form of a web page', async () => {
    expect((await put('broken', '{')).status).toBe(400);
    expect((await put('form', '{}', 'text/plain')).status).toBe(415);
    for (const name of ['broken.json', 'form.json'])
      expect(existsSync(join(home, 'events', name))).toBe(false);
  });

  it('goes through no link, and none is read through one', async () => {
    const outside = temporaryFolder();
    writeFileSync(join(outside, 'secret.json'), '"secret"');
    symlinkSync(join(outside, 'secret.json'), join(home, 'events', 'link.json'));
    expect((await put('link?replace=true')).status).toBe(409);
    expect((await send(`${base}/api/events/project/link`)).status).toBe(404);
    const linked = await emulate([fixture(folder, 'echo')], {
      record: new ConsoleRecord(),
      project: { folder: temporaryFolder(), builtAt: () => 0 },
    });
    const { project: there } = JSON.parse((await send(`${linked.url}/_console/api/state`)).body);
    symlinkSync(outside, join(there, 'events'));
    const url = `${linked.url}/_console/api/events/project`;
    expect((await send(`${url}/secret`)).status).toBe(404);
    const headers = { 'Content-Type': 'application/json' };
    const saved = await send(`${url}/new`, { method: 'PUT', headers, body: '1' });
    expect([saved.status, JSON.parse(saved.body).message]).toEqual([
      409,
      expect.stringContaining('symbolic link'),
    ]);
    expect(existsSync(join(outside, 'new.json'))).toBe(false);
    expect(readFileSync(join(outside, 'secret.json'), 'utf8')).toBe('"secret"');
  });

  it('makes the folder where there is none', async () => {
    const there = temporaryFolder();
    mkdirSync(join(there, 'src'));
    const fresh = await emulate([fixture(folder, 'echo')], {
      record: new ConsoleRecord(),
      project: { folder: there, builtAt: () => 0 },
    });
    expect(JSON.parse((await send(`${fresh.url}/_console/api/events`)).body).project).toEqual([]);
    const headers = { 'Content-Type': 'application/json' };
    const url = `${fresh.url}/_console/api/events/project/one`;
    expect((await send(url, { method: 'PUT', headers, body: '1' })).status).toBe(200);
    expect(readFileSync(join(there, 'events', 'one.json'), 'utf8')).toBe('1\n');
  });
});

describe('the stream of changes', () => {
  it('says what is remembered, then what changes', async () => {
    await invoke(emulator, 'echo');
    const stream = await follow();
    await until(() => stream.messages('position').length > 0);
    expect(stream.type).toBe('text/event-stream');
    expect(stream.messages('run')).toEqual([{ run: expect.any(String), from: 0 }]);
    expect(stream.messages('state')).toHaveLength(1);
    const known = await get('invocations');
    expect(stream.messages('invocations')).toEqual([known]);
    const { requestId } = await invoke(emulator, 'echo');
    const last = () => stream.messages('invocations').at(-1)?.at(-1);
    await until(() => last()?.id === requestId && last().state === 'succeeded');
    await stream.end();
  });

  it('goes on where a client was, and from the beginning for one of another emulator', async () => {
    const first = await follow();
    await until(() => first.position() !== undefined);
    const position = first.position() as string;
    await first.end();
    const { requestId } = await invoke(emulator, 'echo');
    const second = await follow({ 'Last-Event-ID': position });
    await until(() => second.messages('invocations').length > 0);
    expect(second.messages('run')).toMatchObject([{ from: Number(position.split('.')[1]) }]);
    expect(
      second
        .messages('invocations')
        .flat()
        .map(({ id }) => id),
    ).toEqual([requestId]);
    await second.end();
    for (const id of [position.replace(/^./, 'z'), 'nonsense', '']) {
      const other = await follow({ 'Last-Event-ID': id });
      await until(() => other.messages('run').length > 0);
      expect(other.messages('run')).toMatchObject([{ from: 0 }]);
      await other.end();
    }
  });

  it('is refused to more pages than anybody opens, and free again when they are closed', async () => {
    const open = await Promise.all(Array.from({ length: 32 }, () => follow()));
    const refused = await send(`${base}/api/stream`);
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
    await Promise.all(open.map((stream) => stream.end()));
    await until(async () => {
      const stream = await follow();
      await stream.end();
      return stream.type === 'text/event-stream';
    });
  });

  it('is a line for each field of a message', () => {
    expect(message('notices', ['a\nb'], 'run.1')).toBe('id: run.1\nevent: notices\ndata: ["a\\nb"]\n\n');
  });
});
