import { diff3Merge } from 'node-diff3';
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

/** The lines of a text with their endings, so that a missing one at the end of a file is a difference as well. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

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

/**
 * Merges what two sides made of a base, line by line. Places that both changed differently are marked as git marks
 * them. The result has the line endings and the byte order mark of `mine`.
 */
export function mergeTexts({ base, mine, theirs }: ThreeTexts, theirLabel: string): Merge {
  const look = lookOf(mine);
  const { ending } = look;
  const marker = (text: string) => `${text}${ending}`;
  const whole = (lines: readonly string[]) =>
    lines.map((line) => (line.endsWith('\n') ? line : line + ending));
  let conflicts = 0;
  // Lines that a person gave the other ending are an edit like any other, so `mine` stays as it is.
  const [a, o, b] = [
    mine.slice(look.mark.length),
    dressed(base, { mark: '', ending }),
    dressed(theirs, { mark: '', ending }),
  ].map(linesOf) as [string[], string[], string[]];
  const parts = diff3Merge(a, o, b, { excludeFalseConflicts: true }).flatMap(({ ok, conflict }) => {
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
