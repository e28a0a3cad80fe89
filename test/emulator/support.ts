import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/emulator.ts';
import type { EmulatedFunction, EmulatorEvent } from '../../src/emulator/types.ts';
import { defaultRuntime } from '../../src/platform/runtimes.ts';

/** A folder that is gone after the tests of a file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Compiles the bootstrap of the fixtures into a folder of its own; a native binary as Lambda would run it. */
export function buildBootstrap(folder: string = temporaryFolder()): string {
  mkdirSync(folder, { recursive: true });
  const source = fileURLToPath(new URL('./fixtures/bootstrap.c', import.meta.url));
  execFileSync('gcc', ['-O2', '-D_GNU_SOURCE', '-o', join(folder, 'bootstrap'), source]);
  return folder;
}

/** A function that runs the bootstrap in `folder` with the behaviour that its handler names. */
export function fixture(
  folder: string,
  handler: string,
  changes: Partial<EmulatedFunction> = {},
): EmulatedFunction {
  return {
    name: handler,
    handler,
    runtime: defaultRuntime,
    memorySize: 128,
    timeout: 5,
    launch: { command: join(folder, 'bootstrap'), args: [], folder, architecture: hostArchitecture },
    ...changes,
  };
}

export const hostArchitecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';

export interface Running extends Emulator {
  readonly events: EmulatorEvent[];
  /** The lines of all functions' logs so far. */
  log(): string[];
}

/** An emulator that ends with the tests of the file. */
export async function emulate(
  functions: readonly EmulatedFunction[],
  options: Partial<EmulatorOptions> = {},
): Promise<Running> {
  const events: EmulatorEvent[] = [];
  const emulator = await startEmulator({
    functions,
    onEvent: (event) => events.push(event),
    shell: {},
    ...options,
  });
  afterAll(() => emulator.close());
  return { ...emulator, events, log: () => events.flatMap((e) => (e.type === 'log' ? [e.line] : [])) };
}

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly rawHeaders: string[];
  readonly body: string;
}

/** One HTTP request, with nothing added to it. */
export function send(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Reply> {
  const { method = options.body === undefined ? 'GET' : 'POST', headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode as number,
          headers: response.headers,
          rawHeaders: response.rawHeaders,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** The Invoke API, as a plain request; with the tail of the log. */
export async function invoke(
  { url }: Emulator,
  name: string,
  payload: string | Buffer = '"event"',
  headers: Record<string, string> = {},
): Promise<Reply & { requestId: string; tail: string[] }> {
  const reply = await send(`${url}/2015-03-31/functions/${name}/invocations`, {
    body: payload,
    headers: { 'X-Amz-Log-Type': 'Tail', ...headers },
  });
  const tail = Buffer.from(String(reply.headers['x-amz-log-result'] ?? ''), 'base64').toString();
  const requestId = String(reply.headers['x-amzn-requestid']);
  return { ...reply, requestId, tail: tail === '' ? [] : tail.replace(/\n$/, '').split('\n') };
}

/** A log with its figures and ids replaced by what they are: ID, N, TIME. */
export function normalised(lines: readonly string[], requestId: string): string[] {
  return lines.map((line) =>
    line
      .replaceAll(requestId, 'ID')
      .replace(/Duration: \d+\.\d\d ms/g, 'Duration: N ms')
      .replace(/Billed Duration: \d+ ms/, 'Billed Duration: N ms')
      .replace(/Max Memory Used: \d+ MB/, 'Max Memory Used: N MB')
      .replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, 'TIME'),
  );
}

/** Whether a process is there (and is no zombie). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until something is so; the test's own time limit ends a wait in vain. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
