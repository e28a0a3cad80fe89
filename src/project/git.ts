import { execa } from 'execa';
import { UserError } from '../errors.ts';

const quiet = { stdin: 'ignore', reject: false, timeout: 30_000 } as const;

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
