import { expect, test } from 'vitest';
import { accepted, expectRequest, message, next, type Start } from '../native-program.ts';

/** Several invocations at a time, as Lambda Managed Instances ask for. */
export function concurrency(start: Start): void {
  test('as many invocations as Lambda asks for are served at once, each over its own connection', async () => {
    const { api } = await start('delayed', { AWS_LAMBDA_MAX_CONCURRENCY: '4' });
    const connections = await Promise.all([api.accept(), api.accept(), api.accept(), api.accept()]);
    // All ask before any is answered.
    await Promise.all(connections.map(expectRequest));
    for (let round = 0; round < 5; round++) {
      await Promise.all(
        connections.map((connection, i) => connection.send(next(`"${round}-${i}"`, {}, `id-${i}`))),
      );
      const answers = await Promise.all(connections.map(expectRequest));
      answers.forEach((answer, i) => {
        expect(answer.path).toContain(`/id-${i}/response`);
        expect(answer.body.toString()).toBe(`"${round}-${i}"`);
      });
      await Promise.all(connections.map((connection) => connection.send(accepted)));
      await Promise.all(connections.map(expectRequest));
    }
  });

  test('the trace id of one invocation is not put where others would read it', async () => {
    const { api } = await start('trace', { AWS_LAMBDA_MAX_CONCURRENCY: '2' });
    const connection = await api.accept();
    await expectRequest(connection);
    await connection.send(next('{}'));
    expect((await expectRequest(connection)).body.toString()).toBe('"none"');
  });

  test('streamed answers go to the invocation they belong to', async () => {
    const { api } = await start('stream-async', { AWS_LAMBDA_MAX_CONCURRENCY: '3' });
    const asking = await Promise.all([api.accept(), api.accept(), api.accept()]);
    await Promise.all(asking.map(expectRequest));
    await Promise.all(asking.map((connection, i) => connection.send(next(`"a${i},b${i}"`, {}, `id-${i}`))));
    const answering = await Promise.all([api.accept(), api.accept(), api.accept()]);
    for (const answer of await Promise.all(answering.map(expectRequest))) {
      const i = /id-(\d)/.exec(answer.path)?.[1];
      expect(answer.body.toString()).toBe(`a${i}b${i}`);
    }
  });

  test('one loop that cannot go on ends the process', async () => {
    const { api, exit } = await start('echo', { AWS_LAMBDA_MAX_CONCURRENCY: '3' });
    const connections = await Promise.all([api.accept(), api.accept(), api.accept()]);
    await Promise.all(connections.map(expectRequest));
    await connections[2]?.send(message('500 Internal Server Error', {}, ''));
    expect(await exit).toBe(1);
  });
}
