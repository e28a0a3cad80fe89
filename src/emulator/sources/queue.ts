/** What the sources ask of SQS; the part that talks to AWS provides it. */

/** A value that a sender put beside a message's body. */
export interface MessageAttribute {
  readonly dataType: string;
  readonly stringValue?: string | undefined;
  readonly binaryValue?: Uint8Array | undefined;
}

/** A message that was received and is out of sight for other readers until its visibility timeout. */
export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly md5OfMessageAttributes?: string | undefined;
  /** What SQS says of it: ApproximateReceiveCount, SentTimestamp, MessageGroupId… */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, MessageAttribute>>;
}

/** A message that SQS would not delete, and why. */
export interface Undeleted {
  readonly receiptHandle: string;
  readonly reason: string;
}

/** A queue that is there and may be read. What its methods throw is a UserError, or an AbortError. */
export interface Queue {
  readonly url: string;
  readonly arn: string;
  /** How long a received message is out of sight, in seconds. */
  readonly visibilitySeconds: number;
  /** Up to `most` (1 to 10) messages; waits up to `seconds` (0 to 20) for the first. */
  receive(most: number, seconds: number, signal: AbortSignal): Promise<readonly QueueMessage[]>;
  /** Deletes messages by their receipt handles; those that stay are in the answer. */
  remove(receiptHandles: readonly string[]): Promise<readonly Undeleted[]>;
  /** Ends the idle connections. */
  close(): void;
}

/** Finds a queue by its URL. @throws UserError when it is not there, or is elsewhere than the environment says. */
export type OpenQueue = (url: string, signal: AbortSignal) => Promise<Queue>;
