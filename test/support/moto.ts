import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

export interface Moto {
  readonly url: string;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const isUp = (url: string) =>
  fetch(`${url}/moto-api/data.json`).then(
    () => true,
    () => false,
  );

/**
 * Starts moto_server on 127.0.0.1, with AWS's managed policies, and Invoke that echoes in place of Docker.
 * @param echoes false for functions of CloudFormation, which moto keeps apart from those that echo.
 */
export async function startMoto(echoes = true): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = execa('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
    env: { MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
    stdio: 'ignore',
    reject: false,
    // A shim starts it; the whole group is to go.
    detached: true,
  });
  while (!(await isUp(url))) {
    if (server.exitCode !== null) throw new Error(`moto_server ended with ${server.exitCode}`);
    await sleep(50);
  }
  const config = { lambda: { use_docker: !echoes } };
  await fetch(`${url}/moto-api/config`, { method: 'POST', body: JSON.stringify(config) });
  return {
    url,
    close: async () => {
      process.kill(-(server.pid as number), 'SIGTERM');
      await server;
    },
  };
}
