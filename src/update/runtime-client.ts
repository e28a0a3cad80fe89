import { join, relative } from 'node:path';
import { loadProject } from '../dotnet/files.ts';
import { readRuntimeFiles } from '../dotnet/runtime-files.ts';
import { type RuntimeReference, runtimeReference } from '../dotnet/runtime-reference.ts';
import { lineOf } from '../dotnet/splice.ts';
import { findFiles } from '../files/find.ts';
import { namesIn } from '../files/look.ts';
import { posixPath } from '../files/paths.ts';
import { readText } from '../files/text.ts';
import { packageVersion } from '../package.ts';
import { runtimeFolder } from '../project/runtime-project.ts';
import { projectFile, type Settings } from '../project/settings.ts';
import { earlierRuntimeFolder, type Files } from './moves.ts';

/** How the project in `folder` gets the runtime client; `none` where its project file cannot be read. */
export async function findRuntimeClient(folder: string, settings: Settings): Promise<RuntimeReference> {
  const path = join(folder, projectFile(settings));
  if ((await readText(path)) === undefined) return { kind: 'none' };
  return runtimeReference(await loadProject(path));
}

/** The files that the runtime client lacks, of a project that this version wrote. */
export async function missingRuntimeFiles(folder: string, settings: Settings): Promise<string[]> {
  const path = join(folder, projectFile(settings));
  if ((await readText(path)) === undefined) return [];
  const files = await readRuntimeFiles(folder, settings, await loadProject(path));
  return files.filter(({ text }) => text === undefined).map((file) => file.path);
}

const isOfRuntime = (path: string) => path.startsWith(`${runtimeFolder}/`);

/** Files without those of the runtime client's project: a project that refers to a package of it has none. */
export const withoutRuntime = (files: Files): Files =>
  new Map([...files].filter(([path]) => !isOfRuntime(path)));

/** What the user has to know where the runtime client comes from a package. */
export function packageRemarks(client: RuntimeReference): string[] {
  const version = packageVersion();
  if (client.kind !== 'package' || client.version === version) return [];
  return [
    `The runtime client comes from the package ${client.id}: pack version ${version} of it for your feed, and raise the version in the project file.`,
  ];
}

/** Files that the user put beside the source of an earlier runtime client, which belong to the function's project. */
async function ownFilesBeside(folder: string, namespace: string, base: Files): Promise<string[]> {
  const place = earlierRuntimeFolder(namespace);
  const names = await namesIn(join(folder, place));
  return names.map((name) => `${place}/${name}`).filter((path) => !base.has(path));
}

/** Where code uses LogLevel, which the runtime client calls LambdaLogLevel since version 0.2.0. */
async function usesOfLogLevel(folder: string, namespace: string): Promise<string[]> {
  const places = [`src/${namespace}`, `test/${namespace}.Tests`];
  const found = await Promise.all(
    places.map((place) => findFiles(join(folder, place), (name) => name.endsWith('.cs')).catch(() => [])),
  );
  const uses: string[] = [];
  for (const path of found.flat()) {
    const shown = posixPath(relative(folder, path));
    const text = (await readText(path)) ?? '';
    const at = text.search(/(?<![\w.])LogLevel\b/);
    const isOther = /\busing\s+(LogLevel\s*=|Microsoft\.Extensions\.Logging\s*;)/.test(text);
    if (at === -1 || isOther || shown.startsWith(`${earlierRuntimeFolder(namespace)}/`)) continue;
    uses.push(`${shown}:${lineOf(text, at)}`);
  }
  return uses;
}

/** What the user has to know where the runtime client moves out of the function's project. */
export async function moveRemarks(folder: string, namespace: string, base: Files): Promise<string[]> {
  const isMoving = [...base.keys()].some((path) => path.startsWith(`${earlierRuntimeFolder(namespace)}/`));
  if (!isMoving) return [];
  const own = await ownFilesBeside(folder, namespace, base);
  const uses = await usesOfLogLevel(folder, namespace);
  return [
    ...own.map(
      (path) =>
        `${path} is yours and stays, in the function's project; only what is public in ${runtimeFolder} can be used there.`,
    ),
    ...uses.map((place) => `${place} uses LogLevel, which is now LambdaLogLevel; change it there.`),
  ];
}
