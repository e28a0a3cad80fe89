import { dirname, join, relative } from 'node:path';
import { type CSharpParser, loadCSharp } from '../dotnet/csharp.ts';
import { type Declarations, readDeclarations, type TypeDeclaration } from '../dotnet/declarations.ts';
import {
  compiledFiles,
  findFiles,
  type LoadedProject,
  loadProject,
  posixPath,
  readText,
} from '../dotnet/files.ts';
import { UserError } from '../errors.ts';
import { projectFile, type Settings } from '../project/settings.ts';

/** A project as it stands on disk. Paths are relative to its folder, with forward slashes. */
export interface ProjectSources {
  readonly folder: string;
  readonly parser: CSharpParser;
  readonly project: LoadedProject;
  /** The folder of the project file. */
  readonly sources: string;
  readonly files: readonly Declarations[];
  /** The folder of the unit tests; undefined where there is none that new tests could go to. */
  readonly tests: string | undefined;
  readonly testFiles: readonly Declarations[];
}

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

/**
 * Reads the sources of a project.
 * @throws UserError when its project file is not where the settings say.
 */
export async function readSources(folder: string, settings: Settings): Promise<ProjectSources> {
  const path = projectFile(settings);
  if ((await readText(join(folder, path))) === undefined) {
    throw new UserError(
      `${join(folder, path)} is not there; the settings in .yo-rc.json say that it is the project file.`,
    );
  }
  const parser = await loadCSharp();
  const project = await loadProject(join(folder, path));
  const tests = `test/${settings.namespace}.Tests`;
  const hasTests = (await readText(join(folder, tests, `${settings.namespace}.Tests.csproj`))) !== undefined;
  const testPaths = hasTests ? await findFiles(join(folder, tests), (name) => name.endsWith('.cs')) : [];
  return {
    folder,
    parser,
    project,
    sources: posixPath(dirname(path)),
    files: await parseAll(parser, folder, await compiledFiles(project)),
    tests: hasTests ? tests : undefined,
    testFiles: await parseAll(parser, folder, testPaths),
  };
}

/** A type that some of these files declare under this name, outside of other types. */
export function findType(files: readonly Declarations[], name: string): TypeDeclaration | undefined {
  return files
    .flatMap(({ types }) => types)
    .find((type) => type.name === name && type.containers.length === 0);
}
