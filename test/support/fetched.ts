import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../src/package.ts';

const cache = join(packageRoot(), 'node_modules', '.cache');

/** Where a test keeps what is costly to get; it stays until node_modules goes. */
export const cached = (...names: string[]): string => join(cache, ...names);

/**
 * The folder of a package that is too large to be a dependency and is fetched when a test asks for it, or why it
 * cannot be had.
 */
export async function fetched(
  name: string,
  version: string,
): Promise<{ folder: string } | { reason: string }> {
  const home = cached(`${name.split('/').at(-1)}-${version}`);
  const folder = join(home, 'node_modules', name);
  if (!existsSync(join(folder, 'package.json'))) {
    const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund'];
    const args = ['install', '--prefix', home, ...flags, `${name}@${version}`];
    const { failed, stderr } = await execa('npm', args, { reject: false });
    if (failed) return { reason: `${name} ${version} cannot be had: ${stderr.split('\n')[0]}` };
  }
  return { folder };
}
