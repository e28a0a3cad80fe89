import type { Declarations, TypeDeclaration } from '../../dotnet/declarations.ts';
import { type Place, placeIn, type Scope } from '../../dotnet/scope.ts';
import { formatTypeName, parseTypeName, valueKeywords } from '../../dotnet/type-names.ts';
import { checkLimit, parseLimits } from '../../limits/parse.ts';
import type { WrittenType } from './json-types.ts';

/** A type as code writes it, and where. */
export interface WrittenAt {
  readonly written: string;
  readonly place: Place;
}

/** The sources in which types are looked up. */
export interface TypeSources {
  readonly files: readonly Declarations[];
  readonly scope: Scope;
}

/** What some types lead to, by their keys. */
export interface TypeGraph {
  readonly types: ReadonlyMap<string, WrittenType>;
  /** Whether some type in it is declared in no source here, so that there may be more. */
  readonly isOpaque: boolean;
}

const keywords = new Set([...valueKeywords, 'string', 'object']);

/**
 * The types of all members, inherited ones among them; a base itself gets no code. `seen` has the declarations whose
 * members were found before, which are not looked at again.
 */
function memberTypes(
  { files, scope }: TypeSources,
  declared: readonly TypeDeclaration[],
  seen: Set<TypeDeclaration>,
): WrittenAt[] {
  const found: WrittenAt[] = [];
  const queue = [...declared];
  for (let part = queue.pop(); part !== undefined; part = queue.pop()) {
    if (seen.has(part)) continue;
    seen.add(part);
    const place = placeIn(part, files);
    for (const { type } of part.members) found.push({ written: type, place });
    for (const name of part.bases)
      for (const base of scope.find(parseTypeName(name).name, place)) queue.push(base);
  }
  return found;
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
  const types = new Map<string, WrittenType>();
  const seen = new Set<TypeDeclaration>();
  let isOpaque = false;
  const queue = [...roots];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { written, place } = next;
    const whole = write(written, place);
    if (types.has(whole.key)) continue;
    types.set(whole.key, whole);
    checkLimit(path, parseLimits.jsonTypes, types.size);
    const type = parseTypeName(written);
    if (type.suffixes.length > 0) queue.push({ written: formatTypeName({ ...type, suffixes: [] }), place });
    queue.push(...type.arguments.map((argument) => ({ written: formatTypeName(argument), place })));
    const declared = sources.scope.find(type.name, place);
    for (const member of memberTypes(sources, declared, seen)) queue.push(member);
    const isKnown = declared.length > 0 || keywords.has(type.name) || /^System\./.test(whole.key);
    if (!isKnown && type.name !== '(') isOpaque = true;
  }
  return { types, isOpaque };
}
