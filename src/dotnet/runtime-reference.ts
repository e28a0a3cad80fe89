import { isRuntimePackage, isRuntimeProject } from '../project/runtime-project.ts';
import { type LoadedProject, projectReferences } from './files.ts';
import { packageReferences } from './packages.ts';

/** How a function's project gets the runtime client. */
export type RuntimeReference =
  /** From a project beside it; the path of the project file is absolute. */
  | { readonly kind: 'project'; readonly path: string }
  /** From a team's feed; the version is undefined where only NuGet can tell. */
  | { readonly kind: 'package'; readonly id: string; readonly version: string | undefined }
  /** Not at all, or as source inside of it, which versions before 0.2.0 wrote. */
  | { readonly kind: 'none' };

/** Finds how a project refers to the runtime client. */
export function runtimeReference(project: LoadedProject): RuntimeReference {
  const path = projectReferences(project).find(isRuntimeProject);
  if (path !== undefined) return { kind: 'project', path };
  const found = packageReferences(project).find(({ id }) => isRuntimePackage(id));
  return found ? { kind: 'package', id: found.id, version: found.version } : { kind: 'none' };
}
