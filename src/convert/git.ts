import { UserError } from '../errors.ts';
import { dirtyError, treeState } from '../project/git.ts';

/**
 * Makes sure that git could bring back every file of a folder as it is.
 * @throws UserError when there is no repository, or something in it is not committed.
 */
export async function requireCleanTree(folder: string): Promise<void> {
  const state = await treeState(folder);
  if (state.kind === 'clean') return;
  if (state.kind === 'dirty') throw dirtyError(folder, state.paths);
  const why = state.kind === 'no-git' ? 'git was not found' : `${folder} is in no git repository`;
  throw new UserError(
    `${why}, so nothing but --undo could bring the files back; commit them first, or give --force.`,
  );
}
