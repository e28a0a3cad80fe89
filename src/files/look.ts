import { constants, type Dirent, existsSync, lstatSync, realpathSync, type Stats } from 'node:fs';
import { access, lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { posixPath } from './paths.ts';
import { systemError } from './system-error.ts';

/** What is known of a file without opening it; links are followed. Undefined where nothing is there. */
export const statIfThere = (path: string): Promise<Stats | undefined> => stat(path).catch(() => undefined);

/** The same of a link itself. @throws UserError where the system does not let us look. */
export async function lstatIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw systemError(error);
  }
}

/** Whether something is there; a link that leads nowhere counts. */
export const isThereSync = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** Whether a path leads to something. */
export const leadsSomewhere = (path: string): boolean => existsSync(path);

/** Whether a path leads to a regular file. */
export const isFile = async (path: string): Promise<boolean> => (await statIfThere(path))?.isFile() === true;

/** When a file was changed, in ms since 1970; 0 for a missing file. */
export const changedAt = async (path: string): Promise<number> => (await statIfThere(path))?.mtimeMs ?? 0;

/** Whether this user may start a file. */
export const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** Whether a file is there and is this user's; where files have no owners, whether it is there. */
export async function isOwn(path: string): Promise<boolean> {
  const info = await statIfThere(path);
  return info !== undefined && (process.getuid === undefined || info.uid === process.getuid());
}

/** Whether a file is this user's and no other user may read or write it; Windows has other means and says nothing. */
export const isPrivate = ({ uid, mode }: Pick<Stats, 'uid' | 'mode'>): boolean =>
  process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);

/**
 * What tells a folder from every copy of it: its number in the file system and the moment it was made. Undefined for
 * a link, for what is not a folder, and for another user's.
 */
export async function folderIdentity(path: string): Promise<string | undefined> {
  const info = await lstat(path, { bigint: true }).catch(() => undefined);
  const isOwn = process.getuid === undefined || info?.uid === BigInt(process.getuid());
  return info?.isDirectory() && isOwn ? `${info.ino}-${info.birthtimeNs}` : undefined;
}

/** The names in a folder, sorted; none where there is no such folder. */
export const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch((): string[] => [])).sort();

/** The entries of a folder. @throws Error with the system's code. */
export const entriesOf = (folder: string): Promise<Dirent[]> => readdir(folder, { withFileTypes: true });

/** The files below a folder, relative to it, with forward slashes, sorted. @throws Error with the system's code. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => posixPath(relative(folder, join(entry.parentPath, entry.name))))
    .sort();
}

/** A path without links. @throws Error with the system's code. */
export const realPath = (path: string): Promise<string> => realpath(path);

/** The same, synchronous; the path itself where it leads nowhere. */
export function realPathSync(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
