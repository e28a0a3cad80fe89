import { execa } from 'execa';
import { UserError } from '../errors.ts';

const quiet = { stdin: 'ignore', reject: false, timeout: 30_000 } as const;

/**
 * Makes sure that git could bring back every file of a folder as it is.
 * @throws UserError when there is no repository, or something in it is not committed.
 */
export async function requireCleanTree(folder: string): Promise<void> {
  const status = await execa('git', ['status', '--porcelain', '--', '.'], { ...quiet, cwd: folder });
  if (status.failed) {
    const why = status.code === 'ENOENT' ? 'git was not found' : `${folder} is in no git repository`;
    throw new UserError(
      `${why}, so nothing but --undo could bring the files back; commit them first, or give --force.`,
    );
  }
  const lines = status.stdout.split('\n').filter((line) => line !== '');
  const [first] = lines;
  if (first === undefined) return;
  const more = lines.length > 1 ? ` and ${lines.length - 1} more` : '';
  throw new UserError(
    `${folder} has changes that are not committed (${first.slice(3)}${more}); commit them first, or give --force.`,
  );
}
