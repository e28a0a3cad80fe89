import type { Node } from '../../dotnet/csharp.ts';
import { codeOf, type Declarations, parametersOf } from '../../dotnet/declarations.ts';
import { placeAt, variableIn } from '../../dotnet/source-index.ts';
import { lineOf } from '../../dotnet/splice.ts';
import { lastNameOf } from '../../dotnet/syntax.ts';
import { lastPart, parseTypeName } from '../../dotnet/type-names.ts';
import { checkLimit, parseLimits } from '../../limits/parse.ts';
import type { WrittenAt } from './json-graph.ts';
import { expressionType } from './lambda-result.ts';
import { shown } from './locate.ts';
import type { ProjectFacts } from './project-model.ts';
import { isAwsSerializer } from './serializers.ts';

/** What the code itself reads and writes with one of AWS's serializers. */
export interface SerializerCalls {
  readonly types: readonly WrittenAt[];
  /** Where the type stays unknown, each as the beginning of a sentence. */
  readonly unread: readonly string[];
}

/** What the user can do about a type that stays unknown. */
export const writeItOut = 'write it out, as in serializer.Serialize<Order>(…)';

const calls = `(invocation_expression
  function: (member_access_expression expression: (_) @on name: (_) @name)
  arguments: (argument_list) @arguments
  (#match? @name "^(Serialize|Deserialize)(<|$)")) @call`;

function isSerializerType(file: Declarations, written: string): boolean {
  const type = parseTypeName(written);
  return lastPart(type) === 'ILambdaSerializer' || isAwsSerializer(file, type.name);
}

/** The type of a parameter that is visible at a node, as written. */
function parameterType(node: Node, name: string): string | undefined {
  for (let outer = node.parent; outer; outer = outer.parent) {
    const list =
      outer.childForFieldName('parameters') ??
      outer.namedChildren.find((child) => child?.type === 'parameter_list') ??
      null;
    const found = list && parametersOf(list).find((parameter) => parameter.name === name);
    if (found) return found.type;
  }
  return undefined;
}

/** The type that a name is declared with in a file: a parameter, a variable or field, or a property. */
function declaredType(file: Declarations, node: Node, name: string): string | undefined {
  const variable = variableIn(file, name);
  const made = variable?.value?.type === 'object_creation_expression' ? variable.value : null;
  return (
    parameterType(node, name) ??
    variable?.type ??
    (codeOf(made?.childForFieldName('type') ?? null) ||
      file.types.flatMap(({ members }) => members).find((member) => member.name === name)?.type)
  );
}

function isSerializer(file: Declarations, on: Node): boolean {
  if (on.type === 'object_creation_expression')
    return isSerializerType(file, codeOf(on.childForFieldName('type')));
  const name = lastNameOf(on);
  const written = declaredType(file, on, name);
  if (written !== undefined && isSerializerType(file, written)) return true;
  // ILambdaContext has the one that the program was started with.
  const owner = on.childForFieldName('expression');
  const ownerType = name === 'Serializer' && owner ? declaredType(file, on, lastNameOf(owner)) : undefined;
  return ownerType !== undefined && lastPart(parseTypeName(ownerType)) === 'ILambdaContext';
}

/** Whether a name is a type parameter of what is around a node: then those who call that decide. */
function isTypeParameter(node: Node, name: string): boolean {
  for (let outer = node.parent; outer; outer = outer.parent) {
    const list =
      outer.childForFieldName('type_parameters') ??
      outer.namedChildren.find((child) => child?.type === 'type_parameter_list');
    if (list?.namedChildren.some((parameter) => codeOf(parameter) === name)) return true;
  }
  return false;
}

/** The type that a call is for, as written or as its first argument says it. */
function typeOfCall(file: Declarations, name: Node, list: Node): string | undefined {
  const [argument] =
    name.namedChildren.find((child) => child?.type === 'type_argument_list')?.namedChildren ?? [];
  if (argument) return codeOf(argument);
  const value = list.namedChild(0)?.namedChild(0);
  if (!value || name.text !== 'Serialize') return undefined;
  const parameter = value.type === 'identifier' ? parameterType(value, value.text) : undefined;
  return parameter || expressionType(value, file.source.root);
}

/**
 * Reads the calls of Serialize and Deserialize on AWS's serializers in the sources of a project.
 * @throws UserError when there are too many.
 */
export function serializerCalls({ sources, parser, root }: ProjectFacts): SerializerCalls {
  const types: WrittenAt[] = [];
  const unread: string[] = [];
  for (const file of sources) {
    const { text, path } = file.source;
    if (!text.includes('Serializer') || !/\.\s*(Serialize|Deserialize)\b/.test(text)) continue;
    const found = parser.match(calls, file.source.root).filter(({ on }) => on && isSerializer(file, on));
    checkLimit(path, parseLimits.registrations, found.length);
    for (const { name, call, arguments: list } of found) {
      if (!name || !call || !list) continue;
      const written = typeOfCall(file, name, list);
      const at = { source: file.source, node: call };
      if (written !== undefined && isTypeParameter(call, written.replace(/\?$/, ''))) continue;
      if (written !== undefined) types.push({ written, place: placeAt(file, call), at });
      else {
        const what = lastNameOf(name) === 'Serialize' ? 'written' : 'read';
        unread.push(
          `${shown(root, path)}:${lineOf(text, call.startIndex)}: the type that is ${what} cannot be read there`,
        );
      }
    }
  }
  return { types, unread };
}
