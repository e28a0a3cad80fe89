import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  buildBootstrap,
  emulate,
  fixture,
  invoke,
  isAlive,
  send,
  temporaryFolder,
  until,
} from './support.ts';

const folder = buildBootstrap();

describe('sandboxes', () => {
  it('are reused when warm: one request after the other needs one', async () => {
    const emulator = await emulate([fixture(folder, 'pid')]);
    const pids = new Set<string>();
    // With the tail of the log an answer comes when the sandbox is free again.
    for (let i = 0; i < 200; i++) pids.add((await invoke(emulator, 'pid')).body);
    expect(pids.size).toBe(1);
  });

  it('have an Init Duration on the cold start alone', async () => {
    const emulator = await emulate([fixture(folder, 'echo')]);
    const cold = await invoke(emulator, 'echo');
    const warm = await invoke(emulator, 'echo');
    expect(cold.tail.at(-1)).toMatch(/\tInit Duration: \d+\.\d\d ms\t$/);
    expect(warm.tail.at(-1)).toMatch(/Max Memory Used: \d+ MB\t$/);
  });

  it('are as many as there are requests at one time', async () => {
    const emulator = await emulate([fixture(folder, 'wait')], { concurrency: 3 });
    const replies = await Promise.all(['300', '300', '300'].map((ms) => invoke(emulator, 'wait', ms)));
    expect(new Set(replies.map(({ body }) => body)).size).toBe(3);
    expect(emulator.service.pids.map(String).sort()).toEqual(replies.map(({ body }) => body).sort());
  });

  it('answer 1,000 requests at once with --concurrency 8, each one once, and no more than 8 are started', async () => {
    const emulator = await emulate([fixture(folder, 'echo')], { concurrency: 8 });
    let most = 0;
    const watching = setInterval(() => {
      most = Math.max(most, emulator.service.pids.length);
    }, 1);
    const replies = await Promise.all(
      Array.from({ length: 1000 }, (_, i) =>
        invoke(emulator, 'echo', String(i), { 'X-Amz-Log-Type': 'None' }),
      ),
    );
    clearInterval(watching);
    expect(replies.map(({ status }) => status)).toEqual(Array(1000).fill(200));
    expect(replies.map(({ body }) => body)).toEqual(Array.from({ length: 1000 }, (_, i) => String(i)));
    expect(new Set(replies.map(({ requestId }) => requestId)).size).toBe(1000);
    await until(() => emulator.events.filter((e) => e.type === 'invoked').length === 1000);
    const starts = emulator.log().filter((line) => line.startsWith('START'));
    expect(new Set(starts).size).toBe(1000);
    expect(starts.length).toBe(1000);
    expect(most).toBeLessThanOrEqual(8);
    const pids = emulator.service.pids;
    expect(pids.length).toBeLessThanOrEqual(8);
    await emulator.close();
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('one that is killed in the middle of an invocation is an error to that caller only', async () => {
    const emulator = await emulate([fixture(folder, 'wait')], { concurrency: 4 });
    const calls = Array.from({ length: 4 }, () => invoke(emulator, 'wait', '700'));
    await until(() => emulator.log().filter((line) => line.startsWith('START')).length === 4);
    const victim = emulator.service.pids[1] as number;
    process.kill(victim, 'SIGKILL');
    const replies = await Promise.all(calls);
    const failed = replies.filter(({ headers }) => headers['x-amz-function-error']);
    expect(failed.map(({ body, requestId }) => JSON.parse(body.replace(requestId, 'ID')))).toEqual([
      {
        errorType: 'Runtime.ExitError',
        errorMessage: 'RequestId: ID Error: Runtime exited with error: signal: killed',
      },
    ]);
    const answered = replies.filter((reply) => !failed.includes(reply)).map(({ body }) => Number(body));
    expect(new Set(answered).size).toBe(3);
    expect(answered).not.toContain(victim);
  });

  it('get the environment of Lambda and nothing of the shell but what reaches AWS', async () => {
    const shell = {
      HOME: '/root',
      SECRET: 'x',
      AWS_PROFILE: 'mine',
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    };
    const fn = fixture(folder, 'environment', { environment: { TABLE: 'orders', AWS_REGION: 'never' } });
    const emulator = await emulate([fn], { shell });
    const { body } = await invoke(emulator, 'environment');
    const { AWS_LAMBDA_RUNTIME_API, AWS_LAMBDA_LOG_STREAM_NAME, ...rest } = JSON.parse(body);
    expect(AWS_LAMBDA_RUNTIME_API).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(AWS_LAMBDA_LOG_STREAM_NAME).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    expect(rest).toEqual({
      TABLE: 'orders',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_SESSION_TOKEN: 'local',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'environment',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/environment',
      AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
      AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
      _AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1',
      _AWS_XRAY_DAEMON_PORT: '2000',
      LAMBDA_TASK_ROOT: folder,
      LAMBDA_RUNTIME_DIR: '/var/runtime',
      LANG: 'en_US.UTF-8',
      LD_LIBRARY_PATH: `/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:${folder}:${folder}/lib:/opt/lib`,
      PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
      TZ: ':UTC',
      _HANDLER: 'environment',
    });
  });

  it('wait while the code is built and run the new one afterwards', async () => {
    const emulator = await emulate([fixture(folder, 'pid')]);
    const before = await invoke(emulator, 'pid');
    emulator.service.hold();
    const waiting = invoke(emulator, 'pid');
    // A later request on another connection is answered: this one has arrived.
    await invoke(emulator, 'none');
    emulator.service.resume([fixture(buildBootstrap(), 'pid')]);
    expect((await waiting).body).not.toBe(before.body);
    await until(() => !isAlive(Number(before.body)));
  });

  it('that are busy when the code changes finish their work and are then replaced', async () => {
    const emulator = await emulate([fixture(folder, 'wait')], { concurrency: 1 });
    const busy = invoke(emulator, 'wait', '300');
    await until(() => emulator.log().some((line) => line.startsWith('START')));
    emulator.service.hold();
    emulator.service.resume([fixture(buildBootstrap(), 'wait')]);
    const next = invoke(emulator, 'wait', '1');
    expect((await busy).status).toBe(200);
    expect((await next).body).not.toBe((await busy).body);
  });
});

describe('when the emulator is closed', () => {
  it('a sandbox with an extension is asked to end, and what it writes then is in the log', async () => {
    const emulator = await emulate([fixture(folder, 'leave')]);
    await invoke(emulator, 'leave');
    await emulator.close();
    expect(emulator.log().at(-1)).toBe('the last word');
  });

  it('a sandbox without one is ended at once, as the service does it', async () => {
    const emulator = await emulate([fixture(folder, 'leave-alone')]);
    await invoke(emulator, 'leave-alone');
    await emulator.close();
    expect(emulator.log()).not.toContain('the last word');
  });

  it('a sandbox that does not listen is ended all the same', async () => {
    const emulator = await emulate([fixture(folder, 'stay')]);
    await invoke(emulator, 'stay');
    const pids = emulator.service.pids;
    await emulator.close();
    expect(pids.map(isAlive)).toEqual([false]);
  });
});

it('a function that is new after a build is there as well', async () => {
  const emulator = await emulate([fixture(folder, 'pid')]);
  emulator.service.resume([fixture(folder, 'pid'), fixture(folder, 'echo')]);
  expect((await invoke(emulator, 'echo', '7')).body).toBe('7');
});

it('invocations beyond 10,000 that wait are throttled, as the service words it', async () => {
  const emulator = await emulate([fixture(folder, 'echo')]);
  emulator.service.hold();
  const waiting = Array.from({ length: 10_000 }, () =>
    emulator.service.start({ functionName: 'echo', payload: Buffer.from('1') }),
  );
  const reply = await invoke(emulator, 'echo', '2');
  expect(reply.status).toBe(429);
  expect(reply.headers['x-amzn-errortype']).toBe('TooManyRequestsException');
  expect((await send(`${emulator.url}/`)).status).toBe(429);
  emulator.service.resume();
  await waiting[0]?.over;
});

/** Starts an emulator in a process of its own, makes two of its sandboxes busy, and says their process ids. */
async function emulatorProcess(): Promise<{ emulator: ChildProcess; pids: number[] }> {
  const script = join(temporaryFolder(), 'emulator.mts');
  const module = fileURLToPath(new URL('../../src/emulator/emulator.ts', import.meta.url));
  const functions = [fixture(folder, 'hang', { timeout: 60 }), fixture(folder, 'child')];
  writeFileSync(
    script,
    `import { startEmulator } from ${JSON.stringify(module)};
    const emulator = await startEmulator({ functions: ${JSON.stringify(functions)} });
    const call = (name) => fetch(emulator.url + '/2015-03-31/functions/' + name + '/invocations', { method: 'POST' });
    call('hang').catch(() => undefined);
    const grandchild = Number(await (await call('child')).text());
    while (emulator.service.pids.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    console.log(JSON.stringify([...emulator.service.pids, grandchild]));`,
  );
  const loader = fileURLToPath(import.meta.resolve('tsx'));
  const emulator = spawn(process.execPath, ['--import', loader, script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: emulator.stdout }), 'line');
  return { emulator, pids: JSON.parse(String(line)) };
}

describe('no process is left behind', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    'when the emulator ends by %s',
    async (signal) => {
      const { emulator, pids } = await emulatorProcess();
      expect(pids.length).toBe(3);
      expect(pids.filter(isAlive)).toEqual(pids);
      emulator.kill(signal);
      await once(emulator, 'exit');
      await until(() => pids.every((pid) => !isAlive(pid)));
    },
  );

  it('when a process that started children of its own dies', async () => {
    const emulator = await emulate([fixture(folder, 'child')]);
    const grandchild = Number((await invoke(emulator, 'child')).body);
    const [pid] = emulator.service.pids as [number];
    process.kill(pid, 'SIGKILL');
    await until(() => !isAlive(grandchild));
  });
});
