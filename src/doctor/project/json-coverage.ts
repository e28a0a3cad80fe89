import { typeWriter, type WrittenType } from '../../convert/read/json-types.ts';
import { fullName, type TypeDeclaration } from '../../dotnet/declarations.ts';
import { placeIn } from '../../dotnet/scope.ts';
import { formatTypeName, parseTypeName, valueKeywords } from '../../dotnet/type-names.ts';
import { checkLimit, parseLimits } from '../../limits/parse.ts';
import type { Sources, WrittenAt } from './registrations.ts';

/** What a JsonSerializerContext generates code for. */
export interface Coverage {
  /** A type as the context's file writes it. */
  write(type: WrittenAt): WrittenType;
  has(type: WrittenType): boolean;
  /** Whether some type in it is declared in no source here, so that there may be more than `has` knows. */
  readonly isOpaque: boolean;
}

const lastName = (name: string) => name.split('.').at(-1);
const typeofPattern = /typeof\s*\(([^()]*)\)/;
const keywords = new Set([...valueKeywords, 'string', 'object']);

/** The types that a context names itself. */
function namedTypes({ files, scope }: Sources, context: TypeDeclaration): WrittenAt[] {
  return scope.byFullName(fullName(context)).flatMap((part) => {
    const place = placeIn(part, files);
    return part.attributes
      .filter(({ name }) => lastName(name) === 'JsonSerializable')
      .flatMap(({ arguments: text }) => {
        const written = typeofPattern
          .exec(text)?.[1]
          ?.trim()
          .replace(/^global::/, '');
        return written ? [{ written, place }] : [];
      });
  });
}

/**
 * The types of all members, inherited ones among them; a base itself gets no code. `seen` has the declarations whose
 * members were found before, which are not looked at again.
 */
function memberTypes(
  { files, scope }: Sources,
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
 * Works out which types a context covers: those that it names, and those that their members lead to, as the
 * source generator of System.Text.Json does.
 * @throws UserError when there are too many.
 */
export function coverageOf(sources: Sources, context: TypeDeclaration): Coverage {
  const { scope } = sources;
  const writer = typeWriter(scope, context.namespace);
  const write = ({ written, place }: WrittenAt) => writer(written, place);
  const known = new Set<string>();
  const seen = new Set<TypeDeclaration>();
  let isOpaque = false;
  const queue = namedTypes(sources, context);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { key } = write(next);
    if (known.has(key)) continue;
    known.add(key);
    checkLimit(context.source.path, parseLimits.jsonTypes, known.size);
    const { place } = next;
    const type = parseTypeName(next.written);
    if (type.suffixes.length > 0) queue.push({ written: formatTypeName({ ...type, suffixes: [] }), place });
    queue.push(...type.arguments.map((argument) => ({ written: formatTypeName(argument), place })));
    const declared = scope.find(type.name, place);
    for (const member of memberTypes(sources, declared, seen)) queue.push(member);
    const isKnown = declared.length > 0 || keywords.has(type.name) || /^System\./.test(key);
    if (!isKnown && type.name !== '(') isOpaque = true;
  }
  return { write, has: ({ key }) => known.has(key), isOpaque };
}
