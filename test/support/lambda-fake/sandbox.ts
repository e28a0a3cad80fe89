import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Emulator, startEmulator } from '../../../src/emulator/emulator.ts';
import type { Runtime } from '../../../src/platform/runtimes.ts';
import { hostArchitecture } from '../../emulator/support.ts';
import type { Version } from './function.ts';

interface Running {
  readonly emulator: Emulator;
  readonly folder: string;
}

/** Unpacks a zip and runs its bootstrap in sandboxes of the emulator. */
async function start({ configuration, zip }: Version): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-fake-'));
  await writeFile(join(folder, 'code.zip'), zip);
  await execa('unzip', ['-q', 'code.zip'], { cwd: folder });
  const emulator = await startEmulator({
    functions: [
      {
        name: configuration.FunctionName as string,
        handler: configuration.Handler as string,
        runtime: configuration.Runtime as Runtime,
        memorySize: configuration.MemorySize as number,
        timeout: configuration.Timeout as number,
        environment: configuration.Environment?.Variables,
        launch: {
          command: join(folder, 'bootstrap'),
          args: [],
          folder,
          architecture: hostArchitecture,
        },
      },
    ],
    shell: {},
  });
  return { emulator, folder };
}

async function stop({ emulator, folder }: Running): Promise<void> {
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
}

/** The sandboxes of every function and version; another revision of a function gets new ones, as on Lambda. */
export class Sandboxes {
  /** How many of the next invocations find the sandbox of the one before, whatever has changed since. */
  warmStarts = 0;
  private readonly running = new Map<string, Promise<Running>>();
  private last: Promise<Running> | undefined;

  async invoke(version: Version, incoming: IncomingMessage, body: Buffer, response: ServerResponse) {
    const { FunctionName, RevisionId, Version: number } = version.configuration;
    const key = `${FunctionName}:${number}:${RevisionId}`;
    const isWarm = this.last !== undefined && this.warmStarts-- > 0;
    const running = (isWarm ? this.last : this.running.get(key)) ?? start(version);
    this.running.set(key, running);
    this.last = running;
    const { emulator } = await running;
    await new Promise<void>((resolve, reject) => {
      const path = `/2015-03-31/functions/${FunctionName}/invocations`;
      const headers = { ...incoming.headers, host: `127.0.0.1:${emulator.port}` };
      const outgoing = httpRequest(
        emulator.url + path,
        { method: 'POST', headers, agent: false },
        (answer) => {
          const executed = { 'x-amz-executed-version': number };
          response.writeHead(answer.statusCode as number, { ...answer.headers, ...executed });
          answer.pipe(response);
          answer.on('end', resolve);
          answer.on('error', reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  async close(): Promise<void> {
    await Promise.all([...new Set(this.running.values())].map(async (running) => stop(await running)));
  }
}
