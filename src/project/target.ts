import { UsageError, UserError } from '../errors.ts';
import { inspectTarget } from '../files/write.ts';

/**
 * Makes sure that a new project may go into `folder`.
 * @throws UserError when it is a file, or has something in it and `force` is not given.
 */
export async function requireFreeTarget(folder: string, force: boolean): Promise<void> {
  const state = await inspectTarget(folder);
  if (state === 'file') {
    throw new UsageError(`${folder} is a file; choose another name or another folder with --output.`);
  }
  if (state === 'below-file') {
    throw new UsageError(`${folder} would lie in a file; choose another folder with --output.`);
  }
  if (state === 'dead-link') {
    throw new UsageError(
      `${folder} is a link to something that does not exist; remove it, or choose another folder with --output.`,
    );
  }
  if (state === 'occupied' && !force) {
    throw new UserError(
      `${folder} is not empty; choose another folder with --output, or write over it with --force.`,
    );
  }
}
