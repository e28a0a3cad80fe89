import * as v from 'valibot';
import { build, ecsTask } from './containers.ts';
import { call, finding, health, launch } from './operations.ts';
import {
  account,
  anything,
  arn,
  flag,
  hex,
  ip,
  iso,
  jsonOf,
  listOf,
  mapOf,
  milliseconds,
  number,
  offsetTime,
  oneOf,
  region,
  type Short,
  text,
  texts,
  uuid,
  whole,
} from './shape.ts';

/** Source: EventBridge user guide, "Events in Amazon EventBridge". */
const event = (kind: string, source: string, detail: Short, resources: Short = listOf(text)): Short => ({
  version: '0',
  id: uuid,
  'detail-type': kind,
  source,
  account,
  time: iso,
  region,
  resources,
  detail,
});

/** The state of an alarm, in an event and in an action. Source: CloudWatch user guide, "Alarm events and EventBridge". */
const state: Short = {
  value: oneOf('OK', 'ALARM', 'INSUFFICIENT_DATA'),
  reason: text,
  reasonData: jsonOf({
    version: '1.0',
    queryDate: offsetTime,
    startDate: offsetTime,
    statistic: text,
    period: whole,
    recentDatapoints: [number],
    threshold: number,
    evaluatedDatapoints: [{ timestamp: offsetTime, sampleCount: number, value: number }],
  }),
  timestamp: offsetTime,
};
const metric = { namespace: text, name: text, dimensions: texts };
const alarmData = {
  alarmName: text,
  state,
  previousState: state,
  configuration: {
    description: text,
    metrics: [{ id: text, metricStat: { metric, period: whole, stat: text }, returnData: flag }],
  },
};

/** Source: S3 user guide, "EventBridge event message structure". */
const objectCreated: Short = {
  version: '0',
  bucket: { name: text },
  object: { key: text, size: whole, etag: hex(32), 'version-id?': text, sequencer: text },
  'request-id': text,
  requester: account,
  'source-ip-address': ip,
  reason: oneOf('PutObject', 'POST Object', 'CopyObject', 'CompleteMultipartUpload'),
};

const included = { included: flag };
/** Source: Step Functions developer guide, "Automating Step Functions event delivery with EventBridge". */
const execution: Short = {
  executionArn: arn('states', 'execution:'),
  stateMachineArn: arn('states', 'stateMachine:'),
  name: text,
  status: oneOf('RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'),
  startDate: milliseconds,
  stopDate: milliseconds,
  input: jsonOf(anything),
  inputDetails: included,
  output: jsonOf(anything),
  outputDetails: included,
};

/** Source: CodePipeline user guide, "Monitoring CodePipeline events". */
const pipeline: Short = {
  pipeline: text,
  'execution-id': uuid,
  'start-time': iso,
  'execution-trigger': { 'trigger-type': text, 'trigger-detail': text },
  state: oneOf('STARTED', 'SUCCEEDED', 'FAILED', 'CANCELED', 'RESUMED', 'STOPPED', 'STOPPING', 'SUPERSEDED'),
  version: number,
  'pipeline-execution-attempt': number,
};

/** Source: ECR user guide, "Amazon ECR events and EventBridge". */
const image: Short = {
  result: oneOf('SUCCESS', 'FAILURE'),
  'repository-name': text,
  'image-digest': v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/)),
  'action-type': oneOf('PUSH', 'DELETE'),
  'image-tag': text,
};

/** What the best-known sources of EventBridge send. */
export const eventBridge: Readonly<Record<string, Short>> = {
  eventbridge: event('OrderPlaced', 'shop.orders', mapOf(anything)),
  'eventbridge-schedule': event('Scheduled Event', 'aws.events', v.strictObject({}), [
    arn('events', 'rule/'),
  ]),
  // Where no input is given, the detail is a text.
  scheduler: event('Scheduled Event', 'aws.scheduler', '{}', [arn('scheduler', 'schedule/')]),
  'eventbridge-ec2': event(
    'EC2 Instance State-change Notification',
    'aws.ec2',
    {
      'instance-id': v.pipe(v.string(), v.regex(/^i-[0-9a-f]{17}$/)),
      state: oneOf('pending', 'running', 'shutting-down', 'stopped', 'stopping', 'terminated'),
    },
    [arn('ec2', 'instance/')],
  ),
  'eventbridge-s3': event('Object Created', 'aws.s3', objectCreated, [arn('s3')]),
  'eventbridge-ecs-task': event('ECS Task State Change', 'aws.ecs', ecsTask, [arn('ecs', 'task/')]),
  'eventbridge-codebuild': event('CodeBuild Build State Change', 'aws.codebuild', build, [arn('codebuild')]),
  'eventbridge-codepipeline': event(
    'CodePipeline Pipeline Execution State Change',
    'aws.codepipeline',
    pipeline,
    [arn('codepipeline')],
  ),
  'eventbridge-guardduty': event('GuardDuty Finding', 'aws.guardduty', finding),
  'eventbridge-cloudtrail': event('AWS API Call via CloudTrail', 'aws.ec2', call),
  'eventbridge-autoscaling': event('EC2 Instance Launch Successful', 'aws.autoscaling', launch, [
    arn('(autoscaling|ec2)'),
  ]),
  'eventbridge-alarm': event('CloudWatch Alarm State Change', 'aws.cloudwatch', alarmData, [
    arn('cloudwatch', 'alarm:'),
  ]),
  'eventbridge-ecr': event('ECR Image Action', 'aws.ecr', image),
  'eventbridge-sfn': event('Step Functions Execution Status Change', 'aws.states', execution, [
    arn('states'),
  ]),
  'eventbridge-health': event('AWS Health Event', 'aws.health', health),
  'cloudwatch-alarm': {
    source: 'aws.cloudwatch',
    alarmArn: arn('cloudwatch', 'alarm:'),
    accountId: account,
    time: offsetTime,
    region,
    alarmData,
  },
};
