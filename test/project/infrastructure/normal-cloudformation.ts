import { defined, type Members, type NormalFunction, rightsOf } from './normal.ts';

/** What SAM and the CDK give CloudFormation, in the same words. */

interface Resource {
  readonly Type: string;
  readonly Properties?: Members;
}
export type Template = Readonly<Record<string, Resource>>;

/** A resource's name in the description, out of its logical id: without the function, and without the CDK's hash. */
const keyOf = (id: string, prefix: string) =>
  id.startsWith('AWS::') ? id : id.slice(prefix.length).replace(/[0-9A-F]{8}$/, '');

/** A value in which references are names in angle brackets. */
function plain(value: unknown, prefix: string): unknown {
  if (Array.isArray(value))
    return value.map((item) => plain(item, prefix)).filter((item) => item !== '<AWS::NoValue>');
  if (typeof value !== 'object' || value === null) return value;
  const members = value as Members;
  if (typeof members.Ref === 'string') return `<${keyOf(members.Ref, prefix)}>`;
  const getAtt = members['Fn::GetAtt'] as [string, string] | undefined;
  if (getAtt) return `<${keyOf(getAtt[0], prefix)}${getAtt[1] === 'StreamArn' ? ' stream' : ''}>`;
  const join = members['Fn::Join'] as [string, unknown[]] | undefined;
  if (join) return join[1].map((part) => plain(part, prefix)).join(join[0]);
  if (typeof members['Fn::Sub'] === 'string')
    return members['Fn::Sub'].replaceAll(/\$\{(AWS::\w+)\}/g, '<$1>');
  return Object.fromEntries(Object.entries(members).map(([name, part]) => [name, plain(part, prefix)]));
}

/** Lambda's configuration; of a log group only whether it is the function's own. */
function settingsOf(own: Members, group: string): Members {
  const { LoggingConfig = {}, Tags, Code: _, Role, ...others } = own as Record<string, unknown>;
  const logging = LoggingConfig as Members;
  const tags = Array.isArray(Tags)
    ? Object.fromEntries((Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]))
    : Tags;
  const { TracingConfig } = others as { TracingConfig?: { Mode?: string } };
  return defined({
    ...others,
    // What a function has unless something else is said.
    TracingConfig: TracingConfig?.Mode === 'PassThrough' ? undefined : TracingConfig,
    Tags: tags,
    Role: /^<\w*Role>$/.test(String(Role)) ? undefined : Role,
    LoggingConfig: {
      LogFormat: 'Text',
      ...logging,
      LogGroup: logging.LogGroup === `<${group}>` ? '<log>' : logging.LogGroup,
    },
  });
}

const surroundingTypes = new Set([
  'AWS::SQS::Queue',
  'AWS::DynamoDB::Table',
  'AWS::Kinesis::Stream',
  'AWS::SNS::Topic',
  'AWS::S3::Bucket',
]);

/** Tables, queues and the like. A stream keeps its records for 24 hours unless something else is said. */
const resourcesOf = (template: Template, prefix: string): Members =>
  Object.fromEntries(
    Object.entries(template)
      .filter(([id, { Type }]) => id.startsWith(prefix) && surroundingTypes.has(Type))
      .map(([id, { Type, Properties = {} }]) => {
        const { RetentionPeriodHours: _, ...own } = plain(Properties, prefix) as Record<string, unknown>;
        return [keyOf(id, prefix), { Type, ...own }];
      }),
  );

const source = (own: Members): Members =>
  defined({
    from: own.EventSourceArn ?? own.Queue ?? own.Stream,
    position: own.StartingPosition,
    size: own.BatchSize,
    window: own.MaximumBatchingWindowInSeconds,
    retries: own.MaximumRetryAttempts,
    reports: own.FunctionResponseTypes,
    failures: (own.DestinationConfig as { OnFailure?: { Destination?: unknown } } | undefined)?.OnFailure
      ?.Destination,
  });

const onLog = (actions: readonly string[], on: string) => ({
  actions,
  on: actions.every((action) => action.startsWith('logs:')) ? 'log' : on,
});

/** Of the CDK's template, the function whose construct has this id. */
export function fromCdk(template: Template, prefix: string): NormalFunction {
  const all = Object.entries(template)
    .filter(([id]) => id.startsWith(prefix))
    .map(([id, { Type, Properties = {} }]) => ({
      id: keyOf(id, prefix),
      Type,
      own: plain(Properties, prefix) as Members,
    }));
  const of = (type: string) => all.filter(({ Type }) => Type === type).map(({ own }) => own);
  const [fn = {}] = of('AWS::Lambda::Function');
  const [url] = of('AWS::Lambda::Url');
  const statements = of('AWS::IAM::Policy').flatMap(
    ({ PolicyDocument }) =>
      (PolicyDocument as { Statement: { Action: string | string[]; Resource: string }[] }).Statement,
  );
  const notifications = of('Custom::S3BucketNotifications').map((own) => ({
    from: own.BucketName,
    events: (
      own.NotificationConfiguration as { LambdaFunctionConfigurations: { Events: string[] }[] }
    ).LambdaFunctionConfigurations.flatMap(({ Events }) => Events),
  }));
  return {
    settings: settingsOf(fn, 'LogGroup'),
    alias: of('AWS::Lambda::Alias')[0]?.Name as string | undefined,
    logGroup: of('AWS::Logs::LogGroup')[0],
    url: url && defined({ AuthType: url.AuthType, InvokeMode: url.InvokeMode, Cors: url.Cors }),
    resources: resourcesOf(template, prefix),
    sources: [
      ...of('AWS::Lambda::EventSourceMapping').map(source),
      ...of('AWS::SNS::Subscription').map(({ TopicArn }) => ({ from: TopicArn })),
      ...notifications,
      ...of('AWS::Events::Rule').map((own) => ({
        expression: own.ScheduleExpression,
        description: own.Description,
      })),
    ],
    callers: of('AWS::Lambda::Permission')
      .map(({ Principal, SourceArn = '', Action }) =>
        `${Principal} ${Principal === '*' ? Action : SourceArn}`.trim(),
      )
      .sort(),
    rights: rightsOf(
      statements.map(({ Action, Resource }) => onLog([Action].flat(), [Resource].flat().join())),
    ),
  };
}

/** What SAM's role allows for an event, on its source. AWS's policies name no resource. Source: AWS's managed policies. */
const managed: Readonly<Record<string, readonly string[]>> = {
  SQS: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
  DynamoDB: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
  Kinesis: [
    'kinesis:DescribeStream',
    'kinesis:DescribeStreamSummary',
    'kinesis:GetRecords',
    'kinesis:GetShardIterator',
    'kinesis:ListShards',
  ],
};

const principals: Readonly<Record<string, string>> = {
  SNS: 'sns.amazonaws.com',
  S3: 's3.amazonaws.com',
  Schedule: 'events.amazonaws.com',
};

/** What SAM's role allows besides. Source: AWS SAM translator, Tracing, VpcConfig and DeadLetterQueue. */
function samRights(fn: Members): { actions: string[]; on: string }[] {
  const dead = fn.DeadLetterQueue as { Type: string; TargetArn: string } | undefined;
  const network =
    'CreateNetworkInterface DescribeNetworkInterfaces DescribeSubnets DeleteNetworkInterface AssignPrivateIpAddresses UnassignPrivateIpAddresses';
  return [
    { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], on: 'log' },
    ...(fn.Tracing === 'Active'
      ? [{ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], on: '*' }]
      : []),
    ...(fn.VpcConfig === undefined
      ? []
      : [{ actions: network.split(' ').map((name) => `ec2:${name}`), on: '*' }]),
    ...(dead === undefined
      ? []
      : [{ actions: [dead.Type === 'SNS' ? 'sns:Publish' : 'sqs:SendMessage'], on: dead.TargetArn }]),
  ];
}

interface SamEvent {
  readonly Type: string;
  readonly Properties: Members;
}

function samSource({ Type, Properties: own }: SamEvent): Members {
  if (Type === 'SNS') return { from: own.Topic };
  if (Type === 'S3') return { from: own.Bucket, events: own.Events };
  if (Type === 'Schedule') return { expression: own.Schedule, description: own.Description };
  return source(own);
}

/** Of a SAM template, the function whose class has this name. */
export function fromSam(template: Template, globals: Members, prefix: string, id: string): NormalFunction {
  const fn = plain(template[id]?.Properties, prefix) as Members;
  const group = template[`${id}LogGroup`]?.Properties;
  const {
    Events = {},
    Policies = [],
    FunctionUrlConfig,
    Tracing,
    DeadLetterQueue,
    ...others
  } = fn as Record<string, unknown>;
  const { CodeUri: _, AutoPublishAlias, AutoPublishAliasAllProperties: __, ...shared } = globals;
  const events = Object.entries(Events as Record<string, SamEvent>);
  const dead = DeadLetterQueue as { TargetArn: string } | undefined;
  const statements = (Policies as { Statement: { Action: string[]; Resource: string }[] }[]).flatMap(
    ({ Statement }) => Statement.map(({ Action, Resource }) => ({ actions: Action, on: Resource })),
  );
  const ofEvents = events.flatMap(([, event]) => {
    const { from, failures } = samSource(event) as { from: string; failures?: string };
    return [
      ...(managed[event.Type] ? [{ actions: managed[event.Type] as string[], on: from }] : []),
      ...(failures === undefined ? [] : [{ actions: ['sqs:SendMessage'], on: failures }]),
    ];
  });
  const url = FunctionUrlConfig as Members | undefined;
  return {
    settings: settingsOf(
      {
        ...shared,
        ...others,
        ...(Tracing === undefined ? {} : { TracingConfig: { Mode: Tracing } }),
        ...(dead === undefined ? {} : { DeadLetterConfig: { TargetArn: dead.TargetArn } }),
      },
      keyOf(`${id}LogGroup`, prefix),
    ),
    alias: AutoPublishAlias as string,
    logGroup: group,
    url,
    resources: resourcesOf(template, prefix),
    sources: events.map(([, event]) => samSource(event)),
    callers: [
      ...events.flatMap(([name, { Type, Properties }]) =>
        principals[Type]
          ? [`${principals[Type]} ${Properties.Topic ?? Properties.Bucket ?? `<${name}>`}`]
          : [],
      ),
      // Source: AWS SAM translator, FunctionUrlConfig.
      ...(url?.AuthType === 'NONE' ? ['* lambda:InvokeFunctionUrl', '* lambda:InvokeFunction'] : []),
    ].sort(),
    rights: fn.Role === undefined ? rightsOf([...samRights(fn), ...ofEvents, ...statements]) : [],
  };
}
