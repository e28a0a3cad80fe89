import { mkdirSync, type Stats, writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { setImmediate as pendingSignals } from 'node:timers/promises';
import { InterruptedError, UserError } from '../errors.ts';
import { folderIdentity, lstatIfThere } from './look.ts';
import { innerPathProblem } from './paths.ts';
import { systemError } from './system-error.ts';
import type { TreeFile } from './tree.ts';

/** What stands where a project is to go; `below-file` and `dead-link` are places where nothing can be. */
type TargetState = 'missing' | 'empty' | 'occupied' | 'file' | 'below-file' | 'dead-link';

/** Looks at a target folder without touching it. */
export async function inspectTarget(target: string): Promise<TargetState> {
  try {
    return (await readdir(target)).length === 0 ? 'empty' : 'occupied';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isThere = (await lstatIfThere(target)) !== undefined;
    if (code === 'ENOENT') return isThere ? 'dead-link' : 'missing';
    if (code === 'ENOTDIR') return isThere ? 'file' : 'below-file';
    throw systemError(error);
  }
}

/** The steps that undo what has been done so far, last first. */
class Undo {
  readonly #steps: (() => Promise<unknown>)[] = [];

  add(step: () => Promise<unknown>): void {
    this.#steps.unshift(step);
  }

  async run(): Promise<void> {
    for (const step of this.#steps) await step().catch(() => undefined);
  }
}

/** Makes a folder and those above it; the undo removes what was made, the innermost first. */
async function makeFolder(folder: string, undo: Undo): Promise<void> {
  const outermost = await mkdir(folder, { recursive: true });
  if (outermost === undefined) return;
  const made: string[] = [];
  for (let path = folder; path.length >= outermost.length; path = dirname(path)) made.unshift(path);
  for (const path of made) undo.add(() => rmdir(path));
}

/** @throws UserError for a path that does not stay inside of the target folder, or lies in git's own. */
function requireInner(target: string, path: string): void {
  const problem = innerPathProblem(path);
  if (problem === undefined) return;
  throw new UserError(`"${path}" ${problem}, so it is neither written nor removed in ${target}.`);
}

/**
 * What stands at a path inside of the target. Nothing is written or removed through a link: it may lead out.
 * @throws UserError where a link stands at the path or on the way to it.
 */
async function withoutLinks(target: string, path: string): Promise<Stats | undefined> {
  const parts = path.split('/');
  let info: Stats | undefined;
  for (let i = 1; i <= parts.length; i++) {
    const place = join(target, ...parts.slice(0, i));
    info = await lstatIfThere(place);
    if (info?.isSymbolicLink()) {
      throw new UserError(`${place} is a symbolic link; remove it or choose another folder.`);
    }
  }
  return info;
}

/** @throws UserError where a folder, a device or a pipe stands in the place of a file, or a link leads there. */
async function requireReplaceable(target: string, path: string): Promise<void> {
  const info = await withoutLinks(target, path);
  if (info === undefined || info.isFile()) return;
  throw new UserError(`${join(target, path)} is not a regular file; remove it or choose another name.`);
}

/** Moves a file, where there is one, out of its place; it waits in `kept` in case of an undo. */
async function displace(kept: string, to: string, undo: Undo): Promise<void> {
  if (!(await lstatIfThere(to))) return;
  await rename(to, kept);
  undo.add(() => rename(kept, to));
}

/** Moves one staged file to its place; a file that was there leaves it its mode and waits in `kept` in case of an undo. */
async function place(staged: string, kept: string, to: string, undo: Undo): Promise<void> {
  await makeFolder(dirname(to), undo);
  const [before, after] = [await lstatIfThere(to), await lstatIfThere(staged)];
  if (before) await chmod(staged, (before.mode | ((after?.mode ?? 0) & 0o111)) & 0o777);
  await displace(kept, to, undo);
  await rename(staged, to);
  undo.add(() => rm(to, { force: true }));
}

/** Removes the folders above a file that hold nothing any more, up to the root. */
export async function removeEmptyFolders(root: string, path: string): Promise<void> {
  for (let current = dirname(path); current !== '.'; current = dirname(current)) {
    try {
      await rmdir(join(root, current));
    } catch {
      return;
    }
  }
}

const modeOf = ({ executable, isPrivate }: Pick<TreeFile, 'executable' | 'isPrivate'>) =>
  isPrivate ? 0o600 : executable ? 0o777 : 0o666;

/** Files between two looks at the signals; a few milliseconds. */
const batch = 16;

/**
 * Writes all files into a new folder. In one go, because a trip to the thread pool takes longer than to write a
 * small file.
 * @param goOn throws where the run is to end.
 */
async function stage(folder: string, files: readonly TreeFile[], goOn: () => void): Promise<void> {
  const made = new Set<string>();
  for (const [i, { path, contents, ...kind }] of files.entries()) {
    if (i % batch === 0) {
      await pendingSignals();
      goOn();
    }
    const to = join(folder, path);
    const parent = dirname(to);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(to, contents, { mode: modeOf(kind) });
  }
  await pendingSignals();
  goOn();
}

/** What went wrong; in our own staging folder, which the user does not know, it is reported for the target. */
function writingError(error: unknown, target: string): unknown {
  const { code, path, dest = path } = error as NodeJS.ErrnoException & { dest?: string };
  if (!(error instanceof Error) || code === undefined) return error;
  // As in /proc: the folder is there, and nothing can be made in it.
  if (code === 'ENOENT') return new UserError(`${target} cannot be made; choose another folder.`);
  // Of writing, unlike of moving, the system may not say the place.
  const isStaging = dest === undefined || dest.includes(stagingStart(target));
  return systemError(isStaging ? Object.assign(error, { path: target, dest: target }) : error);
}

/** How the name of the folder begins that a target's files are made in. */
const stagingStart = (target: string) => `${sep}.${basename(target)}.`;

/**
 * Writes a tree of files so that all of it is there or nothing is: into a folder beside the target first, from
 * where a new target moves into place as a whole, and one that is there already gets its files. An error, or a
 * signal on the way, puts everything back. The files of `removed` go away in the same manner.
 * @throws UserError when the disk or its permissions do not allow it; InterruptedError after a signal.
 */
export async function writeTree(
  targetFolder: string,
  files: readonly TreeFile[],
  removed: readonly string[] = [],
): Promise<void> {
  const target = resolve(targetFolder);
  const undo = new Undo();
  let interrupted = false;
  const onSignal = () => {
    interrupted = true;
  };
  const goOn = () => {
    if (interrupted) throw new InterruptedError();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    const paths = [...files.map(({ path }) => path), ...removed];
    for (const path of paths) requireInner(target, path);
    const isNew = (await inspectTarget(target)) === 'missing';
    if (!isNew) for (const path of paths) await requireReplaceable(target, path);
    // On the target's own file system, so that a move is one step.
    const beside = isNew ? dirname(target) : target;
    await makeFolder(beside, undo);
    const staging = await mkdtemp(join(beside, stagingStart(target)));
    undo.add(() => rm(staging, { recursive: true, force: true }));
    const staged = join(staging, 'new');
    // What is displaced is known by a number: whatever a file is called, it meets no other.
    const old = join(staging, 'old');
    await mkdir(staged);
    await mkdir(old);
    await stage(staged, files, goOn);
    if (isNew) await rename(staged, target);
    else {
      for (const [i, { path }] of files.entries()) {
        goOn();
        await place(join(staged, path), join(old, `written-${i}`), join(target, path), undo);
      }
      for (const [i, path] of removed.entries()) {
        goOn();
        await displace(join(old, `removed-${i}`), join(target, path), undo);
      }
    }
    await rm(staging, { recursive: true, force: true });
  } catch (error) {
    await undo.run();
    throw writingError(error, target);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
  for (const path of removed) await removeEmptyFolders(target, path);
}

/**
 * Writes one file that the user named, its folder too where it is not there.
 * @throws UserError when the disk or its permissions do not allow it, or something else than a file is there.
 */
export async function writeOutput(file: string, contents: string): Promise<void> {
  const path = resolve(file);
  await writeTree(dirname(path), [{ path: basename(path), contents }]);
}

/**
 * A folder that only this user can read, made where it is missing.
 * @param name relative to the root, one name.
 * @returns what tells it from every copy of it, on this machine or another.
 * @throws UserError where something else stands there.
 */
export async function privateFolder(root: string, name: string): Promise<string> {
  requireInner(root, name);
  const path = join(root, name);
  if ((await withoutLinks(root, name)) === undefined) await mkdir(path, { mode: 0o700 });
  const identity = await folderIdentity(path);
  if (identity !== undefined) return identity;
  throw new UserError(`${path} is not a folder of this user; remove it.`);
}

/**
 * Removes a folder of a project with all that is in it, links in it not followed.
 * @param path relative to the root, with forward slashes.
 * @throws UserError when it would not lie in the root, or a link leads to it.
 */
export async function removeFolder(root: string, path: string): Promise<void> {
  requireInner(root, path);
  await withoutLinks(root, path);
  await rm(join(root, path), { recursive: true, force: true });
}
