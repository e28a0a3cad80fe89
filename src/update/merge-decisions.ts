import { mergeTexts } from './merge.ts';
import { dressed, lookOf, type StoredFile, saysTheSame } from './text.ts';

/** What becomes of a file. */
export type Fate =
  /** There is nothing to do. */
  | 'unchanged'
  /** The new version brings it. */
  | 'added'
  /** Without edits so far: it becomes what the new version writes. */
  | 'updated'
  /** The user's edits and the new version's, both. */
  | 'merged'
  /** The same, with places that the user must settle. */
  | 'conflict'
  /** The new version no longer has it, and the user has not edited it. */
  | 'removed'
  /** The new version has it no more; the user's edits would be lost, so it stays. */
  | 'kept'
  /** The new version brings a file of that name and the user has another one, which stays. */
  | 'occupied'
  /** Changed in both, and no text that could be merged; the user's stays. */
  | 'unmergeable'
  /** The user removed it; the new version's changes to it do not bring it back. */
  | 'left-out';

/** The three states of a file; undefined where the file does not exist. */
export interface Sides {
  readonly base: StoredFile | undefined;
  readonly mine: StoredFile | undefined;
  readonly theirs: StoredFile | undefined;
}

/** What a file comes to. `after` is what is to be written; undefined leaves the file, or its absence, as it is. */
export interface Outcome {
  readonly fate: Fate;
  readonly after?: { readonly text: string; readonly executable: boolean };
  readonly conflicts?: number;
}

/** What the new version did to a file of the old one. */
type News = 'none' | 'changed' | 'added' | 'removed';
/** What the user did to it: as the old version wrote it, as the new one does, or neither. */
type Own = 'missing' | 'as-old' | 'as-new' | 'edited';

function newsOf({ base, theirs }: Sides): News {
  if (base === undefined) return theirs === undefined ? 'none' : 'added';
  if (theirs === undefined) return 'removed';
  return saysTheSame(base, theirs) && base.executable === theirs.executable ? 'none' : 'changed';
}

function ownOf({ base, mine, theirs }: Sides, executable: boolean): Own {
  if (mine === undefined) return 'missing';
  if (saysTheSame(mine, base)) return 'as-old';
  return saysTheSame(mine, theirs) && mine.executable === executable ? 'as-new' : 'edited';
}

/** The execute bit is merged as a line is: the side that changed it decides. */
function executableOf({ base, mine, theirs }: Sides): boolean {
  const inTheirs = theirs?.executable ?? false;
  if (mine === undefined) return inTheirs;
  return base !== undefined && base.executable !== inTheirs ? inTheirs : mine.executable;
}

/** Every pair, so that none is forgotten. */
const fates: Readonly<Record<News, Readonly<Record<Own, Fate>>>> = {
  none: { missing: 'unchanged', 'as-old': 'unchanged', 'as-new': 'unchanged', edited: 'unchanged' },
  changed: { missing: 'left-out', 'as-old': 'updated', 'as-new': 'unchanged', edited: 'merged' },
  added: { missing: 'added', 'as-old': 'occupied', 'as-new': 'unchanged', edited: 'occupied' },
  removed: { missing: 'unchanged', 'as-old': 'removed', 'as-new': 'kept', edited: 'kept' },
};

/**
 * Decides what becomes of one file.
 * @param theirLabel names the new version in the marks of a conflict.
 */
export function decide(sides: Sides, theirLabel: string): Outcome {
  const { base, mine, theirs } = sides;
  const executable = executableOf(sides);
  const fate = fates[newsOf(sides)][ownOf(sides, executable)];
  if (fate === 'added') return { fate, after: { text: theirs?.text ?? '', executable } };
  if (fate === 'updated') {
    const text = dressed(theirs?.text ?? '', lookOf(mine?.text ?? ''));
    return { fate, after: { text, executable } };
  }
  if (fate !== 'merged') return { fate };
  if (mine?.text === undefined || base?.text === undefined || theirs?.text === undefined) {
    return { fate: 'unmergeable' };
  }
  const texts = { base: base.text, mine: mine.text, theirs: theirs.text };
  const { text, conflicts } = mergeTexts(texts, theirLabel);
  if (conflicts > 0) return { fate: 'conflict', after: { text, executable }, conflicts };
  const isSame = text === mine.text && executable === mine.executable;
  return isSame ? { fate: 'unchanged' } : { fate, after: { text, executable } };
}
