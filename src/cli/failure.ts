import { InterruptedError, UserError } from '../errors.ts';
import { systemError } from '../files/system-error.ts';

/** The same error as one that a user can act on, where the cause is theirs: the system's or a prompt's end. */
export function toUserError(error: unknown): unknown {
  return error instanceof Error && error.name === 'ExitPromptError'
    ? new InterruptedError()
    : systemError(error);
}

/** One line for the user and the exit code; a stack trace for our own bugs, or with `--debug`. */
export function describeFailure(thrown: unknown, debug: boolean): { message: string; code: number } {
  const error = toUserError(thrown);
  if (error instanceof UserError) {
    const text = debug ? (error.stack ?? error.message) : error.message;
    return { message: `error: ${text}\n`, code: error.code };
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { message: `error: this is a bug in lambda-nativeaot, please report it.\n${trace}\n`, code: 1 };
}
