import { limitError, parseLimits } from '../limits/parse.ts';

/** A C# type as written, taken apart: `Dictionary<string, List<Order>>?[]`. */
export interface TypeName {
  /** Without arguments and suffixes: `Dictionary`, `A.B.C`; a tuple is `(`, and the names of its elements are dropped. */
  readonly name: string;
  readonly arguments: readonly TypeName[];
  /** `?`, `[]`, `[,]`, `*`, in the order written. */
  readonly suffixes: readonly string[];
  /** What follows the arguments where a generic type holds a nested one: `.Enumerator`. */
  readonly nested?: TypeName | undefined;
}

/** The keywords of C# that are value types. */
export const valueKeywords: ReadonlySet<string> = new Set(
  'bool byte sbyte char decimal double float int uint nint nuint long ulong short ushort'.split(' '),
);

/** Keywords by the name of the type that they stand for, with and without its namespace. */
const keywords: ReadonlyMap<string, string> = new Map([
  ['Boolean', 'bool'],
  ['Byte', 'byte'],
  ['SByte', 'sbyte'],
  ['Char', 'char'],
  ['Decimal', 'decimal'],
  ['Double', 'double'],
  ['Single', 'float'],
  ['Int32', 'int'],
  ['UInt32', 'uint'],
  ['Int64', 'long'],
  ['UInt64', 'ulong'],
  ['Int16', 'short'],
  ['UInt16', 'ushort'],
  ['String', 'string'],
  ['Object', 'object'],
]);

class Reader {
  #position = 0;
  #depth = 0;
  readonly #text: string;

  constructor(text: string) {
    // Only before the name of a tuple's element does a blank mean anything.
    this.#text = text.replaceAll(/\s+/g, ' ').replaceAll(/ (?![\p{L}_@])|(?<![\p{L}\p{N}_>)\]?*]) /gu, '');
  }

  read(): TypeName {
    this.#depth++;
    if (this.#depth > parseLimits.typeDepth.most)
      throw limitError(`The type ${this.#text.slice(0, 40)}…`, parseLimits.typeDepth);
    const name = this.#name();
    const args = this.#arguments(name === '(' ? ')' : '>', name === '(' ? '' : '<');
    const nested = this.#take(/\.(?=[\w@])/y) ? this.read() : undefined;
    const suffixes: string[] = [];
    for (let s = this.#take(/\?|\*|\[,*\]/y); s !== undefined; s = this.#take(/\?|\*|\[,*\]/y))
      suffixes.push(s);
    this.#depth--;
    return { name, arguments: args, suffixes, nested };
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#text);
    if (!match) return undefined;
    this.#position = pattern.lastIndex;
    return match[0];
  }

  #name(): string {
    return this.#take(/\(/y) ?? this.#take(/(global::)?[\p{L}\p{N}_@.]+/uy)?.replace(/^global::/, '') ?? '';
  }

  #arguments(close: string, open: string): TypeName[] {
    if (open !== '' && this.#text[this.#position] !== open) return [];
    this.#position += open.length;
    const args: TypeName[] = [];
    while (this.#position < this.#text.length && this.#text[this.#position] !== close) {
      args.push(this.read());
      if (close === ')') this.#take(/ ?@?[\p{L}_][\p{L}\p{N}_]*/uy);
      if (this.#text[this.#position] === ',') this.#position++;
      else if (this.#text[this.#position] !== close) break;
    }
    this.#position++;
    return args;
  }
}

/**
 * Takes a type as written apart; keywords stand for System.Int32 and the like.
 * @throws UserError when its arguments are nested too deeply.
 */
export function parseTypeName(text: string): TypeName {
  return normalize(new Reader(text).read());
}

function normalize(type: TypeName): TypeName {
  const bare = type.name.replace(/^System\./, '');
  const keyword = type.arguments.length === 0 ? keywords.get(bare) : undefined;
  const name = keyword ?? type.name;
  const [inner] = type.arguments;
  const isTuple = bare === 'ValueTuple' && type.arguments.length > 1;
  if (lastPart(type) === 'Nullable' && inner !== undefined && type.arguments.length === 1) {
    const value = normalize(inner);
    return { ...value, suffixes: [...value.suffixes, '?', ...type.suffixes] };
  }
  return { ...type, name: isTuple ? '(' : name, arguments: type.arguments.map(normalize) };
}

/** A type's simple name: `Task` of `System.Threading.Tasks.Task<int>`. */
export function lastPart({ name }: Pick<TypeName, 'name'>): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The type as C# again, each name written as `render` says. */
export function formatTypeName(
  type: TypeName,
  render: (type: TypeName) => string = ({ name }) => name,
): string {
  const args = type.arguments.map((argument) => formatTypeName(argument, render)).join(', ');
  const nested = type.nested === undefined ? '' : `.${formatTypeName(type.nested)}`;
  const suffixes = type.suffixes.join('');
  if (type.name === '(') return `(${args})${suffixes}`;
  return `${render(type)}${args === '' ? '' : `<${args}>`}${nested}${suffixes}`;
}
