import { basename, dirname, extname } from 'node:path';
import { loadProject } from '../../dotnet/files.ts';
import { findFiles } from '../../files/find.ts';
import { fileLimits } from '../../files/limits.ts';
import { readBytes } from '../../files/read.ts';
import { isRuntimeProject } from '../../project/runtime-project.ts';
import { assemblyName, type Location } from './locate.ts';

/** What deploys functions is written in these. */
const extensions = new Set(
  '.cs .fs .tf .tofu .tfvars .ts .js .mjs .py .yml .yaml .json .template .sh .ps1 .toml .mk'.split(' '),
);

/** Files that go by their name: Dockerfile, Dockerfile.arm64, api.Dockerfile, Makefile. */
const names =
  /^(?:Dockerfile|Containerfile)(?:\..+)?$|\.(?:Dockerfile|Containerfile)$|^(?:GNU)?Makefile$|^(?:Jenkins|just|Earth|Proc|Rake)file$/i;

/** Whether a file describes a container image. */
export const isDockerfile = (path: string): boolean => /(?:Docker|Container)file/i.test(basename(path));

/** More files than these are no project's own. */
const mostFiles = 3000;

/** The files of a repository that matter to a project in it, absolute. */
export interface Repository {
  /** Those that may say how functions are deployed. */
  readonly texts: readonly string[];
  /** Its C# projects. */
  readonly projects: readonly string[];
}

/** Looks through a repository; one that has too many files counts as empty. */
export async function listRepository(top: string): Promise<Repository> {
  const isText = (name: string) => extensions.has(extname(name)) || names.test(name);
  const found = await findFiles(top, (name) => isText(name) || name.endsWith('.csproj')).catch(() => []);
  const projects = found.filter((path) => path.endsWith('.csproj') && !isRuntimeProject(path));
  // What the CDK generated is generated again.
  const texts = found.filter((path) => !path.endsWith('.csproj') && !/[\\/]cdk\.out[\\/]/.test(path));
  return { texts: texts.length > mostFiles ? [] : texts, projects };
}

/** The text of a file that `wanted` takes; undefined for any other. */
export async function textIf(path: string, wanted: (bytes: Buffer) => boolean): Promise<string | undefined> {
  // Bigger files are data, and what cannot be read deploys nothing.
  const bytes = await readBytes(path, fileLimits.searched).catch(() => undefined);
  return bytes && wanted(bytes) ? bytes.toString('utf8') : undefined;
}

/** The folders of the other projects whose assembly has the name of this one's. */
export async function twinsOf(location: Location, { projects }: Repository): Promise<string[]> {
  const { path: own } = location.project;
  const name = assemblyName(location);
  const twins: string[] = [];
  for (const path of projects.filter((other) => other !== own)) {
    const isNamesake = basename(path) === basename(own);
    const text = await textIf(path, (bytes) => bytes.includes('AssemblyName'));
    const mayBe = text?.includes(`>${name}<`) === true || text?.includes('$(') === true;
    if (!isNamesake && !mayBe) continue;
    const other = await loadProject(path).catch(() => undefined);
    if (other && assemblyName({ project: other }) === name) twins.push(dirname(path));
  }
  return twins;
}
