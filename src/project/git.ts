import { execa } from 'execa';

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
