import type { MessageAttribute, Queue, QueueMessage } from './queue.ts';

/** Where records come from. */
type Origin = Pick<Queue, 'arn'>;

/** `arn:PARTITION:sqs:REGION:ACCOUNT:NAME` */
const regionOf = (arn: string) => arn.split(':')[3] ?? '';

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
    awsRegion: regionOf(arn),
  };
}

/** Messages that go to a function together, with the event that they make. */
export interface Batch {
  readonly messages: readonly QueueMessage[];
  readonly payload: Buffer;
}

const [before, between, after] = ['{"Records":[', ',', ']}'];
const frame = before.length + after.length;

/**
 * The batches that messages make, in their order: as few as the size of an event allows (`most`, in bytes). A message that
 * is too large for an event of its own makes one all the same; the function does not get it.
 */
export function batchesOf(origin: Origin, messages: readonly QueueMessage[], most: number): Batch[] {
  const groups: { messages: QueueMessage[]; records: string[]; bytes: number }[] = [];
  for (const message of messages) {
    const text = JSON.stringify(record(origin, message));
    const bytes = Buffer.byteLength(text);
    const last = groups.at(-1);
    if (last === undefined || frame + last.bytes + between.length + bytes > most) {
      groups.push({ messages: [message], records: [text], bytes });
    } else {
      last.messages.push(message);
      last.records.push(text);
      last.bytes += between.length + bytes;
    }
  }
  return groups.map(({ messages: own, records }) => ({
    messages: own,
    payload: Buffer.from(before + records.join(between) + after),
  }));
}
