import type { TreeFile } from '../files/tree.ts';

/** One file that comes or changes, relative to the project's folder, with forward slashes. */
export interface Change {
  readonly path: string;
  /** Undefined for a file that is new. */
  readonly before: string | undefined;
  readonly after: string;
}

/** The changes as files to write. */
export function filesOf(changes: readonly Change[]): TreeFile[] {
  return changes.map(({ path, after }) => ({ path, contents: after }));
}
