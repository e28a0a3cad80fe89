import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { isThereSync, realPathSync } from '../files/look.ts';

/** Whether a path lies in a folder, or is the folder. */
const liesIn = (path: string, folder: string) => {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
};

/**
 * The folder whose contents others may have written: the top of the git repository around `folder`, else the
 * folder itself. A repository of a whole home folder counts as none: it is the user's own.
 */
export function groundOf(folder: string, home = homedir()): string {
  const start = resolve(folder);
  let ground = start;
  for (
    let current = start;
    !liesIn(home, current) && dirname(current) !== current;
    current = dirname(current)
  ) {
    if (isThereSync(join(current, '.git'))) ground = current;
  }
  return ground;
}

/** Where programs are looked for, and what of PATH is passed over. */
export interface SearchPath {
  readonly folders: readonly string[];
  /** Entries that are relative, or lie in the folder that is worked on: a program there is not the user's. */
  readonly refused: readonly string[];
}

/**
 * The entries of PATH from which programs are started while the tool works on `folder`. npm puts a project's own
 * node_modules/.bin there, and some users the current folder.
 */
export function searchPath(env: NodeJS.ProcessEnv, folder: string): SearchPath {
  const entries = (env.PATH ?? env.Path ?? '').split(delimiter).filter((entry) => entry !== '');
  const ground = groundOf(folder);
  const grounds = [...new Set([ground, realPathSync(ground)])];
  const isForeign = (entry: string) => {
    if (!isAbsolute(entry)) return true;
    const places = [resolve(entry), realPathSync(entry)];
    return grounds.some((own) => places.some((place) => liesIn(place, own)));
  };
  const folders: string[] = [];
  const refused: string[] = [];
  for (const entry of entries) (isForeign(entry) ? refused : folders).push(entry);
  return { folders, refused };
}

/** The environment of a program that is started while the tool works on `folder`: the user's, PATH as above. */
export function childEnvironment(
  folder: string,
  env: NodeJS.ProcessEnv,
  extra: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const { PATH: _, Path: __, ...rest } = env;
  return { ...rest, PATH: searchPath(env, folder).folders.join(delimiter), ...extra };
}
