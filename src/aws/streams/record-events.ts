import type { AttributeValue, _Record as TableRecord } from '@aws-sdk/client-dynamodb-streams';
import type { _Record as KinesisRecord } from '@aws-sdk/client-kinesis';
import type { StreamRecord } from '../../emulator/sources/stream.ts';
import { regionOfArn } from '../../platform/aws-names.ts';

/** Where records come from. `arn:PARTITION:kinesis:REGION:ACCOUNT:…` */
interface Origin {
  readonly arn: string;
  readonly shard: string;
}

const seconds = (time: Date | undefined) => (time?.getTime() ?? 0) / 1000;

/** A record as a function gets it. Source: Lambda developer guide, "Using Lambda with Amazon Kinesis Data Streams". */
export function kinesisEvent({ arn, shard }: Origin, record: KinesisRecord): StreamRecord {
  const sequenceNumber = record.SequenceNumber ?? '';
  return {
    sequenceNumber,
    event: {
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: record.PartitionKey ?? '',
        sequenceNumber,
        data: Buffer.from(record.Data ?? []).toString('base64'),
        approximateArrivalTimestamp: seconds(record.ApproximateArrivalTimestamp),
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${shard}:${sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      // The role that Lambda reads with; here no role is assumed.
      invokeIdentityArn: `arn:aws:iam::${arn.split(':')[4]}:role/local`,
      awsRegion: regionOfArn(arn),
      eventSourceARN: arn,
    },
  };
}

/** A value of an item in the JSON of an event, where bytes are base64. */
function attributeJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(attributeJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, attributeJson(member)]));
}

const image = (name: string, item: Readonly<Record<string, AttributeValue>> | undefined) =>
  item === undefined ? {} : { [name]: attributeJson(item) };

/** A change as a function gets it. Source: Lambda developer guide, "Using AWS Lambda with Amazon DynamoDB". */
export function tableEvent({ arn }: Origin, record: TableRecord): StreamRecord {
  const { dynamodb = {}, userIdentity } = record;
  const sequenceNumber = dynamodb.SequenceNumber ?? '';
  return {
    sequenceNumber,
    event: {
      eventID: record.eventID,
      eventName: record.eventName,
      eventVersion: record.eventVersion ?? '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: regionOfArn(arn),
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(seconds(dynamodb.ApproximateCreationDateTime)),
        ...image('Keys', dynamodb.Keys),
        ...image('NewImage', dynamodb.NewImage),
        ...image('OldImage', dynamodb.OldImage),
        SequenceNumber: sequenceNumber,
        SizeBytes: dynamodb.SizeBytes,
        StreamViewType: dynamodb.StreamViewType,
      },
      ...(userIdentity
        ? { userIdentity: { principalId: userIdentity.PrincipalId, type: userIdentity.Type } }
        : {}),
      eventSourceARN: arn,
    },
  };
}
