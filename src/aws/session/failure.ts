import { InterruptedError, UsageError, UserError } from '../../errors.ts';
import { isAbort } from '../../processes/interrupt.ts';
import { rows, type Told } from './failure-rows.ts';
import { oneLine } from './one-line.ts';
import type { Target } from './session.ts';

/** The first line of a text without the dots and blanks at its end. */
const firstLine = (text: string) => oneLine(/^[^\n]*[^.\s]/.exec(text)?.[0] ?? '');

const systemCode =
  /^(E[A-Z_]{3,}|CERT_[A-Z_]+|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_[A-Z_]+|SELF_SIGNED[A-Z_]*)$/;

/** An error of the SDK's: a service's answer, a network failure, or the credential chain's. */
function read(error: Error): Told | undefined {
  const { code, $metadata, syscall, path, Reason } = error as NodeJS.ErrnoException & {
    $metadata?: { httpStatusCode?: number };
    Reason?: string;
  };
  // An error about a file has a path, and a call of the system too.
  const isCall = syscall !== undefined && path === undefined;
  const isNetwork = code !== undefined && systemCode.test(code) && (isCall || $metadata);
  const isSdk =
    $metadata !== undefined ||
    isNetwork ||
    error.name === 'CredentialsProviderError' ||
    error.name === 'TokenProviderError' ||
    /^Region not accepted/.test(error.message);
  if (!isSdk) return undefined;
  return {
    name: error.name === 'TokenProviderError' ? 'CredentialsProviderError' : error.name,
    message: firstLine(error.message),
    network: isNetwork ? code : undefined,
    status: $metadata?.httpStatusCode,
    reason: Reason,
  };
}

/**
 * The same error as one line for the user, when AWS or the way there is its cause; anything else as it is.
 * No part of a request gets into it: services quote it, with its signature, after the first line.
 */
export function explainAws(error: unknown, target: Target): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  if (isAbort(error)) return new InterruptedError();
  const told = read(error);
  if (told === undefined) return error;
  const row = rows.find(({ when }) => when(told));
  if (row === undefined) return new UserError(`AWS rejected the request: ${told.message} (${told.name}).`);
  const text = row.say(told, target);
  return row.usage ? new UsageError(text) : new UserError(text);
}

/**
 * The same with the name of what was asked in front, since a service's errors name nothing and there may be several. The
 * service's own error is its cause.
 */
export function explainNamed(error: unknown, target: Target, name: string): unknown {
  const told = explainAws(error, target);
  if (!(told instanceof UserError) || told === error || told instanceof InterruptedError) return told;
  return new UserError(`${name}: ${told.message}`, told.code, { cause: error });
}

/** Runs something that talks to AWS; what it throws has been through explainAws. */
export async function withAwsErrors<T>(target: Target, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainAws(error, target);
  }
}
