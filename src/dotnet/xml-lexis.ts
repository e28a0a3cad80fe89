import { countBelow } from './splice.ts';

/** Where a start tag ends, and how many values its attributes have; quoted ones may hold the sign that closes it. */
function startTag(text: string, start: number): { end: number; values: number } {
  let quote = '';
  let values = 0;
  for (let i = start; i < text.length; i++) {
    const char = text[i] as string;
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") {
      quote = char;
      values++;
    } else if (char === '>') return { end: i + 1, values };
  }
  return { end: text.length, values };
}

/** The end of a start tag. */
export const startTagEnd = (text: string, start: number) => startTag(text, start).end;

/** What an XML text holds, as far as its tags show it. */
export interface XmlExtent {
  /** How far elements are nested. */
  readonly depth: number;
  /** Elements, attributes, comments and the like. */
  readonly nodes: number;
}

/** What begins with `<` and is no element, and what ends it. */
const others: readonly (readonly [start: string, end: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
];

/**
 * Measures an XML text in one pass, without recursion and before it is parsed. Of a text that is not well-formed it
 * says too much rather than too little.
 */
export function measureXml(text: string): XmlExtent {
  let depth = 0;
  let deepest = 0;
  let nodes = 0;
  for (let i = text.indexOf('<'); i !== -1; ) {
    const other = others.find(([start]) => text.startsWith(start, i));
    nodes++;
    let end: number;
    if (other) {
      const found = text.indexOf(other[1], i + other[0].length);
      end = found === -1 ? text.length : found + other[1].length;
    } else if (text[i + 1] === '/') {
      depth = Math.max(0, depth - 1);
      end = i + 2;
    } else {
      const tag = startTag(text, i);
      end = tag.end;
      nodes += tag.values;
      if (text[end - 2] !== '/') depth++;
      deepest = Math.max(deepest, depth);
    }
    i = text.indexOf('<', end);
  }
  return { depth: deepest, nodes };
}

/** A text with line feeds only, and where each of its characters stood before. */
export interface Normalized {
  readonly text: string;
  /** The offset in the text as it was; what lies past the end stays past it. */
  original(offset: number): number;
}

/** Line ends as XML's own rules normalise them: CR LF and CR alone become LF. */
export function normalizeLineEnds(text: string): Normalized {
  if (!text.includes('\r')) return { text, original: (offset) => offset };
  const removed: number[] = [];
  const normalized = text.replaceAll(/\r\n?/g, (found, at: number) => {
    // The offset, in the new text, of the line feed before which a carriage return is gone.
    if (found.length === 2) removed.push(at - removed.length);
    return '\n';
  });
  return { text: normalized, original: (offset) => offset + countBelow(removed, offset) };
}
