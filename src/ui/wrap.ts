/** Words, and what stands between double quotes: a command is easier to copy when it stays in one line. */
export const quotedPieces = /[^\s"]*"[^"\n]*"[^\s"]*|\S+/g;

/**
 * Breaks a text into lines of `width` characters at most. A word that is longer, such as a path, is a line of its own,
 * and stays whole; a quoted text is kept together where it fits into a line.
 */
export function wrap(text: string, width: number): string[] {
  const words = (text.match(quotedPieces) ?? []).flatMap((piece) =>
    piece.length <= width ? [piece] : piece.split(/\s+/),
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
