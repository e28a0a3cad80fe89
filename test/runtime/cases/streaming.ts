import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import {
  accepted,
  expectRequest,
  invoke,
  message,
  next,
  type Running,
  type Start,
} from '../native-program.ts';

/** Answers that are written piece by piece. Each comes over a connection of its own. */
export function streaming(start: Start): void {
  test.each(['stream', 'stream-async'])('each write is a chunk (%s)', async (handler) => {
    const running = await start(handler);
    const { answer, connection } = await streamed(running, '"one,two,three"');
    expect(answer.path).toBe('/2018-06-01/runtime/invocation/request-1/response');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'lambda-runtime-function-response-mode': 'streaming',
      'transfer-encoding': 'chunked',
    });
    expect(answer.headers['content-length']).toBeUndefined();
    expect(answer.chunks).toEqual([3, 3, 5]);
    expect(answer.body.toString()).toBe('onetwothree');
    expect(answer.trailers).toEqual({});
    await connection.send(accepted);
    const second = await streamed(running, '"again"', connection);
    expect(second.answer.body.toString()).toBe('again');
  });

  test('an HTTP response begins with its status, headers and cookies', async () => {
    const { answer } = await streamed(await start('stream-http'), '"the body"');
    expect(answer.headers['content-type']).toBe('application/vnd.awslambda.http-integration-response');
    const end = answer.body.indexOf(Buffer.alloc(8));
    expect(JSON.parse(answer.body.subarray(0, end).toString())).toEqual({
      statusCode: 201,
      headers: { 'content-type': 'text/plain' },
      multiValueHeaders: { 'x-many': ['1', '2'] },
      cookies: ['a=b; Secure', 'c="d"'],
    });
    expect(answer.body.subarray(end + 8).toString()).toBe('the body');
  });

  test('a stream to which nothing is written is an empty answer', async () => {
    const { answer } = await streamed(await start('stream'), '""');
    expect(answer.headers['transfer-encoding']).toBe('chunked');
    expect(answer.body.length).toBe(0);
  });

  test('a failure midway goes into the trailers', async () => {
    const running = await start('stream-fail');
    const { answer, connection } = await streamed(running, '"begun"');
    expect(answer.headers.trailer).toBe(
      'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
    );
    expect(answer.body.toString()).toBe('begun');
    expect(answer.trailers['lambda-runtime-function-error-type']).toBe('InvalidOperationException');
    const body = Buffer.from(answer.trailers['lambda-runtime-function-error-body'] ?? '', 'base64');
    expect(JSON.parse(body.toString())).toMatchObject({ errorMessage: 'midway' });
    await connection.send(accepted);
    expect((await expectRequest(connection)).method).toBe('GET');
  });

  test('a failure before the first write is an ordinary error', async () => {
    const { api } = await start('stream-fail-early');
    const report = await invoke(await api.accept(), '{}');
    expect(report.path).toContain('/error');
    expect(JSON.parse(report.body.toString())).toMatchObject({ errorMessage: 'early' });
  });

  test('a slow reader slows the handler down instead of filling its memory', async () => {
    const running = await start('stream-large');
    const asking = await running.api.accept();
    await expectRequest(asking);
    await asking.send(next('"100000000"'));
    const connection = await running.api.accept();
    connection.pause();

    const status = await settled(`/proc/${running.process.pid}/status`);
    expect(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1])).toBeLessThan(16 * 1024);
    connection.resume();
    const answer = await expectRequest(connection);
    expect(answer.body.length).toBe(100_000_000);
  });

  test('a reader that goes away is an error in the handler and not the end of the process', async () => {
    const { api } = await start('stream-large');
    const asking = await api.accept();
    await expectRequest(asking);
    await asking.send(next('"100000000"'));
    (await api.accept()).reset();
    const again = await api.accept();
    expect((await expectRequest(again)).method).toBe('GET');
  });

  test('status 500 for a streamed answer ends the process', async () => {
    const running = await start('stream');
    const { connection } = await streamed(running, '"x"');
    await connection.send(message('500 Internal Server Error', {}, ''));
    expect(await running.exit).toBe(1);
  });
}

/** What a file of /proc says once it says the same twice: the process waits. */
async function settled(path: string): Promise<string> {
  for (let before = ''; ; await sleep(20)) {
    const status = await readFile(path, 'utf8');
    if (status === before && /^State:\s+S/m.test(status)) return status;
    before = status;
  }
}

/** Serves an invocation whose answer is streamed, and returns it with the connection that it came over. */
async function streamed(
  { api }: Running,
  event: string,
  asking?: Awaited<ReturnType<Running['api']['accept']>>,
) {
  const asked = asking ?? (await api.accept());
  await expectRequest(asked);
  await asked.send(next(event));
  const connection = await api.accept();
  return { answer: await expectRequest(connection), connection };
}
