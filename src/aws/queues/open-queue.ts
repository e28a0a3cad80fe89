import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import type { OpenQueue, Queue, QueueMessage, Undeleted } from '../../emulator/sources/queue.ts';
import { queueSourceLimits } from '../../platform/limits.ts';
import { orAbort } from '../../processes/interrupt.ts';
import { explainNamed } from '../session/failure.ts';
import { oneLine } from '../session/one-line.ts';
import { connect, type Session, type Target } from '../session/session.ts';
import { regionOfQueue } from './queue-url.ts';
import { requireOrigin } from './require-origin.ts';

const explained = (error: unknown, target: Target, url: string): unknown =>
  explainNamed(error, { ...target, endpointUrl: url }, url);

/** @throws nothing: what a server leaves out, though SQS never does, is empty. */
const messageOf = (message: Message): QueueMessage => ({
  messageId: message.MessageId ?? '',
  receiptHandle: message.ReceiptHandle ?? '',
  body: message.Body ?? '',
  md5OfBody: message.MD5OfBody ?? '',
  md5OfMessageAttributes: message.MD5OfMessageAttributes,
  attributes: (message.Attributes as Record<string, string> | undefined) ?? {},
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { dataType: DataType ?? '', stringValue: StringValue, binaryValue: BinaryValue },
    ]),
  ),
});

/** Deletes up to ten messages with each call. */
async function removeAll(client: SQSClient, url: string, handles: readonly string[]): Promise<Undeleted[]> {
  const { DeleteMessageBatchCommand } = await import('@aws-sdk/client-sqs');
  const left: Undeleted[] = [];
  for (let at = 0; at < handles.length; at += queueSourceLimits.messagesPerCall) {
    const part = handles.slice(at, at + queueSourceLimits.messagesPerCall);
    const Entries = part.map((ReceiptHandle, i) => ({ Id: String(i), ReceiptHandle }));
    const { Failed = [] } = await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
    for (const { Id, Code, Message: text } of Failed) {
      const reason = oneLine(`${text ?? 'no reason given'} (${Code ?? 'no code'})`);
      left.push({ receiptHandle: part[Number(Id)] ?? '', reason });
    }
  }
  return left;
}

async function described(
  session: Session,
  client: SQSClient,
  url: string,
  signal: AbortSignal,
): Promise<Queue> {
  const { GetQueueAttributesCommand, ReceiveMessageCommand } = await import('@aws-sdk/client-sqs');
  const saying = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw explained(error, session.target, url);
    }
  };
  const asked = new GetQueueAttributesCommand({
    QueueUrl: url,
    AttributeNames: ['QueueArn', 'VisibilityTimeout'],
  });
  const sent = client.send(asked, { abortSignal: signal });
  const { Attributes: { QueueArn = '', VisibilityTimeout = '30' } = {} } = await orAbort(sent, signal);
  return {
    url,
    arn: QueueArn,
    visibilitySeconds: Number(VisibilityTimeout),
    receive: (most, seconds, abortSignal) =>
      saying(async () => {
        const command = new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: most,
          WaitTimeSeconds: seconds,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        });
        const { Messages = [] } = await orAbort(client.send(command, { abortSignal }), abortSignal);
        return Messages.map(messageOf);
      }),
    remove: (handles) => saying(() => removeAll(client, url, handles)),
    close: () => session.close(),
  };
}

/**
 * Opens a queue with the SDK's own credentials, region and endpoint (AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL). The region of
 * a queue of AWS is the one in its URL. Nothing is sent to a host other than the URL's.
 */
export const openQueue: OpenQueue = async (url, signal) => {
  const target: Target = { region: regionOfQueue(url), by: 'environment' };
  try {
    const session = await connect(target);
    try {
      const client = await session.sqs();
      requireOrigin(client, url);
      return await described(session, client, url, signal);
    } catch (error) {
      session.close();
      throw error;
    }
  } catch (error) {
    throw explained(error, target, url);
  }
};
