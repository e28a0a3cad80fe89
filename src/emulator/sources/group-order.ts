import type { QueueMessage } from './queue.ts';

/**
 * What breaks the order of a FIFO queue: a message that is done though one before it in its message group failed, and comes
 * again later. A sentence without its end, or undefined. Source: Lambda developer guide, "Handling errors for an SQS event
 * source in Lambda": with a FIFO queue, a function stops after the first failure and reports what is left.
 */
export function overtaking(
  messages: readonly QueueMessage[],
  failed: ReadonlySet<string>,
): string | undefined {
  const firstFailure = new Map<string, string>();
  for (const { messageId, attributes } of messages) {
    const group = attributes.MessageGroupId;
    if (group === undefined) continue;
    const before = firstFailure.get(group);
    if (failed.has(messageId)) firstFailure.set(group, before ?? messageId);
    else if (before !== undefined)
      return `message ${messageId} is done before ${before}, which failed and is ahead of it in the group ${JSON.stringify(group)}`;
  }
  return undefined;
}
