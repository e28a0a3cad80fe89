import { dirname, join, relative } from 'node:path';
import { posixPath } from '../files/paths.ts';
import { readText } from '../files/text.ts';
import { packageVersion } from '../package.ts';
import { runtimeFiles, runtimeText } from '../project/runtime-project.ts';
import type { Settings } from '../project/settings.ts';
import type { LoadedProject } from './files.ts';
import { runtimeReference } from './runtime-reference.ts';

/** A file of a project's runtime client. */
export interface RuntimeFile {
  /** Relative to the project's folder, with forward slashes. */
  readonly path: string;
  /** What this version writes. */
  readonly template: string;
  /** Undefined where the file is missing. */
  readonly text: string | undefined;
}

const sameText = (a: string, b: string) => a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n');

/** Whether the user has edited a file. */
export const isEdited = ({ text, template }: RuntimeFile): boolean =>
  text !== undefined && !sameText(text, template);

/**
 * The files of a project's runtime client beside what this version writes; none where it comes from a package, or
 * where another version wrote it, which "update" compares.
 */
export async function readRuntimeFiles(
  folder: string,
  { version, framework }: Pick<Settings, 'version' | 'framework'>,
  project: LoadedProject,
): Promise<RuntimeFile[]> {
  const reference = runtimeReference(project);
  if (reference.kind !== 'project' || version !== packageVersion()) return [];
  const place = dirname(reference.path);
  return Promise.all(
    runtimeFiles().map(async (name) => ({
      path: posixPath(relative(folder, join(place, name))),
      template: runtimeText(name, { version, framework }),
      text: await readText(join(place, name)),
    })),
  );
}
