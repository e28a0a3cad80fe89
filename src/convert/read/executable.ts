import type { Matches, Node } from '../../dotnet/csharp.ts';
import { codeOf, type Declarations, type MethodDeclaration } from '../../dotnet/declarations.ts';
import { lineOf } from '../../dotnet/splice.ts';
import { lastNameOf } from '../../dotnet/syntax.ts';
import { UserError } from '../../errors.ts';
import { checkLimit, parseLimits } from '../../limits/parse.ts';
import { EntryPointReader, type Handed } from './handler-references.ts';
import { shown } from './locate.ts';
import type { ProjectFacts } from './project-model.ts';
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

const bootstraps: readonly { readonly on: string; readonly name: string }[] = [
  { on: 'LambdaBootstrapBuilder', name: 'Create' },
  { on: 'HandlerWrapper', name: 'GetHandlerWrapper' },
];
const builtin = { on: 'LambdaBootstrap', name: 'Create' };

/** The calls of a file that has a name in it which is looked for. */
function callsIn({ parser }: ProjectFacts, { source }: Declarations): Matches {
  const isWorthwhile = [...bootstraps, builtin].some(({ on }) => source.text.includes(on));
  return isWorthwhile ? parser.match(calls, source.root) : [];
}

const isCallOf = ({ on, name }: Matches[number], wanted: { readonly on: string; readonly name: string }) =>
  lastNameOf(name ?? null) === wanted.name && lastNameOf(on ?? null) === wanted.on;

const isBootstrap = (match: Matches[number]) => bootstraps.some((wanted) => isCallOf(match, wanted));

function isMain({ name, modifiers }: MethodDeclaration): boolean {
  return name === 'Main' && modifiers.includes('static');
}

function handlersOf(facts: ProjectFacts, file: Declarations): Omit<EntryPoint, 'file' | 'speaks'> {
  const reader = new EntryPointReader(facts, file);
  const handlers: Handed[] = [];
  const unread: string[] = [];
  const foreignSerializers: string[] = [];
  const ofAws = serializerUses(facts);
  const namedByAws = new Set(ofAws.map(({ typeNode }) => typeNode.id));
  const registering = callsIn(facts, file).filter(isBootstrap);
  checkLimit(file.source.path, parseLimits.registrations, registering.length);
  for (const match of registering) {
    const { name, call } = match as { name: Node; call: Node };
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
    if (type && !namedByAws.has(type.id))
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
 * @throws UserError when a handler's types stay unknown, or when it registers too many.
 */
export function findEntryPoint(facts: ProjectFacts): EntryPoint | undefined {
  const hasMain = facts.sources.some(
    ({ statements, types }) => statements.length > 0 || types.some((type) => type.methods.some(isMain)),
  );
  if (!hasMain) return undefined;
  const mentions = (file: Declarations, name: string) =>
    file.source.text.includes(name) &&
    facts.parser.match(identifierCalls, file.source.root).some((m) => m.name?.text === name);
  for (const file of facts.sources) {
    const found = callsIn(facts, file);
    if (found.some(isBootstrap)) return { file, speaks: 'aws', ...handlersOf(facts, file) };
    if (found.some((match) => isCallOf(match, builtin))) return { file, speaks: 'builtin', ...nothing };
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
