import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/emulator/sources/clock.ts';
import { QueuePoller } from '../../../src/emulator/sources/poller.ts';
import type { Queue, QueueMessage } from '../../../src/emulator/sources/queue.ts';
import { UserError } from '../../../src/errors.ts';
import { message, type SqsEvent, scripted, serviceOf } from './support.ts';

interface Case {
  readonly answers: (readonly QueueMessage[] | Error)[];
  readonly run?: (event: SqsEvent) => unknown;
  readonly batch?: number;
  readonly window?: number;
  readonly concurrency?: number;
  readonly reportFailures?: boolean;
  /** What a call takes on the clock, in ms. */
  readonly callMs?: number;
  readonly queue?: Partial<Queue>;
  readonly eventBytes?: number;
}

/** Polls until the answers are used up. */
async function poll(given: Case) {
  const controller = new AbortController();
  const events: SqsEvent[] = [];
  const host = serviceOf((event) => {
    events.push(event);
    return given.run?.(event);
  }, given.eventBytes);
  let now = 0;
  const waited: number[] = [];
  const clock: Clock = {
    now: () => now,
    wait: async (ms) => {
      waited.push(ms);
      now += ms;
    },
  };
  const script = scripted([...given.answers], () => controller.abort());
  const receive: Queue['receive'] = async (...args) => {
    now += given.callMs ?? 0;
    return script.receive(...args);
  };
  const { batch = 10, window = 0, concurrency = 5, reportFailures = false } = given;
  const poller = new QueuePoller({
    queue: { ...script, receive, ...given.queue },
    source: { batch, window, concurrency, reportFailures },
    functionName: 'orders',
    service: host.service,
    emit: host.emit,
    clock,
    signal: controller.signal,
  });
  await poller.run();
  const bodies = events.map(({ Records }) => Records.map(({ body }) => body));
  return { bodies, removed: script.removed, asked: script.asked, waited, atWork: poller.atWork, ...host };
}

const messages = (...ids: string[]) => ids.map((id) => message(id));
const many = (count: number, from = 0) => Array.from({ length: count }, (_, i) => message(String(from + i)));

describe('a queue', () => {
  it('is read, and what a function is done with is deleted', async () => {
    const { bodies, removed, asked, waited, requests, notices, atWork } = await poll({
      answers: [messages('a', 'b'), [], messages('c')],
    });
    // A server that answers at once that there is nothing is not asked again at once.
    expect(waited).toEqual([1000]);
    expect(bodies).toEqual([['a', 'b'], ['c']]);
    expect(removed).toEqual(['handle-a', 'handle-b', 'handle-c']);
    expect(asked).toEqual([
      [10, 20],
      [10, 20],
      [10, 20],
    ]);
    expect(requests()).toEqual(['200 SQS orders (2 messages)', '200 SQS orders (1 message)']);
    expect(notices()).toEqual([]);
    expect(atWork).toBe(0);
  });

  it('keeps a whole batch after an error', async () => {
    const run = ({ Records }: SqsEvent) => {
      if (Records[0]?.body === 'a') throw new Error('boom');
    };
    const { removed, requests } = await poll({ run, answers: [messages('a', 'b'), messages('c')] });
    expect(removed).toEqual(['handle-c']);
    expect(requests()).toContain('200 SQS orders (2 messages) Test.Failed');
  });

  it('keeps the messages that a function reports', async () => {
    const run = () => ({ batchItemFailures: [{ itemIdentifier: 'b' }] });
    const { removed, requests, notices } = await poll({
      run,
      reportFailures: true,
      answers: [messages('a', 'b', 'c')],
    });
    expect(removed).toEqual(['handle-a', 'handle-c']);
    expect(requests()).toEqual(['200 SQS orders (3 messages) 1 of 3 messages failed']);
    expect(notices()).toEqual([]);
  });

  it('says when a report breaks the order of a message group', async () => {
    const inGroup = (id: string, group: string): QueueMessage => ({
      ...message(id),
      attributes: { MessageGroupId: group },
    });
    const run = () => ({ batchItemFailures: [{ itemIdentifier: 'b' }] });
    const answer = [inGroup('a', 'x'), inGroup('b', 'x'), inGroup('c', 'y')];
    const fine = await poll({ run, reportFailures: true, answers: [answer] });
    expect(fine.notices()).toEqual([]);
    const broken = await poll({ run, reportFailures: true, answers: [[...answer, inGroup('d', 'x')]] });
    expect(broken.removed).toEqual(['handle-a', 'handle-c', 'handle-d']);
    expect(broken.notices()).toEqual([
      'SQS orders: message d is done before b, which failed and is ahead of it in the group "x"; report what comes after a failure in its group as failed, too.',
    ]);
  });

  it('keeps all of them when the report cannot be read, and says so', async () => {
    const run = () => ({ batchItemFailures: [{ itemIdentifier: 'z' }] });
    const { removed, notices } = await poll({ run, reportFailures: true, answers: [messages('a', 'b')] });
    expect(removed).toEqual([]);
    expect(notices()).toEqual([
      'SQS orders: the response of orders names "z", which is not a message of the batch, so the whole batch counts as failed.',
    ]);
  });

  it('loses them where nobody asked for a report, which is said once', async () => {
    const run = () => ({ batchItemFailures: [{ itemIdentifier: 'a' }] });
    const { removed, notices } = await poll({ run, answers: [messages('a'), messages('a')] });
    expect(removed).toEqual(['handle-a', 'handle-a']);
    expect(notices()).toEqual([expect.stringContaining('which count only with report-failures')]);
  });

  it('says what could not be deleted', async () => {
    const remove = async () => [{ receiptHandle: 'handle-a', reason: 'gone (ReceiptHandleIsInvalid)' }];
    const { notices } = await poll({ answers: [messages('a', 'b')], queue: { remove } });
    expect(notices()).toEqual([
      'SQS orders: 1 message could not be deleted and will come again: gone (ReceiptHandleIsInvalid)',
    ]);
    const fail = async () => {
      throw new UserError('no way.');
    };
    const failed = await poll({ answers: [messages('a')], queue: { remove: fail } });
    expect(failed.notices()).toEqual(['SQS orders: what orders has done will come again: no way.']);
  });

  it('that cannot be read is asked again, later each time, and said once', async () => {
    const away = () => new UserError('The queue cannot be reached.');
    const { waited, notices, bodies } = await poll({
      answers: [away(), away(), away(), away(), away(), away(), messages('a')],
    });
    expect(waited).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000]);
    expect(notices()).toEqual([
      'SQS orders: The queue cannot be reached. Trying again.',
      'SQS orders: the queue can be read again.',
    ]);
    expect(bodies).toEqual([['a']]);
  });

  it('gives no more batches at one time than it may', async () => {
    let running = 0;
    let most = 0;
    const run = async () => {
      running++;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    };
    const answers = Array.from({ length: 20 }, (_, i) => messages(String(i)));
    expect((await poll({ run, answers, concurrency: 3 })).bodies).toHaveLength(20);
    expect(most).toBe(3);
    most = 0;
    const { bodies } = await poll({ run, answers, concurrency: 1 });
    expect(most).toBe(1);
    expect(bodies.flat()).toEqual(Array.from({ length: 20 }, (_, i) => String(i)));
  });

  it('asks for no more than the batch takes', async () => {
    const { asked, bodies } = await poll({ answers: [messages('a'), messages('b')], batch: 1 });
    expect(asked).toEqual([
      [1, 20],
      [1, 20],
    ]);
    expect(bodies).toEqual([['a'], ['b']]);
  });
});

describe('a window', () => {
  it('gathers until the batch is full', async () => {
    const { asked, bodies } = await poll({
      answers: [many(10), many(10, 10), many(5, 20)],
      batch: 25,
      window: 60,
    });
    expect(asked).toEqual([
      [10, 20],
      [10, 20],
      [5, 20],
    ]);
    expect(bodies.map(({ length }) => length)).toEqual([25]);
  });

  it('ends a batch in time', async () => {
    const { asked, bodies } = await poll({
      answers: [many(1), many(1, 1), [], many(1, 2)],
      batch: 100,
      window: 5,
      callMs: 2000,
    });
    // The window begins with the first message.
    expect(asked.map(([, seconds]) => seconds)).toEqual([20, 5, 3, 1]);
    expect(bodies).toEqual([['0', '1', '2']]);
  });

  it('takes the newer of two receipts of one message', async () => {
    const again = { ...message('a'), receiptHandle: 'handle-again' };
    const { bodies, removed } = await poll({ answers: [messages('a', 'b'), [again]], batch: 20, window: 5 });
    expect(bodies).toEqual([['a', 'b']]);
    expect(removed).toEqual(['handle-again', 'handle-b']);
  });

  it('gives on what it has when a call fails', async () => {
    const { bodies } = await poll({ answers: [messages('a'), new UserError('away')], batch: 20, window: 5 });
    expect(bodies).toEqual([['a']]);
  });

  it('is over when the event is full', async () => {
    const large = (id: string) => message(id, 'x'.repeat(1_000_000));
    const { bodies } = await poll({
      answers: [Array.from({ length: 7 }, (_, i) => large(String(i))), messages('next')],
      batch: 20,
      window: 60,
    });
    expect(bodies.map(({ length }) => length)).toEqual([6, 1, 1]);
  });
});

it('a message that makes too large an event stays in the queue', async () => {
  // Each of its characters takes six in JSON.
  const { bodies, removed, requests } = await poll({
    answers: [[message('a', '\u0001'.repeat(1_048_576)), message('b')]],
  });
  expect(bodies).toEqual([['b']]);
  expect(removed).toEqual(['handle-b']);
  expect(requests()).toContain('413 SQS orders (1 message) RequestEntityTooLargeException');
});

it('a batch that the service throttles stays in the queue', async () => {
  const { bodies, removed, requests } = await poll({
    answers: [messages('a'), messages('b')],
    eventBytes: 10,
  });
  expect(bodies).toEqual([]);
  expect(removed).toEqual([]);
  expect(requests()).toEqual(Array(2).fill('429 SQS orders (1 message) TooManyRequestsException'));
});
