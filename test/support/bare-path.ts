import { mkdtemp, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';

/**
 * Links a program, by name or by path, into a folder.
 * @returns whether this machine has it.
 */
export async function linkProgram(folder: string, program: string): Promise<boolean> {
  const { stdout, failed } = await execa('which', [program], { reject: false });
  if (!failed) await symlink(stdout, join(folder, basename(program)));
  return !failed;
}

/** A folder with links to these programs and nothing else, for PATH; by name or by path. */
export async function pathOf(parent: string, ...programs: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(parent, 'path-'));
  for (const program of programs) {
    if (!(await linkProgram(folder, program))) throw new Error(`This machine has no ${program}.`);
  }
  return folder;
}
