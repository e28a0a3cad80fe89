import type { Matches, Node } from '../../dotnet/csharp.ts';
import { codeOf, type Declarations } from '../../dotnet/declarations.ts';
import { variableIn } from '../../dotnet/source-index.ts';
import { lineOf } from '../../dotnet/splice.ts';
import { lastNameOf } from '../../dotnet/syntax.ts';
import { UserError } from '../../errors.ts';
import { checkLimit, parseLimits } from '../../limits/parse.ts';
import { EntryPointReader, type Handed } from './handler-references.ts';
import { isStream } from './json-types.ts';
import { shown } from './locate.ts';
import {
  hasMethodHandlers,
  isExecutable,
  isMain,
  isRunByLambda,
  programFile,
  programPlace,
} from './program.ts';
import type { ProjectFacts } from './project-model.ts';
import { isReflective, placeOf, serializersIn, serializerUses } from './serializers.ts';
import type { Signature } from './signature.ts';

/** A program's own entry point, and how it speaks to Lambda. */
export interface EntryPoint {
  readonly file: Declarations;
  /** What starts Lambda's loop: the same file, or one of a project that it uses. */
  readonly host: Declarations;
  /**
   * `aws`: RuntimeSupport's bootstrap; `hosting`: ASP.NET Core's; `builtin`: the runtime of this package; `other`: code
   * that is not known here, or that of a project that it uses.
   */
  readonly speaks: 'aws' | 'hosting' | 'builtin' | 'other';
  /** Each handler that it hands over, with the place that its types are named at. */
  readonly handlers: readonly Handed[];
  /** Where a handler's types stay unknown, each as the beginning of a sentence. */
  readonly unread: readonly string[];
  /** Serializers that are none of AWS's, each with its place. */
  readonly foreignSerializers: readonly string[];
  /** The registrations of handlers of bytes that have one of AWS's serializers all the same. */
  readonly needless: readonly NeedlessSerializer[];
  /** What is to be said of the registrations, each a sentence. */
  readonly remarks: readonly string[];
}

/** A serializer that would write a stream as JSON: without it the bytes themselves go out. */
export interface NeedlessSerializer {
  /** `Create`, with its type arguments if it has any. */
  readonly name: Node;
  readonly arguments: Node;
  /** The type of the serializer where it is made: here, or for a variable. */
  readonly typeNode: Node;
  readonly place: string;
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

/** The type that a variable was made with. */
function typeOfVariable(file: Declarations, node: Node | undefined): Node | undefined {
  const value = node?.type === 'identifier' ? variableIn(file, node.text)?.value : undefined;
  if (value?.type !== 'object_creation_expression') return undefined;
  return value.childForFieldName('type') ?? undefined;
}

/** Whether a handler takes and gives bytes alone. */
const isOfBytes = ({ input, output }: Signature) =>
  [input, output].every((type) => type === undefined || isStream(type));

/**
 * With one type argument `Create` takes the handler's Task for one without a result, where the argument is what the
 * handler takes. Source: the overloads of LambdaBootstrapBuilder.Create.
 */
const losesResult = (written: Signature, { input, output, returns }: Signature) =>
  written.output === undefined &&
  output !== undefined &&
  returns === 'Task' &&
  input !== undefined &&
  !isStream(input) &&
  !isStream(output);

/** A registration, as far as the source says what it does. */
interface Registered {
  readonly handed?: Handed | undefined;
  readonly remark?: string | undefined;
}

function readRegistration(
  reader: EntryPointReader,
  { name, call, arguments: list }: Registering,
): Registered {
  const handler = list.namedChild(0)?.namedChild(0);
  const written = reader.ofArguments(name);
  const own = handler ? reader.handedBy(handler) : undefined;
  if (!written) return { handed: own };
  if (written.output !== undefined || !own)
    return { handed: { signature: written, place: reader.placeOf(call) } };
  if (!losesResult(written, own.signature)) return { handed: own };
  const { input, output } = own.signature;
  return {
    handed: own,
    remark: `${codeOf(call.childForFieldName('function'))} has one type, so the ${output} of its handler is left out and Lambda is answered with nothing, as before; write <${input}, ${output}> to answer with it.`,
  };
}

interface Registering {
  readonly name: Node;
  readonly call: Node;
  readonly arguments: Node;
}

function handlersOf(facts: ProjectFacts, file: Declarations): Omit<EntryPoint, 'file' | 'host' | 'speaks'> {
  const reader = new EntryPointReader(facts, file);
  const handlers: Handed[] = [];
  const unread: string[] = [];
  const foreignSerializers: string[] = [];
  const needless: NeedlessSerializer[] = [];
  const remarks: string[] = [];
  const ofAws = serializerUses(facts);
  const namedByAws = new Set(ofAws.map(({ typeNode }) => typeNode.id));
  const reflective = new Set(ofAws.filter(isReflective).map(({ typeNode }) => typeNode.id));
  const registering = callsIn(facts, file).filter(isBootstrap);
  checkLimit(file.source.path, parseLimits.registrations, registering.length);
  for (const match of registering) {
    const registration = match as unknown as Registering;
    const { call, arguments: list } = registration;
    const hasSerializer = list.namedChildCount > 1;
    const { handed, remark } = readRegistration(reader, registration);
    const at = (node: Node) =>
      `${shown(facts.root, file.source.path)}:${lineOf(file.source.text, node.startIndex)}`;
    if (handed) handlers.push({ ...handed, at: { source: file.source, node: call } });
    else if (hasSerializer) unread.push(`${at(call)}: the handler's types cannot be read there`);
    if (remark !== undefined) remarks.push(`${at(call)}: ${remark}`);
    const made = list.namedChild(1)?.namedChild(0) ?? undefined;
    const type = made?.type === 'object_creation_expression' ? made.childForFieldName('type') : null;
    if (type && !namedByAws.has(type.id))
      foreignSerializers.push(`${at(type)}: the serializer ${codeOf(type)}`);
    const typeNode = type ?? typeOfVariable(file, made);
    if (handed && typeNode && reflective.has(typeNode.id) && isOfBytes(handed.signature))
      needless.push({ ...registration, typeNode, place: at(call) });
  }
  const [first] = unread;
  if (first && reflective.size > 0) {
    throw new UserError(`${first}; write them out, as in LambdaBootstrapBuilder.Create<Input, Output>(…).`);
  }
  return { handlers, unread, foreignSerializers, needless, remarks };
}

const nothing = { handlers: [], unread: [], foreignSerializers: [], needless: [], remarks: [] } as const;

/** How a file starts Lambda's loop; undefined where it does not. */
function speaksIn(facts: ProjectFacts, file: Declarations): EntryPoint['speaks'] | undefined {
  const found = callsIn(facts, file);
  if (found.some(isBootstrap)) return 'aws';
  if (found.some((match) => isCallOf(match, builtin))) return 'builtin';
  const isHosting =
    file.source.text.includes('AddAWSLambdaHosting') &&
    facts.parser
      .match(identifierCalls, file.source.root)
      .some(({ name }) => name?.text === 'AddAWSLambdaHosting');
  return isHosting ? 'hosting' : undefined;
}

/**
 * A program that has a project it uses start Lambda's loop.
 * @throws UserError when that works by reflection: the context that it needs would have to be in that project.
 */
function hostedElsewhere(facts: ProjectFacts, file: Declarations): EntryPoint | undefined {
  for (const { project, sources } of facts.referenced) {
    const host = sources.find((source) => speaksIn(facts, source) !== undefined);
    const speaks = host && speaksIn(facts, host);
    if (!host || speaks === undefined) continue;
    if (speaks === 'hosting') return { file, host, speaks, ...nothing };
    const reflective = serializersIn(facts.parser, sources).find(isReflective);
    if (reflective) {
      throw new UserError(
        `${placeOf(facts, reflective)}: ${project.name} starts Lambda's loop for ${facts.project.name} with a serializer that works by reflection; give it a SourceGeneratorLambdaJsonSerializer there first.`,
      );
    }
    return { file, host, speaks: 'other', ...nothing };
  }
  return undefined;
}

/**
 * The entry point of an executable that speaks to Lambda itself; undefined for a class library.
 * @throws UserError when a handler's types stay unknown, or when it registers too many.
 */
export function findEntryPoint(facts: ProjectFacts): EntryPoint | undefined {
  const program = programFile(facts);
  if (!program) return undefined;
  for (const file of facts.sources) {
    const speaks = speaksIn(facts, file);
    if (speaks === undefined) continue;
    return { file, host: file, speaks, ...(speaks === 'aws' ? handlersOf(facts, file) : nothing) };
  }
  // A Main of a class library is for tests on the developer's machine.
  if (!isExecutable(facts) || hasMethodHandlers(facts)) return undefined;
  const hosted = hostedElsewhere(facts, program);
  if (hosted) return hosted;
  return isRunByLambda(facts) ? { file: program, host: program, speaks: 'other', ...nothing } : undefined;
}

/**
 * Another Main than the one that a conversion adds, as for a local test; the project file then has to say which
 * one starts.
 * @throws UserError when it is made of top-level statements, beside which there can be no other.
 */
export function hasOtherMain(facts: ProjectFacts): boolean {
  const program = programFile(facts);
  if (program && program.statements.length > 0) {
    throw new UserError(
      `${programPlace(facts, program)}: these top-level statements are the program already, and start nothing of Lambda's that is known here; move them into a method, or set AssemblyName to bootstrap if they start Lambda's loop themselves.`,
    );
  }
  return facts.sources.some(({ types }) => types.some((type) => type.methods.some(isMain)));
}
