import { randomUUID } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { ExtensionsApi } from '../../src/emulator/extensions-api.ts';
import { buildBootstrap, emulate, fixture, send, until } from './support.ts';

interface Reply {
  readonly status: number;
  readonly id: string;
  readonly body: { readonly errorType?: string } & Record<string, unknown>;
}

const fn = { functionName: 'f', functionVersion: '$LATEST', handler: 'h', accountId: '123456789012' };
const event = {
  requestId: 'r',
  payload: Buffer.from('1'),
  invokedFunctionArn: 'arn',
  traceId: 'Root=1-2-3',
};

/** An Extensions API behind a server, and a client for it. */
async function listening() {
  const api = new ExtensionsApi(fn, () => undefined);
  const state = { isOpen: true, waiting: 0 };
  const server = createServer((incoming, response) => {
    state.waiting++;
    response.once('close', () => state.waiting--);
    void api.handle(incoming, response, state.isOpen);
  });
  server.listen(0, '127.0.0.1');
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  await until(() => server.listening);
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/2020-01-01/extension/`;
  const call = async (method: string, path: string, headers: Record<string, string>, body?: object) => {
    const reply = await fetch(base + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const id = reply.headers.get('Lambda-Extension-Identifier') ?? '';
    return { status: reply.status, id, body: await reply.json() } as Reply;
  };
  const register = (name: string, body: object = {}, headers: Record<string, string> = {}) =>
    call('POST', 'register', { 'Lambda-Extension-Name': name, ...headers }, body);
  const as = (id: string) => ({ 'Lambda-Extension-Identifier': id });
  const next = (id: string) => call('GET', 'event/next', as(id));
  return { api, state, base, call, register, as, next };
}

describe('the Extensions API', () => {
  it('tells an internal extension of an invocation, and waits until it asks again', async () => {
    const { api, register, next } = await listening();
    const { id, body } = await register('inside', { events: ['INVOKE'] });
    expect(body).toEqual({ functionName: 'f', functionVersion: '$LATEST', handler: 'h' });
    expect(api.areReady).toBe(false);
    const first = next(id);
    await until(() => api.areReady);
    api.invoke(event, 7);
    expect(api.areReady).toBe(false);
    expect((await first).body).toEqual({
      eventType: 'INVOKE',
      deadlineMs: 7,
      requestId: 'r',
      invokedFunctionArn: 'arn',
      tracing: { type: 'X-Amzn-Trace-Id', value: 'Root=1-2-3' },
    });
    void next(id).catch(() => undefined);
    await until(() => api.areReady);
  });

  it('keeps an event for an extension that has hung up', async () => {
    const { api, state, base, register, next, as } = await listening();
    const { id } = await register('inside', { events: ['INVOKE'] });
    const hanging = request(`${base}event/next`, { headers: as(id) }).on('error', () => undefined);
    hanging.end();
    await until(() => api.areReady);
    hanging.destroy();
    await until(() => state.waiting === 0);
    api.invoke(event, 7);
    expect((await next(id)).body).toMatchObject({ eventType: 'INVOKE' });
  });

  it('keeps the shutdown for an extension that is at work', async () => {
    const { api, register, next } = await listening();
    api.expect('outside');
    expect(api.areRegistered).toBe(false);
    const { id } = await register('outside', { events: ['SHUTDOWN'] });
    expect(api.areRegistered).toBe(true);
    expect(api.shutDown('outside', 'failure', 9)).toBe(true);
    expect((await next(id)).body).toEqual({
      eventType: 'SHUTDOWN',
      deadlineMs: 9,
      shutdownReason: 'failure',
    });
    expect(api.shutDown('other', 'failure', 9)).toBe(false);
  });

  it.each([
    [{}, 'Extension.MissingExtensionIdentifier'],
    [{ 'Lambda-Extension-Identifier': 'x' }, 'Extension.InvalidExtensionIdentifier'],
    [{ 'Lambda-Extension-Identifier': randomUUID() }, 'Extension.UnknownExtensionIdentifier'],
  ])('refuses the identifier %j', async (headers, errorType) => {
    const { call } = await listening();
    for (const [method, path] of [
      ['GET', 'event/next'],
      ['POST', 'init/error'],
      ['POST', 'exit/error'],
    ] as const) {
      expect(await call(method, path, headers)).toMatchObject({ status: 403, body: { errorType } });
    }
  });

  it('refuses a second registration, one that is late, and the eleventh', async () => {
    const { state, register } = await listening();
    for (let i = 0; i < 10; i++) expect((await register(`x${i}`)).status).toBe(200);
    expect((await register('x1')).body.errorType).toBe('Extension.InvalidExtensionState');
    expect((await register('y')).body).toEqual({
      errorType: 'Extension.TooManyExtensions',
      errorMessage: 'Extension limit (10) reached',
    });
    state.isOpen = false;
    expect((await register('z')).body.errorType).toBe('Extension.RegistrationClosed');
  });

  it('refuses an extension of a layer that registers twice', async () => {
    const { api, register } = await listening();
    api.expect('outside');
    await register('outside');
    expect((await register('outside')).body).toEqual({
      errorType: 'Extension.InvalidExtensionState',
      errorMessage:
        'State transition from Registered to Registered failed for extension outside. Error: State transition is not allowed',
    });
  });

  it('refuses a second request for an event while the first waits', async () => {
    const { api, register, next } = await listening();
    const { id } = await register('inside');
    void next(id).catch(() => undefined);
    await until(() => api.areReady);
    expect(await next(id)).toMatchObject({
      status: 403,
      body: { errorType: 'Extension.InvalidExtensionState' },
    });
  });

  it('takes an error with its type, and no event is given after it', async () => {
    const { api, call, register, next, as } = await listening();
    const { id } = await register('inside');
    expect((await call('POST', 'exit/error', as(id))).body.errorType).toBe('Extension.MissingHeader');
    const typed = { ...as(id), 'Lambda-Extension-Function-Error-Type': 'Extension.NoKey' };
    expect(await call('POST', 'init/error', typed)).toMatchObject({ status: 202, body: { status: 'OK' } });
    expect(api.fatal).toBe('Extension.InitError');
    expect(api.statuses).toEqual([
      { name: 'inside', state: 'InitError', events: [], errorType: 'Extension.NoKey' },
    ]);
    expect((await next(id)).body.errorType).toBe('Extension.InvalidExtensionState');
    expect((await call('POST', 'exit/error', typed)).body.errorType).toBe('Extension.InvalidExtensionState');
  });
});

it('the Logs API is answered as not supported, and telemetry is for extensions alone', async () => {
  const emulator = await emulate([fixture(buildBootstrap(), 'echo')]);
  const register = await send(`${emulator.url}/echo/2020-01-01/extension/register`, {
    headers: { 'Lambda-Extension-Name': 'inside' },
    body: '{}',
  });
  const headers = { 'Lambda-Extension-Identifier': String(register.headers['lambda-extension-identifier']) };
  const put = (path: string, sent: Record<string, string>) =>
    send(`${emulator.url}/echo/${path}`, { method: 'PUT', headers: sent, body: '{}' });
  expect(await put('2020-08-15/logs', headers)).toMatchObject({
    status: 202,
    body: expect.stringContaining('"Logs.NotSupported"'),
  });
  expect(await put('2022-07-01/telemetry', {})).toMatchObject({
    status: 403,
    body: expect.stringContaining('"Extension.MissingExtensionIdentifier"'),
  });
});
