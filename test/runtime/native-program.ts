import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { type WireConnection, type WireRequest, WireServer } from '../support/wire-server.ts';

/** Publishes the test program natively and returns the path of its bootstrap and the folder to remove. */
export async function publishProgram(): Promise<{ bootstrap: string; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-runtime-'));
  const project = fileURLToPath(new URL('native/Native.csproj', import.meta.url));
  // Nothing of the build goes to templates/runtime, which the program refers to.
  const artifacts = join(packageRoot(), 'node_modules', '.cache', 'runtime-native');
  const where = ['--output', folder, '--artifacts-path', artifacts];
  await execa('dotnet', ['publish', project, '--configuration', 'Release', ...where, '-nodeReuse:false'], {
    env: dotnetEnvironment,
  });
  return { bootstrap: join(folder, 'bootstrap'), folder };
}

/** Starts the test program with a handler and an environment. */
export type Start = (handler: string, env?: Record<string, string>) => Promise<Running>;

/** A bootstrap that runs, and the Runtime API it talks to. Both end with the test. */
export interface Running {
  readonly api: WireServer;
  readonly process: ChildProcess;
  /** Resolves with the exit code, or the name of the signal that ended the process. */
  readonly exit: Promise<number | string | null>;
  stdout(): string;
  stderr(): string;
  /** What was written to the descriptor 3. */
  telemetry(): Buffer;
}

/** Starts a bootstrap with a handler and an environment, against a new server. */
export async function start(
  bootstrap: string,
  handler: string,
  env: Record<string, string> = {},
): Promise<Running> {
  const api = await WireServer.listen();
  const child = spawn(bootstrap, [], {
    env: { AWS_LAMBDA_RUNTIME_API: api.address, _HANDLER: handler, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  const telemetry: Buffer[] = [];
  child.stdio[3]?.on('data', (bytes: Buffer) => telemetry.push(bytes));
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const exit = new Promise<number | string | null>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? signal)),
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
    api.close();
  });
  return {
    api,
    process: child,
    exit,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    telemetry: () => Buffer.concat(telemetry),
  };
}

/** The response to `next` that carries an event. */
export function next(
  event: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
  id = 'request-1',
): Buffer {
  const all = {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': id,
    'Lambda-Runtime-Deadline-Ms': String(Date.now() + 60_000),
    'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:eu-central-1:123456789012:function:test',
    'Lambda-Runtime-Trace-Id': `Root=1-${id}`,
    ...headers,
  };
  return message('200 OK', all, event);
}

/** What Lambda says to an answer that it takes. */
export const accepted = message('202 Accepted', { 'Content-Type': 'application/json' }, '{"status":"OK"}\n');

/** An HTTP response with a length. */
export function message(status: string, headers: Readonly<Record<string, string>>, body: string | Buffer) {
  const content = Buffer.from(body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status}\r\n${lines.join('')}Content-Length: ${content.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), content]);
}

/** Waits for a request and fails when there is none. */
export async function expectRequest(connection: WireConnection): Promise<WireRequest> {
  const request = await connection.request();
  if (!request) {
    throw new Error('the connection was closed');
  }
  return request;
}

/** Serves one invocation on a connection: the request for it, the event, the answer, and Lambda's word. */
export async function invoke(
  connection: WireConnection,
  event: string | Buffer,
  headers?: Readonly<Record<string, string>>,
  id?: string,
): Promise<WireRequest> {
  await expectRequest(connection);
  await connection.send(next(event, headers, id));
  const answer = await expectRequest(connection);
  await connection.send(accepted);
  return answer;
}
