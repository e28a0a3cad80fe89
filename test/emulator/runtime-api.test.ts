import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { buildBootstrap, emulate, fixture, invoke, normalised, send, until } from './support.ts';

const folder = buildBootstrap();

describe('what the Runtime API answers', async () => {
  const emulator = await emulate(['wrong-id', 'twice'].map((name) => fixture(folder, name)));

  it('400 to a response for another request id, which changes nothing', async () => {
    const reply = await invoke(emulator, 'wrong-id');
    expect(reply.body).toBe('"right"');
    expect(reply.tail).toContain(
      'answered with 400: {"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}',
    );
  });

  it('403 to a second response, and the first one stands', async () => {
    const reply = await invoke(emulator, 'twice');
    expect(reply.body).toBe('"first"');
    expect(reply.tail).toContain(
      'then with 403: {"errorMessage":"State transition from ResponseSent to InvocationResponse failed for runtime. ' +
        'Error: State transition is not allowed","errorType":"InvalidStateTransition"}',
    );
  });
});

it('internal extensions that ask for other events than INVOKE, have no name or come too late are refused', async () => {
  const emulator = await emulate([fixture(folder, 'late-extension')]);
  expect((await invoke(emulator, 'late-extension')).body).toBe('1');
  expect(emulator.log().filter((line) => line.includes('errorType'))).toEqual([
    '{"errorMessage":"SHUTDOWN: ShutdownEventNotSupportedForInternalExtension","errorType":"Extension.InvalidEventType"}',
    '{"errorMessage":"OTHER: ErrorInvalidEventType","errorType":"Extension.InvalidEventType"}',
    '{"errorMessage":"Empty extension name","errorType":"Extension.InvalidExtensionName"}',
    'registered with 403: {"errorMessage":"Extension registration closed already","errorType":"Extension.RegistrationClosed"}',
  ]);
});

describe('a program from outside, as an IDE starts it under its debugger', async () => {
  const emulator = await emulate([
    fixture(folder, 'echo', { timeout: 0.1 }),
    fixture(folder, 'hang', { timeout: 0.1 }),
    fixture(folder, 'pid'),
  ]);
  const runtime = `${emulator.url}/2018-06-01/runtime`;
  const next = () => send(`${runtime}/invocation/next`);
  const report = (id: string, what: string, body: string) =>
    send(`${runtime}/invocation/${id}/${what}`, { body });

  it('gets every event of the function, one after the other and without a time limit', async () => {
    const first = next();
    await until(() => emulator.events.some((e) => e.type === 'notice' && e.text.includes('attached')));
    const calls = ['1', '2'].map((payload) => invoke(emulator, 'echo', payload));
    for (const waiting of [first, undefined]) {
      const event = await (waiting ?? next());
      const id = String(event.headers['lambda-runtime-aws-request-id']);
      expect(Number(event.headers['lambda-runtime-deadline-ms']) - Date.now()).toBeGreaterThan(800_000);
      // Meanwhile a function with the same limit reaches it.
      expect((await invoke(emulator, 'hang')).body).toContain('Task timed out after 0.10 seconds');
      expect((await report(id, 'response', `"${event.body}!"`)).status).toBe(202);
    }
    // The second invocation is over when the program asks again, and then leaves.
    const last = request(`${runtime}/invocation/next`, { agent: false });
    last.on('error', () => undefined);
    last.end();
    expect((await Promise.all(calls)).map(({ body }) => body)).toEqual(['"1!"', '"2!"']);
    await until(() => emulator.service.pids.length === 0);
    last.destroy();
  });

  it('leaves the function to sandboxes again when it is gone', async () => {
    await until(() => emulator.events.some((e) => e.type === 'notice' && e.text.includes('is gone')));
    expect((await invoke(emulator, 'echo', '3')).body).toBe('3');
    expect(emulator.service.pids.length).toBe(1);
  });

  it('fails the invocation that it was busy with when it goes', async () => {
    const event = next();
    await until(
      () => emulator.events.filter((e) => e.type === 'notice' && e.text.includes('attached')).length === 2,
    );
    const call = invoke(emulator, 'echo', '4');
    await event;
    const reply = await call;
    expect(JSON.parse(reply.body.replace(reply.requestId, 'ID'))).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: 'RequestId: ID Error: Runtime exited without providing a reason',
    });
    expect(normalised(reply.tail, reply.requestId)).toContain('Runtime.ExitError');
  });

  /** A request that stays open until the program is killed. */
  const open = (path: string) => {
    const outgoing = request(`${runtime}/${path}`, { agent: false });
    outgoing.on('error', () => undefined);
    return outgoing.end();
  };
  const attached = () =>
    emulator.events.filter((e) => e.type === 'notice' && e.text.includes('is attached')).length;

  it('may be restarted at once while it waits, and answers every call', async () => {
    const before = attached();
    let killed = open('invocation/next');
    await until(() => attached() > before);
    for (const payload of ['5', '6']) {
      killed.destroy();
      const other = next();
      const call = invoke(emulator, 'echo', payload);
      const event = await other;
      expect(event.body).toBe(payload);
      const id = String(event.headers['lambda-runtime-aws-request-id']);
      await report(id, 'response', `"${event.body}!"`);
      killed = open('invocation/next');
      expect((await call).body).toBe(`"${payload}!"`);
    }
    killed.destroy();
  });

  it.each(['buffered', 'streaming'])(
    'may be restarted at once in the middle of a %s response',
    async (mode) => {
      const event = next();
      const failing = invoke(emulator, 'echo', '7');
      const id = String((await event).headers['lambda-runtime-aws-request-id']);
      const before = attached();
      const outgoing = request(`${runtime}/invocation/${id}/response`, {
        method: 'POST',
        agent: false,
        headers: { 'Transfer-Encoding': 'chunked', 'Lambda-Runtime-Function-Response-Mode': mode },
      });
      outgoing.on('error', () => undefined);
      await new Promise((sent) => outgoing.write('"half', sent));
      outgoing.destroy();
      expect((await failing).headers['x-amz-function-error']).toBe('Unhandled');

      const other = next();
      await until(() => attached() > before);
      const call = invoke(emulator, 'echo', '8');
      const next8 = await other;
      expect(next8.body).toBe('8');
      await report(String(next8.headers['lambda-runtime-aws-request-id']), 'response', '"8!"');
      const last = open('invocation/next');
      expect((await call).body).toBe('"8!"');
      last.destroy();
    },
  );

  it('may be started again after its init failed', async () => {
    const before = attached();
    for (let times = 0; times < 2; times++) {
      const refused = await send(`${runtime}/init/error`, {
        body: '{"errorType":"X","errorMessage":"nope"}',
      });
      expect(refused.status).toBe(202);
    }
    const event = next();
    await until(() => attached() > before);
    const call = invoke(emulator, 'echo', '9');
    const id = String((await event).headers['lambda-runtime-aws-request-id']);
    await report(id, 'response', '"9!"');
    const last = open('invocation/next');
    expect((await call).body).toBe('"9!"');
    last.destroy();
  });
});
