import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const start = 'lambda-nativeaot-';
/** The process that made a folder is in its name, so that a later run can tell whether it is still in use. */
const nameOfOurs = new RegExp(`^${start}(\\d+)-`);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Removes folders that a run left behind because it was killed. Another user's are not touched. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(nameOfOurs.exec(name)?.[1] ?? 0);
    if (pid === 0 || isAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    const info = lstatSync(folder, { throwIfNoEntry: false });
    if (info?.isDirectory() && info.uid === process.getuid?.())
      rmSync(folder, { recursive: true, force: true });
  }
}

let swept = false;

/** A new folder for this run that only this user can read; the caller removes it with `removeTemporary`. */
export async function makeTemporary(): Promise<string> {
  if (!swept) {
    swept = true;
    try {
      sweep();
    } catch {
      // What another run left is no reason to end this one.
    }
  }
  return await mkdtemp(join(tmpdir(), `${start}${process.pid}-`));
}

/** A new folder in a temporary one. */
export async function makeFolder(parent: string, name: string): Promise<string> {
  const folder = join(parent, name);
  await mkdir(folder);
  return folder;
}

/** Removes a folder of `makeTemporary` with all that is in it. */
export const removeTemporary = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true });

/** Makes a folder for a piece of work and removes it afterwards. */
export async function inTemporary<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await makeTemporary();
  try {
    return await work(folder);
  } finally {
    await removeTemporary(folder);
  }
}
