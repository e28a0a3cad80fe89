import { defined, type Members, type NormalFunction, rightsOf } from './normal.ts';

/** What Terraform makes, in CloudFormation's words. */

type Blocks = Readonly<Record<string, Readonly<Record<string, readonly Members[]>>>>;

const pascal = (name: string) =>
  name
    .split('_')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');

const pseudo: Readonly<Record<string, string>> = {
  'data.aws_partition.current.partition': '<AWS::Partition>',
  'data.aws_region.current.region': '<AWS::Region>',
  'data.aws_caller_identity.current.account_id': '<AWS::AccountId>',
};

/** A reference as a name in angle brackets, without the function's label. */
function reference(text: string, label: string): string {
  if (pseudo[text] !== undefined) return pseudo[text];
  const [, type = '', name = '', attribute] = /^(aws_\w+)\.(\w+)\.(\w+)$/.exec(text) ?? [];
  if (type === 'aws_cloudwatch_log_group') return '<log>';
  const key = name === label ? type : pascal(name.slice(label.length + 1));
  return `<${key}${attribute === 'stream_arn' ? ' stream' : ''}>`;
}

function plain(value: unknown, label: string): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, label));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part, label)]));
  }
  if (typeof value !== 'string') return value;
  return value
    .replaceAll(/(?<!\$)\$\{([\w.]+)\}/g, (_, text: string) => reference(text, label))
    .replaceAll(/\$\$\{/g, '\u0024{');
}

const first = (value: unknown) => (value as Members[] | undefined)?.[0];

/** Members under CloudFormation's names. */
const renamed = (own: Members | undefined, names: Readonly<Record<string, string>>): Members | undefined =>
  own && defined(Object.fromEntries(Object.entries(names).map(([from, to]) => [to, own[from]])));

function settingsOf(fn: Members, recursion: Members | undefined): Members {
  const logging = renamed(first(fn.logging_config), {
    log_format: 'LogFormat',
    log_group: 'LogGroup',
    application_log_level: 'ApplicationLogLevel',
    system_log_level: 'SystemLogLevel',
  });
  const environment = first(fn.environment)?.variables;
  const files = first(fn.file_system_config);
  return defined({
    ...renamed(fn, {
      function_name: 'FunctionName',
      handler: 'Handler',
      runtime: 'Runtime',
      architectures: 'Architectures',
      memory_size: 'MemorySize',
      timeout: 'Timeout',
      description: 'Description',
      kms_key_arn: 'KmsKeyArn',
      layers: 'Layers',
      reserved_concurrent_executions: 'ReservedConcurrentExecutions',
      tags: 'Tags',
    }),
    Role: fn.role === '<aws_iam_role>' ? undefined : fn.role,
    Environment: environment && { Variables: environment },
    EphemeralStorage: renamed(first(fn.ephemeral_storage), { size: 'Size' }),
    VpcConfig: renamed(first(fn.vpc_config), {
      subnet_ids: 'SubnetIds',
      security_group_ids: 'SecurityGroupIds',
    }),
    FileSystemConfigs: files && [renamed(files, { arn: 'Arn', local_mount_path: 'LocalMountPath' })],
    // What a function has unless something else is said.
    TracingConfig:
      first(fn.tracing_config)?.mode === 'PassThrough'
        ? undefined
        : renamed(first(fn.tracing_config), { mode: 'Mode' }),
    DeadLetterConfig: renamed(first(fn.dead_letter_config), { target_arn: 'TargetArn' }),
    RecursiveLoop: recursion?.recursive_loop,
    LoggingConfig: logging,
  });
}

function redrive(text: unknown): Members | undefined {
  const [, target, count] =
    /deadLetterTargetArn\s*=\s*([\w.]+)\s+maxReceiveCount\s*=\s*(\d+)/.exec(String(text)) ?? [];
  return target === undefined ? undefined : { deadLetterTargetArn: target, maxReceiveCount: Number(count) };
}

const surroundings: Readonly<Record<string, (own: Members, label: string) => Members>> = {
  aws_sqs_queue: (own, label) => {
    const policy = redrive(own.redrive_policy);
    return {
      Type: 'AWS::SQS::Queue',
      VisibilityTimeout: own.visibility_timeout_seconds,
      MessageRetentionPeriod: own.message_retention_seconds,
      RedrivePolicy: policy && {
        ...policy,
        deadLetterTargetArn: reference(String(policy.deadLetterTargetArn), label),
      },
    };
  },
  aws_dynamodb_table: (own) => ({
    Type: 'AWS::DynamoDB::Table',
    BillingMode: own.billing_mode,
    AttributeDefinitions: (own.attribute as Members[]).map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: [{ AttributeName: own.hash_key, KeyType: 'HASH' }],
    StreamSpecification: own.stream_enabled === true ? { StreamViewType: own.stream_view_type } : undefined,
  }),
  aws_kinesis_stream: (own) => ({
    Type: 'AWS::Kinesis::Stream',
    StreamModeDetails: { StreamMode: first(own.stream_mode_details)?.stream_mode },
    StreamEncryption: { EncryptionType: own.encryption_type, KeyId: own.kms_key_id },
  }),
  aws_sns_topic: () => ({ Type: 'AWS::SNS::Topic' }),
  aws_s3_bucket: () => ({ Type: 'AWS::S3::Bucket' }),
};

/** Of a configuration, the function with this label. */
export function fromTerraform(resource: Blocks, data: Blocks, label: string): NormalFunction {
  const all = (kind: Blocks, type: string) =>
    Object.entries(kind?.[type] ?? {})
      .filter(([name]) => name === label || name.startsWith(`${label}_`))
      .map(([name, [body]]) => ({ name, own: plain(body, label) as Members }));
  const of = (type: string) => all(resource, type).map(({ own }) => own);
  const exact = (type: string) => all(resource, type).find(({ name }) => name === label)?.own;
  const statements = (first(data.aws_iam_policy_document?.[label])?.statement ?? []) as Members[];
  const url = exact('aws_lambda_function_url');
  const group = exact('aws_cloudwatch_log_group');
  return {
    settings: settingsOf(exact('aws_lambda_function') ?? {}, exact('aws_lambda_function_recursion_config')),
    alias: exact('aws_lambda_alias')?.name as string | undefined,
    logGroup: renamed(group, { name: 'LogGroupName', retention_in_days: 'RetentionInDays' }),
    url:
      url &&
      defined({
        AuthType: url.authorization_type,
        InvokeMode: url.invoke_mode,
        Cors: renamed(first(url.cors), {
          allow_origins: 'AllowOrigins',
          allow_methods: 'AllowMethods',
          allow_headers: 'AllowHeaders',
          expose_headers: 'ExposeHeaders',
          allow_credentials: 'AllowCredentials',
          max_age: 'MaxAge',
        }),
      }),
    resources: Object.fromEntries(
      Object.entries(surroundings).flatMap(([type, convert]) =>
        all(resource, type).map(({ name, own }) => [
          pascal(name.slice(label.length + 1)),
          defined(convert(own, label)),
        ]),
      ),
    ),
    sources: [
      ...of('aws_lambda_event_source_mapping').map((own) =>
        defined({
          from: own.event_source_arn,
          position: own.starting_position,
          size: own.batch_size,
          window: own.maximum_batching_window_in_seconds,
          retries: own.maximum_retry_attempts,
          reports: own.function_response_types,
          failures: first(first(own.destination_config)?.on_failure)?.destination_arn,
        }),
      ),
      ...of('aws_sns_topic_subscription').map(({ topic_arn }) => ({ from: topic_arn })),
      ...of('aws_s3_bucket_notification').map(({ bucket, lambda_function }) => ({
        from: bucket,
        events: first(lambda_function)?.events,
      })),
      ...of('aws_cloudwatch_event_rule').map(({ schedule_expression, description }) => ({
        expression: schedule_expression,
        description,
      })),
    ],
    callers: of('aws_lambda_permission')
      .map(
        ({ principal, source_arn = '', action }) => `${principal} ${principal === '*' ? action : source_arn}`,
      )
      .sort(),
    rights: rightsOf(
      (plain(statements, label) as Members[]).flatMap(({ actions, resources }) =>
        (resources as string[]).map((on) => ({
          actions: actions as string[],
          on: (actions as string[]).every((action) => action.startsWith('logs:')) ? 'log' : on,
        })),
      ),
    ),
  };
}
