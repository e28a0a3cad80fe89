import { parseXml, XmlElement, type XmlNode, XmlText } from '@rgrove/parse-xml';
import { UserError } from '../errors.ts';
import { checkLimit, parseLimits } from '../limits/parse.ts';
import { lineOf } from './splice.ts';
import { measureXml, type Normalized, normalizeLineEnds, startTagEnd } from './xml-lexis.ts';

/** An element and where it stands in the text that it was read from (offsets in UTF-16 code units). */
export interface Element {
  readonly name: string;
  /** Attribute values, entities resolved. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly start: number;
  readonly end: number;
  /** Between the tags; undefined when the element closes itself. */
  readonly inner: { readonly start: number; readonly end: number } | undefined;
  /** The text between the tags, entities resolved. */
  readonly text: string;
  readonly children: readonly Element[];
  readonly parent: Element | undefined;
}

/** Comments with their place, in the order of the text. */
export interface Comment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface XmlFile {
  readonly path: string;
  readonly text: string;
  readonly root: Element;
  readonly comments: readonly Comment[];
  /** How many elements, attributes and comments it has, about. */
  readonly nodes: number;
}

function innerOf(text: string, start: number, end: number): Element['inner'] {
  const open = startTagEnd(text, start);
  return text[open - 2] === '/' ? undefined : { start: open, end: text.lastIndexOf('</', end - 1) };
}

/** A text, the same as it was parsed, and the comments that were found so far. */
interface Reading {
  readonly text: string;
  readonly normalized: Normalized;
  readonly comments: Comment[];
}

function toElement(node: XmlElement, reading: Reading, parent: Element | undefined): Element {
  const { text, normalized } = reading;
  const [start, end] = [normalized.original(node.start), normalized.original(node.end)];
  const children: Element[] = [];
  const element: Element = {
    name: node.name,
    attributes: node.attributes,
    start,
    end,
    inner: innerOf(text, start, end),
    text: node.children.map((child) => (child instanceof XmlText ? child.text : '')).join(''),
    children,
    parent,
  };
  for (const child of node.children) {
    if (child instanceof XmlElement) children.push(toElement(child, reading, element));
    else addComment(child, reading);
  }
  return element;
}

function addComment(node: XmlNode, { normalized, comments }: Reading): void {
  if (node.type !== 'comment') return;
  const [start, end] = [normalized.original(node.start), normalized.original(node.end)];
  comments.push({ start, end, text: String(node.toJSON().content) });
}

/**
 * The parser's sentence without values of the file, which may be one that was not meant to be read: what follows a
 * colon goes, and a name that is too long for an element of MSBuild.
 */
const reasonOf = ({ message }: Error) =>
  message
    .split('\n')[0]
    ?.replace(/ \(line \d.*$/, '')
    .replace(/: .*$| for element \S{60}.*$/, '');

/**
 * Reads an XML file with the place of everything in it, so that edits can be spliced into its text.
 * @throws UserError with file and line when the text is not well-formed, with the limit when it is too large or deep.
 */
export function readXml(text: string, path: string): XmlFile {
  const { depth, nodes } = measureXml(text);
  checkLimit(path, parseLimits.xmlDepth, depth);
  checkLimit(path, parseLimits.xmlNodes, nodes);
  const normalized = normalizeLineEnds(text);
  const reading: Reading = { text, normalized, comments: [] };
  try {
    const document = parseXml(normalized.text, {
      includeOffsets: true,
      preserveComments: true,
      preserveCdata: true,
    });
    if (document.root === null) throw new Error('it has no root element');
    for (const child of document.children) addComment(child, reading);
    const root = toElement(document.root, reading, undefined);
    return { path, text, root, comments: reading.comments.sort((a, b) => a.start - b.start), nodes };
  } catch (error) {
    const { pos } = error as { pos?: number };
    const place = pos === undefined ? path : `${path}:${lineOf(text, normalized.original(pos))}`;
    throw new UserError(`${place} is not well-formed XML: ${reasonOf(error as Error)}; fix it first.`);
  }
}

/** Text as it must be written between two tags. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
