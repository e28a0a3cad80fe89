import {
  applyEdits as applyJsonEdits,
  findNodeAtLocation,
  modify,
  type Node,
  type ParseError,
  parse,
  parseTree,
} from 'jsonc-parser';
import { type Document, isMap, isScalar, isSeq, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { indentBefore, lineEnding, lineOf } from '../dotnet/splice.ts';
import { UserError } from '../errors.ts';

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
  /** The same file with a value set; a new key goes behind its last neighbour, or behind `after`. */
  set(path: Path, value: unknown, after?: string): StructuredFile;
}

class JsonFile implements StructuredFile {
  readonly path: string;
  readonly text: string;
  readonly #root: Node | undefined;

  constructor(text: string, path: string) {
    this.path = path;
    this.text = text;
    const errors: ParseError[] = [];
    // A byte order mark is no part of JSON; a blank keeps the offsets.
    const readable = text.replace(/^\uFEFF/, ' ');
    parse(readable, errors, { allowTrailingComma: true });
    const [first] = errors;
    if (first) throw new UserError(`${path}:${lineOf(text, first.offset)} is not valid JSON; fix it first.`);
    this.#root = parseTree(readable, [], { allowTrailingComma: true });
  }

  #find(path: Path): Node | undefined {
    return this.#root && findNodeAtLocation(this.#root, [...path]);
  }

  get(path: Path): unknown {
    const node = this.#find(path);
    return node?.value ?? (node?.type === 'array' ? node.children?.map((child) => child.value) : undefined);
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

  set(path: Path, value: unknown, after?: string): StructuredFile {
    const unit = /\n([ \t]+)/.exec(this.text)?.[1] ?? '  ';
    const edits = modify(this.text, [...path], value, {
      formattingOptions: {
        insertSpaces: !unit.startsWith('\t'),
        tabSize: unit.startsWith('\t') ? 1 : unit.length,
        eol: lineEnding(this.text),
      },
      getInsertionIndex: (names) =>
        after && names.includes(after) ? names.indexOf(after) + 1 : names.length,
    });
    return new JsonFile(applyJsonEdits(this.text, edits), this.path);
  }
}

class YamlFile implements StructuredFile {
  readonly path: string;
  readonly text: string;
  readonly #document: Document.Parsed;

  constructor(text: string, path: string) {
    this.path = path;
    this.text = text;
    // The tags of CloudFormation are unknown to YAML; that is no reason for a warning.
    this.#document = parseDocument(text, { logLevel: 'error' });
    const [first] = this.#document.errors;
    if (first) throw new UserError(`${path}:${lineOf(text, first.pos[0])} is not valid YAML; fix it first.`);
  }

  #find(path: Path): unknown {
    return path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
  }

  get(path: Path): unknown {
    const node = this.#find(path);
    if (isSeq(node)) return node.items.map((item) => (isScalar(item) ? item.value : undefined));
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
    const written = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
    const text = node?.range
      ? this.text.slice(0, node.range[0]) + written + this.text.slice(node.range[1])
      : this.#insert(path, written, after);
    return new YamlFile(text, this.path);
  }

  #insert(path: Path, written: string, after: string | undefined): string {
    const key = String(path.at(-1));
    const map = this.#find(path.slice(0, -1)) as YAMLMap<Scalar, Scalar> | undefined;
    if (!isMap(map) || map.items.length === 0) {
      throw new UserError(
        `${this.path}:${this.lineOf(path)} has no place for ${key}; write "${key}: ${written}" there.`,
      );
    }
    const pair = map.items.find((item) => item.key.value === after) ?? map.items.at(-1);
    const [start] = pair?.key.range ?? [0];
    const end = pair?.value?.range?.[1] ?? pair?.key.range?.[1] ?? 0;
    if (map.flow) return `${this.text.slice(0, end)}, ${key}: ${written}${this.text.slice(end)}`;
    const indent = indentBefore(this.text, start) ?? '';
    // Behind a comment on the same line; a block scalar's end lies on the line after it.
    const lineEnd = this.text[end - 1] === '\n' ? end - 1 : this.text.indexOf('\n', end);
    const at = lineEnd === -1 ? this.text.length : this.text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
    return `${this.text.slice(0, at)}${lineEnding(this.text)}${indent}${key}: ${written}${this.text.slice(at)}`;
  }
}

/**
 * Reads a JSON file (comments allowed) or a YAML file; a template without a telling name is what it begins with.
 * @throws UserError with the line that is wrong.
 */
export function readStructured(text: string, path: string): StructuredFile {
  const json = path.endsWith('.json') || /^\uFEFF?\s*\{/.test(text);
  return json ? new JsonFile(text, path) : new YamlFile(text, path);
}
