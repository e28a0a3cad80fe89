import type { CSharpSource, Node } from '../../dotnet/csharp.ts';
import {
  type Declarations,
  fullName,
  type PropertyMember,
  type TypeDeclaration,
} from '../../dotnet/declarations.ts';
import { type Place, placeIn, type Scope } from '../../dotnet/scope.ts';
import { formatTypeName, parseTypeName, valueKeywords } from '../../dotnet/type-names.ts';
import { checkLimit, parseLimits } from '../../limits/parse.ts';
import { carried } from './base-types.ts';
import { holdsObjects, type WrittenType } from './json-types.ts';

/** A type as code writes it, and where. */
export interface WrittenAt {
  readonly written: string;
  readonly place: Place;
  /** The code that says so, for messages. */
  readonly at?: { readonly source: CSharpSource; readonly node: Node } | undefined;
  /** Whether a generated wrapper makes and writes it, with a context of its own. */
  readonly isOfWrapper?: boolean;
}

/** The sources in which types are looked up. */
export interface TypeSources {
  readonly files: readonly Declarations[];
  readonly scope: Scope;
}

/** A member, or what a class derives from, that holds values of any type. */
export interface OpenPlace {
  readonly part: TypeDeclaration;
  readonly node: Node;
  /** `Order.Extra`, or `Bag` for a class that derives from such a type. */
  readonly name: string;
  /** As written: `Dictionary<string, object>`. */
  readonly written: string;
}

/** What some types lead to, by their keys. */
export interface TypeGraph {
  readonly types: ReadonlyMap<string, WrittenType>;
  /** Whether some type in it is declared in no source here, so that there may be more. */
  readonly isOpaque: boolean;
  /** In the order in which they were found. */
  readonly open: readonly OpenPlace[];
}

const keywords = new Set([...valueKeywords, 'string', 'object']);

/** A declaration with what its type parameters stand for. */
interface Use {
  readonly part: TypeDeclaration;
  readonly place: Place;
  readonly bindings: ReadonlyMap<string, string>;
}

const lastName = (name: string) => name.slice(name.lastIndexOf('.') + 1);

const attributeOf = ({ attributes }: PropertyMember, name: string) =>
  attributes.find((attribute) => lastName(attribute.name) === name);

/** Whether JSON never has the member; the source generator then makes no code for its type either. */
function isIgnored(member: PropertyMember): boolean {
  const ignore = attributeOf(member, 'JsonIgnore');
  return ignore !== undefined && !/\bCondition\b(?!.*\.Always\b)/.test(ignore.arguments);
}

/** The walk from some types over their members. */
class Walk {
  readonly types = new Map<string, WrittenType>();
  readonly open = new Map<string, OpenPlace>();
  isOpaque = false;
  readonly #sources: TypeSources;
  readonly #write: (written: string, place: Place) => WrittenType;
  readonly #path: string;
  readonly #queue: WrittenAt[] = [];
  /** The type arguments with which the members of a declaration were looked at. */
  readonly #seen = new Map<TypeDeclaration, Set<string>>();

  constructor(sources: TypeSources, write: (written: string, place: Place) => WrittenType, path: string) {
    this.#sources = sources;
    this.#write = write;
    this.#path = path;
  }

  run(roots: readonly WrittenAt[]): void {
    this.#queue.push(...roots);
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) this.#reach(next);
  }

  #reach({ written, place }: WrittenAt): void {
    const whole = this.#write(written, place);
    if (this.types.has(whole.key)) return;
    this.types.set(whole.key, whole);
    checkLimit(this.#path, parseLimits.jsonTypes, this.types.size);
    const type = parseTypeName(written);
    if (type.suffixes.length > 0)
      this.#queue.push({ written: formatTypeName({ ...type, suffixes: [] }), place });
    const args = type.arguments.map((argument) => formatTypeName(argument));
    this.#queue.push(...args.map((argument) => ({ written: argument, place })));
    const uses = this.#usesOf(type.name, args, { place, bindings: new Map() });
    this.#addMembers(uses);
    const isKnown = uses.length > 0 || keywords.has(type.name) || /^System\./.test(whole.key);
    if (!isKnown && type.name !== '(') this.isOpaque = true;
  }

  /** The declarations of a type that is named at a place. */
  #usesOf(name: string, args: readonly string[], from: Pick<Use, 'place' | 'bindings'>): Use[] {
    const declared = this.#sources.scope.find(name, from.place);
    const fitting = declared.filter(({ typeParameters }) => typeParameters.length === args.length);
    const filled = args.map((argument) => carried(this.#sources, argument, from));
    for (const argument of filled)
      checkLimit(`${this.#path}: a type argument`, parseLimits.nameCharacters, argument.length);
    return (fitting.length > 0 ? fitting : declared).map((part) => {
      const place = placeIn(part, this.#sources.files);
      const bindings = new Map(
        part.typeParameters.map((parameter, i) => [parameter, filled[i] ?? parameter]),
      );
      return { part, place: args.length === 0 ? place : withImports(place, from.place), bindings };
    });
  }

  /** Adds the types of all members, inherited ones among them; a base itself gets no code. */
  #addMembers(uses: readonly Use[]): void {
    const queue = [...uses];
    for (let use = queue.pop(); use !== undefined; use = queue.pop()) {
      const { part, place, bindings } = use;
      const args = [...bindings.values()].join();
      const known = this.#seen.get(part) ?? new Set();
      this.#seen.set(part, known);
      if (known.has(args)) continue;
      known.add(args);
      for (const member of part.members) if (!isIgnored(member)) this.#addMember(member, use);
      for (const base of part.bases) {
        const { name, arguments: written } = parseTypeName(base);
        const baseArgs = written.map((argument) => formatTypeName(argument));
        const bases = this.#usesOf(name, baseArgs, use);
        queue.push(...bases);
        if (bases.length > 0) continue;
        // A collection of a package: its elements are in the JSON.
        for (const argument of baseArgs)
          this.#queue.push({ written: carried(this.#sources, argument, { place, bindings }), place });
        this.#noteOpen(part, part.node, part.name, base, place);
      }
    }
  }

  #addMember(member: PropertyMember, { part, place, bindings }: Use): void {
    const written =
      bindings.size === 0 ? member.type : carried(this.#sources, member.type, { place, bindings });
    this.#queue.push({ written, place });
    if (attributeOf(member, 'JsonConverter')) return;
    this.#noteOpen(part, member.node, `${part.name}.${member.name}`, member.type, place);
  }

  #noteOpen(part: TypeDeclaration, node: Node, name: string, written: string, place: Place): void {
    if (!holdsObjects(this.#write(written, place))) return;
    this.open.set(`${fullName(part)} ${name} ${written}`, { part, node, name, written });
  }
}

/** A place in a generic type, where what its type arguments need is visible too. */
function withImports(place: Place, from: Place): Place {
  if (place.file === from.file) return place;
  return { ...place, file: { ...place.file, usings: [...place.file.usings, ...from.file.usings] } };
}

/**
 * The types that some types and their members lead to, as the source generator of System.Text.Json follows them.
 * @param path what the error names.
 * @throws UserError when there are too many.
 */
export function reachableTypes(
  sources: TypeSources,
  roots: readonly WrittenAt[],
  write: (written: string, place: Place) => WrittenType,
  path: string,
): TypeGraph {
  const walk = new Walk(sources, write, path);
  walk.run(roots);
  return { types: walk.types, isOpaque: walk.isOpaque, open: [...walk.open.values()] };
}
