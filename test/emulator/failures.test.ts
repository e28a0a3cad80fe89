import { describe, expect, it } from 'vitest';
import { cold, end, inTheWordsOfTheService, type Row, report, start } from './failure-rows.ts';
import { buildBootstrap, emulate, fixture, invoke, until } from './support.ts';

const folder = buildBootstrap();

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

describe('a failure of an invocation, in the words of the service', () => inTheWordsOfTheService(rows));

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
  const emulator = await emulate([fixture(folder, 'memory', { memorySize: 150 })]);
  const { tail } = await invoke(emulator, 'memory');
  expect(tail.at(-1)).toContain('Memory Size: 150 MB\tMax Memory Used: 150 MB');
});
