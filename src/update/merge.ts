import { diff3Merge } from 'node-diff3';
import { linesOf } from '../project/patch.ts';
import { dressed, lookOf } from './text.ts';

/** Three states of one text. */
export interface ThreeTexts {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

export interface Merge {
  readonly text: string;
  /** How many places are marked as conflicts. */
  readonly conflicts: number;
}

/** A stretch of the result: lines that are settled, or what the sides have instead. */
interface Part {
  readonly ok?: readonly string[];
  readonly conflict?: { readonly a: readonly string[]; readonly b: readonly string[] };
}

/** The number of items that two lists begin with in common. */
function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}

/** Lines that both sides have at the start or the end of a conflict are no part of it (as git does it). */
function trimmed(mine: readonly string[], theirs: readonly string[]) {
  const start = commonStart(mine, theirs);
  const [a, b] = [mine.slice(start), theirs.slice(start)];
  const end = commonStart(a.toReversed(), b.toReversed());
  return {
    before: mine.slice(0, start),
    mine: a.slice(0, a.length - end),
    theirs: b.slice(0, b.length - end),
    after: a.slice(a.length - end),
  };
}

/** Pairs of equal lines that are compared at most; with more, as of two files of one line repeated, it takes minutes. */
const mostPairs = 5_000_000;

/** How many pairs of equal lines two texts have: what the search for common lines may look at. */
function equalPairs(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of a) counts.set(line, (counts.get(line) ?? 0) + 1);
  return b.reduce((pairs, line) => pairs + (counts.get(line) ?? 0), 0);
}

/** The merge's parts, as diff3 has them; where comparing takes too much, both sides stand as they are. */
function partsOf(mine: string[], base: string[], theirs: string[]): Part[] {
  if (equalPairs(base, mine) + equalPairs(base, theirs) <= mostPairs)
    return diff3Merge(mine, base, theirs, { excludeFalseConflicts: true });
  const isSame = (a: readonly string[], b: readonly string[]) => a.join('') === b.join('');
  if (isSame(base, theirs) || isSame(mine, theirs)) return [{ ok: mine }];
  return isSame(base, mine) ? [{ ok: theirs }] : [{ conflict: { a: mine, b: theirs } }];
}

/**
 * Merges what two sides made of a base, line by line. Places that both changed differently are marked as git marks
 * them. The result has the line endings and the byte order mark of `mine`. Texts that take too much to compare are one
 * conflict.
 */
export function mergeTexts({ base, mine, theirs }: ThreeTexts, theirLabel: string): Merge {
  const look = lookOf(mine);
  const { ending } = look;
  const marker = (text: string) => `${text}${ending}`;
  const whole = (lines: readonly string[]) =>
    lines.map((line) => (line.endsWith('\n') ? line : line + ending));
  let conflicts = 0;
  // Lines that the user gave the other ending are an edit like any other, so `mine` stays as it is.
  const [a, o, b] = [
    mine.slice(look.mark.length),
    dressed(base, { mark: '', ending }),
    dressed(theirs, { mark: '', ending }),
  ].map(linesOf) as [string[], string[], string[]];
  const parts = partsOf(a, o, b).flatMap(({ ok, conflict }: Part) => {
    if (ok) return ok;
    if (!conflict) return [];
    conflicts++;
    const { before, mine: own, theirs: other, after } = trimmed(conflict.a, conflict.b);
    return [
      ...before,
      marker('<<<<<<< yours'),
      ...whole(own),
      marker('======='),
      ...whole(other),
      marker(`>>>>>>> ${theirLabel}`),
      ...after,
    ];
  });
  return { text: look.mark + parts.join(''), conflicts };
}
