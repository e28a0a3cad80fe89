import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ConsoleRecord, recordLimits } from '../../../src/emulator/console/record.ts';
import type { EmulatorEvent, FunctionError, InvocationReport, Outcome } from '../../../src/emulator/types.ts';

const functionName = 'orders';

const accepted = (requestId: string, payload = '{"n":1}'): EmulatorEvent => ({
  type: 'accepted',
  functionName,
  requestId,
  payload: Buffer.from(payload),
});
const log = (requestId: string | undefined, line: string): EmulatorEvent => ({
  type: 'log',
  functionName,
  line,
  requestId,
});
const answered = (requestId: string, outcome: Outcome): EmulatorEvent => ({
  type: 'answered',
  functionName,
  requestId,
  outcome,
});
const payload = (text: string): Outcome => ({
  kind: 'payload',
  body: Buffer.from(text),
  contentType: 'application/json',
});
const invoked = (requestId: string, changes: Partial<InvocationReport> = {}): EmulatorEvent => ({
  type: 'invoked',
  functionName,
  report: { requestId, durationMs: 1.5, memorySize: 128, maxMemoryUsed: 20, ...changes },
});

/** A record whose clock stands at 1000, and that has taken these. */
function recorded(events: readonly EmulatorEvent[], limits: Partial<typeof recordLimits> | object = {}) {
  const record = new ConsoleRecord({ ...recordLimits, ...limits }, () => 1000);
  for (const event of events) record.take(event);
  return record;
}

describe('an invocation', () => {
  it('has its event, response, log and figures', () => {
    const record = recorded([
      accepted('a'),
      log('a', 'START RequestId: a'),
      log('b', 'of another one'),
      log(undefined, 'of none'),
      answered('a', payload('"ok"')),
      invoked('a', { initDurationMs: 40.2 }),
    ]);
    expect(record.detail('a')).toEqual({
      id: 'a',
      number: 1,
      functionName,
      acceptedAt: 1000,
      state: 'succeeded',
      change: 4,
      errorType: undefined,
      durationMs: 1.5,
      billedMs: 42,
      memorySize: 128,
      maxMemoryUsed: 20,
      initDurationMs: 40.2,
      event: { text: '{"n":1}', bytes: 7, isCut: false },
      response: { text: '"ok"', bytes: 4, isCut: false },
      isStreamed: false,
      log: ['START RequestId: a'],
      isLogCut: false,
    });
    expect(record.detail('b')).toBeUndefined();
  });

  it('runs until its figures are there', () => {
    const states = [accepted('a'), answered('a', payload('1')), invoked('a')].map((_, i, all) => {
      const [summary] = recorded(all.slice(0, i + 1)).invocations();
      return summary?.state;
    });
    expect(states).toEqual(['running', 'running', 'succeeded']);
  });

  it.each([
    [
      'reported by the function',
      { kind: 'error', errorType: 'Broken', body: Buffer.from('{"errorType":"Broken"}') } as const,
      {},
      'Broken',
    ],
    [
      'of the service',
      { kind: 'error', errorType: 'Sandbox.Timedout', body: Buffer.from('{}') } as const,
      { status: 'timeout' } as const,
      'Sandbox.Timedout',
    ],
    [
      'after the answer',
      payload('1'),
      { status: 'error', errorType: 'Runtime.ExitError' } as const,
      'Runtime.ExitError',
    ],
  ])('has failed by an error %s', (_, outcome, report, errorType) => {
    const record = recorded([accepted('a'), answered('a', outcome), invoked('a', report)]);
    expect(record.invocations()).toMatchObject([{ state: 'failed', errorType }]);
  });

  it('has failed when its stream broke midway, and keeps none of it', async () => {
    let end: (error: FunctionError) => void = () => undefined;
    const completion = new Promise<FunctionError>((resolve) => {
      end = resolve;
    });
    const record = recorded([
      accepted('a'),
      answered('a', { kind: 'stream', contentType: 'text/plain', stream: Readable.from([]), completion }),
      invoked('a'),
    ]);
    expect(record.detail('a')).toMatchObject({ isStreamed: true, response: undefined, state: 'succeeded' });
    const told = new Promise<void>((resolve) => record.listen(resolve));
    end({ errorType: 'Broken', body: Buffer.from('{}') });
    await told;
    expect(record.detail('a')).toMatchObject({ state: 'failed', errorType: 'Broken' });
  });
});

describe('what is kept', () => {
  it('is cut, and says so', () => {
    const limits = { event: 4, response: 3, log: 10, logLines: 2 };
    const record = recorded(
      [
        accepted('a', '"12345"'),
        log('a', 'one'),
        log('a', '123456789'),
        log('a', 'three'),
        answered('a', payload('"12345"')),
      ],
      limits,
    );
    expect(record.detail('a')).toMatchObject({
      event: { text: '"123', bytes: 7, isCut: true },
      response: { text: '"12', bytes: 7, isCut: true },
      log: ['one', '123456'],
      isLogCut: true,
    });
    const lines = recorded([accepted('a'), log('a', 'one'), log('a', 'two'), log('a', 'three')], {
      logLines: 2,
    });
    expect(lines.detail('a')).toMatchObject({ log: ['one', 'two'], isLogCut: true });
  });

  it('are the last invocations', () => {
    const record = recorded(
      ['a', 'b', 'c'].map((id) => accepted(id)),
      { invocations: 2 },
    );
    expect(record.invocations().map(({ id, number }) => [id, number])).toEqual([
      ['b', 2],
      ['c', 3],
    ]);
    expect(record.detail('a')).toBeUndefined();
  });

  it('are fewer texts when they are large together, the oldest first', () => {
    const text = `"${'x'.repeat(98)}"`;
    const record = recorded(
      ['a', 'b', 'c'].map((id) => accepted(id, text)),
      { texts: 400 },
    );
    const events = ['a', 'b', 'c'].map((id) => record.detail(id)?.event?.bytes);
    expect(events).toEqual([undefined, 100, 100]);
    // What comes later for one without its event is not kept either.
    record.take(answered('a', payload('1')));
    expect(record.detail('a')?.response).toBeUndefined();
    expect(record.invocations()).toHaveLength(3);
  });

  it('are the last notices, cut', () => {
    const notice = (text: string): EmulatorEvent => ({ type: 'notice', text });
    const record = recorded(['one', 'two', 'three'].map(notice), { notices: 2, noticeText: 3 });
    expect(record.notices().map(({ text }) => text)).toEqual(['two', 'thr']);
  });
});

it('what has changed since a change is that and no more', () => {
  const record = recorded([accepted('a'), accepted('b')]);
  const { change } = record;
  expect(record.invocations(change)).toEqual([]);
  record.take(log('a', 'line'));
  record.take({ type: 'notice', text: 'note' });
  expect(record.invocations(change).map(({ id }) => id)).toEqual(['a']);
  expect(record.notices(change).map(({ text }) => text)).toEqual(['note']);
});

it('a build is under way until it is over', () => {
  const record = recorded([{ type: 'building' }]);
  expect(record.build).toEqual({ isRunning: true, last: undefined });
  record.take({ type: 'built', ok: false, durationMs: 5, errors: ['CS0103'] });
  expect(record.build).toEqual({
    isRunning: false,
    last: { endedAt: 1000, ok: false, durationMs: 5, errors: ['CS0103'] },
  });
  const limited = recorded([{ type: 'built', ok: false, durationMs: 5, errors: ['CS1', 'CS2', 'CS3'] }], {
    buildErrors: 2,
    noticeText: 2,
  });
  expect(limited.build.last?.errors).toEqual(['CS', 'CS']);
});

it('who listens no more is told no more', () => {
  const record = recorded([]);
  let told = 0;
  const stop = record.listen(() => told++);
  record.take(accepted('a'));
  record.take(log(undefined, 'not remembered'));
  stop();
  record.take(accepted('b'));
  expect(told).toBe(1);
});
