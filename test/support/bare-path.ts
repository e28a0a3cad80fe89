import { mkdtemp, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';

/** A folder with links to these programs and nothing else, for PATH; by name or by path. */
export async function pathOf(parent: string, ...programs: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(parent, 'path-'));
  for (const program of programs) {
    const { stdout } = await execa('which', [program]);
    await symlink(stdout, join(folder, basename(program)));
  }
  return folder;
}
