import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LogTail } from '../../src/emulator/log.ts';
import { type ExecutionEnvironment, FunctionPool } from '../../src/emulator/pool.ts';
import type { Invocation } from '../../src/emulator/sandbox.ts';
import type { EmulatorEvent, Outcome } from '../../src/emulator/types.ts';
import { fixture } from './support.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An environment whose two moments, the answer and the end, are at the test's will. */
interface Controlled extends ExecutionEnvironment {
  answer(): void;
  finish(): void;
  runs: number;
}

function controlledPool(concurrency: number) {
  const made: Controlled[] = [];
  const pool = new FunctionPool({
    fn: fixture('/nowhere', 'echo'),
    concurrency,
    emit: () => undefined,
    create: (_fn, onAnswered) => {
      let end: () => void = () => undefined;
      const environment: Controlled = {
        pid: undefined,
        broken: false,
        runs: 0,
        run: ({ request }) => {
          environment.runs++;
          const report = { requestId: request.requestId, durationMs: 1, memorySize: 128, maxMemoryUsed: 1 };
          return new Promise((resolve) => {
            end = () => resolve(report);
          });
        },
        close: () => Promise.resolve(),
        answer: onAnswered,
        finish: () => end(),
      };
      made.push(environment);
      return environment;
    },
  });
  return { pool, made };
}

function invocation(requestId: string): Invocation {
  const request = { requestId, payload: Buffer.from('1'), invokedFunctionArn: 'arn', traceId: 'trace' };
  return { request, log: new LogTail(), settle: () => undefined };
}

it('a request that comes between a sandbox’s answer and its end waits for it', async () => {
  const { pool, made } = controlledPool(10);
  const first = pool.run(invocation('1'));
  made[0]?.answer();
  void pool.run(invocation('2'));
  expect(made.length).toBe(1);
  made[0]?.finish();
  await first;
  await vi.advanceTimersByTimeAsync(0);
  expect(made.map(({ runs }) => runs)).toEqual([2]);
});

it('it does not wait for long', async () => {
  const { pool, made } = controlledPool(10);
  void pool.run(invocation('1'));
  made[0]?.answer();
  void pool.run(invocation('2'));
  await vi.advanceTimersByTimeAsync(10);
  expect(made.map(({ runs }) => runs)).toEqual([1, 1]);
});

it('one sandbox that is nearly free keeps one request waiting, not two', () => {
  const { pool, made } = controlledPool(10);
  void pool.run(invocation('1'));
  made[0]?.answer();
  void pool.run(invocation('2'));
  void pool.run(invocation('3'));
  expect(made.length).toBeGreaterThan(1);
});

it('a fault of the emulator itself is an error to that caller, and the sandbox is not used again', async () => {
  const events: EmulatorEvent[] = [];
  let made = 0;
  const pool = new FunctionPool({
    fn: fixture('/nowhere', 'echo'),
    concurrency: 1,
    emit: (event) => events.push(event),
    create: () => {
      const fails = made++ === 0;
      return {
        pid: undefined,
        broken: false,
        run: async ({ request: { requestId } }) => {
          if (fails) throw new TypeError('Invalid character in header content');
          return { requestId, durationMs: 1, memorySize: 128, maxMemoryUsed: 1 };
        },
        close: () => Promise.reject(new Error('cannot be closed either')),
      };
    },
  });
  const outcomes: Outcome[] = [];
  const first = pool.run({ ...invocation('1'), settle: (outcome) => outcomes.push(outcome) });
  expect(await first).toMatchObject({ requestId: '1', status: 'error' });
  expect(outcomes.map((outcome) => outcome.kind === 'error' && JSON.parse(outcome.body.toString()))).toEqual([
    {
      errorType: 'Emulator.Failed',
      errorMessage: 'The emulator failed: Invalid character in header content',
    },
  ]);
  expect(await pool.run(invocation('2'))).toMatchObject({ requestId: '2' });
  expect(made).toBe(2);
  await vi.advanceTimersByTimeAsync(0);
  const notices = events.flatMap((event) => (event.type === 'notice' ? [event.text.split('\n')[0]] : []));
  expect(notices).toEqual([
    'echo: the emulator failed: TypeError: Invalid character in header content',
    'The emulator failed: Error: cannot be closed either',
  ]);
});
