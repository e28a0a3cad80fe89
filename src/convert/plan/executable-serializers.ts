import type { Node } from '../../dotnet/csharp.ts';
import { codeOf, type Declarations, fullName } from '../../dotnet/declarations.ts';
import { type Edit, lineEnding, wholeLines, withLineEnding } from '../../dotnet/splice.ts';
import { lastPart, parseTypeName } from '../../dotnet/type-names.ts';
import { UserError } from '../../errors.ts';
import type { EntryPoint, NeedlessSerializer } from '../read/executable.ts';
import type { WrittenAt } from '../read/json-graph.ts';
import { isStream, typeWriter } from '../read/json-types.ts';
import { inFolder } from '../read/locate.ts';
import { serializerCalls, writeItOut } from '../read/serializer-calls.ts';
import {
  isReflective,
  namingOf,
  placeOf,
  replaceSerializer,
  type SerializerUse,
  serializerUses,
} from '../read/serializers.ts';
import { openTypeWarnings } from '../rules/open-types.ts';
import { camelSerializerName, contextSource } from './context-file.ts';
import { extendContext, findContext, neededTypes } from './context-plan.ts';
import { type ConversionContext, freeName, isFileScoped } from './conversion-context.ts';
import { serializerPackage } from './packages-plan.ts';

/** The serializer as an expression of the entry point writes its type. */
function replacementFor(use: SerializerUse, context: string, camel: string | undefined): string {
  if (use.naming === 'camel' && camel) return camel;
  const written = parseTypeName(codeOf(use.typeNode));
  const isImported =
    use.kind === 'reflection' && written.name === lastPart(written) && use.attribute === undefined;
  const prefix = isImported ? '' : `${serializerPackage}.`;
  return `${prefix}SourceGeneratorLambdaJsonSerializer<${context}>`;
}

/** The statement that declares a variable with this value alone. */
function declarationOf(value: Node): Node | undefined {
  const declarator = value.parent;
  const declaration = declarator?.parent;
  const statement = declaration?.parent;
  const isAlone = declaration?.descendantsOfType('variable_declarator').length === 1;
  if (declarator?.type !== 'variable_declarator' || !isAlone) return undefined;
  if (statement?.type !== 'local_declaration_statement') return undefined;
  return statement.parent?.type === 'global_statement' ? statement.parent : statement;
}

/** How often a name is used in a file, its declaration among them. */
const mentionsOf = ({ source }: Declarations, name: string) =>
  source.root.descendantsOfType('identifier').filter((node) => node?.text === name).length;

/** Takes serializers away that would write a stream as JSON, and the variables that nothing else uses. */
function withoutNeedless(file: Declarations, needless: readonly NeedlessSerializer[]): Edit[] {
  const calls = needless.flatMap(({ name, arguments: list }): Edit[] => {
    const [first, ...others] = list.namedChildren;
    const last = others.at(-1);
    if (!first || !last) return [];
    const short = { start: name.startIndex, end: name.endIndex, text: name.namedChild(0)?.text ?? '' };
    return [
      ...(name.type === 'generic_name' ? [short] : []),
      { start: first.endIndex, end: last.endIndex, text: '' },
    ];
  });
  const made = new Map(needless.map(({ typeNode }) => [typeNode.id, typeNode.parent as Node]));
  const variables = [...made.values()].flatMap((value): Edit[] => {
    const statement = declarationOf(value);
    const name = value.parent?.childForFieldName('name')?.text ?? '';
    const uses = needless.filter(({ typeNode }) => typeNode.parent?.id === value.id).length;
    if (!statement || mentionsOf(file, name) > uses + 1) return [];
    return [{ ...wholeLines(file.source.text, statement.startIndex, statement.endIndex), text: '' }];
  });
  return [...calls, ...variables];
}

/** The serializers that an edit takes away. */
const isWithin = ({ file, typeNode }: SerializerUse, own: Declarations, edits: readonly Edit[]) =>
  file === own && edits.some(({ start, end }) => start <= typeNode.startIndex && typeNode.endIndex <= end);

/** Gives the reflection-based serializers of a program a context that knows the types of its handlers and its own. */
export function planSerializers(
  conversion: ConversionContext,
  { handlers, file, needless }: EntryPoint,
  namespace: string,
): void {
  const { facts, changes, library, remarks, warnings } = conversion;
  const uses = serializerUses(facts);
  const gone = withoutNeedless(file, needless);
  changes.edit(file.source, gone);
  for (const { place } of needless)
    remarks.push(
      `${place}: the handler takes and gives bytes, so it goes without a serializer, which would write a stream as JSON.`,
    );
  const replaced = uses.filter((use) => isReflective(use) && !isWithin(use, file, gone));
  const own = serializerCalls(facts);
  const [unread] = own.unread;
  if (unread !== undefined && replaced.length > 0) throw new UserError(`${unread}; ${writeItOut}.`);
  const used: WrittenAt[] = [
    ...handlers.flatMap(({ signature: { input, output }, place, at }) =>
      [input, output].flatMap((written) => (written === undefined ? [] : [{ written, place, at }])),
    ),
    ...own.types,
  ];
  const existing = findContext(facts, uses);
  const naming = namingOf(replaced);
  if (existing) changes.edit(existing.type.source, extendContext(facts, existing, used));
  if (replaced.length === 0) return;
  if (!existing && used.every(({ written }) => isStream(written))) {
    for (const use of replaced)
      remarks.push(
        `${placeOf(facts, use)}: ${codeOf(use.typeNode)} works by reflection, and no type is known that it reads or writes, so it stays; give it a context, or take it out.`,
      );
    return;
  }
  const write = typeWriter(facts.scope, namespace);
  const { types, open } = neededTypes(facts, used, write);
  const className = freeName(facts, namespace, ['FunctionJsonContext', 'LambdaJsonContext']);
  const name = existing ? fullName(existing.type) : `${namespace}.${className}`;
  if (!existing) {
    warnings.push(...openTypeWarnings(facts, used, open, write));
    const source = contextSource({
      namespace,
      className,
      types,
      library,
      naming,
      isFileScoped: isFileScoped(facts),
      converters: [],
    });
    changes.write(
      inFolder(facts.folder, `${className}.cs`),
      undefined,
      withLineEnding(source, lineEnding(file.source.text)),
    );
  }
  const camel = naming === 'camel' && !existing ? `${namespace}.${camelSerializerName}` : undefined;
  for (const use of replaced)
    changes.edit(use.file.source, replaceSerializer(use, replacementFor(use, name, camel)));
}
