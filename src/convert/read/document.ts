import {
  applyEdits as applyJsonEdits,
  modify,
  type Node,
  type ParseError,
  parse,
  parseTree,
} from 'jsonc-parser';
import { type Document, isMap, isScalar, isSeq, type Scalar, stringify, type YAMLMap } from 'yaml';
import { indentBefore, lineEnding, lineOf } from '../../dotnet/splice.ts';
import { keyIndex, parseYaml } from '../../dotnet/yaml.ts';
import { UserError } from '../../errors.ts';
import { measureNesting, skipJson } from '../../limits/nesting.ts';
import { Budget, checkLimit, parseLimits } from '../../limits/parse.ts';

export type Path = readonly (string | number)[];

/**
 * A JSON or YAML file whose values can be read and replaced where they stand. YAML's own tags (`!Ref`, `!Sub`)
 * are no values: `get` gives undefined for them.
 */
export interface StructuredFile {
  readonly path: string;
  readonly text: string;
  get(path: Path): unknown;
  /** Whether something stands there, be it a tag that nobody can read here. */
  has(path: Path): boolean;
  keys(path: Path): string[];
  /** From 1; the line of the nearest thing above when nothing stands there. */
  lineOf(path: Path): number;
  /**
   * The same file with a value set; a new key goes behind its last neighbour, or behind `after`, and what is missing
   * above it comes along.
   * @throws UserError where something else stands in its place.
   */
  set(path: Path, value: unknown, after?: string): StructuredFile;
}

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

class JsonFile implements StructuredFile {
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

class YamlFile implements StructuredFile {
  readonly path: string;
  readonly text: string;
  readonly #document: Document.Parsed;
  readonly #budget: Budget;
  readonly #keys = keyIndex();
  readonly #lists = new WeakMap<object, unknown[]>();

  constructor(text: string, path: string, budget: Budget) {
    this.path = path;
    this.text = text;
    this.#budget = budget;
    const { document, tokens } = parseYaml(text, path);
    budget.spend(path, parseLimits.documentWork, tokens);
    this.#document = document;
    const [first] = this.#document.errors;
    if (first) throw new UserError(`${path}:${lineOf(text, first.pos[0])} is not valid YAML; fix it first.`);
  }

  #find(path: Path): unknown {
    let node: unknown = this.#document.contents;
    for (const key of path) {
      if (isMap(node)) node = this.#keys(node).get(key)?.value ?? undefined;
      else node = isSeq(node) && typeof key === 'number' ? node.items[key] : undefined;
    }
    return node;
  }

  get(path: Path): unknown {
    const node = this.#find(path);
    if (isSeq(node)) {
      const list = this.#lists.get(node) ?? node.items.map((i) => (isScalar(i) ? i.value : undefined));
      this.#lists.set(node, list);
      return list;
    }
    return isScalar(node) && !node.tag?.startsWith('!') ? node.value : undefined;
  }

  has(path: Path): boolean {
    return this.#find(path) !== undefined;
  }

  keys(path: Path): string[] {
    const node = this.#find(path);
    return isMap(node) ? node.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [];
  }

  lineOf(path: Path): number {
    for (let length = path.length; length >= 0; length--) {
      const range = (this.#find(path.slice(0, length)) as Scalar | undefined)?.range;
      if (range) return lineOf(this.text, range[0]);
    }
    return 1;
  }

  set(path: Path, value: unknown, after?: string): StructuredFile {
    const node = this.#find(path) as Scalar | undefined;
    const written = Array.isArray(value)
      ? `[${value.join(', ')}]`
      : stringify(value, { lineWidth: 0 }).trim();
    const text = node?.range
      ? this.text.slice(0, node.range[0]) + written + this.text.slice(node.range[1])
      : this.#insert(path, written, after);
    return new YamlFile(text, this.path, this.#budget);
  }

  /** The deepest map on the way to a path, and what of the path is missing below it. */
  #placeOf(path: Path): { map: YAMLMap<Scalar, Scalar>; missing: Path } | undefined {
    for (let length = path.length - 1; length >= 0; length--) {
      if (length > 0 && !this.has(path.slice(0, length))) continue;
      const map = this.#find(path.slice(0, length));
      const isPlace = isMap(map) && map.items.length > 0;
      return isPlace ? { map: map as YAMLMap<Scalar, Scalar>, missing: path.slice(length) } : undefined;
    }
    return undefined;
  }

  #insert(path: Path, written: string, after: string | undefined): string {
    const place = this.#placeOf(path);
    if (!place) {
      const key = String(path.at(-1));
      throw new UserError(
        `${this.path}:${this.lineOf(path)} has no place for ${key}; write "${key}: ${written}" there.`,
      );
    }
    const { map, missing } = place;
    const pair = map.items.find((item) => item.key.value === after) ?? map.items.at(-1);
    const [start] = pair?.key.range ?? [0];
    const end = pair?.value?.range?.[1] ?? pair?.key.range?.[1] ?? 0;
    if (map.flow) {
      const inner = missing.reduceRight<string>(
        (value, key, i) => (i === 0 ? `${key}: ${value}` : `{ ${key}: ${value} }`),
        written,
      );
      return `${this.text.slice(0, end)}, ${inner}${this.text.slice(end)}`;
    }
    const indent = indentBefore(this.text, start) ?? '';
    const line = lineEnding(this.text);
    const lines = missing.map((key, depth) => `${line}${indent}${'  '.repeat(depth)}${key}:`);
    // Behind a comment on the same line; a block scalar's end lies on the line after it.
    const lineEnd = this.text[end - 1] === '\n' ? end - 1 : this.text.indexOf('\n', end);
    const at = lineEnd === -1 ? this.text.length : this.text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
    return `${this.text.slice(0, at)}${lines.join('')} ${written}${this.text.slice(at)}`;
  }
}

/**
 * Reads a JSON file (comments allowed) or a YAML file; a template without a telling name is what it begins with.
 * @throws UserError with the line that is wrong, or with the limit when it is too large or nested too deeply.
 */
export function readStructured(text: string, path: string): StructuredFile {
  checkLimit(path, parseLimits.documentCharacters, text.length);
  const json = path.endsWith('.json') || /^\uFEFF?\s*\{/.test(text);
  return json ? new JsonFile(text, path, new Budget()) : new YamlFile(text, path, new Budget());
}
