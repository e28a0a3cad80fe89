import { dirname, relative, resolve, sep } from 'node:path';
import { findAbove, findFiles } from '../files/find.ts';
import { posixPath } from '../files/paths.ts';
import { readText } from '../files/text.ts';
import { expand, isUnresolved } from './condition.ts';
import { type Evaluation, evaluate, holds, type ProjectFile, readProjectFile } from './msbuild.ts';
import { readXml } from './xml.ts';

/** A project with the files that MSBuild imports for it by itself, evaluated. */
export interface LoadedProject {
  /** Absolute. */
  readonly path: string;
  readonly folder: string;
  readonly name: string;
  readonly file: ProjectFile;
  /** Directory.Build.props and the like, in the order of evaluation; the project itself among them. */
  readonly files: readonly ProjectFile[];
  /** Directory.Packages.props where package versions are managed centrally. */
  readonly packages: ProjectFile | undefined;
  readonly evaluation: Evaluation;
  /** The same without the project file itself: what it gets from Directory.Build.props and the like. */
  readonly inherited: Evaluation;
}

/** The properties of a project with its own file replaced by another version of it. */
export function reevaluate(project: LoadedProject, file: ProjectFile): Evaluation {
  const files = project.files.map((f) => (f === project.file ? file : f));
  return evaluate(files, knownProperties(project));
}

const knownProperties = ({ name, folder }: Pick<LoadedProject, 'name' | 'folder'>) => ({
  MSBuildProjectName: name,
  MSBuildProjectDirectory: folder,
  MSBuildThisFileDirectory: `${folder}/`,
});

async function readOne(path: string): Promise<ProjectFile | undefined> {
  const text = await readText(path);
  return text === undefined ? undefined : readProjectFile(readXml(text, path));
}

/** A file with those that it imports by a plain path, each once, imports first as they mostly stand on top. */
async function withImports(path: string, seen: Set<string>): Promise<ProjectFile[]> {
  if (seen.has(path) || seen.size > 100) return [];
  seen.add(path);
  const file = await readOne(path);
  if (!file) return [];
  const folder = dirname(path);
  const imports = file.xml.root.children.filter(({ name }) => name === 'Import');
  const known = new Map([['msbuildthisfiledirectory', `${folder}/`]]);
  const imported: ProjectFile[] = [];
  for (const { attributes } of imports) {
    const target = (attributes.Project ?? '').replaceAll('\\', '/');
    const above = /GetPathOfFileAbove\(\s*'([^']+)'/.exec(target)?.[1];
    const plain = expand(target, known);
    const from = above
      ? await findAbove(dirname(folder), above)
      : isUnresolved(plain)
        ? undefined
        : resolve(folder, plain);
    if (from) imported.push(...(await withImports(from, seen)));
  }
  return [...imported, file];
}

/**
 * Loads a project file and what belongs to it.
 * @throws UserError when one of the files is no XML or no UTF-8.
 */
export async function loadProject(path: string): Promise<LoadedProject> {
  const folder = dirname(path);
  const seen = new Set<string>();
  const load = async (name: string) => {
    const found = await findAbove(folder, name);
    return found ? withImports(found, seen) : [];
  };
  const props = await load('Directory.Build.props');
  const central = await load('Directory.Packages.props');
  const own = await withImports(path, seen);
  const targets = await load('Directory.Build.targets');
  const files = [...props, ...central, ...own, ...targets];
  const name = (path.split(sep).at(-1) as string).replace(/\.\w+proj$/, '');
  const known = knownProperties({ name, folder });
  const file = own.at(-1) as ProjectFile;
  const evaluation = evaluate(files, known);
  const managed = evaluation.get('ManagePackageVersionsCentrally')?.toLowerCase() === 'true';
  const packages = managed
    ? central.findLast(({ items }) => items.some((i) => i.type === 'PackageVersion'))
    : undefined;
  const others = files.filter((other) => other !== file);
  return { path, folder, name, file, files, packages, evaluation, inherited: evaluate(others, known) };
}

/** MSBuild's file pattern as a regular expression over paths relative to the project. */
function pattern(glob: string): RegExp {
  const source = glob
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .replaceAll(/[.+^${}()|[\]]/g, '\\$&')
    .replaceAll(/\*\*\/|\*\*|\*|\?/g, (wild) =>
      wild === '**/' ? '(?:.*/)?' : wild === '**' ? '.*' : wild === '*' ? '[^/]*' : '[^/]',
    );
  return new RegExp(`^${source}$`, 'i');
}

/** Whether a project compiles what lies in its folder without listing it. Source: Microsoft.NET.Sdk.props. */
export const hasDefaultItems = ({ evaluation }: LoadedProject) =>
  ['EnableDefaultItems', 'EnableDefaultCompileItems'].every(
    (name) => evaluation.get(name)?.toLowerCase() !== 'false',
  );

/** The C# files outside of a folder that a pattern such as `../Shared/**\/*.cs` means. */
async function filesOutside(folder: string, glob: string): Promise<string[]> {
  const path = glob.replaceAll('\\', '/');
  const base = path.slice(0, path.slice(0, path.search(/[*?]/)).lastIndexOf('/'));
  const matches = pattern(path);
  const found = await findFiles(resolve(folder, base), (name) => name.endsWith('.cs')).catch(
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    },
  );
  return found.filter((file) => matches.test(posixPath(relative(folder, file))));
}

/** The C# files that a project compiles, absolute, sorted. Source: default items of Microsoft.NET.Sdk. */
export async function compiledFiles(project: LoadedProject): Promise<string[]> {
  const { folder, evaluation, files } = project;
  const compile = files.flatMap(({ items }) =>
    items.filter(
      ({ type, conditions }) => type === 'Compile' && holds(conditions, evaluation.values) !== false,
    ),
  );
  const listed = (pick: 'include' | 'remove') =>
    compile
      .flatMap((item) => expand(item[pick], evaluation.values).split(';'))
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '' && !isUnresolved(entry));
  const removed = listed('remove').map(pattern);
  const byDefault = hasDefaultItems(project);
  const excluded = (evaluation.get('DefaultItemExcludes') ?? '')
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(pattern);
  const below = await findFiles(folder, (name) => name.endsWith('.cs'));
  const inside = (path: string) => posixPath(relative(folder, path));
  const included = listed('include').filter((entry) => !/[*?]/.test(entry));
  const patterns = listed('include').filter((entry) => /[*?]/.test(entry));
  const globs = patterns.map(pattern);
  const outside = await Promise.all(
    patterns.filter((entry) => entry.startsWith('..')).map((entry) => filesOutside(folder, entry)),
  );
  const chosen = below.filter((path) => {
    const name = inside(path);
    const isDefault = byDefault && !excluded.some((g) => g.test(name));
    const wanted = isDefault || globs.some((g) => g.test(name));
    return wanted && !removed.some((g) => g.test(name));
  });
  const linked = included.map((entry) => resolve(folder, entry.replaceAll('\\', '/')));
  return [...new Set([...chosen, ...linked, ...outside.flat()])].sort();
}

/** The projects that a project refers to, absolute. */
export function projectReferences({ folder, file, evaluation }: LoadedProject): string[] {
  return file.items
    .filter(({ type, include }) => type === 'ProjectReference' && include !== '')
    .map(({ include }) => expand(include, evaluation.values).replaceAll('\\', '/'))
    .filter((path) => !isUnresolved(path))
    .map((path) => resolve(folder, path));
}
