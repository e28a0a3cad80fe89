import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { Telemetry } from '../../src/emulator/telemetry.ts';
import { until } from './support.ts';

interface Event {
  readonly time: string;
  readonly type: string;
  readonly record: unknown;
}

async function listening(
  serve: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server> {
  const server = createServer(serve).listen(0, '127.0.0.1');
  afterAll(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** A subscriber that keeps what it gets; `statuses` are its answers, 200 from then on. */
async function subscriber(...statuses: number[]) {
  const batches: Event[][] = [];
  const server = await listening(async (request, response) => {
    let text = '';
    for await (const piece of request) text += piece;
    const status = statuses.shift() ?? 200;
    if (status === 200) batches.push(JSON.parse(text));
    response.writeHead(status).end();
  });
  return { batches, port: portOf(server), events: () => batches.flat() };
}

/** Subscribes by HTTP, as an extension does. */
async function subscribe(telemetry: Telemetry, name: string, port: number, changes: object = {}) {
  const server = await listening((request, response) => void telemetry.subscribe(name, request, response));
  const reply = await fetch(`http://127.0.0.1:${portOf(server)}`, {
    method: 'PUT',
    body: JSON.stringify({
      schemaVersion: '2022-12-13',
      types: ['platform', 'function', 'extension'],
      destination: { protocol: 'HTTP', URI: `http://sandbox.localdomain:${port}` },
      ...changes,
    }),
  });
  return { status: reply.status, body: await reply.text() };
}

const told: object[] = [];
function telemetryOf(logsJson = false): Telemetry {
  const telemetry = new Telemetry(logsJson, (record) => told.push(record));
  telemetry.open();
  return telemetry;
}

describe('the telemetry of a sandbox', () => {
  it('has what happened before the subscription, and only of the types that were asked for', async () => {
    const telemetry = telemetryOf();
    const { port, events } = await subscriber();
    telemetry.platform({ type: 'initStart', record: { phase: 'init' } });
    telemetry.line('function', 'a line');
    telemetry.line('extension', 'another');
    const reply = await subscribe(telemetry, 'x', port, { types: ['platform', 'function'] });
    expect(reply).toEqual({ status: 200, body: '"OK"' });
    await telemetry.flush(10_000);
    expect(events().map(({ type, record }) => ({ type, record }))).toEqual([
      { type: 'platform.initStart', record: { phase: 'init' } },
      { type: 'function', record: 'a line' },
      {
        type: 'platform.telemetrySubscription',
        record: { name: 'x', state: 'Subscribed', types: ['platform', 'function'] },
      },
    ]);
    expect(new Date(events()[0]?.time as string).toISOString()).toBe(events()[0]?.time);
  });

  it('comes in batches: of so many events, or when their time is over', async () => {
    const telemetry = telemetryOf();
    const { port, batches } = await subscriber();
    await subscribe(telemetry, 'x', port, { types: ['extension'], buffering: { timeoutMs: 25 } });
    for (let i = 0; i < 1001; i++) telemetry.line('extension', `${i}`);
    await until(() => batches.length === 2);
    expect(batches.map((batch) => batch.length)).toEqual([1000, 1]);
    expect(batches[1]?.[0]).toMatchObject({ type: 'extension', record: '1000' });
  });

  it('comes in batches of so many bytes', async () => {
    const telemetry = telemetryOf();
    const { port, batches } = await subscriber();
    await subscribe(telemetry, 'x', port, { types: ['function'] });
    for (let i = 0; i < 3; i++) telemetry.line('function', 'x'.repeat(200_000));
    await telemetry.flush(10_000);
    expect(batches.map((batch) => batch.length)).toEqual([1, 1, 1]);
  });

  it('says how much was dropped, with what comes next', async () => {
    const telemetry = telemetryOf();
    const { port, events } = await subscriber(500);
    await subscribe(telemetry, 'x', port, { types: ['function'] });
    telemetry.line('function', 'lost');
    telemetry.line('function', 'lost, too');
    await telemetry.flush(10_000);
    telemetry.line('function', 'there');
    await telemetry.flush(10_000);
    expect(events().map(({ type, record }) => ({ type, record }))).toEqual([
      { type: 'function', record: 'there' },
      {
        type: 'platform.logsDropped',
        record: {
          reason: 'The subscriber could not be reached: status 500',
          droppedRecords: 2,
          droppedBytes: expect.any(Number),
        },
      },
    ]);
  });

  it.each([
    [true, '2022-12-13', { level: 'info' }],
    [true, '2022-07-01', '{"level":"info"}'],
    [false, '2022-12-13', '{"level":"info"}'],
  ])('has a line of a JSON log (%s) by the schema %s', async (logsJson, schemaVersion, record) => {
    const telemetry = telemetryOf(logsJson);
    const { port, events } = await subscriber();
    await subscribe(telemetry, 'x', port, { schemaVersion, types: ['function'] });
    telemetry.line('function', '{"level":"info"}');
    telemetry.line('function', '{no JSON');
    await telemetry.flush(10_000);
    expect(events().map((event) => event.record)).toEqual([record, '{no JSON']);
  });

  it('can be subscribed to in the init phase alone, and once', async () => {
    const telemetry = telemetryOf();
    const { port } = await subscriber();
    await subscribe(telemetry, 'twice', port);
    expect((await subscribe(telemetry, 'twice', port)).status).toBe(200);
    expect(told.at(-1)).toMatchObject({ record: { state: 'Already subscribed' } });
    telemetry.closeSubscriptions();
    expect(await subscribe(telemetry, 'late', port)).toEqual({
      status: 403,
      body: '{"errorMessage":"Telemetry API subscription is closed","errorType":"Telemetry.SubscriptionClosed"}\n',
    });
  });

  it('refuses a subscription that is none', async () => {
    expect(await subscribe(telemetryOf(), 'x', 1, { types: [] })).toEqual({
      status: 400,
      body: '{"errorMessage":"types should not be empty","errorType":"ValidationError"}\n',
    });
  });

  it('is sent to nobody once the sandbox has ended', async () => {
    const telemetry = telemetryOf();
    const { port, events } = await subscriber();
    await subscribe(telemetry, 'x', port, { types: ['function'] });
    telemetry.line('function', 'before');
    await telemetry.flush(10_000);
    telemetry.line('function', 'waiting');
    telemetry.end();
    telemetry.line('function', 'after');
    await telemetry.flush(10_000);
    expect(events().map(({ record }) => record)).toEqual(['before']);
  });

  it('does not wait for a subscriber that never answers', async () => {
    const telemetry = telemetryOf();
    const server = await listening(() => undefined);
    await subscribe(telemetry, 'x', portOf(server));
    await telemetry.flush(50);
    telemetry.end();
    server.closeAllConnections();
  });
});
