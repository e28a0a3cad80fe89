import * as v from 'valibot';
import { records } from './queues.ts';
import {
  arn,
  base64,
  digits,
  flag,
  hex,
  iso,
  mapOf,
  milliseconds,
  region,
  type Short,
  seconds,
  shape,
  text,
  texts,
  uuid,
  whole,
} from './shape.ts';

/** Source: Lambda developer guide, "Using Lambda with Kinesis". */
const kinesis: Short = {
  kinesis: {
    kinesisSchemaVersion: '1.0',
    partitionKey: text,
    sequenceNumber: digits,
    data: base64,
    approximateArrivalTimestamp: seconds,
  },
  eventSource: 'aws:kinesis',
  eventVersion: '1.0',
  eventID: v.pipe(v.string(), v.regex(/^shardId-\d{12}:\d+$/)),
  eventName: 'aws:kinesis:record',
  invokeIdentityArn: arn('iam', 'role/'),
  awsRegion: region,
  eventSourceARN: arn('kinesis', 'stream/'),
};

/** Source: Firehose developer guide, "Transform source data". */
const firehose: Short = {
  invocationId: uuid,
  deliveryStreamArn: arn('firehose', 'deliverystream/'),
  region,
  records: [{ recordId: text, approximateArrivalTimestamp: milliseconds, data: base64 }],
};

/** A value of an attribute, which has one member for its type. Source: DynamoDB API, AttributeValue. */
const attributeValue: v.GenericSchema = v.lazy(() =>
  v.pipe(
    v.partial(
      v.strictObject({
        S: v.string(),
        N: v.pipe(v.string(), v.decimal()),
        B: v.pipe(v.string(), v.base64()),
        BOOL: v.boolean(),
        NULL: v.literal(true),
        SS: v.array(v.string()),
        NS: v.array(v.string()),
        BS: v.array(v.string()),
        L: v.array(attributeValue),
        M: v.record(v.string(), attributeValue),
      }),
    ),
    v.check((value) => Object.keys(value).length === 1, 'has one type'),
  ),
);
const item = mapOf(attributeValue);

/** Source: DynamoDB Streams API, Record; a record has the images that its name says. */
const change = (eventName: string, images: Record<string, Short>): Short => ({
  eventID: hex(32),
  eventName,
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: region,
  dynamodb: {
    ApproximateCreationDateTime: seconds,
    Keys: item,
    ...images,
    SequenceNumber: digits,
    SizeBytes: whole,
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  },
  eventSourceARN: arn('dynamodb', 'table/[^/]+/stream/'),
});
const changes = v.union([
  shape(change('INSERT', { NewImage: item })),
  shape(change('MODIFY', { NewImage: item, OldImage: item })),
  shape(change('REMOVE', { OldImage: item })),
]);

const objectId = { $oid: hex(24) };

/** Source: Lambda developer guide, "Using Lambda with Amazon DocumentDB". */
const insert: Short = {
  _id: { _data: text },
  clusterTime: { $timestamp: { t: seconds, i: whole } },
  documentKey: { _id: objectId },
  fullDocument: v.looseObject({ _id: shape(objectId) }),
  ns: { db: text, coll: text },
  operationType: 'insert',
};

/** What records of streams and tables look like. */
export const streams: Readonly<Record<string, Short>> = {
  kinesis: records(kinesis),
  'kinesis-window': {
    Records: [kinesis],
    window: { start: iso, end: iso },
    state: texts,
    shardId: text,
    eventSourceARN: arn('kinesis', 'stream/'),
    isFinalInvokeForWindow: flag,
    isWindowTerminatedEarly: flag,
  },
  firehose,
  dynamodb: records(changes),
  documentdb: {
    eventSourceArn: arn('rds', 'cluster:'),
    events: [{ event: insert }],
    eventSource: 'aws:docdb',
  },
};
