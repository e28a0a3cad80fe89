import { dirname } from 'node:path';
import { leadsSomewhere } from '../files/look.ts';
import { git } from '../processes/git.ts';

/** What came of it; anything but `committed` leaves a project that is complete all the same. */
export type GitResult =
  | { readonly kind: 'committed' | 'inside-repository' | 'no-git' }
  /** `reason` is git's own, its first line. */
  | { readonly kind: 'not-committed'; readonly reason: string };

/** What git says of the place for a repository. */
export type Surroundings = 'no-repository' | 'repository' | 'no-git';

/** Whether a folder, which need not be there yet, lies in a git repository. */
export async function lookForRepository(folder: string): Promise<Surroundings> {
  let existing = folder;
  while (!leadsSomewhere(existing)) existing = dirname(existing);
  const { outcome, errors } = await git(existing, ['rev-parse', '--is-inside-work-tree']);
  if (outcome === 'no-git') return 'no-git';
  // Another user's repository is one all the same, though git reads nothing in it; so is one that is not trusted.
  const isRepository = outcome !== 'failed' || errors.includes('dubious ownership');
  return isRepository ? 'repository' : 'no-repository';
}

/** The line in which git says what went wrong; the lines before it may be advice. */
const reasonIn = (errors: string) =>
  (/^(?:fatal|error): (.+)$/m.exec(errors)?.[1] ?? errors.trim().split('\n')[0] ?? '').replace(/\.$/, '');

/**
 * The new files go into one pack, as git does with large files, instead of one file each, and nothing is
 * forced to the disk, as git does not for single files: a fraction of the time.
 */
const inOnePack = ['-c', 'core.bigFileThreshold=0', '-c', 'core.fsync=none'];

/**
 * Makes the project's folder a git repository with one commit, unless it lies in one already. Signing and
 * hooks are left out (processes/git.ts): both may ask for something.
 * @param surroundings what lookForRepository has found.
 */
export async function initialCommit(
  folder: string,
  message: string,
  surroundings: Surroundings,
): Promise<GitResult> {
  if (surroundings === 'no-git') return { kind: 'no-git' };
  if (surroundings === 'repository') return { kind: 'inside-repository' };
  const steps = [
    ['init', '--quiet', '--initial-branch=main'],
    [...inOnePack, 'add', '--all'],
    ['commit', '--quiet', '--no-verify', '--message', message],
  ];
  for (const step of steps) {
    const { outcome, errors } = await git(folder, step, { timeoutMs: 30_000 });
    if (outcome !== 'done') return { kind: 'not-committed', reason: reasonIn(errors) };
  }
  return { kind: 'committed' };
}
