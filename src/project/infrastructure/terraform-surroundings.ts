import {
  kinesisKey,
  reasons,
  type SurroundingEvent,
  type SurroundingResource,
  type Surroundings,
  visibilitySecondsOf,
} from '../../samples/surroundings.ts';
import {
  expression,
  type HclBody,
  HclCommented,
  type HclEntry,
  type HclTopBlock,
  nested,
  resource,
} from '../../settings/hcl.ts';
import { defined } from '../../settings/values.ts';
import { type Access, resourceName } from './access.ts';
import { type DescribedFunction, nameOnAws } from './description.ts';

/** `DeadLetterQueue` as Terraform's names are written. */
const snakeCase = (name: string): string =>
  name
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_')
    .replaceAll('-', '_')
    .toLowerCase();

/** What a function's resources are called. */
export const labelOf = ({ className }: Pick<DescribedFunction, 'className'>): string => snakeCase(className);

/** The provider's resource types. Source: the AWS provider's documentation of each. */
const types: Readonly<Record<SurroundingResource['type'], string>> = {
  queue: 'aws_sqs_queue',
  table: 'aws_dynamodb_table',
  stream: 'aws_kinesis_stream',
  topic: 'aws_sns_topic',
  bucket: 'aws_s3_bucket',
};

/** What is around one function, in its names. */
export class TerraformNames {
  readonly label: string;
  readonly #surroundings: Surroundings;

  constructor(fn: DescribedFunction) {
    this.label = labelOf(fn);
    this.#surroundings = fn.surroundings;
  }

  ofResource(name: string): string {
    return `${this.label}_${snakeCase(name)}`;
  }

  /** An attribute of a resource. */
  attribute(name: string, attribute: string) {
    const type = types[this.#surroundings.resources[name]?.type as SurroundingResource['type']];
    return expression(`${type}.${this.ofResource(name)}.${attribute}`);
  }

  /** What a right is about. */
  target({ on, isTableStream }: Access) {
    return this.attribute(on, isTableStream ? 'stream_arn' : 'arn');
  }

  functionName = () => expression(`aws_lambda_function.${this.label}.function_name`);
  alias = (attribute: string) => expression(`aws_lambda_alias.${this.label}.${attribute}`);
}

function queueBody(fn: DescribedFunction, key: string, names: TerraformNames): HclBody {
  const { surroundings, settings } = fn;
  const { retentionSeconds, deadLetter } = surroundings.resources[key] as Extract<
    SurroundingResource,
    { type: 'queue' }
  >;
  const visible = visibilitySecondsOf(surroundings, key, settings.timeout);
  return defined<HclEntry>({
    visibility_timeout_seconds: visible && new HclCommented(reasons.visibilityTimeout, visible),
    message_retention_seconds: retentionSeconds,
    redrive_policy:
      deadLetter &&
      expression(
        `jsonencode({\n  deadLetterTargetArn = ${names.attribute(deadLetter.queue, 'arn').text}\n  maxReceiveCount     = ${deadLetter.maxReceives}\n})`,
      ),
  });
}

/** Source: the AWS provider's aws_s3_bucket, bucket_prefix: up to 37 characters, as a bucket's name has them. */
const bucketPrefix = (name: string) =>
  `${name
    .slice(0, 36)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')}-`;

function bodyOf(fn: DescribedFunction, key: string, names: TerraformNames): HclBody {
  const own = fn.surroundings.resources[key] as SurroundingResource;
  const named = { name: resourceName(fn.settings, fn.surroundings, key) };
  switch (own.type) {
    case 'queue':
      return { ...named, ...queueBody(fn, key, names) };
    case 'table':
      return defined<HclEntry>({
        ...named,
        billing_mode: 'PAY_PER_REQUEST',
        hash_key: own.key.name,
        stream_enabled: own.stream === undefined ? undefined : true,
        stream_view_type: own.stream,
        attribute: nested({ name: own.key.name, type: own.key.type }),
      });
    case 'stream':
      return {
        ...named,
        encryption_type: 'KMS',
        kms_key_id: kinesisKey,
        stream_mode_details: nested({ stream_mode: 'ON_DEMAND' }),
      };
    case 'topic':
      return named;
    case 'bucket':
      // Names of buckets are unique in the world: Terraform finds one that begins so.
      return { bucket_prefix: bucketPrefix(fn.settings.name) };
  }
}

/** Tables, queues and the like. */
export function terraformResources(fn: DescribedFunction, names: TerraformNames): HclTopBlock[] {
  return Object.entries(fn.surroundings.resources).map(([key, own]) =>
    resource(types[own.type], names.ofResource(key), bodyOf(fn, key, names), own.comment),
  );
}

type Of<K extends SurroundingEvent['type']> = Extract<SurroundingEvent, { type: K }>;

/** Lambda refuses a source that the role may not read. */
function mapping(
  key: string,
  event: Of<'queue' | 'table' | 'stream'>,
  names: TerraformNames,
  hasRole: boolean,
): HclTopBlock {
  const failures = 'failures' in event ? event.failures : undefined;
  const body = defined<HclEntry>({
    event_source_arn: names.attribute(event.from, event.type === 'table' ? 'stream_arn' : 'arn'),
    function_name: names.alias('arn'),
    starting_position: event.type === 'queue' ? undefined : event.startingPosition,
    batch_size: event.batchSize,
    maximum_batching_window_in_seconds: event.windowSeconds,
    maximum_retry_attempts:
      event.type === 'queue' ? undefined : new HclCommented(reasons.retries, event.retries),
    function_response_types: event.reportsItemFailures
      ? new HclCommented(reasons.itemFailures, ['ReportBatchItemFailures'])
      : undefined,
    depends_on: hasRole ? undefined : [expression(`aws_iam_role_policy.${names.label}`)],
    destination_config:
      failures === undefined
        ? undefined
        : nested({ on_failure: nested({ destination_arn: names.attribute(failures, 'arn') }) }),
  });
  return resource('aws_lambda_event_source_mapping', names.ofResource(key), body);
}

/** Other services call the alias, and must be allowed to. */
const permission = (key: string, service: string, source: HclBody, names: TerraformNames) =>
  resource('aws_lambda_permission', names.ofResource(key), {
    function_name: names.functionName(),
    qualifier: names.alias('name'),
    action: 'lambda:InvokeFunction',
    principal: `${service}.amazonaws.com`,
    ...source,
  });

function eventBlocks(key: string, event: SurroundingEvent, fn: DescribedFunction, names: TerraformNames) {
  switch (event.type) {
    case 'queue':
    case 'table':
    case 'stream':
      return [mapping(key, event, names, fn.settings.role !== undefined)];
    case 'topic':
      return [
        resource('aws_sns_topic_subscription', names.ofResource(key), {
          topic_arn: names.attribute(event.from, 'arn'),
          protocol: 'lambda',
          endpoint: names.alias('arn'),
        }),
        permission(key, 'sns', { source_arn: names.attribute(event.from, 'arn') }, names),
      ];
    case 'bucket':
      return [
        resource('aws_s3_bucket_notification', names.ofResource(key), {
          bucket: names.attribute(event.from, 'id'),
          depends_on: [expression(`aws_lambda_permission.${names.ofResource(key)}`)],
          lambda_function: nested({ lambda_function_arn: names.alias('arn'), events: event.events }),
        }),
        permission(
          key,
          's3',
          {
            source_arn: names.attribute(event.from, 'arn'),
            source_account: expression('data.aws_caller_identity.current.account_id'),
          },
          names,
        ),
      ];
    case 'schedule': {
      const label = names.ofResource(key);
      return [
        resource('aws_cloudwatch_event_rule', label, {
          name: nameOnAws(fn.settings.name, key),
          description: event.description,
          schedule_expression: event.expression,
        }),
        resource('aws_cloudwatch_event_target', label, {
          rule: expression(`aws_cloudwatch_event_rule.${label}.name`),
          arn: names.alias('arn'),
        }),
        permission(
          key,
          'events',
          { source_arn: expression(`aws_cloudwatch_event_rule.${label}.arn`) },
          names,
        ),
      ];
    }
  }
}

/** What starts the function. */
export const terraformEvents = (fn: DescribedFunction, names: TerraformNames): HclTopBlock[] =>
  Object.entries(fn.surroundings.events).flatMap(([key, event]) => eventBlocks(key, event, fn, names));
