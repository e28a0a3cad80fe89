import { exitCodes, UserError } from '../errors.ts';

/** What the operating system says, in words. */
const meanings: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  EEXIST: 'it exists already',
  ENOTEMPTY: 'something else was written into it meanwhile',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'too many files are open',
  EDQUOT: 'the disk quota is used up',
  ELOOP: 'too many symbolic links',
};

/** The meaning of a code of the operating system; undefined for one that a user can do nothing about. */
export const systemMeaning = (code: string | undefined): string | undefined =>
  code === undefined ? undefined : meanings[code];

/** An error of the operating system as one that a user can act on; any other error as it is: it is a bug. */
export function systemError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  // For a move, the target: what is moved is a staged file, whose name the user does not know.
  const { code, path, dest = path } = error as NodeJS.ErrnoException & { dest?: string };
  const meaning = systemMeaning(code);
  if (meaning === undefined) return error;
  return new UserError(`${dest ?? 'The target'} cannot be used: ${meaning}.`, exitCodes.failed, {
    cause: error,
  });
}
