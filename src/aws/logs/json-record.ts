import { type Node, parseTree } from 'jsonc-parser';
import { measureNesting, skipJson } from '../../limits/nesting.ts';
import { parseLimits } from '../../limits/parse.ts';

/** A member of a JSON object. */
export interface Member {
  readonly name: string;
  /** The value as it stands in the text: a number keeps all its digits. */
  readonly raw: string;
  /** The value where it is a text, or its items where it is a list of texts. */
  readonly value: string | readonly string[] | undefined;
}

const isList = ({ type, children = [] }: Node) =>
  type === 'array' && children.length > 0 && children.every((item) => item.type === 'string');

function textsOf(node: Node): Member['value'] {
  if (node.type === 'string') return node.value as string;
  return isList(node) ? (node.children ?? []).map(({ value }) => value as string) : undefined;
}

/** Whether it is JSON, of a depth that is read without danger. */
function isJson(text: string): boolean {
  if (measureNesting(text, skipJson).depth > parseLimits.documentDepth.most) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The members of a JSON object in their order; undefined for any other text. */
export function readRecord(text: string): Member[] | undefined {
  if (!text.trimStart().startsWith('{') || !isJson(text)) return undefined;
  const members = parseTree(text)?.children ?? [];
  return members.flatMap(({ children = [] }) => {
    const [name, value] = children;
    if (name === undefined || value === undefined) return [];
    const raw = text.slice(value.offset, value.offset + value.length);
    return [{ name: name.value as string, raw, value: textsOf(value) }];
  });
}
