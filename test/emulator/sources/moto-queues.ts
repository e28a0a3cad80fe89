import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

/** Queues of a server that stands for SQS, made with AWS's own client. */
export class MotoQueues {
  readonly #client: SQSClient;

  constructor(endpoint: string) {
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
    this.#client = new SQSClient({ endpoint, region: 'eu-central-1' });
  }

  /** Makes a queue; its URL. */
  async create(name: string, attributes: Record<string, string> = {}): Promise<string> {
    const Attributes = { ...(name.endsWith('.fifo') ? { FifoQueue: 'true' } : {}), ...attributes };
    const { QueueUrl } = await this.#client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
    return QueueUrl as string;
  }

  /** Makes a queue whose messages go to another after so many receives. */
  async createWithDeadLetters(name: string, maxReceiveCount: number, attributes: Record<string, string>) {
    const end = name.endsWith('.fifo') ? '-dead.fifo' : '-dead';
    const dead = await this.create(name.replace(/(\.fifo)?$/, end));
    const deadLetterTargetArn = await this.attribute(dead, 'QueueArn');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
    return { url: await this.create(name, { ...attributes, RedrivePolicy }), dead };
  }

  async attribute(url: string, name: 'QueueArn' | 'ApproximateNumberOfMessages'): Promise<string> {
    const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [name] });
    return (await this.#client.send(asked)).Attributes?.[name] ?? '';
  }

  /** Messages of a queue: waiting, and out of sight. */
  async count(url: string): Promise<number> {
    const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...AttributeNames] });
    const { Attributes = {} } = await this.#client.send(asked);
    return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name]), 0);
  }

  /** Sends texts in their order; with a group for each where the queue is FIFO. */
  async send(url: string, bodies: readonly string[], group?: (body: string) => string): Promise<void> {
    for (let at = 0; at < bodies.length; at += 10) {
      const Entries = bodies.slice(at, at + 10).map((body, i) => ({
        Id: String(i),
        MessageBody: body,
        ...(group ? { MessageGroupId: group(body), MessageDeduplicationId: body } : {}),
        MessageAttributes: { origin: { DataType: 'String', StringValue: 'test' } },
      }));
      const { Failed = [] } = await this.#client.send(
        new SendMessageBatchCommand({ QueueUrl: url, Entries }),
      );
      if (Failed.length > 0) throw new Error(JSON.stringify(Failed));
    }
  }

  /** Lets a message that was received be seen again at once. */
  async release(url: string, ReceiptHandle: string): Promise<void> {
    const command = { QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 };
    await this.#client.send(new ChangeMessageVisibilityCommand(command));
  }

  /** The bodies that a queue has. */
  async bodies(url: string): Promise<string[]> {
    const asked = new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
    const { Messages = [] } = await this.#client.send(asked);
    return Messages.map(({ Body = '' }) => Body);
  }

  close(): void {
    this.#client.destroy();
  }
}
