import { mkdirSync, writeFileSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { setImmediate as pendingSignals } from 'node:timers/promises';
import { toUserError } from '../cli/failure.ts';
import { InterruptedError, UserError } from '../errors.ts';
import type { TreeFile } from './tree.ts';

/** What stands where a project is to go; `below-file` and `dead-link` are places where nothing can be. */
type TargetState = 'missing' | 'empty' | 'occupied' | 'file' | 'below-file' | 'dead-link';

const statOrNothing = (path: string) => lstat(path).catch(() => undefined);

/** Looks at a target folder without touching it. */
export async function inspectTarget(target: string): Promise<TargetState> {
  try {
    return (await readdir(target)).length === 0 ? 'empty' : 'occupied';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isThere = (await statOrNothing(target)) !== undefined;
    if (code === 'ENOENT') return isThere ? 'dead-link' : 'missing';
    if (code === 'ENOTDIR') return isThere ? 'file' : 'below-file';
    throw toUserError(error);
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

/** @throws UserError where a link on the way to `path` would lead out of the target folder. */
async function refuseLinks(target: string, path: string): Promise<void> {
  const parts = path.split('/');
  for (let i = 1; i <= parts.length; i++) {
    const place = join(target, ...parts.slice(0, i));
    if ((await statOrNothing(place))?.isSymbolicLink()) {
      throw new UserError(`${place} is a symbolic link; remove it or choose another folder.`);
    }
  }
}

/** Moves a file, where there is one, out of its place; it waits in `kept` in case of an undo. */
async function displace(kept: string, to: string, undo: Undo): Promise<void> {
  if (!(await statOrNothing(to))) return;
  await mkdir(dirname(kept), { recursive: true });
  await rename(to, kept);
  undo.add(() => rename(kept, to));
}

/** Moves one staged file to its place; a file that was there leaves it its mode and waits in `kept` in case of an undo. */
async function place(staged: string, kept: string, to: string, undo: Undo): Promise<void> {
  await makeFolder(dirname(to), undo);
  const [before, after] = [await statOrNothing(to), await lstat(staged)];
  if (before) await chmod(staged, (before.mode | (after.mode & 0o111)) & 0o777);
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

/** Files between two looks at the signals; a few milliseconds. */
const batch = 16;

/**
 * Writes all files into a new folder. In one go, because a trip to the thread pool takes longer than to write a
 * small file.
 * @param goOn throws where the run is to end.
 */
async function stage(folder: string, files: readonly TreeFile[], goOn: () => void): Promise<void> {
  const made = new Set<string>();
  for (const [i, { path, contents, executable }] of files.entries()) {
    if (i % batch === 0) {
      await pendingSignals();
      goOn();
    }
    const to = join(folder, path);
    const parent = dirname(to);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(to, contents, { mode: executable ? 0o777 : 0o666 });
  }
  await pendingSignals();
  goOn();
}

/** What went wrong, said of the target where it went wrong in a folder of ours that nobody knows. */
function writingError(error: unknown, target: string): unknown {
  const { code, path, dest = path } = error as NodeJS.ErrnoException & { dest?: string };
  if (!(error instanceof Error) || code === undefined) return error;
  // As in /proc: the folder is there, and nothing can be made in it.
  if (code === 'ENOENT') return new UserError(`${target} cannot be made; choose another folder.`);
  // Of writing, unlike of moving, the system may not say the place.
  const isStaging = dest === undefined || dest.includes(stagingStart(target));
  return toUserError(isStaging ? Object.assign(error, { path: target, dest: target }) : error);
}

/** How the name of the folder begins that a target's files are made in. */
const stagingStart = (target: string) => `${sep}.${basename(target)}.`;

/** A name that no other run has at this time. */
const uniqueName = () => `${process.pid.toString(36)}-${process.hrtime.bigint().toString(36)}`;

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
    const isNew = (await inspectTarget(target)) === 'missing';
    const paths = [...files.map(({ path }) => path), ...removed];
    if (!isNew) for (const path of paths) await refuseLinks(target, path);
    // On the target's own file system, so that a move is one step.
    const beside = isNew ? dirname(target) : target;
    await makeFolder(beside, undo);
    const staging = `${join(beside, stagingStart(target))}${uniqueName()}.tmp`;
    const staged = join(staging, 'new');
    await mkdir(staging);
    undo.add(() => rm(staging, { recursive: true, force: true }));
    await mkdir(staged);
    await stage(staged, files, goOn);
    if (isNew) await rename(staged, target);
    else {
      for (const { path } of files) {
        goOn();
        await place(join(staged, path), join(staging, 'old', path), join(target, path), undo);
      }
      for (const path of removed) {
        goOn();
        await displace(join(staging, 'old', path), join(target, path), undo);
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
