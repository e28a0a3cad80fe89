import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { findAbove, findFiles } from '../files/find.ts';
import { posixPath } from '../files/paths.ts';
import { readText } from '../files/text.ts';
import { Budget, parseLimits } from '../limits/parse.ts';
import { expand, isUnresolved } from './condition.ts';
import { escaped, type Glob, hasWildcards, pathParts, readGlob, type Steps, unescaped } from './glob.ts';
import {
  type Evaluation,
  evaluate,
  holds,
  type ProjectFile,
  placeOfItem,
  readProjectFile,
} from './msbuild.ts';
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

/**
 * Reads project files for one run: each once, however many projects import it, and no more of all of them than a
 * repository has.
 */
export class ProjectReader {
  readonly budget = new Budget();
  readonly #files = new Map<string, Promise<ProjectFile | undefined>>();

  /** @throws UserError when it is not XML or not UTF-8, or too large together with those before it. */
  read(path: string): Promise<ProjectFile | undefined> {
    const known = this.#files.get(path) ?? this.#read(path);
    this.#files.set(path, known);
    return known;
  }

  async #read(path: string): Promise<ProjectFile | undefined> {
    const text = await readText(path);
    if (text === undefined) return undefined;
    this.budget.spend(path, parseLimits.projectFileCharacters, text.length);
    const xml = readXml(text, path);
    this.budget.spend(path, parseLimits.projectFileNodes, xml.nodes);
    return readProjectFile(xml);
  }
}

/** The files that one project imports, while they are collected. */
interface Importing {
  readonly reader: ProjectReader;
  readonly seen: Set<string>;
  /** Counts the imports of this project only. */
  readonly budget: Budget;
}

/** A file with those that it imports by a plain path, each once, imports first as they mostly stand on top. */
async function withImports(path: string, importing: Importing): Promise<ProjectFile[]> {
  const { reader, seen, budget } = importing;
  if (seen.has(path)) return [];
  seen.add(path);
  const file = await reader.read(path);
  if (!file) return [];
  const folder = dirname(path);
  const imports = file.xml.root.children.filter(({ name }) => name === 'Import');
  const known = new Map([['msbuildthisfiledirectory', `${folder}/`]]);
  const imported: ProjectFile[] = [];
  for (const { attributes } of imports) {
    const target = (attributes.Project ?? '').replaceAll('\\', '/');
    const above = /GetPathOfFileAbove\(\s*'([^']+)'/.exec(target)?.[1];
    const plain = above ? '' : expand(target, known, `${path}: an import`);
    if (!above && isUnresolved(plain)) continue;
    budget.spend(path, parseLimits.imports, 1);
    const from = above ? await findAbove(dirname(folder), above) : resolve(folder, unescaped(plain));
    if (from) imported.push(...(await withImports(from, importing)));
  }
  return [...imported, file];
}

/**
 * Loads a project file and what belongs to it. Projects of one run share a reader.
 * @throws UserError when one of the files is not XML or not UTF-8, or when they go beyond a limit.
 */
export async function loadProject(path: string, reader = new ProjectReader()): Promise<LoadedProject> {
  const folder = dirname(path);
  const importing: Importing = { reader, seen: new Set(), budget: new Budget() };
  const load = async (name: string) => {
    const found = await findAbove(folder, name);
    return found ? withImports(found, importing) : [];
  };
  const props = await load('Directory.Build.props');
  const central = await load('Directory.Packages.props');
  const own = await withImports(path, importing);
  const targets = await load('Directory.Build.targets');
  const files = [...props, ...central, ...own, ...targets];
  const name = (path.split(sep).at(-1) as string).replace(/\.\w+proj$/, '');
  const known = knownProperties({ name, folder });
  // A Directory.Build.props may import the project itself.
  const file = files.find(({ xml }) => xml.path === path);
  if (!file) throw new UserError(`${path} is not a file; name a project file.`);
  const evaluation = evaluate(files, known, reader.budget);
  const managed = evaluation.get('ManagePackageVersionsCentrally')?.toLowerCase() === 'true';
  const packages = managed
    ? central.findLast(({ items }) => items.some((i) => i.type === 'PackageVersion'))
    : undefined;
  let inherited: Evaluation | undefined;
  return {
    path,
    folder,
    name,
    file,
    files,
    packages,
    evaluation,
    // Only a conversion asks for it.
    get inherited() {
      inherited ??= evaluate(
        files.filter((other) => other !== file),
        known,
        reader.budget,
      );
      return inherited;
    },
  };
}

/** Whether a project compiles what lies in its folder without listing it. Source: Microsoft.NET.Sdk.props. */
export const hasDefaultItems = ({ evaluation }: LoadedProject) =>
  ['EnableDefaultItems', 'EnableDefaultCompileItems'].every(
    (name) => evaluation.get(name)?.toLowerCase() !== 'false',
  );

/** The entries of items that are lists, properties replaced; what only MSBuild can work out is left out. */
const entriesOf = (text: string, { evaluation }: LoadedProject, where: string) =>
  expand(text, evaluation.values, where)
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '' && !isUnresolved(entry));

/** What the system says of a folder that is not there. */
const missing: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

/** What it says of a folder that cannot be searched. */
const unsearchable: ReadonlyMap<unknown, string> = new Map([
  ['EACCES', 'it cannot be read; use a narrower one.'],
  ['EPERM', 'it cannot be read; use a narrower one.'],
  ['ELOOP', 'its links lead in a circle; use a narrower one.'],
]);

/** The C# files below a folder outside of the project, where a pattern of its project file sends us. */
async function filesOutside({ path }: LoadedProject, base: string): Promise<string[]> {
  try {
    return await findFiles(base, (name) => name.endsWith('.cs'));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (missing.has(code)) return [];
    const reason = cause instanceof UserError ? message : unsearchable.get(code);
    if (reason === undefined) throw cause;
    throw new UserError(`${path}: a pattern of Compile searches ${base}: ${reason}`, undefined, { cause });
  }
}

/** A pattern as one relative to the project's folder, whichever way it was written. */
function relativeGlob(folder: string, pattern: string): Glob {
  const glob = readGlob(pattern);
  if (!isAbsolute(glob.base)) return glob;
  const base = posixPath(relative(folder, glob.base));
  return readGlob(`${escaped(base)}${base === '' ? '' : '/'}${glob.rest}`);
}

/**
 * The C# files that a project compiles, absolute, sorted. Source: default items of Microsoft.NET.Sdk.
 * `budget` is shared by projects that are read together.
 * @throws UserError when its patterns search too much or take too long.
 */
export async function compiledFiles(project: LoadedProject, budget = new Budget()): Promise<string[]> {
  const { path: file, folder, evaluation, files } = project;
  const compile = files.flatMap(({ items }) =>
    items.filter(
      ({ type, conditions }) => type === 'Compile' && holds(conditions, evaluation.values) !== false,
    ),
  );
  const listed = (pick: 'include' | 'remove') =>
    compile.flatMap((item) => entriesOf(item[pick], project, `${placeOfItem(item)}: Compile`));
  const steps: Steps = { count: 0 };
  const fits = (globs: readonly Glob[], path: string) => {
    const parts = pathParts(posixPath(relative(folder, path)));
    const found = globs.some((glob) => glob.matches(parts, steps));
    budget.spend(file, parseLimits.globSteps, steps.count);
    steps.count = 0;
    return found;
  };
  const globs = (patterns: readonly string[]) => patterns.map((pattern) => relativeGlob(folder, pattern));
  const removed = globs(listed('remove'));
  const excluded = globs(
    entriesOf(evaluation.get('DefaultItemExcludes') ?? '', project, `${file}: DefaultItemExcludes`),
  );
  const includes = listed('include');
  budget.spend(file, parseLimits.itemEntries, includes.length + removed.length);
  const included = globs(includes.filter(hasWildcards));
  const isOutside = ({ base }: Glob) => relative(folder, resolve(folder, base)).split(sep)[0] === '..';
  const inner = included.filter((glob) => !isOutside(glob));
  const outer = included.filter(isOutside).map((glob) => ({ glob, base: resolve(folder, glob.base) }));
  const byDefault = hasDefaultItems(project);
  const below = await findFiles(folder, (name) => name.endsWith('.cs'));
  const chosen = below.filter(
    (path) => ((byDefault && !fits(excluded, path)) || fits(inner, path)) && !fits(removed, path),
  );
  const outside: string[] = [];
  for (const base of new Set(outer.map((pattern) => pattern.base))) {
    budget.spend(file, parseLimits.globFolders, 1);
    const wanted = outer.filter((pattern) => pattern.base === base).map(({ glob }) => glob);
    const found = await filesOutside(project, base);
    for (const path of found) if (fits(wanted, path)) outside.push(path);
  }
  const linked = includes
    .filter((entry) => !hasWildcards(entry))
    .map((entry) => resolve(folder, unescaped(entry.replaceAll('\\', '/'))));
  const compiled = [...new Set([...chosen, ...linked, ...outside])].sort();
  budget.spend(file, parseLimits.compiledFiles, compiled.length);
  return compiled;
}

/**
 * The projects that a project refers to, absolute.
 * @throws UserError when a reference comes to too long a text.
 */
export function projectReferences({ folder, file, evaluation }: LoadedProject): string[] {
  return file.items
    .filter(({ type, include }) => type === 'ProjectReference' && include !== '')
    .map((item) => expand(item.include, evaluation.values, `${placeOfItem(item)}: a reference`))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !isUnresolved(path))
    .map((path) => resolve(folder, unescaped(path)));
}
