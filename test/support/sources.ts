import { cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../src/package.ts';
import { temporaryFolder } from './folders.ts';

/** The sources in a folder of their own, for a test to change; node_modules is the one here. */
export async function copySources(): Promise<string> {
  const folder = await temporaryFolder();
  for (const path of ['src', 'generators', 'bench', 'tsconfig.json', 'package.json']) {
    await cp(join(packageRoot(), path), join(folder, path), { recursive: true });
  }
  await symlink(join(packageRoot(), 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** What the compiler says of such a folder; the next time only of what depends on what has changed. */
export async function complaintsAbout(folder: string): Promise<string> {
  const tsc = join(packageRoot(), 'node_modules', '.bin', 'tsc');
  const args = ['-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', 'info.json'];
  return (await execa(tsc, args, { cwd: folder, reject: false })).stdout;
}
