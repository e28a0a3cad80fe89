import type { Fate } from './merge-decisions.ts';

/** A file that the update has something to say about. */
export interface FileUpdate {
  /** Relative to the project's folder, with forward slashes. */
  readonly path: string;
  /** Where the user's edits were, for a file that the new version has in another place. */
  readonly movedFrom?: string;
  readonly fate: Exclude<Fate, 'unchanged'>;
  /** The text as it stands; undefined where there is no file, or no text. */
  readonly before: string | undefined;
  /** The text to write; undefined where nothing is written. */
  readonly after: string | undefined;
  /** The execute bit before and after. */
  readonly wasExecutable: boolean;
  readonly executable: boolean;
  /** How many places the user must settle. */
  readonly conflicts: number;
}
