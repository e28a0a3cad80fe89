import { regionOfArn } from '../../platform/aws-names.ts';
import { type EventBatch, eventBatches } from './event-batches.ts';
import type { MessageAttribute, Queue, QueueMessage } from './queue.ts';

/** Where records come from. */
type Origin = Pick<Queue, 'arn'>;

const attribute = ({ dataType, stringValue, binaryValue }: MessageAttribute) => ({
  ...(stringValue === undefined ? {} : { stringValue }),
  ...(binaryValue === undefined ? {} : { binaryValue: Buffer.from(binaryValue).toString('base64') }),
  stringListValues: [],
  binaryListValues: [],
  dataType,
});

/** A message as a function gets it. Source: Lambda developer guide, "Using Lambda with Amazon SQS". */
function record({ arn }: Origin, message: QueueMessage): object {
  const { messageId, receiptHandle, body, attributes, messageAttributes } = message;
  const { md5OfMessageAttributes, md5OfBody } = message;
  return {
    messageId,
    receiptHandle,
    body,
    attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(messageAttributes).map(([name, value]) => [name, attribute(value)]),
    ),
    ...(md5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes }),
    md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: regionOfArn(arn),
  };
}

/** The batches that messages make; `most` is the size of an event in bytes. */
export const batchesOf = (
  origin: Origin,
  messages: readonly QueueMessage[],
  most: number,
): EventBatch<QueueMessage>[] => eventBatches(messages, (message) => record(origin, message), most);
