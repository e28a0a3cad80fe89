import type { Node } from '../dotnet/csharp.ts';
import { codeOf, type Declarations, type MethodDeclaration } from '../dotnet/declarations.ts';
import { lineOf } from '../dotnet/splice.ts';
import { lastPart, parseTypeName } from '../dotnet/type-names.ts';
import { UserError } from '../errors.ts';
import type { ProjectFacts } from './facts.ts';
import { EntryPointReader, type Handed } from './handed.ts';
import { shown } from './locate.ts';
import { serializerUses } from './serializers.ts';

/** A program's own entry point, and how it speaks to Lambda. */
export interface EntryPoint {
  readonly file: Declarations;
  /** `aws`: RuntimeSupport's bootstrap; `hosting`: ASP.NET Core's; `builtin`: the runtime of this package. */
  readonly speaks: 'aws' | 'hosting' | 'builtin';
  /** Each handler that it hands over, with the place that its types are named at. */
  readonly handlers: readonly Handed[];
  /** Where a handler's types stay unknown, each as the beginning of a sentence. */
  readonly unread: readonly string[];
  /** Serializers that are none of AWS's, each with its place. */
  readonly foreignSerializers: readonly string[];
}

const calls = `(invocation_expression
  function: (member_access_expression expression: (_) @on name: (_) @name)
  arguments: (argument_list) @arguments) @call`;

const identifierCalls = '(identifier) @name';

const simpleName = (node: Node) => lastPart(parseTypeName(codeOf(node)));

const bootstraps: readonly { readonly on: string; readonly name: string }[] = [
  { on: 'LambdaBootstrapBuilder', name: 'Create' },
  { on: 'HandlerWrapper', name: 'GetHandlerWrapper' },
];

function isMain({ name, modifiers }: MethodDeclaration): boolean {
  return name === 'Main' && modifiers.includes('static');
}

function handlersOf(facts: ProjectFacts, file: Declarations): Omit<EntryPoint, 'file' | 'speaks'> {
  const reader = new EntryPointReader(facts, file);
  const handlers: Handed[] = [];
  const unread: string[] = [];
  const foreignSerializers: string[] = [];
  const ofAws = serializerUses(facts);
  for (const match of facts.parser.match(calls, file.source.root)) {
    const { on, name, call } = match as { on: Node; name: Node; call: Node };
    const known = bootstraps.find((b) => simpleName(on) === b.on && simpleName(name) === b.name);
    if (!known) continue;
    const handler = match.arguments?.namedChild(0)?.namedChild(0) ?? undefined;
    const hasSerializer = (match.arguments?.namedChildCount ?? 0) > 1;
    const written = reader.ofArguments(name);
    const handed = written
      ? { signature: written, place: reader.placeOf(call) }
      : handler && reader.handedBy(handler);
    const at = (node: Node) =>
      `${shown(facts.root, file.source.path)}:${lineOf(file.source.text, node.startIndex)}`;
    if (handed) handlers.push(handed);
    else if (hasSerializer) unread.push(`${at(call)}: the handler's types cannot be read there`);
    const made = match.arguments?.namedChild(1)?.namedChild(0);
    const type = made?.type === 'object_creation_expression' ? made.childForFieldName('type') : undefined;
    if (type && !ofAws.some(({ typeNode }) => typeNode.id === type.id))
      foreignSerializers.push(`${at(type)}: the serializer ${codeOf(type)}`);
  }
  const [first] = unread;
  if (first && ofAws.some(({ kind }) => kind === 'reflection' || kind === 'newtonsoft')) {
    throw new UserError(`${first}; write them out, as in LambdaBootstrapBuilder.Create<Input, Output>(…).`);
  }
  return { handlers, unread, foreignSerializers };
}

const nothing = { handlers: [], unread: [], foreignSerializers: [] } as const;

/**
 * The entry point of an executable that speaks to Lambda itself; undefined for a class library.
 * @throws UserError when a handler's types stay unknown.
 */
export function findEntryPoint(facts: ProjectFacts): EntryPoint | undefined {
  const hasMain = facts.sources.some(
    ({ statements, types }) => statements.length > 0 || types.some((type) => type.methods.some(isMain)),
  );
  if (!hasMain) return undefined;
  const isCall = (file: Declarations, on: string, name: string) =>
    facts.parser
      .match(calls, file.source.root)
      .some((m) => m.on && m.name && simpleName(m.on) === on && simpleName(m.name) === name);
  const mentions = (file: Declarations, name: string) =>
    file.source.text.includes(name) &&
    facts.parser.match(identifierCalls, file.source.root).some((m) => m.name?.text === name);
  for (const file of facts.sources) {
    if (bootstraps.some(({ on, name }) => isCall(file, on, name))) {
      return { file, speaks: 'aws', ...handlersOf(facts, file) };
    }
    if (isCall(file, 'LambdaBootstrap', 'Create')) return { file, speaks: 'builtin', ...nothing };
    if (mentions(file, 'AddAWSLambdaHosting')) return { file, speaks: 'hosting', ...nothing };
  }
  return undefined;
}

/**
 * Another Main than the one that a conversion adds, as for a local test; the project file then has to say which
 * one starts.
 * @throws UserError when it is made of top-level statements, beside which there can be no other.
 */
export function hasOtherMain({ sources, root }: ProjectFacts): boolean {
  const program = sources.find(({ statements }) => statements.length > 0);
  const [first] = program?.statements ?? [];
  if (program && first) {
    const where = `${shown(root, program.source.path)}:${lineOf(program.source.text, first.startIndex)}`;
    throw new UserError(
      `${where}: these top-level statements are the program already, and do not start Lambda's loop; move them into a method.`,
    );
  }
  return sources.some(({ types }) => types.some((type) => type.methods.some(isMain)));
}
