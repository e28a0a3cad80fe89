import * as v from 'valibot';
import { sessionIssuer } from './s3.ts';
import {
  account,
  anyText,
  anything,
  arn,
  digits,
  flag,
  hex,
  ip,
  iso,
  mapOf,
  number,
  oneOf,
  region,
  type Short,
  text,
  uuid,
  whole,
} from './shape.ts';

/** Source: GuardDuty user guide, "GuardDuty finding format"; what it says of the resource differs from type to type. */
export const finding: Short = {
  schemaVersion: '2.0',
  accountId: account,
  region,
  partition: 'aws',
  id: hex(32),
  arn: arn('guardduty', 'detector/'),
  type: v.pipe(v.string(), v.regex(/^\w+:\w+\/\w+/)),
  resource: v.looseObject({ resourceType: text }),
  service: v.looseObject({
    serviceName: v.literal('guardduty'),
    detectorId: hex(32),
    action: v.looseObject({ actionType: text }),
    eventFirstSeen: iso,
    eventLastSeen: iso,
    archived: flag,
    count: whole,
  }),
  severity: number,
  createdAt: iso,
  updatedAt: iso,
  title: text,
  description: text,
};

/** Source: CloudTrail user guide, "CloudTrail record contents". */
export const call: Short = {
  eventVersion: v.pipe(v.string(), v.regex(/^1\.\d+$/)),
  userIdentity: {
    type: 'AssumedRole',
    principalId: text,
    arn: arn('sts', 'assumed-role/'),
    accountId: account,
    accessKeyId: text,
    sessionContext: {
      sessionIssuer,
      attributes: { creationDate: iso, mfaAuthenticated: oneOf('true', 'false') },
    },
  },
  eventTime: iso,
  eventSource: v.pipe(v.string(), v.endsWith('.amazonaws.com')),
  eventName: text,
  awsRegion: region,
  sourceIPAddress: ip,
  userAgent: text,
  requestParameters: mapOf(anything),
  responseElements: mapOf(anything),
  requestID: uuid,
  eventID: uuid,
  readOnly: flag,
  eventType: 'AwsApiCall',
  managementEvent: flag,
  recipientAccountId: account,
  eventCategory: 'Management',
};

/** Source: Auto Scaling user guide, "Amazon EC2 Auto Scaling event reference". */
export const launch: Short = {
  StatusCode: text,
  Description: text,
  AutoScalingGroupName: text,
  ActivityId: uuid,
  Details: { 'Availability Zone': text, 'Subnet ID': text },
  RequestId: uuid,
  StatusMessage: anyText,
  EndTime: iso,
  EC2InstanceId: text,
  StartTime: iso,
  Cause: text,
};

const httpDate = v.pipe(v.string(), v.regex(/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/));

/** Source: AWS Health user guide, "AWS Health events Amazon EventBridge schema". */
export const health: Short = {
  eventArn: arn('health', 'event/'),
  service: text,
  eventTypeCode: text,
  eventTypeCategory: oneOf('issue', 'accountNotification', 'scheduledChange', 'investigation'),
  eventScopeCode: oneOf('PUBLIC', 'ACCOUNT_SPECIFIC'),
  communicationId: text,
  startTime: httpDate,
  endTime: httpDate,
  lastUpdatedTime: httpDate,
  statusCode: oneOf('open', 'closed', 'upcoming'),
  eventRegion: region,
  eventDescription: [{ language: text, latestDescription: text }],
  affectedEntities: [{ entityValue: text, lastUpdatedTime: httpDate, status: text }],
  affectedAccount: account,
  page: digits,
  totalPages: digits,
};
