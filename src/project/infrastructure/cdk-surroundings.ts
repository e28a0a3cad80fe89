import {
  reasons,
  type SurroundingEvent,
  type SurroundingResource,
  type Surroundings,
  visibilitySecondsOf,
} from '../../samples/surroundings.ts';
import {
  CSharpCommented,
  type CSharpStatement,
  type CSharpValue,
  call,
  code,
  construct,
  created,
  object,
} from '../../settings/csharp.ts';
import { defined } from '../../settings/values.ts';
import type { DescribedFunction } from './description.ts';

/** `DeadLetterQueue` as a variable. */
export const variableOf = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

/** A time as it is usually written: 14 days, not 1,209,600 seconds. */
function duration(seconds: number): CSharpValue {
  const units = [
    ['Days', 86_400],
    ['Hours', 3600],
    ['Minutes', 60],
  ] as const;
  const unit = units.find(([, length]) => seconds % length === 0 && seconds >= length);
  return unit === undefined
    ? call('Duration.Seconds', seconds)
    : call(`Duration.${unit[0]}`, seconds / unit[1]);
}

const keyTypes = { S: 'STRING', N: 'NUMBER', B: 'BINARY' } as const;

/** A resource as a construct. Source: Amazon.CDK.Lib's reference of each. */
function constructOf(fn: DescribedFunction, name: string): CSharpValue {
  const own = fn.surroundings.resources[name] as SurroundingResource;
  switch (own.type) {
    case 'queue': {
      const visible = visibilitySecondsOf(fn.surroundings, name, fn.settings.timeout);
      const { retentionSeconds, deadLetter } = own;
      return construct(
        'Queue',
        name,
        defined<CSharpValue>({
          VisibilityTimeout:
            visible === undefined
              ? undefined
              : new CSharpCommented(reasons.visibilityTimeout, call('Duration.Seconds', visible)),
          RetentionPeriod: retentionSeconds === undefined ? undefined : duration(retentionSeconds),
          DeadLetterQueue:
            deadLetter &&
            object('DeadLetterQueue', {
              Queue: code(variableOf(deadLetter.queue)),
              MaxReceiveCount: deadLetter.maxReceives,
            }),
        }),
      );
    }
    case 'table':
      return construct(
        'Table',
        name,
        defined<CSharpValue>({
          PartitionKey: object('Attribute', {
            Name: own.key.name,
            Type: code(`AttributeType.${keyTypes[own.key.type]}`),
          }),
          BillingMode: code('BillingMode.PAY_PER_REQUEST'),
          Stream: own.stream && code(`StreamViewType.${own.stream}`),
        }),
      );
    case 'stream':
      return construct('Stream', name, {
        StreamMode: code('StreamMode.ON_DEMAND'),
        Encryption: code('StreamEncryption.MANAGED'),
      });
    case 'topic':
      return construct('Topic', name);
    case 'bucket':
      return construct('Bucket', name);
  }
}

/** Queues that others send their failures to come first: a variable is there before it is used. */
const inOrder = ({ resources }: Surroundings) =>
  Object.entries(resources).sort(
    ([, a], [, b]) =>
      Number(a.type === 'queue' && !!a.deadLetter) - Number(b.type === 'queue' && !!b.deadLetter),
  );

/** Tables, queues and the like, each in a variable. */
export const cdkResources = (fn: DescribedFunction): CSharpStatement[] =>
  inOrder(fn.surroundings).map(([name, { comment }]) => ({
    variable: variableOf(name),
    ...(comment === undefined ? {} : { comment }),
    value: constructOf(fn, name),
  }));

type Batches = Extract<SurroundingEvent, { type: 'queue' | 'table' | 'stream' }>;

/** The event sources by the type of the resource. Source: Amazon.CDK.AWS.Lambda.EventSources. */
const sources = {
  queue: 'SqsEventSource',
  table: 'DynamoEventSource',
  stream: 'KinesisEventSource',
} as const;

function batchSource(event: Batches): CSharpValue {
  const type = sources[event.type];
  const ordered =
    event.type === 'queue'
      ? {}
      : {
          StartingPosition: code(`StartingPosition.${event.startingPosition}`),
          RetryAttempts: new CSharpCommented(reasons.retries, event.retries),
          OnFailure:
            event.failures === undefined ? undefined : created('SqsDlq', code(variableOf(event.failures))),
        };
  const options = defined<CSharpValue>({
    BatchSize: event.batchSize,
    MaxBatchingWindow: event.windowSeconds === undefined ? undefined : duration(event.windowSeconds),
    ...ordered,
    ReportBatchItemFailures: event.reportsItemFailures
      ? new CSharpCommented(reasons.itemFailures, true)
      : undefined,
  });
  return created(type, code(variableOf(event.from)), object(`${type}Props`, options));
}

/** An event of S3 as the CDK lists it: `s3:ObjectCreated:*` is OBJECT_CREATED. */
const s3Event = (event: string) =>
  code(
    `EventType.${event
      .split(':')
      .slice(1)
      .filter((part) => part !== '*')
      .map((part) => part.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase())
      .join('_')}`,
  );

function eventStatement(name: string, event: SurroundingEvent): CSharpStatement {
  const adds = (source: CSharpValue) => ({ value: call('live.AddEventSource', source) });
  switch (event.type) {
    case 'queue':
    case 'table':
    case 'stream':
      return adds(batchSource(event));
    case 'topic':
      return adds(created('SnsEventSource', code(variableOf(event.from))));
    case 'bucket':
      return adds(
        created(
          'S3EventSource',
          code(variableOf(event.from)),
          object('S3EventSourceProps', { Events: event.events.map(s3Event) }),
        ),
      );
    case 'schedule':
      return {
        variable: '_',
        value: construct('Rule', name, {
          Description: event.description,
          Schedule: call('Schedule.Expression', event.expression),
          Targets: [created('LambdaFunction', code('live'))],
        }),
      };
  }
}

/** What starts the function. An event of the name of a resource is of no construct, so that the names are free. */
export const cdkEvents = ({ surroundings }: DescribedFunction): CSharpStatement[] =>
  Object.entries(surroundings.events).map(([name, event]) => eventStatement(name, event));

/** What the code calls; what events need, the CDK grants itself. */
export const cdkGrants = ({ surroundings }: DescribedFunction): CSharpStatement[] =>
  surroundings.grants.map(({ on, actions }) => ({
    variable: '_',
    value: call(`${variableOf(on)}.Grant`, code('function'), ...actions),
  }));
