import { typeWriter, type WrittenType } from '../../convert/json-types.ts';
import { fullName, type TypeDeclaration } from '../../dotnet/declarations.ts';
import { placeIn } from '../../dotnet/scope.ts';
import { formatTypeName, parseTypeName, valueKeywords } from '../../dotnet/type-names.ts';
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
const typeofPattern = /typeof\s*\(\s*(?:global::)?([^()]+?)\s*\)/;
/** A class that seems to derive from itself is not followed forever. */
const deepest = 20;
const keywords = new Set([...valueKeywords, 'string', 'object']);

/** The types that a context names itself. */
function namedTypes({ files, scope }: Sources, context: TypeDeclaration): WrittenAt[] {
  return scope.byFullName(fullName(context)).flatMap((part) => {
    const place = placeIn(part, files);
    return part.attributes
      .filter(({ name }) => lastName(name) === 'JsonSerializable')
      .flatMap(({ arguments: text }) => {
        const written = typeofPattern.exec(text)?.[1];
        return written === undefined ? [] : [{ written, place }];
      });
  });
}

/** The types of all members, inherited ones among them; a base itself gets no code. */
function memberTypes(sources: Sources, declared: readonly TypeDeclaration[], depth = 0): WrittenAt[] {
  const { files, scope } = sources;
  if (depth > deepest) return [];
  return declared.flatMap((part) => {
    const place = placeIn(part, files);
    const bases = part.bases.flatMap((name) => scope.find(parseTypeName(name).name, place));
    const own = part.members.map(({ type }) => ({ written: type, place }));
    return [...own, ...memberTypes(sources, bases, depth + 1)];
  });
}

/**
 * Works out which types a context covers: those that it names, and those that their members lead to, as the
 * source generator of System.Text.Json does.
 */
export function coverageOf(sources: Sources, context: TypeDeclaration): Coverage {
  const { scope } = sources;
  const writer = typeWriter(scope, context.namespace);
  const write = ({ written, place }: WrittenAt) => writer(written, place);
  const known = new Set<string>();
  let isOpaque = false;
  const queue = namedTypes(sources, context);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { key } = write(next);
    if (known.has(key)) continue;
    known.add(key);
    const { place } = next;
    const type = parseTypeName(next.written);
    if (type.suffixes.length > 0) queue.push({ written: formatTypeName({ ...type, suffixes: [] }), place });
    queue.push(...type.arguments.map((argument) => ({ written: formatTypeName(argument), place })));
    const declared = scope.find(type.name, place);
    queue.push(...memberTypes(sources, declared));
    const isKnown = declared.length > 0 || keywords.has(type.name) || /^System\./.test(key);
    if (!isKnown && type.name !== '(') isOpaque = true;
  }
  return { write, has: ({ key }) => known.has(key), isOpaque };
}
