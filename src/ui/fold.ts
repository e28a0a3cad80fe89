import stringWidth from 'string-width';
import { toTerminal, unpainted } from './colours.ts';
import { visible } from './visible.ts';
import { quotedPieces } from './wrap.ts';

/** Programs that messages tell to run. */
const program = '(?:aws|cd|chmod|curl|docker|dotnet|git|lambda-nativeaot|make|npm|sam|yo)';
/** A command to its end: a program and words, with no punctuation of a sentence outside of quotes. */
const command = String.raw`${program} (?:"[^"]*"|'[^']*'|[^\s"';:,]|[:,](?!\s)|\s)+`;
const isCommand = new RegExp(`^${command}$`);
/** A sentence that ends with the command to run. */
const endsWithCommand = new RegExp(`^(.*:) (${command})$`);
/** The words of a command: what a shell takes as one stays one. */
const shellWords = /(?:"[^"]*"|'[^']*'|[^\s"'])+/g;
/** The part of a line that its margin may take: behind it there must be room for words. */
const widestMargin = 0.6;
/** A longer line is data and is not read by people: folding it would only take time. */
const longestLine = 10_000;
/** No text is read in a terminal narrower than this. */
const narrowest = 20;

/** A terminal's tab goes to the next column that is a multiple of this. */
const tabWidth = 8;

/** The columns that a text takes which begins in the first one. */
function widthOf(text: string): number {
  const [first = '', ...rest] = unpainted(text).split('\t');
  return rest.reduce(
    (width, part) => (Math.floor(width / tabWidth) + 1) * tabWidth + stringWidth(visible(part)),
    stringWidth(visible(first)),
  );
}

const leadOf = (line: string): number => widthOf(/^[ \t]*/.exec(line)?.[0] ?? '');

/** The columns of a line before the last part of it that is set apart by blanks, as in a table. */
function marginOf(line: string, width: number): number {
  const columns = [...line.matchAll(/\S(?: {2,}|\t+ *)(?=\S)/g)]
    .map(({ index, 0: gap }) => widthOf(line.slice(0, index + gap.length)))
    .filter((column) => column <= width * widestMargin);
  return columns.at(-1) ?? leadOf(line);
}

/** The start of a line that takes so many columns. */
function headOf(line: string, columns: number): string {
  let head = '';
  for (const character of line) {
    if (widthOf(head) >= columns) break;
    head += character;
  }
  return head;
}

/** A word of a line: the blanks before it, and whether it is a part of the quoted word before it. */
interface Word {
  readonly gap: string;
  readonly text: string;
  readonly isPart?: boolean;
}

/** Words on lines that end with `end` but for the last, each after the first behind the indent. */
function layOut(
  head: string,
  words: readonly Word[],
  { indent, end, width }: { readonly indent: string; readonly end: string; readonly width: number },
): string[] {
  const lines: string[] = [];
  let line = head;
  let isEmpty = true;
  for (const { gap, text, isPart } of words) {
    const longer = isEmpty ? line + text : line + gap + text;
    if (isEmpty || widthOf(longer) <= width - end.length) line = longer;
    else {
      lines.push(isPart ? line : line + end);
      line = indent + text;
    }
    isEmpty = false;
  }
  return [...lines, line];
}

/** The words of a command, a flag together with the value behind it. */
function withValues(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (last !== undefined && /^--?[\w-]+$/.test(last) && !word.startsWith('-'))
      joined[joined.length - 1] = `${last} ${word}`;
    else joined.push(word);
  }
  return joined;
}

/** A JSON document in single quotes at the blanks between its tokens: there, lines may end as they are. */
function jsonParts(word: string): string[] {
  const parts: string[] = [''];
  let isText = false;
  for (const character of word) {
    if (character === '"') isText = !isText;
    if (character === ' ' && !isText) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** The words of a command that fit into the room; a flag stays with its value where both do. */
function commandWords(text: string, room: number): Word[] {
  return withValues(text.match(shellWords) ?? []).flatMap((word) => {
    if (widthOf(word) <= room) return [{ gap: ' ', text: word }];
    const [, flag, value = ''] = /^(--?[\w-]+ )?([\s\S]*)$/.exec(word) ?? [];
    const parts = /^'[{[]/.test(value) ? jsonParts(value) : [value];
    return [
      ...(flag === undefined ? [] : [{ gap: ' ', text: flag.trimEnd() }]),
      ...parts.map((part, i) => ({ gap: ' ', text: part, isPart: i > 0 })),
    ];
  });
}

/** How far a command goes on from the left when it does not fit behind the margin. */
const nearIndent = 4;

/** A command goes on behind a backslash, so that it can be copied as it stands. */
function foldCommand(head: string, text: string, width: number): string[] {
  const end = ' \\';
  const roomAt = (indent: number) => width - indent - end.length;
  const far = widthOf(head) + 2;
  const fits = commandWords(text, roomAt(far)).every((word) => widthOf(word.text) <= roomAt(far));
  const indent = fits ? far : Math.min(far, nearIndent);
  return layOut(head, commandWords(text, roomAt(indent)), { indent: ' '.repeat(indent), end, width });
}

function foldSentence(head: string, text: string, indent: string, width: number): string[] {
  const room = width - indent.length;
  const words: Word[] = [];
  let at = 0;
  for (const { index, 0: piece } of text.matchAll(quotedPieces)) {
    const gap = text.slice(at, index);
    const parts = widthOf(piece) <= room ? [piece] : piece.split(/\s+/);
    words.push(...parts.map((part, i) => ({ gap: i === 0 ? gap : ' ', text: part })));
    at = index + piece.length;
  }
  return layOut(head, words, { indent, end: '', width });
}

function foldLine(line: string, width: number): string[] {
  if (line.length > longestLine || widthOf(line) <= width) return [line];
  const margin = marginOf(line, width);
  const head = headOf(line, margin);
  const rest = line.slice(head.length);
  const indent = ' '.repeat(margin === leadOf(line) ? margin + 2 : margin);
  // A line of a patch is the user's text.
  if (/^[+-]/.test(line)) return foldSentence(head, rest, indent, width);
  if (isCommand.test(unpainted(rest))) return foldCommand(head, rest, width);
  const [, sentence, toRun] = endsWithCommand.exec(rest) ?? [];
  if (sentence === undefined || toRun === undefined) return foldSentence(head, rest, indent, width);
  return [...foldSentence(head, sentence, indent, width), ...foldCommand(indent, toRun, width)];
}

/**
 * A text with its long lines broken between words for a terminal of so many columns. What follows stands below the
 * last column of a table, or a little further in than the line's start. A word that is longer than a line, such as a
 * path, stays whole; so does what is quoted, where it fits, and a command goes on behind a backslash.
 */
export const fold = (text: string, width: number): string =>
  text
    .split('\n')
    .flatMap((line) => foldLine(line, width))
    .join('\n');

/** A stream that text goes to: a terminal of some columns, a file or a pipe. */
export interface Sink {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** A text as it goes to a stream: folded for a terminal, and never for a file or a pipe. */
export const toSink = (text: string, { isTTY, columns = 0 }: Sink): string =>
  toTerminal(isTTY && columns >= narrowest ? fold(text, columns) : text);
