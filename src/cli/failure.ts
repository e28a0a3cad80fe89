import { exitCodes, InterruptedError, UserError } from '../errors.ts';

/** What the operating system says, in words; anything else is a bug of ours. */
const systemErrors: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'it exists already',
  ENOTEMPTY: 'something else was written into it meanwhile',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'too many files are open',
  EDQUOT: 'the disk quota is used up',
  ELOOP: 'too many symbolic links',
};

/** The same error as one that a user can act on, where the cause is theirs: the system's or a prompt's end. */
export function toUserError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  if (error.name === 'ExitPromptError') return new InterruptedError();
  // Of a move, where it was to go: what is moved is a file of ours with a name that nobody knows.
  const { code, path, dest = path } = error as NodeJS.ErrnoException & { dest?: string };
  const meaning = code === undefined ? undefined : systemErrors[code];
  if (meaning === undefined) return error;
  return new UserError(`${dest ?? 'The target'} cannot be used: ${meaning}.`, exitCodes.failed, {
    cause: error,
  });
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
