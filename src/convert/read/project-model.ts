import { join, relative, resolve } from 'node:path';
import { type CSharpParser, loadCSharp } from '../../dotnet/csharp.ts';
import { type Declarations, readDeclarations } from '../../dotnet/declarations.ts';
import { compiledFiles, type LoadedProject } from '../../dotnet/files.ts';
import { readGlobalJson } from '../../dotnet/global-json.ts';
import { createScope, type Scope } from '../../dotnet/scope.ts';
import { isWeb } from '../../dotnet/web-sdk.ts';
import { UserError } from '../../errors.ts';
import { findAbove } from '../../files/find.ts';
import { namesIn } from '../../files/look.ts';
import { innerPathProblem, posixPath } from '../../files/paths.ts';
import { readText } from '../../files/text.ts';
import { usingItems } from '../../functions/sources.ts';
import { Budget } from '../../limits/parse.ts';
import { groundOf } from '../../processes/search-path.ts';
import { ownMakefile } from '../../project/makefile.ts';
import { linkerFiles } from '../../project/plan.ts';
import { isRuntimeProject } from '../../project/runtime-project.ts';
import { parseSettings, type Settings, settingsFile, settingsKey } from '../../project/settings.ts';
import { readAround, readFirst, templateNames, templatesIn } from './around.ts';
import { type DeployedFunction, defaultsFunctions, templateFunctions } from './deployment.ts';
import { folderOf, inFolder, isOutside, type Location, locateProject, referencedProjects } from './locate.ts';
import type { Mention } from './mentions.ts';
import { runtimePaths } from './runtime-place.ts';
import type { StructuredFile } from './structured-file.ts';

/** All that the planning of a conversion looks at; nothing is read from the disk after this. */
export interface ProjectFacts extends Location {
  readonly parser: CSharpParser;
  /** The project's folder relative to root, `.` for the top. */
  readonly folder: string;
  /** C# of the project itself, and of the projects that it uses. */
  readonly sources: readonly Declarations[];
  readonly referenced: readonly {
    readonly project: LoadedProject;
    readonly sources: readonly Declarations[];
  }[];
  readonly scope: Scope;
  readonly defaults: StructuredFile | undefined;
  readonly templates: readonly StructuredFile[];
  /**
   * The functions of the deployment files in the folder, those of other projects among them, and this project's in
   * templates above it.
   */
  readonly deployed: readonly DeployedFunction[];
  /** The functions that run this project, wherever its repository describes them: also in Terraform. */
  readonly own: readonly DeployedFunction[];
  /** Other files that name handlers of the project, in its repository. */
  readonly mentions: readonly Mention[];
  readonly settings: Settings | undefined;
  readonly settingsText: string | undefined;
  /** Files at the top whose presence decides what is written, by path relative to root. */
  readonly existing: ReadonlyMap<string, string>;
  /** Settings in the project's folder that the web's SDK publishes unasked. */
  readonly webFiles: readonly string[];
  /** The SDK of a global.json, and whether another major version may take its place. */
  readonly sdk: { readonly version: string; readonly path: string; readonly takesNewer: boolean } | undefined;
}

const topNames = [
  'Makefile',
  ownMakefile,
  'aws.mk',
  'Dockerfile.al2',
  '.dockerignore',
  '.gitignore',
  ...linkerFiles,
];

/** One file after the other, so that no more is in memory than is allowed in all. */
async function readSources(
  project: LoadedProject,
  parser: CSharpParser,
  budget: Budget,
): Promise<Declarations[]> {
  const sources: Declarations[] = [];
  for (const path of await compiledFiles(project, budget)) {
    const text = await readText(path);
    if (text !== undefined) sources.push(readDeclarations(parser.parse(text, path)));
  }
  return sources;
}

async function readExisting(root: string, paths: readonly string[]): Promise<Map<string, string>> {
  const texts = await Promise.all(
    paths.map(async (path) => [path, await readText(join(root, path))] as const),
  );
  return new Map(texts.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function eventFiles(root: string): Promise<string[]> {
  const names = await namesIn(join(root, 'events'));
  return names.filter((name) => name.endsWith('.json')).map((name) => `events/${name}`);
}

async function settingsFiles(project: LoadedProject): Promise<string[]> {
  const names = isWeb(project) ? await namesIn(project.folder) : [];
  // What is for development is no loss.
  return names.filter((name) => /^appsettings(?!\.Development).*\.json$/i.test(name)).sort();
}

async function readSdk(root: string): Promise<ProjectFacts['sdk']> {
  const path = await findAbove(root, 'global.json');
  const text = path && (await readText(path));
  if (!path || !text) return undefined;
  const { version, rollForward } = readGlobalJson(text, path);
  return version === undefined ? undefined : { version, path, takesNewer: /major$/i.test(rollForward ?? '') };
}

/** Whether a path that a file of the project names stays in its repository: nothing else is read on its word. */
function isOfRepository(root: string, path: string): boolean {
  const inside = posixPath(relative(groundOf(root), resolve(root, path)));
  return innerPathProblem(inside) === undefined;
}

/**
 * Reads a .NET Lambda project as it is: project files, C#, deployment files, settings.
 * @throws UserError when there is no such project, or a file of it cannot be read.
 */
export async function readProject(target: string): Promise<ProjectFacts> {
  const location = await locateProject(target);
  const { root, project } = location;
  const folder = folderOf(root, project);
  const parser = await loadCSharp();
  const others = (await referencedProjects(project)).filter(({ path }) => !isRuntimeProject(path));
  const budget = new Budget();
  const sources = await readSources(project, parser, budget);
  const referenced: { project: LoadedProject; sources: Declarations[] }[] = [];
  for (const other of others)
    referenced.push({ project: other, sources: await readSources(other, parser, budget) });
  const places = [folder, '.'];
  const [defaults] = await readFirst(
    root,
    places.map((place) => inFolder(place, 'aws-lambda-tools-defaults.json')),
  );
  const named = defaults?.get(['template']);
  const names = typeof named === 'string' ? [named, ...templateNames] : templateNames;
  const templates = await readFirst(
    root,
    [...new Set(places.flatMap((place) => templatesIn(place, names)))].filter((path) =>
      isOfRepository(root, path),
    ),
  );
  const settingsText = await readText(join(root, settingsFile));
  const read = [...templates, ...(defaults ? [defaults] : [])];
  const functions = [
    ...templates.flatMap(templateFunctions),
    ...(defaults ? defaultsFunctions(defaults) : []),
  ];
  // Code may name a handler in a comment or a test; of an own file that is no deployment.
  const leftOut = [
    ...read.map(({ path }) => resolve(root, path)),
    ...[...sources, ...referenced.flatMap((r) => r.sources)].map(({ source }) => source.path),
  ];
  return {
    ...location,
    parser,
    folder,
    sources,
    referenced,
    scope: createScope([...sources, ...referenced.flatMap((r) => r.sources)], usingItems(project)),
    defaults,
    templates,
    ...(await readAround(location, new Set(leftOut), functions)),
    settings: settingsText?.includes(settingsKey) ? parseSettings(settingsText) : undefined,
    settingsText,
    existing: await readExisting(root, [...topNames, ...runtimePaths(location), ...(await eventFiles(root))]),
    webFiles: await settingsFiles(project),
    sdk: await readSdk(root),
  };
}

/** The text of a file of the project, relative to root. @throws when it lies outside of it. */
export function insideRoot({ root }: Pick<ProjectFacts, 'root'>, path: string): string {
  if (!isOutside(root, path)) return posixPath(relative(root, path));
  throw new UserError(
    `${path} lies outside of ${root} and would have to change; convert the folder that holds both.`,
  );
}

/** Whether the file of a function is one that a conversion adapts: a template or the defaults of the folder. */
export const isEdited = ({ root, templates, defaults }: ProjectFacts, { file }: DeployedFunction): boolean =>
  [...templates, ...(defaults ? [defaults] : [])].some((own) => own === file) &&
  !isOutside(root, resolve(root, file.path));
