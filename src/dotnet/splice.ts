/** A replacement in a text, by offsets in UTF-16 code units; an insertion has `start` equal to `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies edits to the text that their offsets were taken from. Everything outside them stays byte for byte. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits
    .map((edit, order) => ({ ...edit, order }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
  let result = '';
  let position = 0;
  for (const { start, end, text: replacement } of ordered) {
    if (start < position) throw new Error(`edits overlap at offset ${start}`);
    result += text.slice(position, start) + replacement;
    position = end;
  }
  return result + text.slice(position);
}

/** The text that lines were last counted in, and the offset of each of its line feeds. */
let counted: { readonly text: string; readonly feeds: readonly number[] } = { text: '', feeds: [] };

function feedsOf(text: string): readonly number[] {
  if (counted.text === text) {
    // The same string next time, since to compare equal ones that are not the same takes a look at all of them.
    counted = { text, feeds: counted.feeds };
    return counted.feeds;
  }
  const feeds: number[] = [];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) feeds.push(i);
  counted = { text, feeds };
  return feeds;
}

/** How many of these offsets, in ascending order, are below another one. */
export function countBelow(offsets: readonly number[], offset: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The number, from 1, of the line that an offset lies on. Many offsets of one text cost little more than one, since
 * the lines of the last text are remembered.
 */
export const lineOf = (text: string, offset: number): number => countBelow(feedsOf(text), offset) + 1;

/** The line ending that a text uses most at its start; a text of one line gets a line feed. */
export function lineEnding(text: string): '\r\n' | '\n' {
  const first = text.indexOf('\n');
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
}

/** The same text with the line endings of another one. */
export function withLineEnding(text: string, ending: '\r\n' | '\n'): string {
  return ending === '\n' ? text : text.replaceAll(/\r?\n/g, ending);
}

/** The blanks between the start of a line and an offset, or undefined when something else stands there. */
export function indentBefore(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/**
 * A range with the line that it stands on, when it stands there alone: removing it then leaves no empty line.
 */
export function wholeLines(text: string, start: number, end: number): { start: number; end: number } {
  const indent = indentBefore(text, start);
  const rest = /^[ \t]*(\r?\n|$)/.exec(text.slice(end, end + 4096));
  if (indent === undefined || !rest) return { start, end };
  const begin = start - indent.length;
  // The last line has no end of its own: the one before gives up its.
  if (rest[1] === '')
    return { start: begin > 0 ? begin - lineBreakBefore(text, begin) : 0, end: text.length };
  return { start: begin, end: end + rest[0].length };
}

function lineBreakBefore(text: string, offset: number): number {
  return text[offset - 2] === '\r' ? 2 : 1;
}
