/** Words, and what stands between double quotes: a command is easier to copy when it stays in one line. */
const pieces = /[^\s"]*"[^"\n]*"[^\s"]*|\S+/g;

/**
 * Breaks a text into lines of `width` characters at most. A word that is longer is cut; a quoted text is kept
 * together where it fits into a line.
 */
export function wrap(text: string, width: number): string[] {
  const words = (text.match(pieces) ?? []).flatMap((piece) =>
    piece.length <= width ? [piece] : piece.split(/\s+/).flatMap((word) => cut(word, width)),
  );
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const cut = (word: string, width: number): string[] =>
  word.length <= width ? [word] : [word.slice(0, width), ...cut(word.slice(width), width)];
