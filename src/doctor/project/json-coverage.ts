import { reachableTypes, type WrittenAt } from '../../convert/read/json-graph.ts';
import { typeWriter, type WrittenType } from '../../convert/read/json-types.ts';
import { fullName, type TypeDeclaration } from '../../dotnet/declarations.ts';
import { placeIn } from '../../dotnet/scope.ts';
import type { Sources } from './registrations.ts';

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
 * Works out which types a context covers: those that it names, and those that their members lead to, as the
 * source generator of System.Text.Json does.
 * @throws UserError when there are too many.
 */
export function coverageOf(sources: Sources, context: TypeDeclaration): Coverage {
  const writer = typeWriter(sources.scope, context.namespace);
  const { types, isOpaque } = reachableTypes(
    sources,
    namedTypes(sources, context),
    writer,
    context.source.path,
  );
  return {
    write: ({ written, place }) => writer(written, place),
    has: ({ key }) => types.has(key),
    isOpaque,
  };
}
