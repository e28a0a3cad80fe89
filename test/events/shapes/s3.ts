import * as v from 'valibot';
import { records } from './queues.ts';
import {
  account,
  anyText,
  arn,
  base64,
  hex,
  ip,
  iso,
  nullable,
  oneOf,
  region,
  type Short,
  text,
  texts,
  url,
  uuid,
  whole,
} from './shape.ts';

/** Source: S3 user guide, "Event message structure". */
const s3 = (name: string, object: Record<string, Short>): Short => ({
  eventVersion: v.pipe(v.string(), v.regex(/^2\.\d$/)),
  eventSource: 'aws:s3',
  awsRegion: region,
  eventTime: iso,
  eventName: name,
  userIdentity: { principalId: text },
  requestParameters: { sourceIPAddress: ip },
  responseElements: { 'x-amz-request-id': text, 'x-amz-id-2': base64 },
  s3: {
    s3SchemaVersion: '1.0',
    configurationId: text,
    bucket: { name: text, ownerIdentity: { principalId: text }, arn: arn('s3') },
    object: { key: text, ...object, sequencer: v.pipe(v.string(), v.hexadecimal()) },
  },
});

export const sessionIssuer: Short = {
  type: 'Role',
  principalId: text,
  arn: arn('iam', 'role/'),
  accountId: account,
  userName: text,
};

/** Source: S3 user guide, "Event context format and usage". */
const objectLambda: Short = {
  xAmzRequestId: uuid,
  getObjectContext: { inputS3Url: url, outputRoute: text, outputToken: text },
  configuration: {
    accessPointArn: arn('s3-object-lambda', 'accesspoint/'),
    supportingAccessPointArn: arn('s3', 'accesspoint/'),
    payload: anyText,
  },
  userRequest: { url, headers: texts },
  userIdentity: {
    type: 'AssumedRole',
    principalId: text,
    arn: arn('sts', 'assumed-role/'),
    accountId: account,
    accessKeyId: text,
    sessionContext: {
      attributes: { mfaAuthenticated: oneOf('true', 'false'), creationDate: iso },
      sessionIssuer,
    },
  },
  protocolVersion: '1.00',
};

/** Source: S3 user guide, "Invoke AWS Lambda function". */
const batch: Short = {
  invocationSchemaVersion: '2.0',
  invocationId: text,
  job: { id: uuid, userArguments: texts },
  tasks: [{ taskId: text, s3Key: text, s3VersionId: nullable(text), s3Bucket: text }],
};

/** What happens to objects. */
export const objects: Readonly<Record<string, Short>> = {
  's3-put': records(s3('ObjectCreated:Put', { size: whole, eTag: hex(32), 'versionId?': text })),
  's3-delete': records(s3('ObjectRemoved:Delete', {})),
  's3-object-lambda': objectLambda,
  's3-batch': batch,
};
