/** A pattern without regular expressions, so that no text can make it slow. */
export interface Pattern {
  /** What follows one another in a line; for symptoms, words in any order. */
  readonly pieces: readonly string[];
  readonly score: number;
}

/** Writes letters and kinds of quotes in one way, so that messages of terminals, logs and languages look the same. */
export const normalize = (text: string): string => text.replace(/["'`´‘’‚“”„«»]/g, "'").toLowerCase();

/** The pieces of a message between its `…`. */
export const splitAtGaps = (text: string): string[] =>
  normalize(text)
    .split('…')
    .map((piece) => piece.trim())
    .filter(Boolean);

export const wordsOf = (text: string): string[] => text.split(/[^a-z0-9]+/).filter(Boolean);

export function toPattern(pieces: readonly string[], weight: number): Pattern {
  return { pieces, score: pieces.join('').length * weight };
}

const isDigit = (character: string | undefined) => character !== undefined && /\d/.test(character);
/** What makes digits a part of something longer: of a name, a number, a version or a path. */
const isPartOfName = (character: string | undefined) =>
  character !== undefined && /[a-z0-9_/\\-]/.test(character);

/** Whether digits at the ends of a piece end there, so that an exit code is not found in a version or a folder's name. */
function standsAlone(line: string, at: number, piece: string): boolean {
  const before = line[at - 1];
  const after = line[at + piece.length];
  if (isDigit(piece[0]) && (before === '.' || isPartOfName(before))) return false;
  // After a backslash comes the next line of a message in JSON.
  return !(isDigit(piece.at(-1)) && after !== '\\' && isPartOfName(after));
}

function indexOfPiece(line: string, piece: string, from: number): number {
  let at = line.indexOf(piece, from);
  while (at >= 0 && !standsAlone(line, at, piece)) at = line.indexOf(piece, at + 1);
  return at;
}

/** Whether `line` contains the pieces one after another. Both must be normalized. */
export function containsInOrder(line: string, pieces: readonly string[]): boolean {
  let from = 0;
  for (const piece of pieces) {
    const at = indexOfPiece(line, piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
}
