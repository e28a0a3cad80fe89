import { UserError } from '../errors.ts';
import { git } from '../processes/git.ts';

/** How much of a folder git could bring back: all, all but what is not committed, or nothing. */
export type TreeState =
  | { readonly kind: 'clean' | 'no-git' | 'no-repository' }
  | { readonly kind: 'dirty'; readonly paths: readonly string[] }
  /** git was not asked, since the folder could make it run programs. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Submodules are repositories with configurations of their own, which git would follow. */
const status = ['status', '--porcelain', '-z', '--ignore-submodules=all', '--', '.'];

/** Looks at what is not committed in a folder. */
export async function treeState(folder: string): Promise<TreeState> {
  const { outcome, stdout, errors } = await git(folder, status, { compares: true });
  if (outcome === 'refused') return { kind: 'refused', reason: errors };
  if (outcome !== 'done') return { kind: outcome === 'no-git' ? 'no-git' : 'no-repository' };
  // After a renamed file its old name follows, without a state before it.
  const paths = stdout
    .split('\0')
    .filter((entry) => /^.. ./s.test(entry))
    .map((entry) => entry.slice(3));
  return paths.length === 0 ? { kind: 'clean' } : { kind: 'dirty', paths };
}

/** Why git could bring nothing back, as the beginning of a sentence. */
export function noWayBack(folder: string, state: Exclude<TreeState, { kind: 'clean' | 'dirty' }>): string {
  if (state.kind === 'refused') return `git was not asked (${state.reason})`;
  return state.kind === 'no-git' ? 'git was not found' : `${folder} is not in a git repository`;
}

/** The error for a folder with changes that are not committed. */
export function dirtyError(folder: string, [first, ...others]: readonly string[]): UserError {
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return new UserError(
    `${folder} has changes that are not committed (${first}${more}); commit them first, or give --force.`,
  );
}
