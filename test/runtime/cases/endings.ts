import { expect, test } from 'vitest';
import { expectRequest, invoke, type Start } from '../native-program.ts';

/** Longer than a part of a name may be, so that nobody is asked for it. */
const unknownName = 'x'.repeat(64);

/** How the process ends. */
export function endings(start: Start): void {
  test('outside of Lambda one line says how to run it', async () => {
    const { exit, stdout, stderr } = await start('echo', { AWS_LAMBDA_RUNTIME_API: '' });
    expect(await exit).toBe(1);
    expect(stdout()).toBe('');
    expect(stderr()).toBe(
      'This program runs inside AWS Lambda (AWS_LAMBDA_RUNTIME_API is not set).' +
        ' To run it here, use: make local, or lambda-nativeaot local\n',
    );
  });

  test.each([
    ['127.0.0.1:1', 'cannot connect to 127.0.0.1:1'],
    ['[::1]:1', 'cannot connect to [::1]:1'],
    ['localhost:1', 'cannot connect to localhost:1'],
    ['127.0.0.1', 'cannot connect to 127.0.0.1'],
    [
      'https://127.0.0.1:9001',
      'AWS_LAMBDA_RUNTIME_API has to be HOST:PORT or http://HOST:PORT/PATH, and is "https://127.0.0.1:9001"',
    ],
    [`${unknownName}:80`, `cannot find ${unknownName}, the host in AWS_LAMBDA_RUNTIME_API (getaddrinfo -2)`],
  ])('the address %s is an error of one line', async (address, expected) => {
    const { exit, stderr } = await start('echo', { AWS_LAMBDA_RUNTIME_API: address });
    expect(await exit).toBe(1);
    expect(stderr()).toContain(expected);
    expect(stderr().trimEnd().split('\n')).toHaveLength(1);
  });

  test('initialisation runs once and before the first invocation is asked for', async () => {
    const { api, stdout } = await start('echo', { TEST_INIT: 'prints' });
    const connection = await api.accept();
    await invoke(connection, '"a"');
    await invoke(connection, '"b"');
    await expect.poll(stdout).toBe('initialised\n');
  });

  test('what is for one handler runs in its function alone', async () => {
    for (const [handler, line] of [
      ['echo', 'for echoes\n'],
      ['order', 'for orders\n'],
    ] as const) {
      const { api, stdout } = await start(handler, { TEST_INIT: 'by-handler' });
      await api.accept();
      await expect.poll(stdout).toBe(line);
    }
  });

  test('SIGTERM runs what was registered for it, also after one of them failed', async () => {
    const { api, process, exit, stdout, stderr } = await start('echo', { TEST_INIT: 'shutdown' });
    await expectRequest(await api.accept());
    process.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(stdout()).toBe('shut down\n');
    expect(stderr()).toContain('not this one');
  });

  test('SIGTERM ends a program that registered nothing', async () => {
    const { api, process, exit } = await start('echo');
    await expectRequest(await api.accept());
    process.kill('SIGTERM');
    expect(['SIGTERM', 143]).toContain(await exit);
  });
}
