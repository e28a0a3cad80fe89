import { parseXml, XmlElement, type XmlNode, XmlText } from '@rgrove/parse-xml';
import { UserError } from '../errors.ts';
import { lineOf } from './splice.ts';

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
}

/** The end of a start tag; quoted attribute values may hold the sign that closes it. */
function startTagEnd(text: string, start: number): number {
  let quote = '';
  for (let i = start; i < text.length; i++) {
    const char = text[i] as string;
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return i + 1;
  }
  return text.length;
}

function innerOf(text: string, start: number, end: number): Element['inner'] {
  const open = startTagEnd(text, start);
  return text[open - 2] === '/' ? undefined : { start: open, end: text.lastIndexOf('</', end - 1) };
}

function toElement(
  node: XmlElement,
  text: string,
  parent: Element | undefined,
  comments: Comment[],
): Element {
  const children: Element[] = [];
  const element: Element = {
    name: node.name,
    attributes: node.attributes,
    start: node.start,
    end: node.end,
    inner: innerOf(text, node.start, node.end),
    text: node.children.map((child) => (child instanceof XmlText ? child.text : '')).join(''),
    children,
    parent,
  };
  for (const child of node.children) {
    if (child instanceof XmlElement) children.push(toElement(child, text, element, comments));
    else addComment(child, comments);
  }
  return element;
}

function addComment(node: XmlNode, comments: Comment[]): void {
  if (node.type === 'comment')
    comments.push({ start: node.start, end: node.end, text: String(node.toJSON().content) });
}

/**
 * Reads an XML file with the place of everything in it, so that edits can be spliced into its text.
 * @throws UserError with file and line when the text is not well-formed.
 */
export function readXml(text: string, path: string): XmlFile {
  const comments: Comment[] = [];
  try {
    const document = parseXml(text, { includeOffsets: true, preserveComments: true, preserveCdata: true });
    if (document.root === null) throw new Error('it has no root element');
    for (const child of document.children) addComment(child, comments);
    const root = toElement(document.root, text, undefined, comments);
    return { path, text, root, comments: comments.sort((a, b) => a.start - b.start) };
  } catch (error) {
    const { pos, message } = error as Error & { pos?: number };
    const place = pos === undefined ? path : `${path}:${lineOf(text, pos)}`;
    throw new UserError(
      `${place} is not well-formed XML: ${message.split('\n')[0]?.replace(/ \(line.*/, '')}; fix it first.`,
    );
  }
}

/** Text as it must be written between two tags. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
