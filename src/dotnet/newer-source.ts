import { join, relative } from 'node:path';
import { UserError } from '../errors.ts';
import { findFiles } from '../files/find.ts';
import { changedAt, isFile } from '../files/look.ts';
import { zipOf } from '../platform/outputs.ts';
import { makefiles } from '../project/makefile.ts';
import { projectFile, type Settings } from '../project/settings.ts';
import { isSource } from '../project/sources.ts';
import { compiledFiles, loadProject, ProjectReader, projectReferences } from './files.ts';

/**
 * What a project is built from, absolute: what its folder holds, what it compiles and imports from outside of it (a
 * Directory.Build.props above), and the same of the projects that it refers to.
 */
async function builtFrom(path: string, reader: ProjectReader, seen = new Set<string>()): Promise<string[]> {
  if (seen.has(path)) return [];
  seen.add(path);
  const project = await loadProject(path, reader);
  const { folder, files } = project;
  const below = await findFiles(folder, () => true);
  const found = [
    ...below.filter((file) => isSource(relative(folder, file))),
    ...files.map(({ xml }) => xml.path),
    ...(await compiledFiles(project, reader.budget)),
  ];
  for (const reference of projectReferences(project))
    found.push(...(await builtFrom(reference, reader, seen)));
  return found;
}

/**
 * The last source that was changed after `time` (ms), as a path relative to the project's folder; undefined when what
 * was built then is of the code that is there, or when it cannot be told: a project that cannot be read fails to build
 * too, in clearer words.
 * @param others what it was built from besides, relative to the project's folder.
 */
export async function sourceNewerThan(
  time: number,
  folder: string,
  settings: Pick<Settings, 'project' | 'namespace'>,
  others: readonly string[] = [],
): Promise<string | undefined> {
  let sources: string[];
  try {
    sources = await builtFrom(join(folder, projectFile(settings)), new ProjectReader());
    sources.push(...others.map((path) => join(folder, path)));
  } catch (error) {
    if (error instanceof UserError || (error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
  // What lies in the project's folder is there as its file and as what it compiles.
  sources = [...new Set(sources)];
  const times = await Promise.all(sources.map(changedAt));
  const newest = times.reduce((latest, next) => Math.max(latest, next), 0);
  return newest > time ? relative(folder, sources[times.indexOf(newest)] as string) : undefined;
}

/** The same for a file that was built; undefined when it is not there. */
export async function sourceNewerThanFile(
  built: string,
  folder: string,
  settings: Pick<Settings, 'project' | 'namespace'>,
  others: readonly string[] = [],
): Promise<string | undefined> {
  const time = await changedAt(built);
  return time === 0 ? undefined : sourceNewerThan(time, folder, settings, others);
}

/** The same for the project's zip, whose files the Makefile names. */
export async function sourceNewerThanZip(
  folder: string,
  settings: Pick<Settings, 'project' | 'namespace' | 'name'>,
): Promise<string | undefined> {
  const isThere = await Promise.all(makefiles.map((name) => isFile(join(folder, name))));
  const named = makefiles.filter((_, i) => isThere[i]).slice(0, 1);
  return sourceNewerThanFile(join(folder, zipOf(settings)), folder, settings, named);
}
