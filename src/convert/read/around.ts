import { dirname, join, relative, resolve } from 'node:path';
import { isThereSync } from '../../files/look.ts';
import { posixPath } from '../../files/paths.ts';
import { readText } from '../../files/text.ts';
import { type DeployedFunction, templateFunctions } from './deployment.ts';
import { readStructured } from './document.ts';
import { inFolder, type Location } from './locate.ts';
import { readElsewhere } from './mentions.ts';
import { belongsToTwin, type Neighbourhood, ownFunctions } from './ownership.ts';
import { listRepository, twinsOf } from './repository.ts';
import type { StructuredFile } from './structured-file.ts';

/** What the tools of AWS take for a template by its name. */
export const templateNames = ['serverless.template', 'template.yaml', 'template.yml', 'template.json'];

/** The paths of templates that may lie in a folder. */
export const templatesIn = (folder: string, names: readonly string[] = templateNames) =>
  names.map((name) => inFolder(folder, name));

/** Those of the files that are there, parsed. @throws UserError for one that is damaged. */
export async function readFirst(root: string, paths: readonly string[]): Promise<StructuredFile[]> {
  const files = await Promise.all(
    [...new Set(paths)].map(async (path) => ({ path, text: await readText(join(root, path)) })),
  );
  return files.flatMap(({ path, text }) => (text === undefined ? [] : [readStructured(text, path)]));
}

/** The folders above one, relative to it, up to the top of its git repository. */
async function foldersAbove(root: string): Promise<string[]> {
  const above: string[] = [];
  for (let current = root; ; current = dirname(current)) {
    if (isThereSync(join(current, '.git'))) return above;
    if (dirname(current) === current) return [];
    above.push(posixPath(relative(root, dirname(current))));
  }
}

/**
 * What the repository says of a project beyond the functions of its own files. `leftOut` are the absolute paths of what
 * is read already.
 */
export async function readAround(
  location: Location,
  leftOut: ReadonlySet<string>,
  files: readonly DeployedFunction[],
) {
  const { root } = location;
  const folders = await foldersAbove(root);
  const repository = await listRepository(resolve(root, folders.at(-1) ?? '.'));
  const above = await readFirst(
    root,
    folders.flatMap((folder) => templatesIn(folder)),
  );
  const known = new Set([...leftOut, ...above.map(({ path }) => resolve(root, path))]);
  const elsewhere = await readElsewhere(
    location,
    repository.texts.filter((path) => !known.has(path)),
  );
  const others = [...location.otherFolders, ...repository.projects.map(dirname)];
  const place: Neighbourhood = {
    ...location,
    others: [...new Set(others)].filter((folder) => folder !== location.project.folder),
    twins: await twinsOf(location, repository),
  };
  const deployed = [...files, ...ownFunctions(place, above.flatMap(templateFunctions))];
  return {
    deployed,
    own: ownFunctions(place, [...deployed, ...elsewhere.functions]),
    mentions: elsewhere.mentions.filter(({ path }) => !belongsToTwin(place, resolve(root, path))),
  };
}
