import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one invocation comes to, without what differs from run to run: times and stack traces. */
export interface Outcome {
  /** The response; undefined for an error. */
  readonly answer?: string;
  /** The report of the error. */
  readonly error?: unknown;
  /** The lines of the log, those of standard output first; objects where they are JSON. */
  readonly log: readonly unknown[];
}

/** A handler as a function has it. */
export interface Target {
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
}

const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const stack = /[\r\n]+(?: +at | *--- End )[^\r\n]*/g;

/** JSON without what depends on where the code lies and when it ran. */
function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== 'stackTrace' && name !== 'timestamp');
  return Object.fromEntries(entries.map(([name, member]) => [name, withoutPlaces(member)]));
}

const record = (line: string): unknown =>
  line.startsWith('{')
    ? withoutPlaces(JSON.parse(line))
    : line.replaceAll(time, 'TIME').replaceAll(stack, '');

const records = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !/^(?: +at | *--- End )/.test(line))
    .map(record);

const head = {
  'Content-Type': 'application/json',
  'Lambda-Runtime-Aws-Request-Id': 'request-1',
  'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:eu-central-1:123456789012:function:f',
  'Lambda-Runtime-Trace-Id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1',
  'Lambda-Runtime-Aws-Tenant-Id': 'tenant',
  'Lambda-Runtime-Client-Context': '{"custom":{"a":"b"}}',
  'Lambda-Runtime-Cognito-Identity': '{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}',
};

const environment = {
  PATH: process.env.PATH ?? '',
  DOTNET_ROOT: process.env.DOTNET_ROOT ?? '',
  AWS_LAMBDA_FUNCTION_NAME: 'f',
  AWS_LAMBDA_FUNCTION_VERSION: '7',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/f',
  AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
};

/** Runs a program with events one after the other, and ends it. The log is in files, so that it is there when it is written. */
export async function runProgram(
  program: string,
  target: Target,
  events: readonly string[],
): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-comparison-'));
  const files = ['stdout', 'stderr'].map((name) => join(folder, name));
  const read = files.map(() => 0);
  const newLog = () =>
    files.flatMap((file, i) => {
      const text = readFileSync(file, 'utf8');
      const added = text.slice(read[i]);
      read[i] = text.length;
      return records(added);
    });
  const outcomes: Outcome[] = [];
  let sent: { path: string; body: string } | undefined;

  const next = (response: ServerResponse) => {
    if (sent !== undefined) {
      const { path, body } = sent;
      const log = newLog();
      outcomes.push(
        path.endsWith('/error') ? { error: withoutPlaces(JSON.parse(body)), log } : { answer: body, log },
      );
      sent = undefined;
    }
    const event = events[outcomes.length];
    if (event === undefined) {
      child.kill('SIGKILL');
      return;
    }
    response.writeHead(200, { ...head, 'Lambda-Runtime-Deadline-Ms': `${Date.now() + 60_000}` }).end(event);
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (request.method === 'GET') return next(response);
      sent = { path: request.url ?? '', body: Buffer.concat(parts).toString() };
      response.writeHead(202, { 'Content-Type': 'application/json' }).end('{"status":"OK"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const descriptors = files.map((file) => openSync(file, 'w'));
  const address = server.address() as AddressInfo;
  const child = spawn(program, [], {
    env: {
      ...environment,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${address.port}`,
      _HANDLER: target.handler,
      ...target.environment,
    },
    stdio: ['ignore', ...descriptors],
  });
  await new Promise((resolve) => child.on('close', resolve));
  const rest = newLog();
  for (const descriptor of descriptors) closeSync(descriptor);
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
  if (outcomes.length < events.length)
    throw new Error(`${target.handler} ended after ${outcomes.length} events: ${JSON.stringify(rest)}`);
  return outcomes;
}
