import { type Document, isMap, isScalar, isSeq } from 'yaml';
import { lineOf } from '../../dotnet/splice.ts';
import { parseYaml } from '../../dotnet/yaml.ts';
import { UserError } from '../../errors.ts';
import { isObject, type Members } from '../../settings/values.ts';

/** What only CloudFormation can work out: a function (`!Sub`), an alias. */
const opaque = Symbol('opaque');

/** A value of YAML as one of JSON; `!Ref X` is `{Ref: X}`, as in a template of JSON. */
function plain(node: unknown): unknown {
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), plain(value)]),
    );
  }
  if (isSeq(node)) return node.items.map(plain);
  if (!isScalar(node)) return node === null ? null : opaque;
  if (node.tag === '!Ref') return { Ref: node.value };
  return node.tag?.startsWith('!') ? opaque : node.value;
}

/** A template of CloudFormation as far as it is text. */
export class Template {
  readonly path: string;
  readonly root: Members;
  readonly #document: Document.Parsed;
  readonly #text: string;

  /** @throws UserError when it is no YAML. */
  constructor(text: string, path: string) {
    const { document } = parseYaml(text, path);
    const [error] = document.errors;
    if (error) throw new UserError(`${path}:${lineOf(text, error.pos[0])} is not YAML; fix it first.`);
    this.#document = document;
    this.#text = text;
    this.path = path;
    const root = plain(document.contents);
    this.root = isObject(root) ? root : {};
  }

  /** A member below others; `{}` where there is no object. */
  members(...keys: readonly string[]): Members {
    let value: unknown = this.root;
    for (const key of keys) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    return isObject(value) ? value : {};
  }

  /** A text, also one that a parameter of the template has by default; undefined where only CloudFormation knows. */
  text(value: unknown): string | undefined {
    if (typeof value === 'string') return value;
    if (!isObject(value) || typeof value.Ref !== 'string') return undefined;
    const byDefault = this.members('Parameters', value.Ref).Default;
    return typeof byDefault === 'string' ? byDefault : undefined;
  }

  /** `template.yaml:12`, where something stands. */
  place(...keys: readonly string[]): string {
    const node = this.#document.getIn(keys, true) as { range?: readonly number[] } | undefined;
    const at = node?.range?.[0];
    return at === undefined ? this.path : `${this.path}:${lineOf(this.#text, at)}`;
  }
}
