import { dirname, posix, relative } from 'node:path';
import { runtimeReference } from '../../dotnet/runtime-reference.ts';
import { posixPath } from '../../files/paths.ts';
import { runtimeFiles } from '../../project/runtime-project.ts';
import { folderOf, type Location } from './locate.ts';

const name = 'LambdaRuntime';

/**
 * The folder of the runtime client's project, relative to the converted one: where the project refers to, else beside
 * the function's project. A project at the top has no place beside it that is still inside of what is converted, so
 * there it goes below, and the project is told not to compile it.
 */
export function runtimePlace({ root, project }: Pick<Location, 'root' | 'project'>): string {
  const reference = runtimeReference(project);
  if (reference.kind === 'project') return posixPath(relative(root, dirname(reference.path)));
  return posix.join(posix.dirname(folderOf(root, project)), name);
}

/** Paths of the runtime client's files, relative to the converted folder. */
export function runtimePaths(location: Pick<Location, 'root' | 'project'>): string[] {
  const place = runtimePlace(location);
  return runtimeFiles().map((file) => posix.join(place, file));
}
