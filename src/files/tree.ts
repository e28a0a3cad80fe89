/** One file of a project that is to be written. */
export interface TreeFile {
  /** Relative to the project's folder, with forward slashes. */
  readonly path: string;
  readonly contents: string;
  /** A program: it gets the execute bit where the file system has one. */
  readonly executable?: true;
  /** Only this user can read it. */
  readonly isPrivate?: true;
}

/** By path, in the order of a listing. */
export function sortTree(files: readonly TreeFile[]): TreeFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
