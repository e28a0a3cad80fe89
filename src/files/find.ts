import { dirname, join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { outputFolder, sdkOutputs } from '../platform/outputs.ts';
import { entriesOf, isFile } from './look.ts';

/** Folders without sources written by hand. */
const skipped = new Set([...sdkOutputs, outputFolder, 'node_modules']);

/** The SDK compiles nothing in hidden folders either; workflows are not code, but are written by hand. */
const isSkipped = (name: string) => skipped.has(name) || (name.startsWith('.') && name !== '.github');

/** More than any project has; a home folder or a drive has more. */
const mostEntries = 20_000;
/** A path of this many folders is longer than every system allows. */
const deepest = 256;

/** @throws UserError for a name with a line break or the like: it would be shown, and written, as something else. */
function requirePlainName(path: string, name: string): void {
  if (!/\p{Cc}/u.test(name)) return;
  throw new UserError(`${JSON.stringify(path)} has a control character in its name; rename or remove it.`);
}

/**
 * The files below a folder that `wanted` takes, absolute, sorted. Symbolic links are not followed.
 * @throws UserError when there are too many to be a project.
 */
export async function findFiles(folder: string, wanted: (name: string) => boolean): Promise<string[]> {
  const found: string[] = [];
  let seen = 0;
  const visit = async (current: string, depth: number): Promise<void> => {
    const entries = await entriesOf(current);
    seen += entries.length;
    if (seen > mostEntries || depth > deepest) {
      throw new UserError(
        `${folder} holds more than ${mostEntries} files, or folders in more than ${deepest} levels; name the project's own folder instead.`,
      );
    }
    for (const entry of entries) {
      const path = join(current, entry.name);
      const isWanted = entry.isDirectory() ? !isSkipped(entry.name) : entry.isFile() && wanted(entry.name);
      if (!isWanted) continue;
      requirePlainName(path, entry.name);
      if (entry.isDirectory()) await visit(path, depth + 1);
      else found.push(path);
    }
  };
  await visit(resolve(folder), 0);
  return found.sort();
}

/** The nearest file of that name in a folder or above it. */
export async function findAbove(folder: string, name: string): Promise<string | undefined> {
  for (let current = resolve(folder); ; current = dirname(current)) {
    const path = join(current, name);
    if (await isFile(path)) return path;
    if (dirname(current) === current) return undefined;
  }
}
