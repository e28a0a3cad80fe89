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
});
