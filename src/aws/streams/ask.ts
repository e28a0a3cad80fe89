import type { ShardRead, Stream } from '../../emulator/sources/stream.ts';
import type { Session } from '../session/session.ts';

/** Runs a call to its end, or until the signal aborts. @throws UserError, with the service's error as its cause */
export type Ask = <T>(call: () => Promise<T>, signal: AbortSignal) => Promise<T>;

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

/** What a read gives; an iterator that is too old is an answer, too. */
export async function orEnding(read: () => Promise<ShardRead>): Promise<ShardRead> {
  try {
    return await read();
  } catch (error) {
    const { cause } = error as Error;
    const ending = cause instanceof Error ? endings[cause.name] : undefined;
    if (ending) return ending;
    throw error;
  }
}
