import type { Position, ShardRead, Stream, StreamRecord } from '../../emulator/sources/stream.ts';
import type { Session } from '../session/session.ts';

/** What the SDK's `send` takes beside a command. */
interface SendOptions {
  readonly abortSignal: AbortSignal;
}

/** Sends a command and waits, or until the signal aborts. @throws UserError, with the service's error as its cause */
export type Ask = <T>(send: (options: SendOptions) => Promise<T>, signal: AbortSignal) => Promise<T>;

/** Finds a stream by its name, or its ARN, with a session that its owner closes. */
export type OpenWith = (
  session: Session,
  name: string,
  ask: Ask,
  signal: AbortSignal,
) => Promise<Omit<Stream, 'close'>>;

/** Errors of a read that are no fault, and what they mean. Source: Kinesis and DynamoDB Streams, GetRecords. */
const endings: Readonly<Record<string, ShardRead>> = {
  ExpiredIteratorException: { kind: 'expired' },
  TrimmedDataAccessException: { kind: 'trimmed' },
};

/** Where a shard's iterator begins, in the words of both services. */
interface IteratorStart {
  readonly type: 'LATEST' | 'TRIM_HORIZON' | 'AFTER_SEQUENCE_NUMBER';
  readonly after: string | undefined;
}

const startOf = (from: Position): IteratorStart =>
  typeof from === 'string'
    ? { type: from, after: undefined }
    : { type: 'AFTER_SEQUENCE_NUMBER', after: from.after };

/** GetShardIterator and GetRecords, which Kinesis and DynamoDB have alike. */
interface ShardCalls<R> {
  iterator(
    shard: string,
    start: IteratorStart,
    options: SendOptions,
  ): Promise<{ readonly ShardIterator?: string | undefined }>;
  records(
    iterator: string,
    options: SendOptions,
  ): Promise<{
    readonly Records?: readonly R[] | undefined;
    readonly NextShardIterator?: string | undefined;
  }>;
  event(shard: string, record: R): StreamRecord;
}

/** How the shards of a stream are read; an iterator that is too old is an answer, not a failure. */
export function shardReads<R>(ask: Ask, calls: ShardCalls<R>): Pick<Stream, 'iterator' | 'read'> {
  return {
    iterator: async (shard, from, signal) => {
      const { ShardIterator = '' } = await ask(
        (options) => calls.iterator(shard, startOf(from), options),
        signal,
      );
      return ShardIterator;
    },
    read: async (shard, iterator, signal) => {
      try {
        const { Records = [], NextShardIterator } = await ask(
          (options) => calls.records(iterator, options),
          signal,
        );
        const records = Records.map((record) => calls.event(shard, record));
        return { kind: 'read', records, next: NextShardIterator || undefined };
      } catch (error) {
        const { cause } = error as Error;
        const ending = cause instanceof Error ? endings[cause.name] : undefined;
        if (ending) return ending;
        throw error;
      }
    },
  };
}
