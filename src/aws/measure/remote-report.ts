import { invokeError } from '../../emulator/invoke.ts';
import { UserError } from '../../errors.ts';
import { invokeOn } from '../invoke/invoke.ts';
import { parseReport, type Report } from '../logs/report.ts';
import type { Session } from '../session/session.ts';

/** Lambda may give a warm environment now and then; so many tries more than samples are enough. */
export const spareTries = 10;

/** What an invocation took, and how the function failed where it did. */
export interface Reported {
  readonly report: Report;
  readonly error: UserError | undefined;
}

/**
 * Invokes a function on AWS and reads the figures of its REPORT line.
 * @throws UserError for a log without one; AbortError; the service's errors.
 */
export async function invokeForReport(
  session: Session,
  functionName: string,
  payload: Buffer,
  signal: AbortSignal | undefined,
): Promise<Reported> {
  const answer = await invokeOn(session, { functionName, payload }, signal);
  const { functionError, status } = answer;
  const text = answer.payload.toString();
  const error = invokeError({ functionName, functionError, statusCode: status, payload: text });
  const report = parseReport(answer.log);
  if (report !== undefined) return { report, error };
  throw (
    error ??
    new UserError(`The log of ${functionName} has no REPORT line; its own output may have pushed it out.`)
  );
}
