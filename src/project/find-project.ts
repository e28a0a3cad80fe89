import { dirname, join, resolve } from 'node:path';
import { fileLimits } from '../files/limits.ts';
import { isOwn } from '../files/look.ts';
import { readTextIfThere } from '../files/read.ts';
import { settingsFile, settingsKey } from './settings.ts';

/** Whether the settings of a project of ours are in a folder. */
async function isProject(folder: string): Promise<boolean> {
  const text = await readTextIfThere(join(folder, settingsFile), fileLimits.settings).catch(() => undefined);
  return text?.includes(settingsKey) === true;
}

/**
 * The nearest folder with a project, from `folder` upwards, as git looks for a repository; `folder` itself without
 * one. A folder above counts only where its settings belong to the user: any user may put a file into /tmp.
 */
export async function findProject(folder: string): Promise<string> {
  const start = resolve(folder);
  for (let current = start; ; current = dirname(current)) {
    const isMine = current === start || (await isOwn(join(current, settingsFile)));
    if (isMine && (await isProject(current))) return current;
    if (dirname(current) === current) return start;
  }
}
