import {
  applyEdits as applyJsonEdits,
  modify,
  type Node,
  type ParseError,
  parse,
  parseTree,
} from 'jsonc-parser';
import { lineEnding, lineOf } from '../../dotnet/splice.ts';
import { UserError } from '../../errors.ts';
import { measureNesting, skipJson } from '../../limits/nesting.ts';
import { type Budget, checkLimit, parseLimits } from '../../limits/parse.ts';
import type { Path, StructuredFile } from './structured-file.ts';

/** The library formats the whole line of a change, in a time that grows with the square of its length. */
const longestFormatted = 2000;

/** The length of the line that an offset lies on. */
function lineLength(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return (end === -1 ? text.length : end) - text.lastIndexOf('\n', offset - 1);
}

/** The values of an object by their keys; the first of a key counts. */
function toMembers(node: Node): Map<string, Node | undefined> {
  const members = new Map<string, Node | undefined>();
  for (const { children = [] } of node.children ?? []) {
    const key = String(children[0]?.value);
    if (!members.has(key)) members.set(key, children[1]);
  }
  return members;
}

/** A file of JSON, with comments and trailing commas. */
export class JsonFile implements StructuredFile {
  readonly path: string;
  readonly text: string;
  readonly #root: Node | undefined;
  readonly #budget: Budget;
  readonly #members = new WeakMap<Node, Map<string, Node | undefined>>();
  readonly #lists = new WeakMap<Node, unknown[]>();

  constructor(text: string, path: string, budget: Budget) {
    this.path = path;
    this.text = text;
    this.#budget = budget;
    const { depth, tokens } = measureNesting(text, skipJson);
    checkLimit(path, parseLimits.documentDepth, depth);
    checkLimit(path, parseLimits.documentTokens, tokens);
    budget.spend(path, parseLimits.documentWork, tokens);
    const errors: ParseError[] = [];
    // A byte order mark is no part of JSON; a blank keeps the offsets.
    const readable = text.replace(/^\uFEFF/, ' ');
    parse(readable, errors, { allowTrailingComma: true });
    const [first] = errors;
    if (first) throw new UserError(`${path}:${lineOf(text, first.offset)} is not valid JSON; fix it first.`);
    this.#root = parseTree(readable, [], { allowTrailingComma: true });
  }

  #child(node: Node, key: string | number): Node | undefined {
    if (node.type === 'array') return typeof key === 'number' ? node.children?.[key] : undefined;
    if (node.type !== 'object' || typeof key !== 'string') return undefined;
    const members = this.#members.get(node) ?? toMembers(node);
    this.#members.set(node, members);
    return members.get(key);
  }

  #find(path: Path): Node | undefined {
    let node = this.#root;
    for (const key of path) node = node && this.#child(node, key);
    return node;
  }

  #list(node: Node): unknown[] {
    const list = this.#lists.get(node) ?? (node.children ?? []).map((child) => child.value);
    this.#lists.set(node, list);
    return list;
  }

  get(path: Path): unknown {
    const node = this.#find(path);
    return node?.value ?? (node?.type === 'array' ? this.#list(node) : undefined);
  }

  has(path: Path): boolean {
    return this.#find(path) !== undefined;
  }

  keys(path: Path): string[] {
    const node = this.#find(path);
    return node?.type === 'object' ? (node.children ?? []).map((p) => String(p.children?.[0]?.value)) : [];
  }

  lineOf(path: Path): number {
    for (let length = path.length; length >= 0; length--) {
      const node = this.#find(path.slice(0, length));
      if (node) return lineOf(this.text, node.offset);
    }
    return 1;
  }

  /** @throws UserError when a key is to be set in something that is no object. */
  #requirePlace(path: Path, value: unknown): void {
    let node = this.#root;
    for (const key of path) {
      if (node && node.type !== 'object') {
        const written = `"${path.at(-1)}": ${JSON.stringify(value)}`;
        throw new UserError(
          `${this.path}:${this.lineOf(path)} has no place for "${key}"; make it an object and write ${written} there.`,
        );
      }
      node = node && this.#child(node, key);
    }
  }

  set(path: Path, value: unknown, after?: string): StructuredFile {
    this.#requirePlace(path, value);
    const getInsertionIndex = (names: string[]) =>
      after && names.includes(after) ? names.indexOf(after) + 1 : names.length;
    const plain = modify(this.text, [...path], value, { getInsertionIndex });
    const [first] = plain;
    const isMinified = first !== undefined && lineLength(this.text, first.offset) > longestFormatted;
    const unit = /\n([ \t]+)/.exec(this.text)?.[1] ?? '  ';
    const formattingOptions = {
      insertSpaces: !unit.startsWith('\t'),
      tabSize: unit.startsWith('\t') ? 1 : unit.length,
      eol: lineEnding(this.text),
    };
    const edits = isMinified
      ? plain
      : modify(this.text, [...path], value, { getInsertionIndex, formattingOptions });
    return new JsonFile(applyJsonEdits(this.text, edits), this.path, this.#budget);
  }
}
