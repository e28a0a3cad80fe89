import type { Shard } from '../../emulator/sources/stream.ts';
import { streamSourceLimits } from '../../platform/limits.ts';
import { type OpenWith, orEnding } from './ask.ts';
import { kinesisEvent } from './record-events.ts';

/** A stream of Kinesis Data Streams. */
export const openKinesis: OpenWith = async (session, name, ask, signal) => {
  const { DescribeStreamSummaryCommand, GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } =
    await import('@aws-sdk/client-kinesis');
  const client = await session.kinesis();
  const named = name.startsWith('arn:') ? { StreamARN: name } : { StreamName: name };
  const { StreamDescriptionSummary: found } = await ask(
    () => client.send(new DescribeStreamSummaryCommand(named), { abortSignal: signal }),
    signal,
  );
  const arn = found?.StreamARN ?? name;
  return {
    arn,
    title: `Kinesis ${found?.StreamName ?? name}`,
    shards: async (abortSignal) => {
      const shards: Shard[] = [];
      let token: string | undefined;
      do {
        const page = token === undefined ? named : { NextToken: token };
        const command = new ListShardsCommand(page);
        const { Shards = [], NextToken } = await ask(
          () => client.send(command, { abortSignal }),
          abortSignal,
        );
        shards.push(...Shards.map(({ ShardId: id = '', ParentShardId: parent }) => ({ id, parent })));
        token = NextToken || undefined;
      } while (token !== undefined);
      return shards;
    },
    iterator: async (ShardId, from, abortSignal) => {
      const position =
        typeof from === 'string'
          ? { ShardIteratorType: from }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, StartingSequenceNumber: from.after };
      const command = new GetShardIteratorCommand({ ...named, ShardId, ...position });
      const { ShardIterator = '' } = await ask(() => client.send(command, { abortSignal }), abortSignal);
      return ShardIterator;
    },
    read: (shard, ShardIterator, abortSignal) =>
      orEnding(async () => {
        const command = new GetRecordsCommand({
          ShardIterator,
          Limit: streamSourceLimits.recordsPerCall.kinesis,
        });
        const { Records = [], NextShardIterator } = await ask(
          () => client.send(command, { abortSignal }),
          abortSignal,
        );
        return {
          kind: 'read',
          records: Records.map((record) => kinesisEvent({ arn, shard }, record)),
          next: NextShardIterator || undefined,
        };
      }),
  };
};
