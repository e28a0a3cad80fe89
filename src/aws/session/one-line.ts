const mostCharacters = 400;

/**
 * Text that came from AWS (names, tags, ARNs) as a part of one line: line ends and other control characters become
 * blanks.
 */
export const plainText = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** The same for a sentence: what is too long ends in an ellipsis. */
export function oneLine(text: string): string {
  const plain = plainText(text);
  return plain.length > mostCharacters ? `${plain.slice(0, mostCharacters)}…` : plain;
}
