import type { Shard } from '../../emulator/sources/stream.ts';
import { UserError } from '../../errors.ts';
import { streamSourceLimits } from '../../platform/limits.ts';
import { type OpenWith, shardReads } from './ask.ts';
import { tableEvent } from './record-events.ts';

const { recordsPerCall } = streamSourceLimits;

/** The stream of a DynamoDB table. */
export const openTableStream: OpenWith = async (session, name, ask, signal) => {
  const { DescribeStreamCommand, GetRecordsCommand, GetShardIteratorCommand, ListStreamsCommand } =
    await import('@aws-sdk/client-dynamodb-streams');
  const client = await session.dynamoDbStreams();
  const describe = async (StreamArn: string, abortSignal: AbortSignal) => {
    const shards: Shard[] = [];
    let isEnabled: boolean;
    let last: string | undefined;
    do {
      const page = last === undefined ? {} : { ExclusiveStartShardId: last };
      const command = new DescribeStreamCommand({ StreamArn, ...page });
      const { StreamDescription: found } = await ask((options) => client.send(command, options), abortSignal);
      isEnabled = found?.StreamStatus === 'ENABLED' || found?.StreamStatus === 'ENABLING';
      const next = (found?.Shards ?? []).map(({ ShardId: id = '', ParentShardId: parent }) => ({
        id,
        parent,
      }));
      shards.push(...next);
      last = found?.LastEvaluatedShardId || undefined;
    } while (last !== undefined);
    return { shards, isEnabled };
  };
  const arn = name.startsWith('arn:') ? name : await enabledStream();
  // One that is not there is refused now.
  await describe(arn, signal);
  return {
    arn,
    // arn:PARTITION:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL
    title: `DynamoDB ${arn.split('/')[1] ?? arn}`,
    shards: async (abortSignal) => (await describe(arn, abortSignal)).shards,
    ...shardReads(ask, {
      iterator: (ShardId, { type, after }, options) =>
        client.send(
          new GetShardIteratorCommand({
            StreamArn: arn,
            ShardId,
            ShardIteratorType: type,
            SequenceNumber: after,
          }),
          options,
        ),
      records: (ShardIterator, options) =>
        client.send(new GetRecordsCommand({ ShardIterator, Limit: recordsPerCall.dynamodb }), options),
      event: (shard, record) => tableEvent({ arn, shard }, record),
    }),
  };

  /** Streams of a table that are switched off are listed for a day. */
  async function enabledStream(): Promise<string> {
    const command = new ListStreamsCommand({ TableName: name });
    const { Streams = [] } = await ask((options) => client.send(command, options), signal);
    for (const { StreamArn = '' } of Streams)
      if ((await describe(StreamArn, signal)).isEnabled) return StreamArn;
    throw new UserError(
      `${name}: the table has no stream that is switched on, or is not there; switch one on with "aws dynamodb update-table --table-name ${name} --stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES".`,
    );
  }
};
