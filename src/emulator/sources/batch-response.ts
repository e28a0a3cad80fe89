import { isObject } from '../../settings/values.ts';

/** What a function said of the messages that it got. */
export type BatchAnswer =
  /** Those messages failed, and the others are done. */
  | { readonly kind: 'read'; readonly failed: ReadonlySet<string> }
  /** The response cannot be read, and so all messages failed; `problem` is the end of a sentence. */
  | { readonly kind: 'invalid'; readonly problem: string };

const all: BatchAnswer = { kind: 'read', failed: new Set() };
const invalid = (problem: string): BatchAnswer => ({ kind: 'invalid', problem });

/**
 * Reads the response of a function that reports batch item failures. Nothing, null, and an object without a list are a
 * success; what names no message of the batch fails the whole of it. Source: Lambda developer guide, "Handling errors for an
 * SQS event source in Lambda", "Success and failure conditions".
 * @param ids the messages of the batch.
 */
export function readBatchResponse(body: string, ids: ReadonlySet<string>): BatchAnswer {
  if (body.trim() === '') return all;
  let response: unknown;
  try {
    response = JSON.parse(body);
  } catch {
    return invalid('is not JSON');
  }
  if (response === null) return all;
  if (!isObject(response)) return invalid('is not an object with "batchItemFailures"');
  const { batchItemFailures: failures } = response;
  if (failures === undefined || failures === null) return all;
  if (!Array.isArray(failures)) return invalid('has "batchItemFailures" that is not a list');
  const failed = new Set<string>();
  for (const item of failures as unknown[]) {
    const id = isObject(item) ? item.itemIdentifier : undefined;
    if (typeof id !== 'string' || id === '')
      return invalid('has an item in "batchItemFailures" without "itemIdentifier"');
    if (!ids.has(id))
      return invalid(`names ${JSON.stringify(id.slice(0, 100))}, which is not a message of the batch`);
    failed.add(id);
  }
  return { kind: 'read', failed };
}

/** Whether a response names failures; a source that does not ask for them loses those messages. */
function namesFailures(body: string): boolean {
  try {
    const response: unknown = JSON.parse(body);
    return (
      isObject(response) && Array.isArray(response.batchItemFailures) && response.batchItemFailures.length > 0
    );
  } catch {
    return false;
  }
}

/** What becomes of the items of a batch. */
export interface Failures {
  readonly failed: ReadonlySet<string>;
  /** Why all of them count as failed, as the end of a sentence. */
  readonly problem?: string | undefined;
  /** The response names failures, and the source does not ask for them. */
  readonly isIgnored: boolean;
}

/** The failures in the response of a function that did not fail itself; `ids` are the items of the batch. */
export function failuresIn(body: string, ids: ReadonlySet<string>, reportFailures: boolean): Failures {
  if (!reportFailures) return { failed: new Set(), isIgnored: namesFailures(body) };
  const answer = readBatchResponse(body, ids);
  if (answer.kind === 'invalid') return { failed: ids, problem: answer.problem, isIgnored: false };
  return { failed: answer.failed, isIgnored: false };
}
