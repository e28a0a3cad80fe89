import { writeTree } from '../files/write.ts';
import { planAddition } from '../functions/addition.ts';
import { filesOf } from '../functions/change.ts';
import { packageVersion } from '../package.ts';
import type { Framework } from '../platform/frameworks.ts';
import { settingsOf } from '../project/answers.ts';
import { renderProject } from '../project/render.ts';
import type { Recipe } from './recipe.ts';

/**
 * Follows a recipe with the templates of this version, into a folder that is not there yet.
 * @throws UserError when a function cannot be added.
 */
export async function writeWithThisVersion({ name, sample, answers, added }: Recipe, folder: string) {
  const framework = answers.framework as Framework;
  const fresh = settingsOf(name, { ...answers, framework, sample: sample.id }, packageVersion());
  // The answers as recorded have the last word: what a version makes of a name or refuses on offer may change.
  await writeTree(folder, renderProject({ ...fresh, ...answers }));
  for (const { handler, sample: id } of added) {
    const { changes } = await planAddition(folder, handler, id);
    await writeTree(folder, filesOf(changes));
  }
}
