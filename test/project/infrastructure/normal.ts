/** What a function and its surroundings are, however a tool writes them: what the three must agree on. */
export interface NormalFunction {
  /** Lambda's configuration, in CloudFormation's words; names of resources stand in angle brackets. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly alias: string | undefined;
  readonly logGroup: Readonly<Record<string, unknown>> | undefined;
  readonly url: Readonly<Record<string, unknown>> | undefined;
  readonly resources: Readonly<Record<string, unknown>>;
  readonly sources: readonly Readonly<Record<string, unknown>>[];
  /** Who may invoke the alias. */
  readonly callers: readonly string[];
  /** What the role may do. */
  readonly rights: readonly string[];
}

export type Members = Readonly<Record<string, unknown>>;

export const defined = (members: Members): Members =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );

/**
 * What the CDK and AWS's managed policies allow beyond what Lambda needs to fetch from a source, and that is no other kind of
 * access: it is left out of the comparison. Source: grantConsumeMessages, grantStreamRead and grantRead of the CDK;
 * AWSLambdaSQSQueueExecutionRole, AWSLambdaDynamoDBExecutionRole and AWSLambdaKinesisExecutionRole.
 */
const besides = new Set([
  'dynamodb:ListStreams',
  'kinesis:DescribeStreamConsumer',
  'kinesis:ListStreams',
  'kinesis:SubscribeToShard',
  'sqs:ChangeMessageVisibility',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  // The group is there before the function writes to it.
  'logs:CreateLogGroup',
  // AWSXRayDaemonWriteAccess.
  'xray:GetSamplingRules',
  'xray:GetSamplingStatisticSummaries',
  'xray:GetSamplingTargets',
]);

/** Each action with what it is on, once. */
export const rightsOf = (statements: readonly { actions: readonly string[]; on: string }[]): string[] =>
  [
    ...new Set(
      statements.flatMap(({ actions, on }) =>
        actions.filter((action) => !besides.has(action)).map((action) => `${action} ${on}`),
      ),
    ),
  ].sort();
