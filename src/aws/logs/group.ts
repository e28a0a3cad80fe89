import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { orAbort } from '../../processes/interrupt.ts';
import type { FunctionSettings } from '../../project/settings.ts';
import { usualLogGroup } from '../../settings/log-group.ts';
import type { Session } from '../session/session.ts';

/** Where a function's log is. */
export interface LogPlace {
  readonly group: string;
  /** What the user should know about it. */
  readonly note?: string;
}

/** Errors after which the log may still be found, and why Lambda could not say where it is. */
const reasons: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'it is not on AWS (any more)',
  AccessDeniedException: 'lambda:GetFunctionConfiguration is denied',
};

/**
 * The log group of a function: Lambda knows it, whatever the settings say. Without Lambda's word, the one of the settings
 * or the usual one.
 * @throws the service's errors, AbortError.
 */
export async function findLogGroup(
  { lambda }: Session,
  { name, logGroup }: FunctionSettings,
  signal: AbortSignal | undefined,
): Promise<LogPlace> {
  const usual = logGroup ?? usualLogGroup(name);
  const asked = lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  try {
    const { LoggingConfig } = await orAbort(asked, signal);
    return { group: LoggingConfig?.LogGroup ?? usual };
  } catch (error) {
    const reason = error instanceof Error ? reasons[error.name] : undefined;
    if (reason === undefined) throw error;
    return { group: usual, note: `${name}: ${reason}; its log is looked for in ${usual}.` };
  }
}

/**
 * A stream of a group that several functions share has its function's name before the version. Source: Lambda guide,
 * "Configuring CloudWatch log groups".
 */
const sharedStream = /^\d{4}\/\d\d\/\d\d\/([\w-]+)\[/;

/** Whether a stream may be the function's: one whose name does not say so may be. */
export function isStreamOf(name: string, stream: string): boolean {
  const owner = sharedStream.exec(stream)?.[1];
  return owner === undefined || owner === name;
}
