import { type Document, isMap, isScalar, isSeq, type Scalar, stringify, type YAMLMap } from 'yaml';
import { indentBefore, lineEnding, lineOf } from '../../dotnet/splice.ts';
import { keyIndex, parseYaml } from '../../dotnet/yaml.ts';
import { UserError } from '../../errors.ts';
import { type Budget, parseLimits } from '../../limits/parse.ts';
import type { Path, StructuredFile } from './structured-file.ts';

/** A file of YAML. */
export class YamlFile implements StructuredFile {
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
