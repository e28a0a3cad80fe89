import type { Members } from '../../settings/values.ts';
import { quote } from '../../ui/shell-word.ts';
import { roleName } from '../iam/role-names.ts';
import type { DesiredFunction } from './desired.ts';
import type { Outside, OutsideEvent } from './outside.ts';

/** A function that is about to be made, and the role that is made for it; undefined for a role of the person's own. */
interface NewFunction {
  readonly name: string;
  readonly region: string;
  readonly role: string | undefined;
}

/** How something that starts functions is connected with the AWS CLI; capital words are to be replaced. */
interface Trigger {
  readonly title: string;
  /** AWS's managed policy that the role of the function needs, where Lambda itself fetches the events. */
  readonly policy?: string;
  readonly commands: (fn: NewFunction, properties: Members) => readonly string[];
}

/** JSON with blanks between its tokens, at which a terminal's line may end. */
const spacedJson = (value: unknown) => JSON.stringify(value, null, 1).replaceAll(/\n */g, ' ');

/** The partition of a region. Source: AWS General Reference, ARNs. */
const partitionOf = (region: string): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';

const command = (...words: readonly (string | undefined)[]) =>
  words.filter((word) => word !== undefined).join(' ');

/** Lambda fetches from queues and streams. */
const mapping =
  (source: string): Trigger['commands'] =>
  ({ name }, { StartingPosition, BatchSize, FunctionResponseTypes }) => [
    command(
      `aws lambda create-event-source-mapping --function-name ${name} --event-source-arn ${source}`,
      typeof StartingPosition === 'string' ? `--starting-position ${quote(StartingPosition)}` : undefined,
      typeof BatchSize === 'number' ? `--batch-size ${BatchSize}` : undefined,
      Array.isArray(FunctionResponseTypes)
        ? `--function-response-types ${FunctionResponseTypes.map((type) => quote(String(type))).join(' ')}`
        : undefined,
    ),
  ];

/** Other services call the function, and must be allowed to. */
const permission = (name: string, service: string, source: string) =>
  `aws lambda add-permission --function-name ${name} --statement-id ${service} --action lambda:InvokeFunction --principal ${service}.amazonaws.com --source-arn ${source}`;

const functionArn = ({ name, region }: NewFunction) =>
  `arn:${partitionOf(region)}:lambda:${region}:ACCOUNT:function:${name}`;

/** By the type of an event in SAM. Source: AWS SAM, "EventSource", and the AWS CLI's reference. */
const triggers: ReadonlyMap<string, Trigger> = new Map<string, Trigger>([
  [
    'SQS',
    { title: 'a queue (SQS)', policy: 'AWSLambdaSQSQueueExecutionRole', commands: mapping('QUEUE_ARN') },
  ],
  [
    'Kinesis',
    { title: 'a stream (Kinesis)', policy: 'AWSLambdaKinesisExecutionRole', commands: mapping('STREAM_ARN') },
  ],
  [
    'DynamoDB',
    {
      title: 'the stream of a table (DynamoDB)',
      policy: 'AWSLambdaDynamoDBExecutionRole',
      commands: mapping('STREAM_ARN'),
    },
  ],
  [
    'SNS',
    {
      title: 'a topic (SNS)',
      commands: (fn) => [
        permission(fn.name, 'sns', 'TOPIC_ARN'),
        `aws sns subscribe --topic-arn TOPIC_ARN --protocol lambda --notification-endpoint ${functionArn(fn)}`,
      ],
    },
  ],
  [
    'S3',
    {
      title: 'a bucket (S3)',
      commands: (fn) => [
        `${permission(fn.name, 's3', 'BUCKET_ARN')} --source-account ACCOUNT`,
        'aws s3api put-bucket-notification-configuration --bucket BUCKET --notification-configuration ' +
          quote(
            spacedJson({
              LambdaFunctionConfigurations: [
                { LambdaFunctionArn: functionArn(fn), Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] },
              ],
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

/** What SAM's own policies allow, where they are those of samples. Source: AWS SAM policy templates. */
const samPolicies: ReadonlyMap<string, { service: string; resource: string; actions: readonly string[] }> =
  new Map([
    [
      'DynamoDBCrudPolicy',
      {
        service: 'dynamodb',
        resource: 'table/TABLE',
        actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'],
      },
    ],
  ]);

/** How a policy comes into the role. */
function policyCommand(policy: string, { role, region }: NewFunction & { role: string }): string {
  const partition = partitionOf(region);
  const known = samPolicies.get(policy);
  if (known === undefined && !/Policy$/.test(policy)) {
    const arn = policy.startsWith('arn:') ? policy : `arn:${partition}:iam::aws:policy/${policy}`;
    return `aws iam attach-role-policy --role-name ${role} --policy-arn ${quote(arn)}`;
  }
  const document =
    known === undefined
      ? 'file://POLICY.json'
      : quote(
          spacedJson({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: known.actions.map((action) => `${known.service}:${action}`),
                Resource: `arn:${partition}:${known.service}:${region}:ACCOUNT:${known.resource}`,
              },
            ],
          }),
        );
  return `aws iam put-role-policy --role-name ${role} --policy-name ${quote(policy)} --policy-document ${document}`;
}

/** How else: SAM makes all of it. */
const bySam = ({ template }: Outside) =>
  template === undefined
    ? 'a project that is made with "new --with sam" has it all in its template'
    : `"sam deploy" makes all of it from ${template}`;

function triggerNotes({ type, properties }: OutsideEvent, outside: Outside, fn: NewFunction): string[] {
  const trigger = triggers.get(type);
  const title = trigger?.title ?? `an event of type ${type}`;
  const start = `nothing starts it yet: it is meant for ${title}, which "deploy" does not connect; ${bySam(outside)}`;
  if (trigger === undefined) return [`${start}.`];
  const { policy, commands } = trigger;
  const rights =
    policy === undefined
      ? []
      : fn.role === undefined
        ? [`its role must have what ${policy} allows.`]
        : [policyCommand(`service-role/${policy}`, { ...fn, role: fn.role })];
  return [`${start}, or with the AWS CLI:`, ...rights, ...commands(fn, properties)];
}

function rightNotes(outside: Outside, fn: NewFunction): string[] {
  const { policies, sdk } = outside;
  const { role } = fn;
  const named = policies.map((policy) => policy ?? 'statements of its own');
  if (policies.length === 0 && (sdk.length === 0 || role === undefined)) return [];
  const why =
    policies.length > 0 ? `it needs more rights (${named.join(', ')})` : `its code uses ${sdk.join(', ')}`;
  if (role === undefined) return [`${why}: its role must have them.`];
  const start = `${why}, and --create-role gives none of that`;
  if (policies.length === 0)
    return [
      `${start}; add what it calls: aws iam put-role-policy --role-name ${role} --policy-name calls --policy-document file://POLICY.json`,
    ];
  const known = policies.filter((policy) => policy !== undefined);
  return [
    `${start}; ${bySam(outside)}${known.length > 0 ? ', or with the AWS CLI:' : '.'}`,
    ...known.map((policy) => policyCommand(policy, { ...fn, role })),
  ];
}

/**
 * What a person has to do besides, before a new function works: sentences, and commands of the AWS CLI in which words in
 * capitals are to be replaced.
 */
export function outsideNotes(
  outside: Outside | undefined,
  { name, createRole }: Pick<DesiredFunction, 'name' | 'createRole'>,
  region: string,
): string[] {
  if (outside === undefined) return [];
  const fn = { name, region, role: createRole ? roleName(name) : undefined };
  const resources = [...new Set(outside.resources)];
  return [
    ...rightNotes(outside, fn),
    ...outside.events.flatMap((event) => triggerNotes(event, outside, fn)),
    ...(resources.length > 0
      ? [`its sample works with resources that "deploy" does not make: ${resources.join(', ')}.`]
      : []),
  ];
}
