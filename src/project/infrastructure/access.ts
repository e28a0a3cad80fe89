import type { SurroundingResource, Surroundings } from '../../samples/surroundings.ts';
import type { Place, Right } from '../../settings/row.ts';
import { nameOnAws } from './description.ts';

/** What the role of a function must allow on one of its resources. */
export interface Access {
  /** The resource's name in the description. */
  readonly on: string;
  /** The stream of a table, not the table. */
  readonly isTableStream?: boolean;
  /** In words, before the name. */
  readonly what: string;
  readonly actions: readonly string[];
}

/**
 * What Lambda fetches events with, in the role's name. Source: Lambda guide, the execution role permissions of each event
 * source; SubscribeToShard is for consumers with a share of their own, ListStreams is only in AWS's managed policies.
 */
const fetching = {
  queue: {
    what: 'receive from the queue',
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  },
  table: {
    what: 'read the stream of the table',
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    isTableStream: true,
  },
  stream: {
    what: 'read the stream',
    actions: [
      'kinesis:DescribeStream',
      'kinesis:DescribeStreamSummary',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListShards',
    ],
  },
} as const;

/** All that a function's role must allow on its resources, each once. */
export function accessOf({ events, grants, resources }: Surroundings): Access[] {
  const ofEvents = Object.values(events).flatMap((event): Access[] => {
    if (event.type === 'topic' || event.type === 'bucket' || event.type === 'schedule') return [];
    const failures = 'failures' in event ? event.failures : undefined;
    const sends = { what: 'send to the queue', actions: ['sqs:SendMessage'] };
    return [
      { on: event.from, ...fetching[event.type] },
      ...(failures === undefined ? [] : [{ on: failures, ...sends }]),
    ];
  });
  const called = grants.map(({ on, actions }) => ({ on, what: `use the ${resources[on]?.type}`, actions }));
  return [...ofEvents, ...called];
}

/** What a resource is called where its name is chosen here: the one that a variable of the function has, or one after the function. */
export function resourceName(
  fn: { readonly name: string; readonly environment?: Readonly<Record<string, string>> | undefined },
  { environment }: Surroundings,
  resource: string,
): string {
  const variable = Object.keys(environment).find((name) => environment[name] === resource);
  return (variable && fn.environment?.[variable]) || nameOnAws(fn.name, resource);
}

/** How ARNs end after the account. Source: Service Authorization Reference. */
const arnParts: Readonly<
  Record<SurroundingResource['type'], { readonly service: string; readonly before: string }>
> = {
  queue: { service: 'sqs', before: '' },
  table: { service: 'dynamodb', before: 'table/' },
  stream: { service: 'kinesis', before: 'stream/' },
  topic: { service: 'sns', before: '' },
  bucket: { service: 's3', before: '' },
};

export function resourceArn(type: SurroundingResource['type'], name: string, place: Place): string {
  const { partition, region, account } = place;
  const { service, before } = arnParts[type];
  return type === 'bucket'
    ? `arn:${partition}:s3:::${name}`
    : `arn:${partition}:${service}:${region}:${account}:${before}${name}`;
}

/** The rights of a function on its resources, under the names that `resourceName` gives them. */
export function surroundingRights(
  fn: Parameters<typeof resourceName>[0],
  surroundings: Surroundings,
): Right[] {
  return accessOf(surroundings).map(({ on, what, actions, isTableStream }) => {
    const name = resourceName(fn, surroundings, on);
    const type = surroundings.resources[on]?.type as SurroundingResource['type'];
    const calls = actions.map((action) => action.slice(action.indexOf(':') + 1)).join(', ');
    return {
      text: `${what} ${name} (${calls})`,
      actions,
      resources: (place) => [`${resourceArn(type, name, place)}${isTableStream ? '/stream/*' : ''}`],
    };
  });
}
