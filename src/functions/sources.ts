import { dirname, join, relative } from 'node:path';
import { type CSharpParser, loadCSharp } from '../dotnet/csharp.ts';
import { type Declarations, readDeclarations, type TypeDeclaration } from '../dotnet/declarations.ts';
import { compiledFiles, type LoadedProject, loadProject } from '../dotnet/files.ts';
import { packageReferences } from '../dotnet/packages.ts';
import { UserError } from '../errors.ts';
import { posixPath } from '../files/paths.ts';
import { readText } from '../files/text.ts';
import { projectFile, type Settings, settingsFile } from '../project/settings.ts';

/** A project as it stands on disk. Paths are relative to its folder, with forward slashes. */
export interface ProjectSources {
  readonly folder: string;
  readonly parser: CSharpParser;
  readonly project: LoadedProject;
  /** The folder of the project file. */
  readonly sources: string;
  readonly files: readonly Declarations[];
  /** The project of the unit tests; undefined in a project without one that new tests could join. */
  readonly tests: TestProject | undefined;
}

export interface TestProject {
  readonly folder: string;
  readonly project: LoadedProject;
  readonly files: readonly Declarations[];
}

/** The namespaces that a project file imports into all of its sources. */
export const usingItems = ({ files }: LoadedProject): string[] =>
  files.flatMap(({ items }) =>
    items.filter(({ type, include }) => type === 'Using' && include !== '').map(({ include }) => include),
  );

/** Parses C# files; each is known by its path in the project's folder. */
async function parseAll(
  parser: CSharpParser,
  folder: string,
  paths: readonly string[],
): Promise<Declarations[]> {
  const parsed: Declarations[] = [];
  for (const path of paths) {
    const text = await readText(path);
    if (text === undefined) continue;
    parsed.push(readDeclarations(parser.parse(text, posixPath(relative(folder, path)))));
  }
  return parsed;
}

/** The test project of a new project's layout, when its tests are xunit's. */
async function readTests(
  parser: CSharpParser,
  root: string,
  namespace: string,
): Promise<TestProject | undefined> {
  const folder = `test/${namespace}.Tests`;
  const path = join(root, folder, `${namespace}.Tests.csproj`);
  if ((await readText(path)) === undefined) return undefined;
  const project = await loadProject(path);
  if (!packageReferences(project).some(({ id }) => /^xunit(\.v3)?$/i.test(id))) return undefined;
  return { folder, project, files: await parseAll(parser, root, await compiledFiles(project)) };
}

/**
 * Reads the sources of a project.
 * @throws UserError when its project file is not where the settings say.
 */
export async function readSources(folder: string, settings: Settings): Promise<ProjectSources> {
  const path = projectFile(settings);
  if ((await readText(join(folder, path))) === undefined) {
    throw new UserError(
      `${join(folder, path)} is not there; the settings in ${settingsFile} say that it is the project file.`,
    );
  }
  const parser = await loadCSharp();
  const project = await loadProject(join(folder, path));
  return {
    folder,
    parser,
    project,
    sources: posixPath(dirname(path)),
    files: await parseAll(parser, folder, await compiledFiles(project)),
    tests: await readTests(parser, folder, settings.namespace),
  };
}

/** A type that some of these files declare under this name, outside of other types. */
export function findType(files: readonly Declarations[], name: string): TypeDeclaration | undefined {
  return files
    .flatMap(({ types }) => types)
    .find((type) => type.name === name && type.containers.length === 0);
}
