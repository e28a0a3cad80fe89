import * as v from 'valibot';
import {
  account,
  anything,
  arn,
  base64,
  digits,
  flag,
  hex,
  ip,
  iso,
  jsonOf,
  listOf,
  mapOf,
  milliseconds,
  nullable,
  offsetTime,
  oneOf,
  region,
  type Short,
  text,
  texts,
  url,
  uuid,
  whole,
} from './shape.ts';

/** Source: Lambda developer guide, "Retain records of Lambda asynchronous invocations". */
const destination = (condition: string, response: Record<string, Short>): Short => ({
  version: '1.0',
  timestamp: iso,
  requestContext: {
    requestId: uuid,
    functionArn: arn('lambda', 'function:'),
    condition,
    approximateInvokeCount: whole,
  },
  requestPayload: anything,
  responseContext: { statusCode: 200, executedVersion: '$LATEST', ...response },
  responsePayload: anything,
});

/** Source: CloudFormation, "Custom resource request objects". */
const customResource = (RequestType: string, more: Record<string, Short>): Short => ({
  RequestType,
  ServiceToken: arn('lambda', 'function:'),
  ResponseURL: url,
  StackId: arn('cloudformation', 'stack/'),
  RequestId: uuid,
  LogicalResourceId: text,
  ResourceType: v.pipe(v.string(), v.regex(/^(Custom::[\w@-]+|AWS::CloudFormation::CustomResource)$/)),
  ResourceProperties: mapOf(anything),
  ...more,
});

/** Source: AWS Config developer guide, "Example events for AWS Config rules". */
const config = (invokingEvent: Short): Short => ({
  version: '1.0',
  invokingEvent: jsonOf(invokingEvent),
  ruleParameters: jsonOf(texts),
  resultToken: text,
  eventLeftScope: flag,
  executionRoleArn: arn('iam', 'role/'),
  configRuleArn: arn('config', 'config-rule/'),
  configRuleName: text,
  configRuleId: text,
  accountId: account,
});
const notification = { notificationCreationTime: iso, recordVersion: text };
const configurationItem: Short = {
  configurationItemVersion: text,
  configurationItemCaptureTime: iso,
  configurationStateId: milliseconds,
  awsAccountId: account,
  configurationItemStatus: text,
  resourceType: v.pipe(v.string(), v.startsWith('AWS::')),
  resourceId: text,
  ARN: arn('ec2'),
  awsRegion: region,
  availabilityZone: text,
  resourceCreationTime: iso,
  tags: texts,
  relationships: listOf(anything),
  configuration: mapOf(anything),
};

const artifact: Short = {
  location: { s3Location: { bucketName: text, objectKey: text }, type: 'S3' },
  revision: nullable(text),
  name: text,
};

/** Source: CodePipeline user guide, "JSON event example". */
const job: Short = {
  id: uuid,
  accountId: account,
  data: {
    actionConfiguration: { configuration: { FunctionName: text, UserParameters: text } },
    inputArtifacts: [artifact],
    outputArtifacts: listOf(artifact),
    artifactCredentials: {
      accessKeyId: text,
      secretAccessKey: text,
      sessionToken: text,
      expirationTime: milliseconds,
    },
    'continuationToken?': text,
  },
};

/** Source: Lambda developer guide, "Using Lambda with AWS CodeCommit". */
const push: Short = {
  eventId: uuid,
  eventVersion: '1.0',
  eventTime: offsetTime,
  eventTriggerName: text,
  eventPartNumber: whole,
  codecommit: { references: [{ commit: hex(40), ref: v.pipe(v.string(), v.startsWith('refs/')) }] },
  eventName: 'ReferenceChanges',
  eventTriggerConfigId: uuid,
  eventSourceARN: arn('codecommit'),
  userIdentityARN: arn('iam', 'user/'),
  eventSource: 'aws:codecommit',
  awsRegion: region,
  eventTotalParts: whole,
};

const verdict = { status: oneOf('PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED') };

/** Source: SES developer guide, "Contents of notifications for Amazon SES email receiving". */
const email: Short = {
  eventSource: 'aws:ses',
  eventVersion: '1.0',
  ses: {
    mail: {
      timestamp: iso,
      source: text,
      messageId: text,
      destination: [text],
      headersTruncated: flag,
      headers: [{ name: text, value: text }],
      commonHeaders: {
        returnPath: text,
        from: [text],
        date: text,
        to: [text],
        messageId: text,
        subject: text,
      },
    },
    receipt: {
      timestamp: iso,
      processingTimeMillis: whole,
      recipients: [text],
      spamVerdict: verdict,
      virusVerdict: verdict,
      spfVerdict: verdict,
      dkimVerdict: verdict,
      dmarcVerdict: verdict,
      action: {
        type: 'Lambda',
        functionArn: arn('lambda', 'function:'),
        invocationType: oneOf('Event', 'RequestResponse'),
      },
    },
  },
};

const server = v.pipe(v.string(), v.regex(/^s-[0-9a-f]{17}$/));

/** What services of one or two events each send. */
export const others: Readonly<Record<string, Short>> = {
  'destination-success': destination('Success', {}),
  'destination-failure': destination('RetriesExhausted', { functionError: 'Unhandled' }),
  'cloudformation-create': customResource('Create', {}),
  'cloudformation-update': customResource('Update', {
    PhysicalResourceId: text,
    OldResourceProperties: mapOf(anything),
  }),
  'cloudformation-delete': customResource('Delete', { PhysicalResourceId: text }),
  // What is in its data is checked where it is unpacked.
  'cloudwatch-logs': { awslogs: { data: base64 } },
  'config-change': config({
    configurationItem,
    messageType: 'ConfigurationItemChangeNotification',
    ...notification,
  }),
  'config-periodic': config({ awsAccountId: account, messageType: 'ScheduledNotification', ...notification }),
  // What a rule selects is its author's.
  'iot-rule': mapOf(anything),
  'iot-button': {
    serialNumber: text,
    batteryVoltage: v.pipe(v.string(), v.regex(/^\d+mV$/)),
    clickType: oneOf('SINGLE', 'DOUBLE', 'LONG'),
  },
  'iot-authorizer': {
    token: text,
    signatureVerified: flag,
    protocols: [oneOf('tls', 'http', 'mqtt')],
    protocolData: {
      tls: { serverName: text },
      http: { headers: texts, queryString: text },
      mqtt: { username: text, password: base64, clientId: text },
    },
    connectionMetadata: { id: uuid },
  },
  codepipeline: { 'CodePipeline.job': job },
  codecommit: { Records: [push] },
  // What a task gets is its author's; the context object gives these. Source: Step Functions developer guide, "Context object".
  'step-functions': {
    input: anything,
    taskToken: text,
    execution: { Id: arn('states', 'execution:'), Name: text, RoleArn: arn('iam', 'role/'), StartTime: iso },
    stateMachine: { Id: arn('states', 'stateMachine:'), Name: text },
    state: { Name: text, EnteredTime: iso, RetryCount: whole },
  },
  ses: { Records: [email] },
  'secret-rotation': {
    Step: oneOf('createSecret', 'setSecret', 'testSecret', 'finishSecret'),
    SecretId: arn('secretsmanager', 'secret:'),
    ClientRequestToken: uuid,
  },
  'transfer-identity': {
    username: text,
    password: text,
    protocol: oneOf('SFTP', 'FTPS', 'FTP'),
    serverId: server,
    sourceIp: ip,
  },
  'transfer-workflow': {
    token: text,
    serviceMetadata: {
      executionDetails: { workflowId: text, executionId: uuid },
      transferDetails: { sessionId: text, userName: text, serverId: server },
    },
    fileLocation: { domain: 'S3', bucket: text, key: text, eTag: hex(32), versionId: text },
  },
};

/** What a subscription of CloudWatch Logs unpacks to. Source: CloudWatch Logs user guide, "Subscription filters". */
export const logData: Short = {
  messageType: oneOf('DATA_MESSAGE', 'CONTROL_MESSAGE'),
  owner: account,
  logGroup: text,
  logStream: text,
  subscriptionFilters: [text],
  logEvents: [{ id: digits, timestamp: milliseconds, message: text }],
};
