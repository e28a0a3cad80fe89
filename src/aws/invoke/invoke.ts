import { InvokeCommand } from '@aws-sdk/client-lambda';
import { UserError } from '../../errors.ts';
import { orAbort } from '../../processes/interrupt.ts';
import { withCommas } from '../../ui/wording.ts';
import type { Session } from '../session/session.ts';

/** One invocation of a function on AWS. */
export interface RemoteInvocation {
  readonly functionName: string;
  readonly payload: Uint8Array;
  /** A version or an alias. */
  readonly qualifier?: string | undefined;
  /** Lambda answers at once and runs the function later; there is neither result nor log then. */
  readonly async?: boolean | undefined;
}

export interface RemoteAnswer {
  /** 200, or 202 for an asynchronous one. */
  readonly status: number;
  readonly requestId: string | undefined;
  /** What the function answered; its error document when `functionError` is there. */
  readonly payload: Buffer;
  /** `Unhandled` or `Handled`, when the function failed. */
  readonly functionError?: string;
  readonly executedVersion?: string;
  /** The last 4 KB of its log. */
  readonly log: string;
}

const isTooLarge = ({ name }: Error) => /^Request(Entity)?TooLargeException$/.test(name);

const tooLarge = ({ length }: Uint8Array, isAsync: boolean | undefined) =>
  new UserError(
    `The payload has ${withCommas(length)} bytes, which is too much for one ${isAsync ? 'asynchronous ' : ''}invocation; Lambda takes ${isAsync ? '1 MB' : '6 MB'}.`,
  );

/**
 * Invokes a function once: never again after an answer that got lost, since it may have run.
 * @throws the service's errors; a function's own error is an answer.
 */
export async function invokeOn(
  { invoker }: Session,
  invocation: RemoteInvocation,
  signal?: AbortSignal,
): Promise<RemoteAnswer> {
  const { functionName, payload, qualifier, async: isAsync } = invocation;
  const command = new InvokeCommand({
    FunctionName: functionName,
    Payload: payload,
    Qualifier: qualifier,
    InvocationType: isAsync ? 'Event' : 'RequestResponse',
    ...(isAsync ? {} : { LogType: 'Tail' }),
  });
  const sent = invoker.send(command, signal === undefined ? {} : { abortSignal: signal });
  const answer = await orAbort(sent, signal).catch((error: Error) => {
    throw isTooLarge(error) ? tooLarge(payload, isAsync) : error;
  });
  // Lambda names every request; a page that a proxy or another server sends does not.
  if (answer.$metadata.requestId === undefined)
    throw new UserError('The answer is not from Lambda; check --endpoint-url and the proxy.');
  return {
    status: answer.StatusCode ?? 0,
    requestId: answer.$metadata.requestId,
    payload: Buffer.from(answer.Payload ?? []),
    ...(answer.FunctionError === undefined ? {} : { functionError: answer.FunctionError }),
    ...(answer.ExecutedVersion === undefined ? {} : { executedVersion: answer.ExecutedVersion }),
    log: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
  };
}
