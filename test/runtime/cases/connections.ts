import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { accepted, expectRequest, message, next, type Start } from '../native-program.ts';

/** A connection may end at any time; no invocation is lost and none is answered twice. */
export function connections(start: Start): void {
  test('a server that closes the connection after each response is asked again', async () => {
    const { api } = await start('echo');
    for (let i = 0; i < 10; i++) {
      const asking = await api.accept();
      await expectRequest(asking);
      await asking.send(next(`"${i}"`, { Connection: 'close' }));
      asking.end();
      const answering = await api.accept();
      expect((await expectRequest(answering)).body.toString()).toBe(`"${i}"`);
      await answering.send(message('202 Accepted', { Connection: 'close' }, ''));
      answering.end();
    }
  });

  test.each(['end', 'reset'] as const)('an idle connection may %s while the handler runs', async (how) => {
    const { api } = await start('delayed');
    for (const event of ['"one"', '"two"', '"three"']) {
      const asking = await api.accept();
      await expectRequest(asking);
      await asking.send(next(event));
      // The handler takes 20 ms. A reset must not overtake the event.
      await sleep(how === 'reset' ? 10 : 0);
      asking[how]();
      const answering = await api.accept();
      expect((await expectRequest(answering)).body.toString()).toBe(event);
      await answering.send(accepted);
      expect((await expectRequest(answering)).method).toBe('GET');
      answering[how]();
    }
  });

  test('a connection that closes right behind the event loses nothing and answers once', async () => {
    const { api } = await start('echo');
    const asked = await api.accept();
    await expectRequest(asked);
    await asked.send(next('"x"'));
    asked.end();
    const answering = await api.accept();
    expect((await expectRequest(answering)).body.toString()).toBe('"x"');
    await answering.send(accepted);
    expect((await expectRequest(answering)).method).toBe('GET');
    // What reached the first connection after its end was not read by anybody.
    expect(asked.requests.filter(({ method }) => method === 'POST').length).toBeLessThanOrEqual(1);
  });

  test.each(['end', 'reset'] as const)('an idle connection may %s while the runtime waits', async (how) => {
    const { api } = await start('echo');
    for (let i = 0; i < 3; i++) {
      const dropped = await api.accept();
      await expectRequest(dropped);
      await sleep(5);
      dropped[how]();
    }
    const connection = await api.accept();
    await expectRequest(connection);
    await connection.send(next('"still here"'));
    expect((await expectRequest(connection)).body.toString()).toBe('"still here"');
  });

  test('a large answer survives the end of its connection', async () => {
    const { api } = await start('large');
    const asking = await api.accept();
    await expectRequest(asking);
    await asking.send(next('"5000000"'));
    asking.reset();
    const answering = await api.accept();
    const answer = await expectRequest(answering);
    expect(answer.path).toContain('/response');
    expect(answer.body.length).toBe(5_000_002);
  });

  test('a server that never answers is given up', async () => {
    const { api, exit, stderr } = await start('echo');
    let open = true;
    void (async () => {
      while (open) {
        (await api.accept()).end();
      }
    })();
    expect(await exit).toBe(1);
    open = false;
    expect(stderr()).toBe('the Runtime API closes every connection without an answer\n');
  });
}
