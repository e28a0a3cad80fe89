import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { expectRequest, invoke, next, start } from './native-program.ts';

// ILogger, in a program that the JIT runs: the provider is the same code there.

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-logging-'));
  const project = fileURLToPath(new URL('Logging/Logging.csproj', import.meta.url));
  await execa(
    'dotnet',
    ['build', project, '--output', folder, '--artifacts-path', join(folder, 'artifacts')],
    {
      env: dotnetEnvironment,
    },
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const begin = (env: Record<string, string> = {}) =>
  start(join(folder, 'bootstrap'), 'log', {
    DOTNET_ROOT: process.env.DOTNET_ROOT ?? '',
    PATH: process.env.PATH ?? '',
    ...env,
  });

describe('ILogger with AddLambdaLogger', () => {
  test('writes records of the invocation, from Lambda’s level on', async () => {
    const { api, stdout } = await begin();
    await invoke(await api.accept(), '"Ann"');
    expect(stdout()).toMatch(
      /^\S+\trequest-1\tinfo\t2 orders of Ann\n\S+\trequest-1\tfail\tit failed\rSystem.InvalidOperationException: no\n$/,
    );
  });

  test('has category, event, values and scopes as members in JSON', async () => {
    const { api, stdout } = await begin({ AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'DEBUG' });
    await invoke(await api.accept(), '"Ann"');
    const records = stdout()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records[0]).toMatchObject({
      level: 'Information',
      requestId: 'request-1',
      message: '2 orders of Ann',
      category: 'Shop.Orders',
      eventId: 7,
      eventName: 'Placed',
      scopes: ['a batch'],
      Shard: 3,
      Count: 2,
      Customer: 'Ann',
    });
    expect(records[1]).toMatchObject({ level: 'Debug', message: 'details', Customer: 'of the scope' });
    expect(records[2]).toMatchObject({
      message: 'it failed',
      errorType: 'System.InvalidOperationException',
      errorMessage: 'no',
    });
  });

  test('has written every line when the answer is there, as Lambda may freeze the process then', async () => {
    const { api, process: program, stdout } = await begin();
    const connection = await api.accept();
    for (let i = 1; i <= 20; i++) {
      await expectRequest(connection);
      await connection.send(next('"Ann"', {}, `request-${i}`));
      await expectRequest(connection);
      program.kill('SIGSTOP');
      // What is in the pipe is all that there is.
      await expect.poll(() => stdout().split(`request-${i}\t`).length).toBe(3);
      program.kill('SIGCONT');
      await connection.send('HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n');
    }
  });
});
