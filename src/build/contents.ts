import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { copyFolder } from '../files/copy.ts';
import { fileLimits } from '../files/limits.ts';
import { statIfThere } from '../files/look.ts';
import { innerPathProblem } from '../files/paths.ts';
import { readTextIfThere } from '../files/read.ts';
import { removeFolder } from '../files/write.ts';
import { publishFolder, zipFolder } from '../platform/outputs.ts';
import { programName } from '../platform/runtimes.ts';
import { makefiles, makeVariables } from '../project/makefile.ts';
import { projectFile, type Settings } from '../project/settings.ts';

/**
 * What goes into the zip beside bootstrap, as the Makefile's FILES names it: files or folders of dist/publish.
 * @throws UserError for a name that leads elsewhere, or that only make can compute.
 */
export function filesOf(text: string): string[] {
  const lines = [...text.matchAll(/^[ ]*(?:export |override )?FILES\s*([^\s=\w]*)=(.*)$/gm)];
  if (lines.length === 0) return [];
  const [[line, operator = '', value = ''] = ['']] = lines;
  if (lines.length > 1 || !['', ':', '::'].includes(operator) || /[$\\]/.test(value)) {
    throw new UserError(
      `The Makefile says "${line.trim()}", which only make understands in full; run "make package".`,
    );
  }
  const names = (makeVariables(text).get('FILES') ?? '').split(/\s+/).filter((name) => name !== '');
  for (const name of names) {
    const problem = innerPathProblem(name);
    if (problem !== undefined) throw new UserError(`FILES in the Makefile has ${name}, which ${problem}.`);
  }
  return names;
}

/** The same of a project; none where it has no Makefile. */
export async function zippedFiles(folder: string): Promise<string[]> {
  for (const name of makefiles) {
    const text = await readTextIfThere(join(folder, name), fileLimits.source);
    if (text !== undefined) return filesOf(text);
  }
  return [];
}

/**
 * Puts into `zipFolder` what the zip is to hold.
 * @throws UserError when a file was not published.
 */
export async function stage(
  folder: string,
  settings: Pick<Settings, 'project' | 'namespace'>,
  files: readonly string[],
): Promise<void> {
  await removeFolder(folder, zipFolder);
  for (const name of [programName, ...files]) {
    const published = join(folder, publishFolder, name);
    if ((await statIfThere(published)) === undefined) {
      throw new UserError(
        `There is no ${publishFolder}/${name}; let ${projectFile(settings)} copy it to the publish directory, or take it out of FILES in the Makefile.`,
      );
    }
    await copyFolder(published, join(folder, zipFolder, name), () => true);
  }
}
