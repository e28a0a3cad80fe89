import * as v from 'valibot';
import {
  anyText,
  arn,
  base64,
  digits,
  flag,
  hex,
  iso,
  listOf,
  mapOf,
  milliseconds,
  nullable,
  oneOf,
  region,
  type Short,
  shape,
  text,
  texts,
  url,
  uuid,
  whole,
} from './shape.ts';

/** The envelope of most event sources. */
export const records = (record: Short): Short => ({ Records: [record] });

/** Source: Lambda developer guide, "Using Lambda with Amazon SQS"; SQS API, Message. */
const message: Short = {
  messageId: uuid,
  receiptHandle: base64,
  body: text,
  attributes: {
    ApproximateReceiveCount: digits,
    SentTimestamp: digits,
    'SequenceNumber?': digits,
    'MessageGroupId?': text,
    'MessageDeduplicationId?': text,
    SenderId: text,
    ApproximateFirstReceiveTimestamp: digits,
  },
  messageAttributes: mapOf({
    dataType: text,
    'stringValue?': anyText,
    'binaryValue?': base64,
    stringListValues: listOf(text),
    binaryListValues: listOf(base64),
  }),
  'md5OfMessageAttributes?': hex(32),
  md5OfBody: hex(32),
  eventSource: 'aws:sqs',
  eventSourceARN: arn('sqs'),
  awsRegion: region,
};

/** Source: SNS developer guide, "Amazon SNS message and JSON formats"; Lambda writes two names in other letters. */
const notification: Short = {
  Type: 'Notification',
  MessageId: uuid,
  TopicArn: arn('sns'),
  Subject: nullable(text),
  Message: text,
  Timestamp: iso,
  SignatureVersion: oneOf('1', '2'),
  Signature: base64,
  SigningCertUrl: url,
  UnsubscribeUrl: url,
  MessageAttributes: mapOf({ Type: text, Value: anyText }),
};

const bytes = v.array(v.pipe(v.number(), v.integer(), v.minValue(-128), v.maxValue(127)));

/** Source: Lambda developer guide, "Using Lambda with Amazon MSK" and "with self-managed Apache Kafka". */
const kafka = (source: Record<string, Short>): Short => ({
  ...source,
  bootstrapServers: v.pipe(v.string(), v.regex(/^[\w.-]+:\d+(,[\w.-]+:\d+)*$/)),
  records: mapOf([
    {
      topic: text,
      partition: whole,
      offset: whole,
      timestamp: milliseconds,
      timestampType: oneOf('CREATE_TIME', 'LOG_APPEND_TIME'),
      key: base64,
      value: base64,
      headers: listOf(mapOf(bytes)),
    },
  ]),
});

/** Source: Lambda developer guide, "Using Lambda with Amazon MQ". */
const activeMessage: Short = {
  messageID: v.pipe(v.string(), v.startsWith('ID:')),
  messageType: oneOf('jms/text-message', 'jms/bytes-message'),
  deliveryMode: whole,
  replyTo: nullable(text),
  type: nullable(text),
  expiration: digits,
  priority: whole,
  correlationId: text,
  redelivered: flag,
  destination: { physicalName: text },
  data: base64,
  timestamp: milliseconds,
  brokerInTime: milliseconds,
  brokerOutTime: milliseconds,
  properties: texts,
};
const rabbitMessage: Short = {
  basicProperties: {
    contentType: text,
    contentEncoding: nullable(text),
    headers: mapOf(v.union([v.number(), shape({ bytes })])),
    deliveryMode: whole,
    priority: whole,
    correlationId: nullable(text),
    replyTo: nullable(text),
    expiration: digits,
    messageId: nullable(text),
    timestamp: v.pipe(v.string(), v.regex(/^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/)),
    type: nullable(text),
    userId: text,
    appId: nullable(text),
    clusterId: nullable(text),
    bodySize: whole,
  },
  redelivered: flag,
  data: base64,
};

/** What messages of queues and topics look like. */
export const queues: Readonly<Record<string, Short>> = {
  sqs: records(message),
  'sqs-fifo': records(message),
  'sqs-sns': records(message),
  'pipes-sqs': [message],
  sns: records({
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: arn('sns'),
    Sns: notification,
  }),
  msk: kafka({ eventSource: 'aws:kafka', eventSourceArn: arn('kafka', 'cluster/') }),
  kafka: kafka({ eventSource: 'aws:SelfManagedKafka' }),
  'mq-activemq': { eventSource: 'aws:mq', eventSourceArn: arn('mq', 'broker:'), messages: [activeMessage] },
  'mq-rabbitmq': {
    eventSource: 'aws:rmq',
    eventSourceArn: arn('mq', 'broker:'),
    rmqMessagesByQueue: mapOf([rabbitMessage]),
  },
};
