import { posix } from 'node:path';
import { UserError } from '../../errors.ts';
import { outputFolder, sdkOutputs } from '../../platform/outputs.ts';
import { dirtyError, noWayBack, treeState } from '../../project/git.ts';

const built = new Set<string>([...sdkOutputs, outputFolder]);
/** Git shows a folder of new files with a slash behind it. */
const isBuilt = (path: string) => path.endsWith('/') && built.has(posix.basename(path));

/**
 * Makes sure that git could bring back every file of a folder as it is.
 * @throws UserError when there is no repository, or something in it is not committed.
 */
export async function requireCleanTree(folder: string): Promise<void> {
  const state = await treeState(folder);
  if (state.kind === 'clean') return;
  if (state.kind === 'dirty') {
    // A build writes them again, and a conversion writes nothing there.
    const paths = state.paths.filter((path) => !isBuilt(path));
    if (paths.length === 0) return;
    throw dirtyError(folder, paths);
  }
  throw new UserError(
    `${noWayBack(folder, state)}, so only --undo could restore the files; commit them first, or give --force.`,
  );
}
