import {
  kinesisKey,
  reasons,
  type SurroundingEvent,
  type SurroundingResource,
  type Surroundings,
  visibilitySecondsOf,
} from '../../samples/surroundings.ts';
import { defined, type Members } from '../../settings/values.ts';
import { Commented, getAtt, ref } from './cloudformation-text.ts';

/** Logical ids of a function's resources: its class, and what they are. */
type Ids = (name: string) => string;

/** An event of AWS::Serverless::Function. */
export interface SamEvent extends Members {
  readonly Type: string;
  readonly Properties: Members;
}

type Of<T extends { type: string }, K extends T['type']> = Extract<T, { type: K }>;

const batchProperties = (
  event: Of<SurroundingEvent, 'queue' | 'table' | 'stream'>,
  ids: Ids,
): Record<'size' | 'ordered' | 'report', Members> => ({
  size: defined({ BatchSize: event.batchSize, MaximumBatchingWindowInSeconds: event.windowSeconds }),
  ordered:
    event.type === 'queue'
      ? {}
      : defined({
          MaximumRetryAttempts: new Commented(reasons.retries, event.retries),
          DestinationConfig:
            event.failures === undefined
              ? undefined
              : { OnFailure: { Type: 'SQS', Destination: getAtt(ids(event.failures), 'Arn') } },
        }),
  report: event.reportsItemFailures
    ? { FunctionResponseTypes: new Commented(reasons.itemFailures, ['ReportBatchItemFailures']) }
    : {},
});

/** An event source mapping, whose source is the property of that name. */
function mapping(
  Type: string,
  source: Members,
  event: Of<SurroundingEvent, 'queue' | 'table' | 'stream'>,
  ids: Ids,
): SamEvent {
  const { size, ordered, report } = batchProperties(event, ids);
  const position = event.type === 'queue' ? {} : { StartingPosition: event.startingPosition };
  return { Type, Properties: { ...source, ...position, ...size, ...ordered, ...report } };
}

/** Source: AWS SAM, "EventSource". */
const eventOf: {
  readonly [K in SurroundingEvent['type']]: (event: Of<SurroundingEvent, K>, ids: Ids) => SamEvent;
} = {
  queue: (event, ids) => mapping('SQS', { Queue: getAtt(ids(event.from), 'Arn') }, event, ids),
  table: (event, ids) => mapping('DynamoDB', { Stream: getAtt(ids(event.from), 'StreamArn') }, event, ids),
  stream: (event, ids) => mapping('Kinesis', { Stream: getAtt(ids(event.from), 'Arn') }, event, ids),
  topic: ({ from }, ids) => ({ Type: 'SNS', Properties: { Topic: ref(ids(from)) } }),
  bucket: ({ from, events }, ids) => ({
    Type: 'S3',
    Properties: { Bucket: ref(ids(from)), Events: [...events] },
  }),
  schedule: ({ description, expression }) => ({
    Type: 'Schedule',
    Properties: { Description: description, Schedule: expression },
  }),
};

/** What starts a function, by name. */
export const samEvents = ({ events }: Surroundings, ids: Ids): Readonly<Record<string, SamEvent>> =>
  Object.fromEntries(
    Object.entries(events).map(([name, event]) => [name, eventOf[event.type](event as never, ids)]),
  );

const queueProperties = (
  { retentionSeconds, deadLetter }: Of<SurroundingResource, 'queue'>,
  ids: Ids,
  visibilitySeconds: number | undefined,
): Members =>
  defined({
    VisibilityTimeout:
      visibilitySeconds === undefined
        ? undefined
        : new Commented(reasons.visibilityTimeout, visibilitySeconds),
    MessageRetentionPeriod: retentionSeconds,
    RedrivePolicy:
      deadLetter === undefined
        ? undefined
        : {
            deadLetterTargetArn: getAtt(ids(deadLetter.queue), 'Arn'),
            maxReceiveCount: deadLetter.maxReceives,
          },
  });

const tableProperties = ({ key, stream }: Of<SurroundingResource, 'table'>): Members => ({
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: key.name, AttributeType: key.type }],
  KeySchema: [{ AttributeName: key.name, KeyType: 'HASH' }],
  ...(stream === undefined ? {} : { StreamSpecification: { StreamViewType: stream } }),
});

const typed = (Type: string, properties: Members): Members =>
  Object.keys(properties).length === 0 ? { Type } : { Type, Properties: properties };

/** Source: the CloudFormation resource reference of each type. */
function resourceOf(resource: SurroundingResource, ids: Ids, visibilitySeconds: number | undefined): Members {
  switch (resource.type) {
    case 'queue':
      return typed('AWS::SQS::Queue', queueProperties(resource, ids, visibilitySeconds));
    case 'table':
      return typed('AWS::DynamoDB::Table', tableProperties(resource));
    case 'stream':
      return typed('AWS::Kinesis::Stream', {
        StreamModeDetails: { StreamMode: 'ON_DEMAND' },
        StreamEncryption: { EncryptionType: 'KMS', KeyId: kinesisKey },
      });
    case 'topic':
      return typed('AWS::SNS::Topic', {});
    case 'bucket':
      return typed('AWS::S3::Bucket', {});
  }
}

/** Tables, queues and the like by logical id. */
export const samResources = (surroundings: Surroundings, ids: Ids, timeoutSeconds: number): Members =>
  Object.fromEntries(
    Object.entries(surroundings.resources).map(([name, resource]) => {
      const seconds = visibilitySecondsOf(surroundings, name, timeoutSeconds);
      const body = resourceOf(resource, ids, seconds);
      return [ids(name), resource.comment === undefined ? body : new Commented(resource.comment, body)];
    }),
  );

/** What SAM puts into the role that it makes, beside what the events need. */
export const samGrants = ({ grants }: Surroundings, ids: Ids): Members[] =>
  grants.map(({ on, actions }) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: [...actions], Resource: getAtt(ids(on), 'Arn') }],
  }));
