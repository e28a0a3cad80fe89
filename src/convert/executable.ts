import type { Node } from '../dotnet/csharp.ts';
import {
  codeOf,
  type Declarations,
  type MethodDeclaration,
  methodOf,
  parametersOf,
} from '../dotnet/declarations.ts';
import { type Place, placeIn } from '../dotnet/scope.ts';
import { lineOf } from '../dotnet/splice.ts';
import { formatTypeName, lastPart, parseTypeName } from '../dotnet/type-names.ts';
import { UserError } from '../errors.ts';
import type { ProjectFacts } from './facts.ts';
import { shown } from './locate.ts';
import { type Signature, signatureOf } from './signature.ts';

/** A program's own entry point, and how it speaks to Lambda. */
export interface EntryPoint {
  readonly file: Declarations;
  /** `aws`: RuntimeSupport's bootstrap; `hosting`: ASP.NET Core's; `builtin`: the runtime of this package. */
  readonly speaks: 'aws' | 'hosting' | 'builtin';
  /** Each handler that it hands over, with the place that its types are named at. */
  readonly handlers: readonly { readonly signature: Signature; readonly place: Place }[];
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

/** The types that an explicit `Func<…>` or `Action<…>` hands over. */
function delegateSignature(written: string): Signature | undefined {
  const type = parseTypeName(written);
  const name = lastPart(type);
  if (name !== 'Func' && name !== 'Action') return undefined;
  const all = type.arguments.map((argument) => formatTypeName(argument));
  const parameters = (name === 'Func' ? all.slice(0, -1) : all).map((t) => ({
    name: '',
    type: t,
    modifiers: [],
    attributes: [],
    hasDefault: false,
  }));
  const returnType = name === 'Func' ? (all.at(-1) as string) : 'void';
  return signatureOf({ parameters, returnType });
}

/** The type that a local variable is declared with, or that its `new` names. */
function variableType(root: Node, name: string): string | undefined {
  for (const declaration of root.descendantsOfType('variable_declaration')) {
    const declarator = declaration?.namedChildren.find(
      (c) => c?.type === 'variable_declarator' && c.childForFieldName('name')?.text === name,
    );
    if (!declaration || !declarator) continue;
    const type = codeOf(declaration.childForFieldName('type'));
    if (type !== 'var') return type;
    const made = declarator.namedChildren.find((c) => c?.type === 'object_creation_expression');
    return made ? codeOf(made.childForFieldName('type')) : undefined;
  }
  return undefined;
}

/** Reads what one entry point hands to Lambda. */
class EntryPointReader {
  readonly #facts: ProjectFacts;
  readonly #file: Declarations;

  constructor(facts: ProjectFacts, file: Declarations) {
    this.#facts = facts;
    this.#file = file;
  }

  /** Where the code of a node stands: inside of which types. */
  placeOf(node: Node): Place {
    const type = this.#file.types.findLast(
      (t) => t.node.startIndex <= node.startIndex && node.endIndex <= t.node.endIndex,
    );
    return type ? placeIn(type, [this.#file]) : { file: this.#file, namespace: '', containers: [] };
  }

  /** The signature behind the first argument; undefined when the source does not say it. */
  signatureOf(handler: Node): Signature | undefined {
    if (handler.type === 'identifier') return this.#ofIdentifier(handler);
    if (handler.type === 'member_access_expression') return this.#ofMember(handler);
    if (handler.type === 'lambda_expression') return this.#ofLambda(handler);
    if (handler.type === 'cast_expression')
      return delegateSignature(codeOf(handler.childForFieldName('type')));
    if (handler.type === 'object_creation_expression')
      return delegateSignature(codeOf(handler.childForFieldName('type')));
    return undefined;
  }

  #ofIdentifier(node: Node): Signature | undefined {
    const variable = variableType(this.#file.source.root, node.text);
    if (variable !== undefined) return delegateSignature(variable);
    const local = this.#file.source.root
      .descendantsOfType('local_function_statement')
      .filter((f): f is Node => f?.childForFieldName('name')?.text === node.text)
      .map((f) => methodOf(f, this.#file.source));
    const { namespace, containers } = this.placeOf(node);
    const own = this.#facts.scope
      .byFullName([namespace, ...containers].filter(Boolean).join('.'))
      .flatMap((type) => type.methods.filter(({ name }) => name === node.text));
    return this.#only([...local, ...own]);
  }

  #ofMember(node: Node): Signature | undefined {
    const target = node.childForFieldName('expression') as Node;
    const typeName =
      target.type === 'object_creation_expression'
        ? codeOf(target.childForFieldName('type'))
        : (variableType(this.#file.source.root, target.text) ?? codeOf(target));
    const types = this.#facts.scope.find(parseTypeName(typeName).name, this.placeOf(node));
    const name = node.childForFieldName('name')?.text;
    return this.#only(types.flatMap((type) => type.methods.filter((m) => m.name === name)));
  }

  #ofLambda(node: Node): Signature | undefined {
    const type = node.childForFieldName('type');
    const parameters = parametersOf(node.childForFieldName('parameters'));
    if (!type || parameters.some((parameter) => parameter.type === '')) return undefined;
    return signatureOf({ parameters, returnType: codeOf(type) });
  }

  #only(methods: readonly MethodDeclaration[]): Signature | undefined {
    const [method] = methods;
    return method && methods.length === 1 ? signatureOf(method) : undefined;
  }

  /** `Create<Order, Receipt>` says it itself. */
  ofArguments(name: Node): Signature | undefined {
    const list = name.namedChildren.find((child) => child?.type === 'type_argument_list');
    if (!list) return undefined;
    const [input, output] = list.namedChildren.map((child) => codeOf(child));
    return { input, output, takesContext: true, returns: 'value' };
  }
}

function handlersOf(facts: ProjectFacts, file: Declarations): EntryPoint['handlers'] {
  const reader = new EntryPointReader(facts, file);
  return facts.parser.match(calls, file.source.root).flatMap((match) => {
    const { on, name, call } = match as { on: Node; name: Node; call: Node };
    const known = bootstraps.find((b) => simpleName(on) === b.on && simpleName(name) === b.name);
    if (!known) return [];
    const handler = match.arguments?.namedChild(0)?.namedChild(0) ?? undefined;
    const hasSerializer = (match.arguments?.namedChildCount ?? 0) > 1;
    const signature = reader.ofArguments(name) ?? (handler && reader.signatureOf(handler));
    if (signature) return [{ signature, place: reader.placeOf(call) }];
    if (!hasSerializer) return [];
    const where = `${shown(facts.root, file.source.path)}:${lineOf(file.source.text, call.startIndex)}`;
    throw new UserError(
      `${where}: the handler's types cannot be read there; write them out, as in ${known.on}.${known.name}<Input, Output>(…).`,
    );
  });
}

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
      return { file, speaks: 'aws', handlers: handlersOf(facts, file) };
    }
    if (isCall(file, 'LambdaBootstrap', 'Create')) return { file, speaks: 'builtin', handlers: [] };
    if (mentions(file, 'AddAWSLambdaHosting')) return { file, speaks: 'hosting', handlers: [] };
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
