/** The types that constructs are written with, by their namespace below Amazon.CDK. Source: Amazon.CDK.Lib's reference. */
const namespaces: Readonly<Record<string, string>> = {
  'Amazon.CDK': 'App Aws CfnOutput CfnOutputProps Duration IStackProps Size Stack Tags',
  'Amazon.CDK.AWS.DynamoDB': 'Attribute AttributeType BillingMode StreamViewType Table TableProps',
  'Amazon.CDK.AWS.Events': 'Rule RuleProps Schedule',
  'Amazon.CDK.AWS.IAM':
    'FromRoleArnOptions FromRoleNameOptions PolicyStatement PolicyStatementProps Role RoleProps ServicePrincipal',
  'Amazon.CDK.AWS.Kinesis': 'Stream StreamEncryption StreamMode StreamProps',
  'Amazon.CDK.AWS.Lambda':
    'Alias AliasProps ApplicationLogLevel Architecture CfnFunction CfnPermission CfnPermissionProps Code Function FunctionProps FunctionUrlAuthType FunctionUrlCorsOptions FunctionUrlOptions HttpMethod InvokeMode LayerVersion LoggingFormat RecursiveLoop Runtime RuntimeFamily StartingPosition SystemLogLevel Tracing',
  'Amazon.CDK.AWS.Lambda.EventSources':
    'DynamoEventSource DynamoEventSourceProps KinesisEventSource KinesisEventSourceProps S3EventSource S3EventSourceProps SnsEventSource SqsDlq SqsEventSource SqsEventSourceProps',
  'Amazon.CDK.AWS.Logs': 'LogGroup LogGroupProps RetentionDays',
  'Amazon.CDK.AWS.S3': 'Bucket BucketProps EventType',
  'Amazon.CDK.AWS.SNS': 'Topic TopicProps',
  'Amazon.CDK.AWS.SQS': 'DeadLetterQueue Queue QueueProps',
  Constructs: 'Construct',
  'System.Collections.Generic': 'Dictionary',
};

/** Types whose namespace has names of other ones, too. */
const aliases: Readonly<Record<string, string>> = {
  LambdaFunction: 'Amazon.CDK.AWS.Events.Targets.LambdaFunction',
};

/** The namespace of every type. */
export const cdkTypes: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(namespaces).flatMap(([namespace, types]) =>
    types.split(' ').map((type) => [type, namespace]),
  ),
);

/** Words that stand where a type would: not behind a dot, not before an assignment, not in a text or a comment. */
const typeWord = /(?<![.\w"])[A-Z]\w*(?!\w| = )/g;

/** The using directives of a text, sorted as .NET sorts them: System first. */
export function usingsOf(text: string): string {
  const own = text.replaceAll(
    /"(?:\\.|[^"\\])*"/g,
    (literal) => literal.match(/\{[^}]*\}/g)?.join(' ') ?? '""',
  );
  const words = own.replaceAll(/\/\/.*$/gm, '').match(typeWord) ?? [];
  const used = new Set(words.flatMap((word) => cdkTypes[word] ?? []));
  const isSystem = (namespace: string) => namespace.startsWith('System');
  const namespaceUsings = [...used]
    .sort((a, b) => Number(isSystem(b)) - Number(isSystem(a)) || (a < b ? -1 : 1))
    .map((namespace) => `using ${namespace};`);
  const aliasUsings = Object.entries(aliases)
    .filter(([name]) => (words as readonly string[]).includes(name))
    .map(([name, type]) => `using ${name} = ${type};`);
  return [...namespaceUsings, ...aliasUsings].join('\n');
}
