import { groupBy } from '../../dotnet/scope.ts';

/**
 * What the types of AWS's event packages lead to: by the type, without `Amazon.Lambda.`, the types of its members. One
 * that begins with a dot is nested in it, any other one stands beside it; the arguments of generic ones count too, and so
 * does the row of each. Left out are those whose names begin as no other one's do, as LexV2Slot.
 * Source: the classes of the packages Amazon.Lambda.*Events in github.com/aws/aws-lambda-dotnet.
 */
const rows: Readonly<Record<string, string>> = {
  'APIGatewayEvents.APIGatewayCustomAuthorizerRequest': 'APIGatewayProxyRequest',
  'APIGatewayEvents.APIGatewayCustomAuthorizerV2Request': 'APIGatewayHttpApiV2ProxyRequest',
  'APIGatewayEvents.APIGatewayHttpApiV2ProxyRequest': `.ProxyRequestContext .ProxyRequestAuthentication
    .ProxyRequestClientCert .ClientCertValidity .HttpDescription .AuthorizerDescription
    .AuthorizerDescription.JwtDescription .AuthorizerDescription.IAMDescription
    .AuthorizerDescription.CognitoIdentityDescription`,
  'APIGatewayEvents.APIGatewayProxyRequest': `.ProxyRequestContext .RequestIdentity .ProxyRequestClientCert
    .ClientCertValidity`,
  'AppSyncEvents.AppSyncResolverEvent': 'Information RequestContext',
  'ApplicationLoadBalancerEvents.ApplicationLoadBalancerRequest': '.ALBRequestContext .ElbInfo',
  'CloudWatchEvents.BatchEvents.BatchJobStateChangeEvent': `Job JobTimeout RetryStrategy List<EvaluateOnExit>
    NodeProperties List<NodeRangeProperty> ContainerProperties List<Volume> Host EFSVolumeConfiguration
    EFSAuthorizationConfig List<Ulimit> List<Secret> List<ResourceRequirement> NetworkConfiguration List<MountPoint>
    LogConfiguration LinuxParameters List<Tmpfs> List<Device> FargatePlatformConfiguration NodeDetails
    List<JobDependency> ContainerDetail List<NetworkInterfaceDetail> List<AttemptDetail> AttemptContainerDetail
    ArrayPropertiesDetail`,
  'CloudWatchEvents.ECSEvents.ECSContainerInstanceStateChangeEvent': `ContainerInstance VersionInfo List<Resource>
    List<Attribute> List<Attachment>`,
  'CloudWatchEvents.ECSEvents.ECSTaskStateChangeEvent': `Task TaskOverride List<InferenceAcceleratorOverride>
    EphemeralStorage List<ContainerOverride> List<InferenceAccelerator> List<Container> List<NetworkInterface>
    List<NetworkBinding> List<ManagedAgent> List<Attribute> List<Attachment>`,
  'CloudWatchEvents.S3Events.S3ObjectCreateEvent': 'S3ObjectCreate S3Object Bucket',
  'CloudWatchEvents.S3Events.S3ObjectDeleteEvent': 'S3ObjectDelete S3Object Bucket',
  'CloudWatchEvents.S3Events.S3ObjectRestoreEvent': 'S3ObjectRestore S3Object Bucket',
  'CloudWatchEvents.ScheduledEvents.ScheduledEvent': 'Detail',
  'CloudWatchLogsEvents.CloudWatchLogsEvent': '.Log',
  'CognitoEvents.CognitoCreateAuthChallengeEvent': 'List<ChallengeResultElement>',
  'CognitoEvents.CognitoDefineAuthChallengeEvent': 'List<ChallengeResultElement>',
  'CognitoEvents.CognitoEvent': 'IDictionary<string,.DatasetRecord>',
  'CognitoEvents.CognitoPreTokenGenerationEvent': 'ClaimOverrideDetails GroupConfiguration',
  'CognitoEvents.CognitoPreTokenGenerationV2Event': `AccessTokenGeneration IdTokenGeneration
    ClaimsAndScopeOverrideDetails GroupConfiguration`,
  'ConnectEvents.ContactFlowEvent': '.ContactFlowDetails .ContactData .Endpoint .Queue',
  'DynamoDBEvents.DynamoDBEvent': `IList<.DynamodbStreamRecord> .Identity .StreamRecord List<.AttributeValue>
    Dictionary<string,.AttributeValue>`,
  'DynamoDBEvents.DynamoDBTimeWindowEvent': '.TimeWindow DynamoDBEvent',
  'DynamoDBEvents.DynamoDBTimeWindowResponse': 'IList<.BatchItemFailure>',
  'DynamoDBEvents.StreamsEventResponse': 'IList<.BatchItemFailure>',
  'KafkaEvents.KafkaEvent': 'IDictionary<string,IList<.KafkaEventRecord>>',
  'KinesisAnalyticsEvents.KinesisAnalyticsFirehoseInputPreprocessingEvent': 'IList<.FirehoseRecord>',
  'KinesisAnalyticsEvents.KinesisAnalyticsInputPreprocessingResponse': 'IList<.Record>',
  'KinesisAnalyticsEvents.KinesisAnalyticsOutputDeliveryEvent': 'IList<.DeliveryRecord>',
  'KinesisAnalyticsEvents.KinesisAnalyticsOutputDeliveryResponse': 'IList<.Record>',
  'KinesisAnalyticsEvents.KinesisAnalyticsStreamsInputPreprocessingEvent': 'IList<.StreamsRecord>',
  'KinesisEvents.KinesisEvent': 'IList<.KinesisEventRecord> .Record',
  'KinesisEvents.KinesisTimeWindowEvent': '.TimeWindow KinesisEvent',
  'KinesisEvents.KinesisTimeWindowResponse': 'IList<.BatchItemFailure>',
  'KinesisEvents.StreamsEventResponse': 'IList<.BatchItemFailure>',
  'KinesisFirehoseEvents.KinesisFirehoseEvent': 'IList<.FirehoseRecord>',
  'KinesisFirehoseEvents.KinesisFirehoseResponse': 'IList<.FirehoseRecord> .FirehoseResponseRecordMetadata',
  'LexEvents.LexEvent': 'IDictionary<string,.SlotDetail> TimeToLive',
  'LexEvents.LexResponse': 'TimeToLive',
  'LexV2Events.KendraResponse': `IList<.Warning> IList<.SpellCorrectedQuery> IList<.Correction>
    IList<.QueryResultItem> .ScoreAttributes .TextWithHighlights IList<.Highlight> IList<.DocumentAttribute>
    .DocumentAttributeValue IList<.AdditionalResultAttribute> .AdditionalResultAttributeValue IList<.FacetResult>
    IList<.DocumentAttributeValueCountPair>`,
  'LexV2Events.LexV2Event': `KendraResponse LexV2ActiveContext.ActiveContextTimeToLive IList<RuntimeHintValue>
    IDictionary<string,Dictionary<string,RuntimeHintDetails>>`,
  'LexV2Events.LexV2Response': `KendraResponse LexV2ActiveContext.ActiveContextTimeToLive IList<RuntimeHintValue>
    IDictionary<string,Dictionary<string,RuntimeHintDetails>>`,
  'MQEvents.ActiveMQEvent': 'IList<.ActiveMQMessage> .Destination',
  'MQEvents.RabbitMQEvent': 'IDictionary<string,List<.RabbitMQMessage>> .BasicProperties',
  'S3Events.S3Event': '.RequestParametersEntity .ResponseElementsEntity .UserIdentityEntity',
  'S3Events.S3ObjectLambdaEvent': `.UserIdentityType .SessionContextType .SessionIssuerType
    .SessionContextAttributesType .UserRequestType .ConfigurationType .GetObjectContextType`,
  'SNSEvents.SNSEvent': 'IDictionary<string,.MessageAttribute>',
  'SQSEvents.SQSBatchResponse': 'List<.BatchItemFailure>',
  'SQSEvents.SQSEvent': 'Dictionary<string,.MessageAttribute>',
};

/** The versions in which packages got the types that are listed; before them they were of the AWS SDK, or not there. */
const since: Readonly<Record<string, string>> = {
  'Amazon.Lambda.APIGatewayEvents': '2.2.0',
  'Amazon.Lambda.DynamoDBEvents': '3.0.0',
  'Amazon.Lambda.S3Events': '3.0.0',
};

const prefix = 'Amazon.Lambda.';

/** The packages that got the listed types in some version, with it. */
export const eventTypesSince = (namespace: string): string | undefined =>
  Object.hasOwn(since, namespace) ? since[namespace] : undefined;

const namespacesByName = groupBy(
  Object.keys(rows).map((name) => {
    const end = name.lastIndexOf('.');
    return { name: name.slice(end + 1), namespace: prefix + name.slice(0, end) };
  }),
  ({ name }) => name,
);

/** The namespaces that have a listed type of that name; Kinesis and DynamoDB share one. */
export const eventNamespaces = (name: string): string[] =>
  (namespacesByName.get(name) ?? []).map(({ namespace }) => namespace);

/**
 * The types of the members of a type of AWS's event packages, each as its own namespace writes it (`SNSEvent.SNSRecord`,
 * `IList<SNSEvent.SNSRecord>`); none for any other type.
 * @param fullName without type arguments.
 */
export function eventMemberTypes(fullName: string): string[] {
  const own = fullName.startsWith(prefix) ? fullName.slice(prefix.length) : '';
  if (!Object.hasOwn(rows, own)) return [];
  const simple = own.slice(own.lastIndexOf('.') + 1);
  return (rows[own] ?? '').split(/\s+/).map((type) => type.replace(/(^|[<,])\./g, `$1${simple}.`));
}
