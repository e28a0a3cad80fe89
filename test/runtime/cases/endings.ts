import { expect, test } from 'vitest';
import { expectRequest, invoke, message, type Start } from '../native-program.ts';

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

  test('OnShutdown registers an extension without events, so that Lambda sends SIGTERM', async () => {
    const { api, process, exit, stdout, stderr } = await start('echo', { TEST_INIT: 'shutdown' });
    const extension = await api.accept();
    const register = await expectRequest(extension);
    expect(register.path).toBe('/2020-01-01/extension/register');
    expect(register.headers['lambda-extension-name']).toBe('lambda-nativeaot-shutdown');
    expect(JSON.parse(register.body.toString())).toEqual({ events: [] });
    await extension.send(message('200 OK', { 'Lambda-Extension-Identifier': 'id-1' }, '{}'));
    const waiting = await expectRequest(extension);
    expect(waiting.path).toBe('/2020-01-01/extension/event/next');
    expect(waiting.headers['lambda-extension-identifier']).toBe('id-1');
    // Nothing is said to that; invocations have a connection of their own.
    const connection = await api.accept();
    expect((await invoke(connection, '"a"')).body.toString()).toBe('"a"');
    await expectRequest(connection);
    process.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(stdout()).toBe('shut down\n');
    // The one that failed kept the next one from nothing.
    expect(stderr()).toContain('not this one');
  });

  test.each([
    ['a refusal', message('403 Forbidden', {}, '{"errorType":"Extension.RegistrationClosed"}')],
    ['what is no HTTP', Buffer.from('nonsense\r\n\r\n')],
    ['no such API', message('404 Not Found', { Connection: 'close' }, '404 page not found')],
  ])('%s to the extension is said, and invocations are served', async (_, answer) => {
    const { api, stderr } = await start('echo', { TEST_INIT: 'shutdown' });
    const extension = await api.accept();
    await expectRequest(extension);
    await extension.send(answer);
    expect((await invoke(await api.accept(), '"a"')).body.toString()).toBe('"a"');
    expect(stderr()).toBe(
      'The shutdown extension could not be registered; what OnShutdown added may not run.\n',
    );
  });

  test('SIGTERM ends a program that registered nothing', async () => {
    const { api, process, exit } = await start('echo');
    await expectRequest(await api.accept());
    process.kill('SIGTERM');
    expect(['SIGTERM', 143]).toContain(await exit);
  });
}
