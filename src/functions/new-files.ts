import { join } from 'node:path';
import { readDeclarations } from '../dotnet/declarations.ts';
import { lineOf } from '../dotnet/splice.ts';
import { UserError } from '../errors.ts';
import { readText } from '../files/text.ts';
import type { TreeFile } from '../files/tree.ts';
import type { PlannedFile } from '../project/plan.ts';
import { renderSource } from '../project/render.ts';
import type { Settings } from '../project/settings.ts';
import { findType, type ProjectSources } from './sources.ts';
import { withImports } from './visible.ts';

/** The types that a C# file declares; none for other files. */
function typesIn({ parser }: ProjectSources, { path, contents }: TreeFile): string[] {
  if (!path.endsWith('.cs')) return [];
  return readDeclarations(parser.parse(contents, path)).types.map(({ name }) => name);
}

/**
 * The files that are new to a project. What several samples share may be there already and is left as it is.
 * @throws UserError when a file or a type of that name is there.
 */
export async function newFiles(
  sources: ProjectSources,
  planned: readonly PlannedFile[],
  { namespace, library }: Pick<Settings, 'namespace' | 'library'>,
): Promise<TreeFile[]> {
  const { tests } = sources;
  const created: TreeFile[] = [];
  for (const plan of planned) {
    const file = renderSource(plan, namespace);
    const { project, files } = tests && file.path.startsWith(`${tests.folder}/`) ? tests : sources;
    const declared = typesIn(sources, file).map((name) => findType(files, name));
    const [present] = declared.filter((type) => type !== undefined);
    if (plan.shared && present && !declared.includes(undefined)) continue;
    if (present) {
      const { path, text } = present.source;
      const line = lineOf(text, present.node.startIndex);
      throw new UserError(
        `${path}:${line} declares ${present.name} already; choose another name for the function.`,
      );
    }
    if ((await readText(join(sources.folder, file.path))) !== undefined) {
      throw new UserError(`${file.path} is there already; move it, or choose another name for the function.`);
    }
    created.push(withImports(sources.parser, file, project, files, library));
  }
  return created;
}
