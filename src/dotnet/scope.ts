import { checkLimit, parseLimits } from '../limits/parse.ts';
import { type Declarations, fullName, type TypeDeclaration, type UsingDirective } from './declarations.ts';

/** Where a name is used: what is visible there decides what it means. */
export interface Place {
  readonly file: Declarations;
  readonly namespace: string;
  /** The types around it, outermost first. */
  readonly containers: readonly string[];
}

/** All types that the sources of a project declare, to be found the way the compiler finds them. */
export interface Scope {
  /** Every declaration of the type (a partial one has several); empty when no source declares it. */
  find(name: string, place: Place): readonly TypeDeclaration[];
  /** By the full name, with namespace and the types around it. */
  byFullName(name: string): readonly TypeDeclaration[];
  /** By the simple name or the end of the full one (`Function`, `Handlers.Function`). */
  byEnd(name: string): readonly TypeDeclaration[];
  /** What a name stands for at a place when it is an alias there. */
  expandAlias(name: string, place: Place): string;
  /** Whether a type's short name could mean something else in a file of that namespace. */
  isAmbiguous(type: TypeDeclaration, namespace: string): boolean;
}

/** `A.B.C`, `A.B`, `A` and the empty namespace. */
function outward(name: string): string[] {
  const names: string[] = [];
  for (let current = name; current !== ''; current = current.slice(0, Math.max(0, current.lastIndexOf('.'))))
    names.push(current);
  return [...names, ''];
}

const join = (...parts: readonly string[]) => parts.filter((part) => part !== '').join('.');

/** The files of a list by their source, found once for each list. */
const filesBySource = new WeakMap<readonly Declarations[], Map<unknown, Declarations>>();

/** The place of something inside of a type of that file. */
export const placeInside = (type: TypeDeclaration, file: Declarations): Place => ({
  file,
  namespace: type.namespace,
  containers: [...type.containers, type.name],
});

/** The same, where the file is one of these. */
export function placeIn(type: TypeDeclaration, files: readonly Declarations[]): Place {
  const bySource = filesBySource.get(files) ?? new Map(files.map((file) => [file.source, file] as const));
  filesBySource.set(files, bySource);
  return placeInside(type, bySource.get(type.source) as Declarations);
}

/** Values in lists, by a key of theirs. */
export function groupBy<K, V>(values: Iterable<V>, keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** What using directives mean: aliases by name, and imported namespaces by their rank; the first of a name counts. */
class Imports {
  readonly #aliases = new Map<string, string>();
  readonly #ranks = new Map<string, number>();

  constructor(directives: readonly UsingDirective[], more: readonly string[] = []) {
    for (const { alias, name } of directives) {
      if (alias === undefined) this.#import(name);
      else if (!this.#aliases.has(alias)) this.#aliases.set(alias, name);
    }
    for (const name of more) this.#import(name);
  }

  #import(name: string): void {
    if (!this.#ranks.has(name)) this.#ranks.set(name, this.#ranks.size);
  }

  aliased(name: string): string | undefined {
    return this.#aliases.get(name);
  }

  get namespaces(): Iterable<string> {
    return this.#ranks.keys();
  }
}

/**
 * Indexes the types of these files; `usings` are namespaces that a project file imports everywhere.
 * @throws UserError when too many namespaces are imported everywhere.
 */
export function createScope(files: readonly Declarations[], usings: readonly string[] = []): Scope {
  const types = groupBy(
    files.flatMap((file) => file.types),
    fullName,
  );
  const bySimpleName = groupBy([...types.values()].flat(), ({ name }) => name);
  const namespaces = new Set<string>();
  for (const namespace of new Set([...types.values()].flat().map((type) => type.namespace))) {
    for (const outer of outward(namespace)) {
      if (namespaces.has(outer)) break;
      namespaces.add(outer);
    }
  }
  const globals = files.flatMap((file) => file.usings.filter((using) => using.isGlobal));
  const last = files.findLast((file) => file.usings.some((using) => using.isGlobal));
  checkLimit(
    last?.source.path ?? 'The project file',
    parseLimits.globalUsings,
    globals.length + usings.length,
  );
  const everywhere = new Imports(globals, usings);
  const imports = new WeakMap<Declarations, Imports>();
  const importsOf = ({ file }: Place) => {
    const known = imports.get(file) ?? new Imports(file.usings);
    imports.set(file, known);
    return known;
  };
  const get = (name: string) => types.get(name) ?? [];
  const expandAlias = (name: string, place: Place) => {
    const end = name.indexOf('.');
    const head = end === -1 ? name : name.slice(0, end);
    const alias = importsOf(place).aliased(head) ?? everywhere.aliased(head);
    return alias === undefined ? name : join(alias, end === -1 ? '' : name.slice(end + 1));
  };
  /** The namespaces and types that a name may stand in, in the order of the compiler. */
  function* rootsOf(place: Place): Iterable<string> {
    for (let { length } = place.containers; length > 0; length--)
      yield join(place.namespace, ...place.containers.slice(0, length));
    yield* outward(place.namespace);
    yield* importsOf(place).namespaces;
    yield* everywhere.namespaces;
  }
  return {
    byFullName: get,
    byEnd: (name) =>
      [...types].filter(([full]) => full === name || full.endsWith(`.${name}`)).flatMap(([, found]) => found),
    expandAlias,
    isAmbiguous(type, namespace) {
      // A namespace's own types come first.
      if (type.namespace === namespace) return false;
      const [head] = [...type.containers, type.name] as [string];
      const own = join(type.namespace, head);
      const isNamespace = outward(namespace).some((outer) => namespaces.has(join(outer, head)));
      const others = bySimpleName.get(head) ?? [];
      return isNamespace || others.some((other) => other.containers.length === 0 && fullName(other) !== own);
    },
    find(written, place) {
      const name = expandAlias(written, place);
      // Most names are of no type here, and need no search.
      if (!bySimpleName.has(name.slice(name.lastIndexOf('.') + 1))) return [];
      for (const root of rootsOf(place)) {
        const found = types.get(join(root, name));
        if (found) return found;
      }
      return [];
    },
  };
}
