import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { accepted, expectRequest, invoke, next, type Start } from '../native-program.ts';

/** What handlers answer, and what they learn about the invocation. */
export function answers(start: Start): void {
  test('many invocations are answered over one connection', async () => {
    const { api } = await start('echo');
    const connection = await api.accept();

    for (let i = 0; i < 500; i++) {
      const answer = await invoke(connection, `"event ${i}"`, {}, `id-${i}`);
      expect(answer.method).toBe('POST');
      expect(answer.path).toBe(`/2018-06-01/runtime/invocation/id-${i}/response`);
      expect(answer.headers['content-type']).toBe('application/json');
      expect(answer.body.toString()).toBe(`"event ${i}"`);
    }
    expect(connection.requests[0]).toMatchObject({
      method: 'GET',
      path: '/2018-06-01/runtime/invocation/next',
      headers: { host: api.address },
    });
  });

  test('a typed event becomes a typed answer', async () => {
    const { api } = await start('order');
    const answer = await invoke(await api.accept(), '{"id":"o-1","quantity":3,"unknown":[]}');
    expect(JSON.parse(answer.body.toString())).toEqual({ id: 'o-1', total: 4.5 });
  });

  test('a handler that waits is waited for', async () => {
    const { api } = await start('delayed');
    expect((await invoke(await api.accept(), '"later"')).body.toString()).toBe('"later"');
  });

  test('on a managed runtime, where Handler is the name of the program, a variable picks the handler', async () => {
    const { api } = await start('bootstrap', { FUNCTION_HANDLER: 'order' });
    const answer = await invoke(await api.accept(), '{"id":"o-1","quantity":3}');
    expect(JSON.parse(answer.body.toString())).toEqual({ id: 'o-1', total: 4.5 });
  });

  test('the variable says nothing where Handler names a handler', async () => {
    const { api } = await start('echo', { FUNCTION_HANDLER: 'order' });
    expect((await invoke(await api.accept(), '"mine"')).body.toString()).toBe('"mine"');
  });

  test('a handler of nothing answers with an empty body', async () => {
    const { api } = await start('nothing');
    expect((await invoke(await api.accept(), '{}')).headers['content-length']).toBe('0');
  });

  test.each([0, 1, 4095, 4096, 65_536, 6 * 1024 * 1024])(
    '%i bytes go in and out unchanged',
    async (length) => {
      const { api } = await start('bytes');
      const connection = await api.accept();
      const event = randomBytes(length);
      for (let i = 0; i < 2; i++) {
        expect((await invoke(connection, event)).body.equals(event)).toBe(true);
      }
    },
  );

  test('a string of 6 MB goes in and out unchanged, with and without escapes', async () => {
    const { api } = await start('echo');
    const connection = await api.accept();
    for (const part of ['plain', 'é漢😀', 'a"b\\c\n']) {
      const event = JSON.stringify(part.repeat(Math.floor(5_900_000 / JSON.stringify(part).length)));
      expect(JSON.parse((await invoke(connection, event)).body.toString()) === JSON.parse(event)).toBe(true);
    }
  });

  test('the context has what Lambda says about function and invocation', async () => {
    const { api } = await start('context', {
      AWS_LAMBDA_FUNCTION_NAME: 'name',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/name',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    });
    const answer = await invoke(await api.accept(), '{}', {
      'lambda-runtime-aws-tenant-ID': 'tenant',
      'LAMBDA-RUNTIME-CLIENT-CONTEXT': '{"client":{"app_title":"title"}}',
      'Lambda-Runtime-Cognito-Identity': '{"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"}',
    });
    const context = JSON.parse(answer.body.toString());
    expect(context).toEqual({
      awsRequestId: 'request-1',
      functionName: 'name',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:test',
      logGroupName: '/aws/lambda/name',
      logStreamName: 'stream',
      memoryLimitInMB: 256,
      traceId: 'Root=1-request-1',
      tenantId: 'tenant',
      identityId: 'id',
      appTitle: 'title',
      remainingSeconds: expect.any(Number),
    });
    expect(context.remainingSeconds).toBeGreaterThan(0);
    expect(context.remainingSeconds).toBeLessThanOrEqual(60);
  });

  test.each(['trace', 'trace-copied'])(
    'the trace id of the invocation is in the environment (%s)',
    async (handler) => {
      const { api } = await start(handler, { _X_AMZN_TRACE_ID: 'from before' });
      const connection = await api.accept();
      for (const id of ['a', 'a-longer-one', 'b']) {
        expect((await invoke(connection, '{}', {}, id)).body.toString()).toBe(`"Root=1-${id}"`);
      }
    },
  );

  test('the id of the attempt is sent back', async () => {
    const { api } = await start('nothing');
    const answer = await invoke(await api.accept(), '{}', { 'Lambda-Runtime-Invocation-Id': 'attempt-7' });
    expect(answer.headers['lambda-runtime-invocation-id']).toBe('attempt-7');
  });

  test('the cancellation token leaves time to answer', async () => {
    const { api } = await start('deadline');
    const connection = await api.accept();
    for (let i = 0; i < 2; i++) {
      const headers = { 'Lambda-Runtime-Deadline-Ms': String(Date.now() + 700) };
      expect((await invoke(connection, '{}', headers)).body.toString()).toBe('"in time"');
    }
  });

  test('the only thing allocated for an invocation is the string of the event', async () => {
    const { api } = await start('allocations');
    const connection = await api.accept();
    const allocated: string[] = [];
    for (let i = 0; i < 20; i++) {
      allocated.push(JSON.parse((await invoke(connection, '"x"')).body.toString()));
    }
    // A .NET string of one character: header, type, length, character, end, rounded up.
    expect(new Set(allocated.slice(2))).toEqual(new Set(['24']));
  });

  test('a refused answer does not end the process', async () => {
    const { api, stderr } = await start('echo');
    const connection = await api.accept();
    await expectRequest(connection);
    await connection.send(next('"x"'));
    await expectRequest(connection);
    await connection.send(
      Buffer.from('HTTP/1.1 400 Bad Request\r\nContent-Length: 26\r\n\r\n{"errorType":"InvalidId"}\n'),
    );
    expect((await invoke(connection, '"y"')).body.toString()).toBe('"y"');
    expect(stderr()).toContain('status 400');
    await connection.send(accepted);
  });
}
