import { basename, dirname, join, relative, resolve } from 'node:path';
import { type LoadedProject, loadProject, ProjectReader, projectReferences } from '../../dotnet/files.ts';
import { packageReferences } from '../../dotnet/packages.ts';
import { UsageError, UserError } from '../../errors.ts';
import { findFiles } from '../../files/find.ts';
import { namesIn, statIfThere } from '../../files/look.ts';
import { posixPath } from '../../files/paths.ts';
import { readText } from '../../files/text.ts';
import { parseLimits } from '../../limits/parse.ts';
import { isRuntimeProject } from '../../project/runtime-project.ts';

/** The folder that is converted and the projects in it. */
export interface Location {
  /** Absolute; Makefile, settings and events go here. */
  readonly root: string;
  readonly project: LoadedProject;
  readonly tests: readonly LoadedProject[];
  /** The folders of all other projects in it. */
  readonly otherFolders: readonly string[];
}

const refusals: readonly { extension: string; reason: string }[] = [
  {
    extension: '.fsproj',
    reason:
      'is F#: System.Text.Json has no source generator for it, so nothing could read or write JSON natively; keep the managed runtime, or move the handler into a C# project that calls the F# one',
  },
  {
    extension: '.vbproj',
    reason:
      'is Visual Basic: source generators write only C#, so nothing could read or write JSON natively; keep the managed runtime, or move the handler into a C# project that calls the Visual Basic one',
  },
];

const isTest = (project: LoadedProject) =>
  project.evaluation.get('IsTestProject')?.toLowerCase() === 'true' ||
  packageReferences(project).some(({ id }) => /^(Microsoft\.NET\.Test\.Sdk|xunit|nunit|MSTest)/i.test(id));

/** Signs of a Lambda function, the surest first: the first kind that any project shows decides. */
const signs: readonly ((project: LoadedProject) => boolean)[] = [
  ({ evaluation }) => evaluation.get('AWSProjectType')?.toLowerCase() === 'lambda',
  (project) =>
    packageReferences(project).some(({ id }) =>
      /^Amazon\.Lambda\.(RuntimeSupport|Annotations|AspNetCoreServer)/i.test(id),
    ),
  (project) => packageReferences(project).some(({ id }) => /^Amazon\.Lambda\./i.test(id)),
  () => true,
];

/** A message that lists more projects than these is a page. */
const mostShown = 20;

function chooseProject(root: string, candidates: readonly LoadedProject[]): LoadedProject {
  const sign = signs.find((shows) => candidates.some(shows)) as (typeof signs)[number];
  const chosen = candidates.filter(sign);
  const [only] = chosen;
  if (only && chosen.length === 1) return only;
  const paths = chosen.slice(0, mostShown).map(({ path }) => posixPath(relative(root, path)));
  const more = chosen.length > mostShown ? `, and ${chosen.length - mostShown} more` : '';
  throw new UserError(
    `${root} holds ${chosen.length} projects that may be the function (${paths.join(', ')}${more}); name the folder of one.`,
  );
}

async function refuse(root: string): Promise<never> {
  for (const { extension, reason } of refusals) {
    const [other] = await findFiles(root, (name) => name.endsWith(extension));
    if (other) throw new UserError(`${other} ${reason}.`);
  }
  const app = await fileBasedApp(root);
  if (app !== undefined) {
    throw new UserError(
      `${root} has no C# project, but ${app} is an app of one file; make a project of it first: dotnet project convert ${app}`,
    );
  }
  throw new UserError(`${root} has no C# project (.csproj); name the folder of one.`);
}

/** A C# file that says itself what a project file would: .NET 10 runs such a file without one. */
async function fileBasedApp(root: string): Promise<string | undefined> {
  for (const name of (await namesIn(root)).filter((file) => file.endsWith('.cs')).slice(0, mostShown)) {
    if (/^#:(?:package|sdk|property|project)\b/m.test((await readText(join(root, name))) ?? '')) return name;
  }
  return undefined;
}

/** What make, a shell or MSBuild would read as their own, be it between quotes. */
const notInPaths = /[$`"\\;*?%=|<>\p{Cc}]/u;

/**
 * The paths of projects go into a Makefile and from there into a shell.
 * @throws UserError for one that would be read as more than a path there.
 */
function requirePlainPaths(root: string, projects: readonly LoadedProject[]): void {
  for (const { path } of projects) {
    const inside = posixPath(relative(root, path));
    const sign = notInPaths.exec(inside)?.[0];
    if (sign === undefined) continue;
    throw new UserError(
      `${JSON.stringify(inside)} has ${JSON.stringify(sign)} in its name, which make and MSBuild read as their own; rename it.`,
    );
  }
}

/**
 * Finds the Lambda project in a folder (or the one that a .csproj names) and the test projects beside it.
 * @throws UserError when there is none, when it is F# or Visual Basic, or when there are several.
 */
export async function locateProject(target: string): Promise<Location> {
  const path = resolve(target);
  const info = await statIfThere(path);
  if (!info) throw new UsageError(`${path} does not exist; name the folder of a .NET Lambda project.`);
  if (info.isFile() && refusals.some(({ extension }) => path.endsWith(extension)))
    await refuse(dirname(path));
  if (info.isFile() && !/\.(csproj|slnx?)$/.test(path)) {
    throw new UsageError(`${path} is not a project; name the folder of a .NET Lambda project.`);
  }
  const root = info.isFile() ? dirname(path) : path;
  const found = (await findFiles(root, (name) => name.endsWith('.csproj'))).filter(
    (file) => !isRuntimeProject(file) || file === path,
  );
  if (found.length === 0) return refuse(root);
  const reader = new ProjectReader();
  const projects = await Promise.all(found.map((project) => loadProject(project, reader)));
  const tests = projects.filter(isTest);
  const candidates = path.endsWith('.csproj')
    ? projects.filter((project) => project.path === path)
    : projects.filter((project) => !tests.includes(project));
  if (candidates.length === 0)
    throw new UserError(`${root} holds only test projects; name the folder of the function.`);
  const project = chooseProject(root, candidates);
  const related = tests.filter((test) => projectReferences(test).includes(project.path));
  requirePlainPaths(root, [project, ...related]);
  const otherFolders = projects.filter((other) => other !== project).map(({ folder }) => folder);
  return { root, project, tests: related, otherFolders };
}

/**
 * The projects that a project uses, directly or through others, itself left out.
 * @throws UserError when there are too many, or one of them cannot be read.
 */
export async function referencedProjects(project: LoadedProject): Promise<LoadedProject[]> {
  const reader = new ProjectReader();
  const seen = new Set([project.path]);
  const visit = async (from: LoadedProject): Promise<LoadedProject[]> => {
    const next = projectReferences(from).filter((path) => path.endsWith('.csproj') && !seen.has(path));
    for (const path of next) seen.add(path);
    reader.budget.spend(project.path, parseLimits.referencedProjects, new Set(next).size);
    const existing = await Promise.all(
      next.map(async (path) => ((await statIfThere(path)) ? path : undefined)),
    );
    const present = existing.filter((path) => path !== undefined);
    const loaded = await Promise.all(present.map((path) => loadProject(path, reader)));
    const further = await Promise.all(loaded.map(visit));
    return [...loaded, ...further.flat()];
  };
  return visit(project);
}

/** The name that the project's assembly has before the conversion. */
export const assemblyName = ({ project }: Pick<Location, 'project'>) =>
  project.evaluation.get('AssemblyName') ?? project.name;

/** A path as messages show it: relative to the folder that is converted. */
export const shown = (root: string, path: string) => posixPath(relative(root, path)) || basename(path);

/** Whether a path leads out of the folder that is converted. */
export const isOutside = (root: string, path: string): boolean =>
  posixPath(relative(root, path)).startsWith('..');

/** Where in the converted folder a project's folder is, `.` for the top. */
export const folderOf = (root: string, project: LoadedProject) =>
  posixPath(relative(root, project.folder)) || '.';

export const inFolder = (folder: string, name: string) =>
  folder === '.' ? name : posixPath(join(folder, name));
