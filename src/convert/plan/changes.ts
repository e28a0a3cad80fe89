import { applyEdits, type Edit } from '../../dotnet/splice.ts';
import { UserError } from '../../errors.ts';
import { innerPathProblem } from '../../files/paths.ts';
import { insideRoot, type ProjectFacts } from '../read/project-model.ts';

/** A file as it was and as it is to be. */
export interface FileChange {
  /** Relative to the converted folder, with forward slashes. */
  readonly path: string;
  /** Undefined where there is no such file yet. */
  readonly before: string | undefined;
  /** Undefined where the file is removed. */
  readonly after: string | undefined;
}

/** Names in a project's files become paths: of a template, of an event named after a function. */
function requireInside(path: string): void {
  const problem = innerPathProblem(path);
  if (problem === undefined) return;
  throw new UserError(`"${path}" ${problem}, so nothing was converted; correct the file that names it.`);
}

/** Collects what is to change, by file; edits of one file refer to its text as it was. */
export class Changes {
  readonly #facts: Pick<ProjectFacts, 'root'>;
  readonly #edits = new Map<string, { text: string; edits: Edit[] }>();
  readonly #files = new Map<string, FileChange>();

  constructor(facts: Pick<ProjectFacts, 'root'>) {
    this.#facts = facts;
  }

  /** Edits of a file that was read. @throws UserError when it lies outside of the converted folder. */
  edit(file: { readonly path: string; readonly text: string }, edits: readonly Edit[]): void {
    if (edits.length === 0) return;
    const path = insideRoot(this.#facts, file.path);
    const entry = this.#edits.get(path) ?? { text: file.text, edits: [] };
    entry.edits.push(...edits);
    this.#edits.set(path, entry);
  }

  /**
   * A whole file; one that is there already with another text counts as changed.
   * @throws UserError for a path that would not stay inside of the converted folder.
   */
  write(path: string, before: string | undefined, after: string): void {
    requireInside(path);
    this.#files.set(path, { path, before, after });
  }

  /** A file that goes away. */
  remove(path: string, before: string): void {
    requireInside(path);
    this.#files.set(path, { path, before, after: undefined });
  }

  /** The text that an edited file will have, or undefined when nothing edits it. */
  textOf(path: string): string | undefined {
    const entry = this.#edits.get(insideRoot(this.#facts, path));
    return entry && applyEdits(entry.text, entry.edits);
  }

  /** What really changes, by path. */
  all(): FileChange[] {
    const edited = [...this.#edits].map(([path, { text, edits }]) => ({
      path,
      before: text,
      after: applyEdits(text, edits),
    }));
    return [...edited, ...this.#files.values()]
      .filter(({ before, after }) => before !== after)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}
