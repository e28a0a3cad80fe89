import type { Node } from '../../dotnet/csharp.ts';
import { codeOf, type Declarations } from '../../dotnet/declarations.ts';
import { packageReferences } from '../../dotnet/packages.ts';
import { placeIn } from '../../dotnet/scope.ts';
import { type Edit, lineOf, wholeLines } from '../../dotnet/splice.ts';
import { sameId } from '../../functions/project-file.ts';
import type { EntryPoint } from '../read/executable.ts';
import { shown } from '../read/locate.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import { serializerCalls } from '../read/serializer-calls.ts';
import { placeOf, serializerUses } from '../read/serializers.ts';
import { replacedPackages } from './packages-plan.ts';

/** Types of Amazon.Lambda.Core that the built-in runtime has under the same names. */
const shared = new Set(
  'ILambdaContext ILambdaLogger IClientContext IClientApplication ICognitoIdentity LambdaLogger LogLevel'.split(
    ' ',
  ),
);

/** Its other public types, and a method that takes one. */
const lacking = new Set(
  'ConfigureStructuredLogging SnapshotRestore ILambdaSerializer LambdaBootstrapBuilder HandlerWrapper'.split(
    ' ',
  ),
);

/** The one that has another name there, since Microsoft.Extensions.Logging has a LogLevel too; and its members. */
const renamed = { from: 'LogLevel', to: 'LambdaLogLevel' };
const levels = new Set('Trace Debug Information Warning Error Critical'.split(' '));

/** Packages besides Amazon.Lambda.* that know a context only by the interface of Amazon.Lambda.Core, and why that counts. */
const contextUsers: readonly { readonly id: RegExp; readonly why: string }[] = [
  {
    // Common, Parameters and JMESPath have nothing to do with it.
    id: /^AWS\.Lambda\.Powertools\.(?!(Common|Parameters|JMESPath)(\.|$))/i,
    why: 'whose aspects look for the ILambdaContext of Amazon.Lambda.Core and would find none, so that logs, metrics and traces lose what it says',
  },
  {
    id: /^OpenTelemetry\.Instrumentation\.AWSLambda$/i,
    why: 'which takes the ILambdaContext of Amazon.Lambda.Core',
  },
];

const identifiers = '(identifier) @name';

function codeObstacle({ parser, root }: ProjectFacts, file: Declarations): string | undefined {
  const at = (node: Node) => `${shown(root, file.source.path)}:${lineOf(file.source.text, node.startIndex)}`;
  if (!/Amazon\.Lambda/.test(file.source.text)) return undefined;
  for (const { name: node } of parser.match(identifiers, file.source.root)) {
    if (node && lacking.has(node.text))
      return `${at(node)} uses ${node.text}, which the built-in runtime does not have`;
  }
  return undefined;
}

/**
 * Why the built-in runtime cannot take the place of AWS's packages here, as a clause for the user; undefined when
 * it can.
 */
export function builtinObstacle(facts: ProjectFacts, entryPoint: EntryPoint | undefined): string | undefined {
  const { project, tests, referenced, root } = facts;
  const isReplaced = (id: string) => replacedPackages.some((other) => sameId(other, id));
  const other = packageReferences(project).find(({ id }) => /^Amazon\.Lambda\./i.test(id) && !isReplaced(id));
  if (other) {
    const { file, element } = other.reference;
    return `${shown(root, file.path)}:${lineOf(file.text, element.start)} uses ${other.id}, which needs AWS's packages`;
  }
  if (entryPoint && entryPoint.speaks !== 'builtin') {
    const path = shown(root, entryPoint.file.source.path);
    const client = entryPoint.speaks === 'other' ? "Lambda's loop itself" : "AWS's runtime client";
    return `${path} is the project's own entry point and starts ${client}`;
  }
  const asker = [project, ...referenced.map((r) => r.project), ...tests]
    .flatMap((p) => packageReferences(p))
    .map((reference) => ({ reference, rule: contextUsers.find(({ id }) => id.test(reference.id)) }))
    .find(({ rule }) => rule !== undefined);
  if (asker?.rule) {
    const { file, element } = asker.reference.reference;
    return `${shown(root, file.path)}:${lineOf(file.text, element.start)} uses ${asker.reference.id}, ${asker.rule.why}`;
  }
  const user = [...tests, ...referenced.map((r) => r.project)].find((p) =>
    packageReferences(p).some(({ id }) => /^Amazon\.Lambda\./i.test(id)),
  );
  if (user) return `${shown(root, user.path)} uses AWS's types too, and would no longer fit`;
  const own = serializerUses(facts).find(({ kind }) => kind === 'custom');
  if (own) return `${placeOf(facts, own)} has a serializer of its own, which AWS's library calls`;
  const made = serializerUses(facts).find(({ attribute }) => attribute === undefined);
  if (made)
    return `${placeOf(facts, made)} makes a ${codeOf(made.typeNode)}, which the built-in runtime does not have`;
  const [call] = serializerCalls(facts).types;
  if (call?.at)
    return `${shown(root, call.at.source.path)}:${lineOf(call.at.source.text, call.at.node.startIndex)} calls AWS's serializer, which the built-in runtime does not have`;
  return facts.sources.map((file) => codeObstacle(facts, file)).find((obstacle) => obstacle !== undefined);
}

const gone = ['Amazon.Lambda.RuntimeSupport', 'Amazon.Lambda.Serialization'];

const replace = ({ startIndex: start, endIndex: end }: Node, text: string): Edit => ({ start, end, text });

/** Whether LogLevel means that of Amazon.Lambda.Core in a file that does not say which one. */
function importsLogLevel({ sources, scope }: ProjectFacts, file: Declarations): boolean {
  const usings = [...file.usings, ...sources.flatMap((s) => s.usings.filter(({ isGlobal }) => isGlobal))];
  const imports = (namespace: string) =>
    usings.some(({ name, alias }) => alias === undefined && name === namespace);
  const places = [
    { file, namespace: '', containers: [] },
    ...file.types.map((type) => placeIn(type, sources)),
  ];
  return (
    imports('Amazon.Lambda.Core') &&
    !imports('Microsoft.Extensions.Logging') &&
    !usings.some(({ alias }) => alias === renamed.from) &&
    places.every((place) => scope.find(renamed.from, place).length === 0)
  );
}

const typePlaces = new Set('type_argument_list nullable_type array_type base_list tuple_element'.split(' '));

/** Whether a name stands where only a type can: a property may have the name of its type. */
function isType(node: Node): boolean {
  const { parent } = node;
  if (!parent) return false;
  const isField = (name: string) => parent.childForFieldName(name)?.id === node.id;
  if (isField('name')) return false;
  const member = parent.childForFieldName('name')?.text ?? '';
  const isEnum = isField('expression') || isField('qualifier');
  return (
    isField('type') || isField('returns') || typePlaces.has(parent.type) || (isEnum && levels.has(member))
  );
}

/** Namespaces that are written before a type of Amazon.Lambda.Core, in a type and in an expression. */
const qualified = [
  '(qualified_name qualifier: (_) @from name: (identifier) @name)',
  '(member_access_expression expression: (_) @from name: (identifier) @name)',
];

/** The edits that make a source use the built-in runtime's types: namespaces replaced, unneeded usings gone. */
export function useBuiltinTypes(facts: ProjectFacts, file: Declarations): Edit[] {
  const { text, root } = file.source;
  const usings = file.usings.flatMap(({ name, node, alias }): Edit[] => {
    if (gone.some((namespace) => name === namespace || name.startsWith(`${namespace}.`))) {
      return [{ ...wholeLines(text, node.startIndex, node.endIndex), text: '' }];
    }
    const target = node.namedChildren.find((child) => child?.type === 'qualified_name');
    if (alias !== undefined || name !== 'Amazon.Lambda.Core' || !target) return [];
    return [replace(target, 'LambdaRuntime')];
  });
  const types = qualified
    .flatMap((query) => facts.parser.match(query, root))
    .flatMap(({ from, name }): Edit[] => {
      if (!from || !name || codeOf(from) !== 'Amazon.Lambda.Core' || !shared.has(name.text)) return [];
      const rest = name.text === renamed.from ? [replace(name, renamed.to)] : [];
      return [replace(from, 'LambdaRuntime'), ...rest];
    });
  const levelTypes = importsLogLevel(facts, file)
    ? facts.parser
        .match(identifiers, root)
        .flatMap(({ name }) =>
          name?.text === renamed.from && isType(name) ? [replace(name, renamed.to)] : [],
        )
    : [];
  return [...usings, ...types, ...levelTypes].filter(
    (edit, i, all) =>
      !all.some(
        (other, j) =>
          j !== i &&
          other.start <= edit.start &&
          edit.end <= other.end &&
          (other.end - other.start > edit.end - edit.start || j < i),
      ),
  );
}
