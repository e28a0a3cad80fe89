import { describe, expect, it } from 'vitest';
import { kinesisEvent, tableEvent } from '../../../src/aws/streams/record-events.ts';
import type { Clock } from '../../../src/emulator/sources/clock.ts';
import type {
  Position,
  Shard,
  ShardRead,
  Stream,
  StreamRecord,
} from '../../../src/emulator/sources/stream.ts';
import { StreamPoller } from '../../../src/emulator/sources/stream-poller.ts';
import { UserError } from '../../../src/errors.ts';
import { requireShape, serviceOf } from './support.ts';

const record = (n: number): StreamRecord => ({ sequenceNumber: String(n), event: { n } });
const records = (...numbers: number[]) => numbers.map(record);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** What the reads of a shard give in turn; after them it is at its end, or has nothing new. */
interface ScriptedShard extends Shard {
  readonly reads: (readonly number[] | Exclude<ShardRead['kind'], 'read'> | Error)[];
  readonly isClosed?: boolean;
}

interface Case {
  readonly shards: readonly ScriptedShard[];
  readonly run?: (numbers: number[], call: number) => unknown;
  readonly source?: object;
  /** Ends the polling after so many invocations; otherwise when all reads are used up. */
  readonly calls?: number;
}

/** Polls streams of the test's own until all is read; the numbers of each event, and what was asked. */
async function poll(given: Case) {
  const controller = new AbortController();
  const { signal } = controller;
  const events: number[][] = [];
  const host = serviceOf((event) => {
    const numbers = (event.Records as unknown as { n: number }[]).map(({ n }) => n);
    events.push(numbers);
    if (events.length === given.calls) controller.abort();
    return given.run?.(numbers, events.length);
  });
  let now = 0;
  const waited: number[] = [];
  const clock: Clock = {
    now: () => now,
    // Long waits are those between two lists of the shards.
    wait: async (ms) => {
      if (ms < 10_000 && !signal.aborted) waited.push(ms);
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  const iterators: [shard: string, from: Position][] = [];
  const left = new Map(given.shards.map(({ id, reads }) => [id, [...reads]]));
  const stream: Stream = {
    arn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders',
    title: 'Kinesis orders',
    shards: async () => given.shards,
    iterator: async (shard, from) => {
      iterators.push([shard, from]);
      return 'first';
    },
    read: async (id) => {
      const reads = left.get(id) as ScriptedShard['reads'];
      const read = reads.shift();
      const isEmpty = [...left.values()].every((one) => one.length === 0);
      // Once more, so that what was read is delivered.
      if (read === undefined && isEmpty && given.calls === undefined) controller.abort();
      if (read instanceof Error) throw read;
      if (read === 'expired' || read === 'trimmed') return { kind: read };
      const isClosed = given.shards.find((one) => one.id === id)?.isClosed && reads.length === 0;
      return { kind: 'read', records: records(...(read ?? [])), next: isClosed ? undefined : 'next' };
    },
    close: () => {},
  };
  const defaults = { batch: 100, window: 0, from: 'LATEST', bisect: false, reportFailures: false } as const;
  const poller = new StreamPoller({
    stream,
    source: { retries: undefined, ...defaults, ...given.source },
    functionName: 'orders',
    ...host,
    clock,
    signal,
  });
  await poller.run();
  expect(poller.atWork).toBe(0);
  return { events, iterators, waited, ...host };
}

const one = (...reads: ScriptedShard['reads']): ScriptedShard[] => [{ id: 'shard-0', reads }];
const failing = (bad: number) => (numbers: number[]) => {
  if (numbers.includes(bad)) throw new Error('boom');
};
const reporting = (bad: number) => (numbers: number[]) => ({
  batchItemFailures: numbers.filter((n) => n === bad).map((n) => ({ itemIdentifier: String(n) })),
});

describe('a shard', () => {
  it('comes in order and in batches', async () => {
    const { events, iterators } = await poll({ shards: one(range(1, 5), [6]), source: { batch: 2 } });
    expect(events).toEqual([[1, 2], [3, 4], [5], [6]]);
    expect(iterators).toEqual([['shard-0', 'LATEST']]);
  });

  it('is gathered for the window', async () => {
    const source = { batch: 10, window: 2, from: 'TRIM_HORIZON' };
    const { events, iterators } = await poll({ shards: one([1], [], [2], [], []), source });
    expect(events).toEqual([[1, 2]]);
    expect(iterators).toEqual([['shard-0', 'TRIM_HORIZON']]);
  });

  it('waits behind a batch that fails, which comes again', async () => {
    let failures = 3;
    const run = (numbers: number[]) => {
      if (numbers.includes(2) && failures-- > 0) throw new Error('boom');
    };
    const { events, waited } = await poll({ shards: one([1], [2], [3]), run });
    expect(events).toEqual([[1], [2], [2], [2], [2], [3]]);
    expect(waited.slice(0, 3)).toEqual([1000, 2000, 4000]);
  });

  it('goes on after the retries that it has', async () => {
    const { events, notices } = await poll({
      shards: one([1, 2], [3]),
      run: failing(2),
      source: { retries: 1 },
    });
    expect(events).toEqual([[1, 2], [1, 2], [3]]);
    expect(notices()).toEqual([
      'Kinesis orders, shard-0: given up: 2 records from 1 on; on AWS the on-failure destination gets them, where there is one.',
    ]);
  });

  it('is split where a batch fails, and only the bad record is given up', async () => {
    const { events, notices } = await poll({
      shards: one(range(1, 5)),
      run: failing(4),
      source: { retries: 0, bisect: true },
    });
    expect(events).toEqual([[1, 2, 3, 4, 5], [1, 2, 3], [4, 5], [4], [5]]);
    expect(notices()).toHaveLength(1);
    expect(notices()[0]).toContain('given up: 1 record from 4 on;');
  });

  it('goes on from the first record that is reported as failed', async () => {
    const { events, requests } = await poll({
      shards: one(range(1, 4)),
      run: reporting(3),
      source: { retries: 2, reportFailures: true },
    });
    expect(events).toEqual([
      [1, 2, 3, 4],
      [3, 4],
      [3, 4],
    ]);
    expect(requests()[0]).toBe('200 Kinesis orders (4 records) 1 of 4 records failed');
  });

  it('says once that reported failures do not count, and that a response cannot be read', async () => {
    const ignored = await poll({
      shards: one([1], [2]),
      run: (numbers) => reporting(numbers[0] as number)(numbers),
    });
    expect(ignored.events).toEqual([[1], [2]]);
    expect(ignored.notices()).toEqual([
      'Kinesis orders, shard-0: orders returned "batchItemFailures", which count only with report-failures (ReportBatchItemFailures on AWS); all records of the batch count as done.',
    ]);
    const source = { retries: 0, reportFailures: true };
    const invalid = await poll({ shards: one([1]), run: () => '{', source });
    expect(invalid.notices()[0]).toBe(
      'Kinesis orders, shard-0: the response of orders is not JSON, so the whole batch counts as failed.',
    );
  });

  it('goes on after its last record when the iterator is too old', async () => {
    const { events, iterators } = await poll({ shards: one([1, 2], 'expired', [3]) });
    expect(events).toEqual([[1, 2], [3]]);
    expect(iterators).toEqual([
      ['shard-0', 'LATEST'],
      ['shard-0', { after: '2' }],
    ]);
  });

  it('says that records are gone which nobody has read', async () => {
    const { iterators, notices } = await poll({ shards: one('trimmed', [9]) });
    expect(iterators.map(([, from]) => from)).toEqual(['LATEST', 'TRIM_HORIZON']);
    expect(notices()).toEqual([
      'Kinesis orders, shard-0: records are gone from the stream before they were read; it goes on with the oldest.',
    ]);
  });

  it('says once that the stream cannot be read, and reads on', async () => {
    const away = () => new UserError('orders: nobody is there.');
    const { events, notices, waited } = await poll({ shards: one(away(), away(), [1]) });
    expect(events).toEqual([[1]]);
    expect(waited.slice(0, 2)).toEqual([1000, 2000]);
    expect(notices()).toEqual([
      'Kinesis orders, shard-0: orders: nobody is there. Trying again.',
      'Kinesis orders, shard-0: the stream can be read again.',
    ]);
  });

  it('ends with the batch in hand', async () => {
    const { events } = await poll({ shards: one([1], [2]), run: failing(1), calls: 2 });
    expect(events).toEqual([[1], [1]]);
  });
});

describe('shards', () => {
  it('come after those that they come from', async () => {
    const { events, iterators } = await poll({
      shards: [
        { id: 'child', parent: 'parent', reads: [[3]] },
        { id: 'parent', parent: 'gone', reads: [[1], [], [2]], isClosed: true },
      ],
      source: { from: 'TRIM_HORIZON' },
    });
    expect(events).toEqual([[1], [2], [3]]);
    expect(iterators.map(([id]) => id)).toEqual(['parent', 'child']);
  });

  it('that come from one another are read all the same', async () => {
    const { events } = await poll({
      shards: [
        { id: 'a', parent: 'b', reads: [[1]] },
        { id: 'b', parent: 'a', reads: [[2]], isClosed: true },
      ],
    });
    expect(events.flat().sort()).toEqual([1, 2]);
  });
});

describe('the event', () => {
  it('of Kinesis has the shape that AWS documents', () => {
    const arn = 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders';
    const { sequenceNumber, event } = kinesisEvent(
      { arn, shard: 'shardId-000000000006' },
      {
        SequenceNumber: '49590338271490256608559692538361571095921575989136588898',
        PartitionKey: '1',
        Data: new TextEncoder().encode('Hello'),
        ApproximateArrivalTimestamp: new Date(1_545_084_650_987),
      },
    );
    requireShape('kinesis', { Records: [event] });
    expect(event).toMatchObject({
      kinesis: { data: 'SGVsbG8=', approximateArrivalTimestamp: 1545084650.987, sequenceNumber },
      eventID: `shardId-000000000006:${sequenceNumber}`,
      eventSourceARN: arn,
    });
  });

  it('of a table has its items in the JSON of DynamoDB, bytes as base64', () => {
    const { event } = tableEvent(
      { arn: 'arn:aws:dynamodb:eu-central-1:123456789012:table/notes/stream/2026', shard: 's' },
      {
        eventID: 'c4ca4238a0b923820dcc509a6f75849b',
        eventName: 'INSERT',
        eventVersion: '1.1',
        dynamodb: {
          Keys: { id: { S: 'a' } },
          NewImage: {
            id: { S: 'a' },
            raw: { B: new Uint8Array([0, 255]) },
            all: { L: [{ N: '1' }, { M: { raws: { BS: [new Uint8Array([1])] } } }, { NULL: true }] },
          },
          ApproximateCreationDateTime: new Date(1_479_499_740_900),
          SequenceNumber: '100000000000000000001',
          SizeBytes: 26,
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
      },
    );
    requireShape('dynamodb', { Records: [event] });
    expect(event).toMatchObject({
      dynamodb: {
        ApproximateCreationDateTime: 1479499740,
        NewImage: {
          raw: { B: 'AP8=' },
          all: { L: [{ N: '1' }, { M: { raws: { BS: ['AQ=='] } } }, { NULL: true }] },
        },
      },
    });
  });
});
