import type { Shard } from '../../emulator/sources/stream.ts';
import { streamSourceLimits } from '../../platform/limits.ts';
import { type OpenWith, shardReads } from './ask.ts';
import { kinesisEvent } from './record-events.ts';

const { recordsPerCall } = streamSourceLimits;

/** A stream of Kinesis Data Streams. */
export const openKinesis: OpenWith = async (session, name, ask, signal) => {
  const { DescribeStreamSummaryCommand, GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } =
    await import('@aws-sdk/client-kinesis');
  const client = await session.kinesis();
  const named = name.startsWith('arn:') ? { StreamARN: name } : { StreamName: name };
  const { StreamDescriptionSummary: found } = await ask(
    (options) => client.send(new DescribeStreamSummaryCommand(named), options),
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
        const { Shards = [], NextToken } = await ask((options) => client.send(command, options), abortSignal);
        shards.push(...Shards.map(({ ShardId: id = '', ParentShardId: parent }) => ({ id, parent })));
        token = NextToken || undefined;
      } while (token !== undefined);
      return shards;
    },
    ...shardReads(ask, {
      iterator: (ShardId, { type, after }, options) =>
        client.send(
          new GetShardIteratorCommand({
            ...named,
            ShardId,
            ShardIteratorType: type,
            StartingSequenceNumber: after,
          }),
          options,
        ),
      records: (ShardIterator, options) =>
        client.send(new GetRecordsCommand({ ShardIterator, Limit: recordsPerCall.kinesis }), options),
      event: (shard, record) => kinesisEvent({ arn, shard }, record),
    }),
  };
};
