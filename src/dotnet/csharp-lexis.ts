import { commentEnd, quotedEnd, type Skip } from '../limits/nesting.ts';

/** The end of `"…"` without escapes, where two quotes stand for one. */
function verbatimEnd(text: string, start: number): number {
  for (let i = text.indexOf('"', start); i !== -1; i = text.indexOf('"', i + 2)) {
    if (text[i + 1] !== '"') return i + 1;
  }
  return text.length;
}

function quotesAt(text: string, start: number): number {
  let count = 0;
  while (text[start + count] === '"') count++;
  return count;
}

/** A string of any kind; one with escapes ends with its line, as it does for the compiler. */
function stringEnd(text: string, start: number): number {
  const quotes = quotesAt(text, start);
  if (quotes >= 3) {
    const end = text.indexOf('"'.repeat(quotes), start + quotes);
    return end === -1 ? text.length : end + quotes;
  }
  if (quotes === 2) return start + 2;
  const before = text.slice(Math.max(0, start - 2), start);
  if (before.includes('@')) return verbatimEnd(text, start + 1);
  return quotedEnd(text, start + 1, true);
}

/** The end of a character literal; undefined for an apostrophe that begins none. */
function characterEnd(text: string, start: number): number | undefined {
  const literal = /^'(?:\\[^\n]{1,9}?|[^'\\\n]{1,2})'/.exec(text.slice(start, start + 12));
  return literal ? start + literal[0].length : undefined;
}

const lineStart = /(?:^|\n)[ \t]*$/;

/** A directive of the preprocessor, whose line may hold any text. */
function directiveEnd(text: string, start: number): number | undefined {
  if (!lineStart.test(text.slice(Math.max(0, start - 80), start))) return undefined;
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

/**
 * Strings, characters, comments and preprocessor lines of C#. An interpolated string counts as one up to its first
 * quote, so what is in its holes may be looked at: good enough to bound how far brackets are nested.
 */
export const skipCSharp: Skip = (text, start) => {
  switch (text[start]) {
    case '"':
      return stringEnd(text, start);
    case "'":
      return characterEnd(text, start);
    case '#':
      return directiveEnd(text, start);
    case '/':
      return commentEnd(text, start);
    default:
      return undefined;
  }
};

/** C# without its comments; what looks like one in a string stays. */
export function withoutComments(text: string): string {
  if (!text.includes('/')) return text;
  let result = '';
  let kept = 0;
  for (let i = 0; i < text.length; ) {
    const comment = commentEnd(text, i);
    if (comment !== undefined) {
      // A comment stands between words as a blank does.
      result += `${text.slice(kept, i)} `;
      kept = comment;
    }
    i = comment ?? skipCSharp(text, i) ?? i + 1;
  }
  return result + text.slice(kept);
}
