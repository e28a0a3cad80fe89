import { type Declarations, fullName, type TypeDeclaration } from './declarations.ts';

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
  const parts = name === '' ? [] : name.split('.');
  return [...parts.map((_, i) => parts.slice(0, parts.length - i).join('.')), ''];
}

const join = (...parts: readonly string[]) => parts.filter((part) => part !== '').join('.');

/** The place of something inside of a type. */
export function placeIn(type: TypeDeclaration, files: readonly Declarations[]): Place {
  const file = files.find(({ source }) => source === type.source) as Declarations;
  return { file, namespace: type.namespace, containers: [...type.containers, type.name] };
}

/** Indexes the types of these files; `usings` are namespaces that a project file imports everywhere. */
export function createScope(files: readonly Declarations[], usings: readonly string[] = []): Scope {
  const types = new Map<string, TypeDeclaration[]>();
  for (const type of files.flatMap((file) => file.types)) {
    const name = fullName(type);
    types.set(name, [...(types.get(name) ?? []), type]);
  }
  const namespaces = new Set([...types.values()].flat().flatMap(({ namespace }) => outward(namespace)));
  const globals = files.flatMap((file) => file.usings.filter((using) => using.isGlobal));
  const get = (name: string) => types.get(name) ?? [];
  const visible = ({ file }: Place) => [...file.usings, ...globals];
  const expandAlias = (name: string, place: Place) => {
    const [head, ...rest] = name.split('.');
    const alias = visible(place).find((using) => using.alias === head);
    return alias === undefined ? name : join(alias.name, ...rest);
  };
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
      const others = [...types.values()].flat().filter(({ containers }) => containers.length === 0);
      const isNamespace = outward(namespace).some((outer) => namespaces.has(join(outer, head)));
      return isNamespace || others.some((other) => other.name === head && fullName(other) !== own);
    },
    find(written, place) {
      const name = expandAlias(written, place);
      const inside = place.containers.map((_, i) =>
        join(place.namespace, ...place.containers.slice(0, place.containers.length - i)),
      );
      const imported = visible(place)
        .filter((using) => using.alias === undefined)
        .map((using) => using.name);
      const roots = [...inside, ...outward(place.namespace), ...imported, ...usings];
      return roots.map((root) => get(join(root, name))).find((found) => found.length > 0) ?? [];
    },
  };
}
