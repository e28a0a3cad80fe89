import { existsSync } from 'node:fs';
import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { TreeFile } from '../../src/files/tree.ts';
import { listFiles } from './folders.ts';

/** Whether this run updates snapshots (`-u`) instead of comparing. */
export const updates = (): boolean => expect.getState().snapshotState.snapshotUpdateState === 'all';

/** What a build leaves behind; git does not see it either. */
const isBuilt = (path: string) => /(^|\/)(bin|obj|dist)\//.test(path);

async function replace(folder: string, files: readonly TreeFile[], stale: readonly string[]): Promise<void> {
  for (const path of stale) await rm(join(folder, path));
  for (const { path, contents, executable } of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, contents);
    await chmod(file, executable ? 0o755 : 0o644);
  }
}

/** Compares a committed folder with what it should hold, or updates it: text, execute bits, and nothing else. */
export async function expectFolder(folder: string, files: readonly TreeFile[]): Promise<void> {
  const expected = new Set(files.map(({ path }) => path));
  const there = existsSync(folder) ? await listFiles(folder) : [];
  const stale = there.filter((path) => !expected.has(path) && !isBuilt(path));
  if (updates()) await replace(folder, files, stale.splice(0));
  expect(stale, `no longer written to ${folder}; run: npm run snapshots`).toEqual([]);
  for (const { path, contents, executable = false } of files) {
    const file = join(folder, path);
    await expect(contents).toMatchFileSnapshot(file);
    const isExecutable = ((await stat(file)).mode & 0o100) !== 0;
    expect({ file, isExecutable }).toEqual({ file, isExecutable: executable });
  }
}
