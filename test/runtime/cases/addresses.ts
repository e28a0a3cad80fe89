import { hostname } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { WireServer } from '../../support/wire-server.ts';
import { accepted, expectRequest, next, type Start } from '../native-program.ts';

/** Where the server listens, what AWS_LAMBDA_RUNTIME_API is, and what the requests have then. */
interface Address {
  readonly listen?: string;
  /** PORT stands for the server's. */
  readonly value: string;
  readonly path?: string;
  readonly host: string;
}

const rows: readonly Address[] = [
  { value: '127.0.0.1:PORT', host: '127.0.0.1:PORT' },
  { value: '127.0.0.1:PORT/FunctionName', path: '/FunctionName', host: '127.0.0.1:PORT' },
  { value: 'http://127.0.0.1:PORT/.rt/name', path: '/.rt/name', host: '127.0.0.1:PORT' },
  { value: 'http://127.0.0.1:PORT', host: '127.0.0.1:PORT' },
  { value: 'HTTP://127.0.0.1:PORT/a/b/', path: '/a/b', host: '127.0.0.1:PORT' },
  { value: 'localhost:PORT/FunctionName', path: '/FunctionName', host: 'localhost:PORT' },
  { listen: '0.0.0.0', value: `${hostname()}:PORT`, host: `${hostname()}:PORT` },
  { listen: '::1', value: '[::1]:PORT', host: '[::1]:PORT' },
  { listen: '::1', value: 'http://[::1]:PORT/x', path: '/x', host: '[::1]:PORT' },
];

/** The Runtime API where AWS's local tools have it: behind a path, a name, a scheme, or on IPv6. */
export function addresses(start: Start): void {
  test.each(rows)('the address $value', async ({ listen, value, path = '', host }) => {
    const api = await WireServer.listen(listen);
    onTestFinished(() => api.close());
    const [, port = ''] = /:(\d+)$/.exec(api.address) ?? [];
    const { stderr } = await start('echo', { AWS_LAMBDA_RUNTIME_API: value.replace('PORT', port) });
    const connection = await api.accept();
    const asked = await expectRequest(connection);
    expect(asked.path, stderr()).toBe(`${path}/2018-06-01/runtime/invocation/next`);
    await connection.send(next('"here"'));
    const answer = await expectRequest(connection);
    expect(answer.path).toBe(`${path}/2018-06-01/runtime/invocation/request-1/response`);
    expect(answer.body.toString()).toBe('"here"');
    for (const { headers } of [asked, answer]) expect(headers.host).toBe(host.replace('PORT', port));
    await connection.send(accepted);
    expect((await expectRequest(connection)).path).toBe(asked.path);
  });

  test.each([
    ['stream', {}, 'invocation/request-1/response'],
    ['fail', {}, 'invocation/request-1/error'],
    ['delayed', { AWS_LAMBDA_MAX_CONCURRENCY: '2' }, 'invocation/request-1/response'],
  ])('what the handler %s sends goes behind the path, too (%o)', async (handler, env, call) => {
    const api = await WireServer.listen();
    onTestFinished(() => api.close());
    await start(handler, { ...env, AWS_LAMBDA_RUNTIME_API: `${api.address}/FunctionName` });
    const connection = await api.accept();
    await expectRequest(connection);
    await connection.send(next('"x"'));
    const answering = handler === 'stream' ? await api.accept() : connection;
    expect((await expectRequest(answering)).path).toBe(`/FunctionName/2018-06-01/runtime/${call}`);
  });

  test('a failed initialisation is reported behind the path', async () => {
    const api = await WireServer.listen();
    onTestFinished(() => api.close());
    await start('echo', { AWS_LAMBDA_RUNTIME_API: `${api.address}/x`, TEST_INIT: 'fails' });
    const { path } = await expectRequest(await api.accept());
    expect(path).toBe('/x/2018-06-01/runtime/init/error');
  });
}
