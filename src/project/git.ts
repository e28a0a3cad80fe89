import { execa } from 'execa';
import { UserError } from '../errors.ts';

/** What came of it; anything but `committed` leaves a project that is complete all the same. */
export type GitResult = 'committed' | 'inside-repository' | 'no-git' | 'not-committed';

const quiet = { stdin: 'ignore', reject: false, timeout: 30_000 } as const;

/**
 * Makes the project's folder a git repository with one commit, unless it lies in one already. Signing and
 * hooks are left out: both may ask for something.
 */
export async function initialCommit(folder: string, message: string): Promise<GitResult> {
  const git = (...args: string[]) => execa('git', args, { ...quiet, cwd: folder });
  const inside = await git('rev-parse', '--is-inside-work-tree');
  if (inside.failed && inside.code === 'ENOENT') return 'no-git';
  if (!inside.failed) return 'inside-repository';
  const steps = [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    ['-c', 'commit.gpgsign=false', 'commit', '--quiet', '--no-verify', '--message', message],
  ];
  for (const step of steps) {
    if ((await git(...step)).failed) return 'not-committed';
  }
  return 'committed';
}

/** How much of a folder git could bring back: all, all but what is not committed, or nothing. */
export type TreeState =
  | { readonly kind: 'clean' | 'no-git' | 'no-repository' }
  | { readonly kind: 'dirty'; readonly paths: readonly string[] };

/** Looks at what is not committed in a folder. */
export async function treeState(folder: string): Promise<TreeState> {
  const status = await execa('git', ['status', '--porcelain', '--', '.'], { ...quiet, cwd: folder });
  if (status.failed) return { kind: status.code === 'ENOENT' ? 'no-git' : 'no-repository' };
  const lines = status.stdout.split('\n').filter((line) => line !== '');
  return lines.length === 0
    ? { kind: 'clean' }
    : { kind: 'dirty', paths: lines.map((line) => line.slice(3)) };
}

/** The error for a folder with changes that are not committed. */
export function dirtyError(folder: string, [first, ...others]: readonly string[]): UserError {
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return new UserError(
    `${folder} has changes that are not committed (${first}${more}); commit them first, or give --force.`,
  );
}
