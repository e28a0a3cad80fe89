import { dirname, join, relative } from 'node:path';
import { findFiles } from '../files/find.ts';
import { changedAt } from '../files/look.ts';
import { projectFile, type Settings } from '../project/settings.ts';

/** Files that the compiler reads; what else lies in a project's folder may be newer without meaning anything. */
const isCompiled = (name: string) => /\.(cs|csproj|props|targets)$/i.test(name);

/**
 * The last source that was changed after a file was built from the sources, relative to the project's folder:
 * who forgets to build would upload, or measure, yesterday's program.
 */
export async function sourceNewerThan(
  built: string,
  folder: string,
  settings: Pick<Settings, 'project' | 'namespace'>,
): Promise<string | undefined> {
  const sources = await findFiles(join(folder, dirname(projectFile(settings))), isCompiled).catch(() => []);
  const times = await Promise.all(sources.map(changedAt));
  const newest = Math.max(0, ...times);
  const builtAt = await changedAt(built);
  if (builtAt === 0 || newest <= builtAt) return undefined;
  return relative(folder, sources[times.indexOf(newest)] as string);
}
