import { UserError } from '../../errors.ts';
import { dirtyError, noWayBack, treeState } from '../../project/git.ts';

/**
 * Makes sure that git could bring back every file of a folder as it is.
 * @throws UserError when there is no repository, or something in it is not committed.
 */
export async function requireCleanTree(folder: string): Promise<void> {
  const state = await treeState(folder);
  if (state.kind === 'clean') return;
  if (state.kind === 'dirty') throw dirtyError(folder, state.paths);
  throw new UserError(
    `${noWayBack(folder, state)}, so only --undo could restore the files; commit them first, or give --force.`,
  );
}
