import type { Place } from '../../settings/row.ts';
import type { Members } from '../../settings/values.ts';
import { quote } from '../../ui/shell-word.ts';

/** How something that starts functions is connected with the AWS CLI; capital words are to be replaced. */
export interface Trigger {
  readonly title: string;
  /** AWS's managed policy that the role of the function needs, where Lambda itself fetches the events. */
  readonly policy?: string;
  readonly commands: (fn: TriggeredFunction, properties: Members) => readonly string[];
}

/** A function that is to be started, and where it is. */
export interface TriggeredFunction {
  readonly name: string;
  readonly place: Place;
}

/** JSON with blanks between its tokens, at which a terminal's line may end. */
export const spacedJson = (value: unknown) => JSON.stringify(value, null, 1).replaceAll(/\n */g, ' ');

export const command = (...words: readonly (string | undefined)[]) =>
  words.filter((word) => word !== undefined).join(' ');

/** An ARN that a template or a description says, or the word that stands for it. */
const arnOr = (value: unknown, placeholder: string) =>
  typeof value === 'string' && value.startsWith('arn:') ? value : placeholder;

/** An option, where the value is there. */
const option = (name: string, value: unknown) =>
  value === undefined || value === null
    ? undefined
    : `--${name} ${quote(typeof value === 'object' ? spacedJson(value) : String(value))}`;

/** A destination as the API takes it; SAM's has a type besides. */
function destinationOf(config: unknown): unknown {
  const { OnFailure } = (config ?? {}) as { OnFailure?: { Destination?: unknown } };
  const arn = arnOr(OnFailure?.Destination, 'FAILURES_ARN');
  return OnFailure === undefined ? undefined : { OnFailure: { Destination: arn } };
}

/** Lambda fetches from queues and streams. Source: the AWS CLI's reference, create-event-source-mapping. */
const mapping =
  (source: string, placeholder: string): Trigger['commands'] =>
  ({ name }, properties) => [
    command(
      `aws lambda create-event-source-mapping --function-name ${name}`,
      `--event-source-arn ${arnOr(properties[source], placeholder)}`,
      option('starting-position', properties.StartingPosition),
      option('batch-size', properties.BatchSize),
      option('maximum-batching-window-in-seconds', properties.MaximumBatchingWindowInSeconds),
      option('maximum-retry-attempts', properties.MaximumRetryAttempts),
      option('destination-config', destinationOf(properties.DestinationConfig)),
      Array.isArray(properties.FunctionResponseTypes)
        ? `--function-response-types ${properties.FunctionResponseTypes.map((type) => quote(String(type))).join(' ')}`
        : undefined,
    ),
  ];

/** Other services call the function, and must be allowed to. */
const permission = (name: string, service: string, source: string) =>
  `aws lambda add-permission --function-name ${name} --statement-id ${service} --action lambda:InvokeFunction --principal ${service}.amazonaws.com --source-arn ${source}`;

const functionArn = ({ name, place: { partition, region, account } }: TriggeredFunction) =>
  `arn:${partition}:lambda:${region}:${account}:function:${name}`;

const s3Events = (events: unknown) =>
  Array.isArray(events) ? events : events === undefined ? ['s3:ObjectCreated:*'] : [events];

/** By the type of an event in SAM. Source: AWS SAM, "EventSource", and the AWS CLI's reference. */
export const triggers: ReadonlyMap<string, Trigger> = new Map<string, Trigger>([
  [
    'SQS',
    {
      title: 'a queue (SQS)',
      policy: 'AWSLambdaSQSQueueExecutionRole',
      commands: mapping('Queue', 'QUEUE_ARN'),
    },
  ],
  [
    'Kinesis',
    {
      title: 'a stream (Kinesis)',
      policy: 'AWSLambdaKinesisExecutionRole',
      commands: mapping('Stream', 'STREAM_ARN'),
    },
  ],
  [
    'DynamoDB',
    {
      title: 'the stream of a table (DynamoDB)',
      policy: 'AWSLambdaDynamoDBExecutionRole',
      commands: mapping('Stream', 'STREAM_ARN'),
    },
  ],
  [
    'SNS',
    {
      title: 'a topic (SNS)',
      commands: (fn, { Topic }) => {
        const topic = arnOr(Topic, 'TOPIC_ARN');
        return [
          permission(fn.name, 'sns', topic),
          `aws sns subscribe --topic-arn ${topic} --protocol lambda --notification-endpoint ${functionArn(fn)}`,
        ];
      },
    },
  ],
  [
    'S3',
    {
      title: 'a bucket (S3)',
      commands: (fn, { Events }) => [
        `${permission(fn.name, 's3', 'BUCKET_ARN')} --source-account ${fn.place.account}`,
        command(
          'aws s3api put-bucket-notification-configuration --bucket BUCKET',
          option('notification-configuration', {
            LambdaFunctionConfigurations: [{ LambdaFunctionArn: functionArn(fn), Events: s3Events(Events) }],
          }),
        ),
      ],
    },
  ],
  [
    'Schedule',
    {
      title: 'a schedule (EventBridge)',
      commands: (fn, { Schedule }) => [
        `aws events put-rule --name ${fn.name} --schedule-expression ${typeof Schedule === 'string' ? quote(Schedule) : 'EXPRESSION'}`,
        permission(fn.name, 'events', 'RULE_ARN'),
        `aws events put-targets --rule ${fn.name} --targets Id=1,Arn=${functionArn(fn)}`,
      ],
    },
  ],
]);
