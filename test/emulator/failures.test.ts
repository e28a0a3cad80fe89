import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EmulatedFunction } from '../../src/emulator/types.ts';
import {
  buildBootstrap,
  emulate,
  fixture,
  hostArchitecture,
  invoke,
  normalised,
  temporaryFolder,
  until,
} from './support.ts';

/** A failure: what the caller must read and what the log must say, word for word; ID stands for the request id. */
interface Row {
  readonly failure: string;
  readonly fn: EmulatedFunction;
  /** The error document. */
  readonly body: object;
  readonly log: readonly string[];
}

const folder = buildBootstrap();
const damaged = temporaryFolder();

/** A folder with a bootstrap made from the good one. */
function bootstrapFolder(name: string, change: (good: Buffer) => Buffer | string, mode = 0o755): string {
  const made = join(damaged, name);
  mkdirSync(made);
  writeFileSync(join(made, 'bootstrap'), change(readFileSync(join(folder, 'bootstrap'))));
  chmodSync(join(made, 'bootstrap'), mode);
  return made;
}

/** The same program, for the other processor as far as its header says. */
function forOtherMachine(good: Buffer): Buffer {
  const other = Buffer.from(good);
  other.writeUInt16LE(hostArchitecture === 'arm64' ? 62 : 183, 18);
  return other;
}

/** The same program with a loader that Lambda does not have. */
function withMuslLoader(good: Buffer): Buffer {
  const at = good.indexOf(hostArchitecture === 'arm64' ? '/lib/ld-linux' : '/lib64/ld-linux');
  const other = Buffer.from(good);
  other.write('/lib/ld-musl.so\0', at);
  return other;
}

const emptyFolder = join(damaged, 'empty');
mkdirSync(emptyFolder);

const report = (rest = '', memory = 128) =>
  `REPORT RequestId: ID\tDuration: N ms\tBilled Duration: N ms\tMemory Size: ${memory} MB\tMax Memory Used: N MB\t${rest}`;
const cold = 'Init Duration: N ms\t';
const start = 'START RequestId: ID Version: $LATEST';
const end = 'END RequestId: ID';
const initReports = (rest: string) =>
  ['init', 'invoke'].map((phase) => `INIT_REPORT Init Duration: N ms\tPhase: ${phase}\tStatus: ${rest}`);

/** A runtime that cannot be started: the init phase fails, and so does the second try within the invocation. */
function notStarted(failure: string, fn: EmulatedFunction, message: string): Row {
  const errorType = 'Runtime.InvalidEntrypoint';
  return {
    failure,
    fn,
    body: { errorType, errorMessage: `RequestId: ID Error: ${message}` },
    log: [
      ...initReports(`error\tError Type: ${errorType}`),
      start,
      `RequestId: ID Error: ${message}`,
      errorType,
      end,
      report(`Status: error\tError Type: ${errorType}`),
    ],
  };
}

/** A runtime whose process ends in the middle of an invocation. */
function exited(failure: string, handler: string, message: string): Row {
  return {
    failure,
    fn: fixture(folder, handler),
    body: { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ID Error: ${message}` },
    log: [
      start,
      `RequestId: ID Error: ${message}`,
      'Runtime.ExitError',
      end,
      report(`${cold}Status: error\tError Type: Runtime.ExitError`),
    ],
  };
}

const rows: Row[] = [
  notStarted(
    'no bootstrap',
    fixture(emptyFolder, 'missing'),
    "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
  ),
  notStarted(
    'wrong architecture',
    fixture(bootstrapFolder('other', forOtherMachine), 'other'),
    'fork/exec /var/task/bootstrap: exec format error',
  ),
  notStarted(
    'no ELF file and no script',
    fixture(
      bootstrapFolder('text', () => 'echo hello\n'),
      'text',
    ),
    'fork/exec /var/task/bootstrap: exec format error',
  ),
  notStarted(
    'not executable',
    fixture(
      bootstrapFolder('plain', (good) => good, 0o644),
      'plain',
    ),
    'fork/exec /var/task/bootstrap: permission denied',
  ),
  notStarted(
    'a script with CRLF',
    fixture(
      bootstrapFolder('crlf', () => '#!/bin/sh\r\nexit 0\r\n'),
      'crlf',
    ),
    'fork/exec /var/task/bootstrap: no such file or directory',
  ),
  notStarted(
    'a loader that is not there',
    fixture(bootstrapFolder('musl', withMuslLoader), 'musl'),
    'fork/exec /var/task/bootstrap: no such file or directory',
  ),
  {
    failure: 'exit in the init phase',
    fn: fixture(folder, 'init-exit'),
    body: {
      errorType: 'Runtime.ExitError',
      errorMessage: 'RequestId: ID Error: Runtime exited with error: exit status 4',
    },
    log: [
      ...initReports('error\tError Type: Runtime.ExitError'),
      start,
      'RequestId: ID Error: Runtime exited with error: exit status 4',
      'Runtime.ExitError',
      end,
      report('Status: error\tError Type: Runtime.ExitError'),
    ],
  },
  {
    failure: 'init error',
    fn: fixture(folder, 'init-error'),
    body: { errorType: 'MissingSettings', errorMessage: 'no table', stackTrace: [] },
    log: [
      ...initReports('error\tError Type: Runtime.MissingSettings').flatMap((line) => [
        'the settings are missing',
        line,
      ]),
      start,
      end,
      report('Status: error\tError Type: Runtime.MissingSettings'),
    ],
  },
  {
    failure: 'init timeout',
    fn: fixture(folder, 'init-hang', { timeout: 0.2 }),
    body: {
      errorType: 'Sandbox.Timedout',
      errorMessage: 'RequestId: ID Error: Task timed out after 0.20 seconds',
    },
    log: [
      ...initReports('timeout'),
      start,
      'TIME ID Task timed out after 0.20 seconds',
      '',
      end,
      report('Status: timeout'),
    ],
  },
  {
    failure: 'handler error',
    fn: fixture(folder, 'error'),
    body: { errorType: 'InvalidOperation', errorMessage: 'boom', stackTrace: ['at F()'] },
    log: [start, end, report(cold)],
  },
  {
    failure: 'handler error that is no JSON',
    fn: fixture(folder, 'error-not-json'),
    body: { errorType: 'Function.Broken' },
    log: [start, end, report(cold)],
  },
  exited('process exit', 'exit-three', 'Runtime exited with error: exit status 3'),
  exited('process exit without a word', 'exit-zero', 'Runtime exited without providing a reason'),
  exited('segmentation fault', 'crash', 'Runtime exited with error: signal: segmentation fault'),
  exited('abort', 'abort', 'Runtime exited with error: signal: aborted'),
  exited(
    'exit in the middle of a streamed response',
    'stream-die',
    'Runtime exited with error: exit status 7',
  ),
  {
    failure: 'timeout',
    fn: fixture(folder, 'hang', { timeout: 0.2 }),
    body: {
      errorType: 'Sandbox.Timedout',
      errorMessage: 'RequestId: ID Error: Task timed out after 0.20 seconds',
    },
    log: [start, 'TIME ID Task timed out after 0.20 seconds', '', end, report(`${cold}Status: timeout`)],
  },
  {
    failure: 'response too large',
    fn: fixture(folder, 'large'),
    body: {
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    },
    log: [start, 'answered with 413', end, report(cold)],
  },
  {
    failure: 'a response mode that does not exist',
    fn: fixture(folder, 'bad-mode'),
    body: { errorType: 'Runtime.InvalidResponseModeHeader', errorMessage: 'Invalid response mode header' },
    log: [start, 'answered with 400', end, report(cold)],
  },
  {
    failure: 'streamed response that fails midway',
    fn: fixture(folder, 'stream-error'),
    body: { errorType: 'Broken', errorMessage: 'midway' },
    log: [start, end, report(cold)],
  },
  {
    failure: 'memory over the setting',
    fn: fixture(folder, 'memory'),
    body: {
      errorType: 'Runtime.ExitError',
      errorMessage: 'RequestId: ID Error: Runtime exited with error: signal: killed',
    },
    log: [
      start,
      'RequestId: ID Error: Runtime exited with error: signal: killed',
      'Runtime.ExitError',
      end,
      report(`${cold}Status: error\tError Type: Runtime.OutOfMemory`),
    ],
  },
];

describe('each failure, in the words of the service', async () => {
  const emulator = await emulate(
    rows.map(({ fn }) => fn),
    { initMs: 300 },
  );

  it.each(rows)('$failure', async ({ fn, body, log }) => {
    const reply = await invoke(emulator, fn.name);
    expect(reply.status).toBe(200);
    expect(reply.headers['x-amz-function-error']).toBe('Unhandled');
    expect(reply.headers['content-type']).toBe('application/json');
    expect(reply.headers['x-amz-executed-version']).toBe('$LATEST');
    expect(JSON.parse(reply.body.replaceAll(reply.requestId, 'ID'))).toEqual(body);
    expect(normalised(reply.tail, reply.requestId)).toEqual(log);
  });

  it.each(rows)('$failure, as 502 at the function URL', async ({ fn }) => {
    const reply = await fetch(`${emulator.url}/${fn.name}/`).catch((error: Error) => error);
    if (fn.name === 'stream-die' || fn.name === 'stream-error') {
      // The head was sent before the failure: all that is left is to break the body off.
      await expect((reply as Response).text()).rejects.toThrow();
      return;
    }
    expect((reply as Response).status).toBe(502);
    expect(await (reply as Response).text()).toBe('Internal Server Error');
  });
});

describe('after a failure', async () => {
  const emulator = await emulate([
    fixture(folder, 'exit-three'),
    fixture(folder, 'answer-and-exit'),
    fixture(folder, 'pid', { name: 'crashed' }),
  ]);

  it('the runtime is started again in the same sandbox, on the time of the invocation', async () => {
    await invoke(emulator, 'exit-three');
    const { tail } = await invoke(emulator, 'exit-three');
    expect(tail.at(-1)).not.toContain('Init Duration');
    expect(tail.filter((line) => line.startsWith('INIT_REPORT'))).toEqual([]);
  });

  it('an answer that was given before the exit stands', async () => {
    const reply = await invoke(emulator, 'answer-and-exit');
    expect(reply.body).toBe('"last"');
    expect(reply.headers['x-amz-function-error']).toBeUndefined();
    expect(reply.tail).toContain('Runtime.ExitError');
  });

  it('a process that died while idle is nobody’s failure', async () => {
    const first = Number((await invoke(emulator, 'crashed')).body);
    process.kill(first, 'SIGKILL');
    await until(() => !emulator.service.pids.includes(first));
    const second = await invoke(emulator, 'crashed');
    expect(Number(second.body)).not.toBe(first);
    expect(second.headers['x-amz-function-error']).toBeUndefined();
  });
});

it('a REPORT line after too much memory shows the whole setting as used', async () => {
  const copy = join(damaged, 'copy');
  mkdirSync(copy);
  copyFileSync(join(folder, 'bootstrap'), join(copy, 'bootstrap'));
  const emulator = await emulate([fixture(copy, 'memory', { memorySize: 150 })]);
  const { tail } = await invoke(emulator, 'memory');
  expect(tail.at(-1)).toContain('Memory Size: 150 MB\tMax Memory Used: 150 MB');
});
