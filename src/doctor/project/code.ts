import type { WrittenAt } from '../../convert/read/json-graph.ts';
import { isStream, typeWriter } from '../../convert/read/json-types.ts';
import type { Declarations } from '../../dotnet/declarations.ts';
import { createScope } from '../../dotnet/scope.ts';
import { lineOf } from '../../dotnet/splice.ts';
import { parseTypeName } from '../../dotnet/type-names.ts';
import { UserError } from '../../errors.ts';
import { findJsonContext, type JsonContext, jsonContextEdits } from '../../functions/json-context.ts';
import { type ProjectSources, usingItems } from '../../functions/sources.ts';
import type { Settings } from '../../project/settings.ts';
import type { CodeFacts, MissingJsonType } from './facts.ts';
import { coverageOf } from './json-coverage.ts';
import { findRegistrations, type Registration, type Sources } from './registrations.ts';

const serializer = /\bSourceGeneratorLambdaJsonSerializer\s*<\s*([\w.]+)\s*>/;

/** The context that the serializer is made with, or the one that there is. */
function contextOf(files: readonly Declarations[], namespace: string): JsonContext | undefined {
  const named = files
    .map(({ source }) => serializer.exec(source.text)?.[1])
    .find((name) => name !== undefined);
  const wanted = named?.split('.').at(-1);
  const chosen =
    wanted === undefined
      ? files
      : files.map((file) => ({ ...file, types: file.types.filter(({ name }) => name === wanted) }));
  try {
    return findJsonContext(chosen, namespace);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The types that handlers read and write as JSON, with the handler that does. */
const jsonTypes = (registrations: readonly Registration[]) =>
  registrations.flatMap(({ name, types = [] }) =>
    types.filter(({ written }) => !isStream(written)).map((type) => ({ type, handler: name })),
  );

function missingTypes(
  sources: Sources,
  context: JsonContext | undefined,
  needed: readonly { type: WrittenAt; handler: string | undefined }[],
): { missing: MissingJsonType[]; namespaces: string[] } {
  const coverage = context && coverageOf(sources, context.type);
  const write =
    coverage?.write ?? (({ written, place }: WrittenAt) => typeWriter(sources.scope, '')(written, place));
  const missing = new Map<string, MissingJsonType>();
  const namespaces = new Set<string>();
  for (const { type, handler } of needed) {
    const written = write(type);
    if (coverage?.has(written) || missing.has(written.key)) continue;
    const isDeclared = sources.scope.find(parseTypeName(type.written).name, type.place).length > 0;
    missing.set(written.key, { type: written.text, handler, isSure: isDeclared || !coverage?.isOpaque });
    for (const namespace of written.namespaces) namespaces.add(namespace);
  }
  return { missing: [...missing.values()], namespaces: [...namespaces] };
}

/** Reads what the C# of a project says about its handlers and their JSON. */
export function readCode(project: ProjectSources, { namespace, library }: Settings): CodeFacts {
  const { parser, files } = project;
  const sources: Sources = { parser, files, scope: createScope(files, usingItems(project.project)) };
  const registrations = findRegistrations(sources, library);
  const context = contextOf(files, namespace);
  const { missing, namespaces } = missingTypes(sources, context, jsonTypes(registrations));
  const edits = context
    ? jsonContextEdits(
        context,
        missing.map(({ type }) => type),
        namespaces,
      )
    : [];
  return {
    registered:
      registrations.length === 0
        ? undefined
        : registrations.map(({ name, file: { source }, node }) => ({
            name,
            path: source.path,
            line: lineOf(source.text, node.startIndex),
          })),
    hasComputedNames: registrations.some(({ isComputed }) => isComputed),
    context: context && { name: context.name, path: context.file.source.path },
    missingTypes: missing,
    contextFix:
      context === undefined || edits.length === 0
        ? undefined
        : { path: context.file.source.path, before: context.file.source.text, edits },
  };
}
