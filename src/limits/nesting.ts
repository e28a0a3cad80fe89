/** How far brackets are nested in a text, how many of them have no partner, and of how many pieces the text is. */
export interface Nesting {
  readonly depth: number;
  readonly mismatches: number;
  /** Words and signs; a string or a comment is one. */
  readonly tokens: number;
}

/** Where a string or a comment that starts at `start` ends; undefined where neither starts there. */
export type Skip = (text: string, start: number) => number | undefined;

const codeOf = (char: string) => char.charCodeAt(0);

/** The opening bracket of each closing one, by their codes. */
const partners = new Map([
  [codeOf(')'), codeOf('(')],
  [codeOf(']'), codeOf('[')],
  [codeOf('}'), codeOf('{')],
]);
const openings = new Set(partners.values());

const isSpace = (code: number) => code <= 32;
/** Letters, digits, `_` and everything beyond ASCII. */
const isWord = (code: number) =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 95 ||
  code > 127;

/**
 * Measures a text in one pass, without recursion. A closing bracket that does not fit counts as a mismatch and closes
 * nothing; those that are left open at the end count as well.
 */
export function measureNesting(text: string, skip: Skip): Nesting {
  const open: number[] = [];
  let depth = 0;
  let mismatches = 0;
  let tokens = 0;
  let isInWord = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isWord(code)) {
      if (!isInWord) tokens++;
      isInWord = true;
      continue;
    }
    isInWord = false;
    if (isSpace(code)) continue;
    tokens++;
    const partner = partners.get(code);
    if (openings.has(code)) {
      open.push(code);
      if (open.length > depth) depth = open.length;
    } else if (partner === undefined) {
      const end = skip(text, i);
      if (end !== undefined) i = Math.max(i, end - 1);
    } else if (open.at(-1) === partner) {
      open.pop();
    } else {
      mismatches++;
    }
  }
  return { depth, mismatches: mismatches + open.length, tokens };
}

/**
 * The end of a text in double quotes, past the closing one; a backslash takes the next character along. Without a
 * closing one it is the end of the text, or of the line where strings end with that.
 */
export function quotedEnd(text: string, start: number, endsWithLine = false): number {
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (char === '\\') i++;
    else if (char === '"') return i + 1;
    else if (endsWithLine && char === '\n') return i;
  }
  return text.length;
}

const endOf = (text: string, mark: string, start: number) => {
  const end = text.indexOf(mark, start);
  return end === -1 ? text.length : end + mark.length;
};

/** The end of a comment as C, C# and JSON with comments have it. */
export function commentEnd(text: string, start: number): number | undefined {
  if (text[start] !== '/') return undefined;
  if (text[start + 1] === '/') return endOf(text, '\n', start + 2);
  return text[start + 1] === '*' ? endOf(text, '*/', start + 2) : undefined;
}

/** Strings and comments of JSON. */
export const skipJson: Skip = (text, start) =>
  text[start] === '"' ? quotedEnd(text, start + 1) : commentEnd(text, start);

/** Nothing is skipped: for languages where it takes a parser to tell a quote from an apostrophe. */
export const skipNothing: Skip = () => undefined;
