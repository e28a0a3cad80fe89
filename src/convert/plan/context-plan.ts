import type { Node } from '../../dotnet/csharp.ts';
import { codeOf, fullName, type TypeDeclaration } from '../../dotnet/declarations.ts';
import { packageReferences } from '../../dotnet/packages.ts';
import { type Place, placeIn, placeInside } from '../../dotnet/scope.ts';
import { type Edit, indentBefore, lineEnding, lineOf } from '../../dotnet/splice.ts';
import { UserError } from '../../errors.ts';
import { allSources } from '../read/base-types.ts';
import { innerEventTypes, openEventMember } from '../read/event-types.ts';
import { type OpenPlace, reachableTypes, type WrittenAt } from '../read/json-graph.ts';
import {
  type ContextType,
  contextTypes,
  holdsObjects,
  isStream,
  renamed,
  sharedNames,
  typeWriter,
  type WrittenType,
} from '../read/json-types.ts';
import { shown } from '../read/locate.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import type { SerializerUse } from '../read/serializers.ts';
import { anyValues } from '../rules/open-types.ts';
import { serializableLine } from './context-file.ts';
import { requirePlainEvents } from './durable.ts';

/** A context that the project has already. */
export interface ExistingContext {
  readonly type: TypeDeclaration;
  readonly place: Place;
}

/** The context that a source-generated serializer is used with, when the project declares it. */
export function findContext(
  facts: ProjectFacts,
  uses: readonly SerializerUse[],
): ExistingContext | undefined {
  for (const { context, file } of uses) {
    if (context === undefined) continue;
    const places = [
      { file, namespace: '', containers: [] },
      ...file.types.map((type) => placeInside(type, file)),
    ];
    const found =
      places.flatMap((place) => facts.scope.find(context, place))[0] ?? facts.scope.byEnd(context)[0];
    if (found) return { type: found, place: placeIn(found, allSources(facts)) };
  }
  return undefined;
}

const jsonSerializable = (type: TypeDeclaration): Node[] =>
  type.node.descendantsOfType('attribute').filter((node): node is Node =>
    codeOf(node?.childForFieldName('name') ?? null)
      .replace(/Attribute$/, '')
      .endsWith('JsonSerializable'),
  );

function typeOf(attribute: Node): string {
  return codeOf(attribute.descendantsOfType('typeof_expression')[0]?.childForFieldName('type') ?? null);
}

/** @throws UserError where the context is another project's, which may not know these types. */
function requireOwn(facts: ProjectFacts, type: TypeDeclaration, missing: readonly ContextType[]): void {
  if (facts.sources.some(({ source }) => source === type.source)) return;
  const path = shown(facts.root, type.source.path);
  const line = lineOf(type.source.text, type.node.startIndex);
  const lines = missing.map(({ key }) => `[JsonSerializable(typeof(${key}))]`).join(' ');
  throw new UserError(
    `${path}:${line}: ${type.name} is of another project and lacks ${lines}; add that there, or give ${facts.project.name} a context of its own.`,
  );
}

/**
 * The edits that make an existing context know these types as well; none when it does.
 * @throws UserError when it is none of this project's.
 */
export function extendContext(
  facts: ProjectFacts,
  { type, place }: ExistingContext,
  types: readonly WrittenAt[],
): Edit[] {
  const write = typeWriter(facts.scope, type.namespace);
  const parts = facts.scope.byFullName(fullName(type));
  const known = parts.flatMap((part) =>
    jsonSerializable(part).map((a) => write(typeOf(a), placeIn(part, allSources(facts)))),
  );
  // Its author knows what the values of members are; a bare object is read as a JsonElement wherever it comes from.
  const isBare = types.some(({ written, place: at }) => write(written, at).key === 'object');
  const missing = neededTypes(facts, types, write, isBare ? ['JsonElement'] : [])
    .types.filter(({ key }) => !known.some((other) => other.key === key))
    .map((needed) =>
      known.some(({ infoName }) => infoName === needed.infoName) ? { ...needed, ...renamed(needed) } : needed,
    );
  if (missing.length === 0) return [];
  requireOwn(facts, type, missing);
  const visible = new Set(place.file.usings.map(({ name }) => name));
  const { text } = type.source;
  const indent = indentBefore(text, type.node.startIndex) ?? '';
  const lines = missing.map((needed) => {
    const isVisible = needed.namespaces.every((namespace) => visible.has(namespace));
    return serializableLine(isVisible ? needed : { ...needed, text: needed.key });
  });
  const start = type.node.startIndex;
  return [{ start, end: start, text: lines.map((line) => `${line}${lineEnding(text)}${indent}`).join('') }];
}

/** The types of a context, and where values may be of a type that it does not have. */
export interface NeededTypes {
  readonly types: readonly ContextType[];
  readonly open: readonly OpenPlace[];
}

/** The runtime client's converters, by the type that AWS's serializer reads and writes otherwise than System.Text.Json. */
const converters: readonly (readonly [type: RegExp, converter: string])[] = [
  [/^(byte|System\.Byte)\[\]/, 'ByteArrayConverter'],
  [/^System\.DateTime\b/, 'DateTimeConverter'],
  [/^System\.IO\.MemoryStream\b/, 'MemoryStreamConverter'],
];

/**
 * The converters with which the built-in runtime reads and writes these types as AWS's serializer did; all of them where
 * some type is declared in no source here.
 */
export function neededConverters(
  facts: ProjectFacts,
  types: readonly WrittenAt[],
  write: (written: string, place: Place) => WrittenType,
): string[] {
  const written = types.filter((type) => !isStream(type.written));
  const sources = { files: allSources(facts), scope: facts.scope };
  const { types: reached, isOpaque } = reachableTypes(sources, written, write, facts.project.path);
  const keys = [...reached.values()].map(({ key }) => key);
  return converters.flatMap(([type, converter]) =>
    isOpaque || keys.some((key) => type.test(key)) ? [converter] : [],
  );
}

/**
 * The types that need JSON, none twice: those that cross Lambda's edge; those of values that are declared as objects,
 * as far as they can be foreseen; and those that all these lead to and that the source generator would give the property
 * of another one (SYSLIB1031), since it then leaves one of the two out.
 * @throws UserError when they are those of a durable function.
 */
export function neededTypes(
  facts: ProjectFacts,
  types: readonly WrittenAt[],
  write: (written: string, place: Place) => WrittenType,
  valueTypes: readonly string[] = anyValues,
): NeededTypes {
  requirePlainEvents(facts, types);
  const written = types.filter((type) => !isStream(type.written));
  const roots = written.map(({ written: name, place }) => write(name, place));
  const sources = { files: allSources(facts), scope: facts.scope };
  const graph = reachableTypes(sources, written, write, facts.project.path);
  const isOpen =
    graph.open.length > 0 ||
    written.some(({ written: name, place, isOfWrapper }) => {
      const type = write(name, place);
      return holdsObjects(type) || (isOfWrapper !== true && openEventMember(type) !== undefined);
    });
  const [first] = written;
  const values = isOpen && first ? valueTypes.map((name) => write(name, first.place)) : [];
  const versions = new Map(
    packageReferences(facts.project).map(({ id, version }) => [id.toLowerCase(), version]),
  );
  const inner = innerEventTypes(graph.types.values(), (id) => versions.get(id.toLowerCase()));
  const reached = [...new Map([...inner, ...graph.types.values()].map((type) => [type.key, type])).values()];
  const shared = sharedNames(reached);
  const sharing = reached.filter(({ infoName }) => shared.has(infoName));
  return { types: contextTypes([...roots, ...values, ...sharing]), open: graph.open };
}
