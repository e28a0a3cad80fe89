import type { Node } from '../../dotnet/csharp.ts';
import { codeOf } from '../../dotnet/declarations.ts';
import { type Variable, variablesBelow } from '../../dotnet/source-index.ts';

/** Methods that give a string, whatever they are called on. */
const givesText =
  /^(To(Upper|Lower)(Invariant)?|ToString|Trim(Start|End)?|Replace|Substring|Pad(Left|Right)|Normalize)$/;

/** Static methods that give a string. */
const textMethods =
  /^((System\.)?(string|String)\.(Join|Format|Concat)|([\w.]*\.)?JsonSerializer\.Serialize)$/;

const literals: Readonly<Record<string, string>> = {
  string_literal: 'string',
  verbatim_string_literal: 'string',
  raw_string_literal: 'string',
  interpolated_string_expression: 'string',
  boolean_literal: 'bool',
};

/** The `return` statements of a body, those of functions inside it left out. */
function returnsOf(body: Node): Node[] {
  return body.namedChildren.flatMap((child) => {
    if (
      !child ||
      /^(lambda_expression|local_function_statement|anonymous_method_expression)$/.test(child.type)
    )
      return [];
    return child.type === 'return_statement' ? [child] : returnsOf(child);
  });
}

function ofCall(node: Node): string | undefined {
  const called = node.childForFieldName('function');
  if (called?.type !== 'member_access_expression') return undefined;
  const name = codeOf(called.childForFieldName('name'));
  return givesText.test(name) || textMethods.test(codeOf(called)) ? 'string' : undefined;
}

/** `serializer.Deserialize<Order>(stream)` is what it says. */
function deserialized(node: Node): string | undefined {
  const name = node.childForFieldName('function')?.childForFieldName('name');
  if (name?.type !== 'generic_name' || !/^Deserialize\b/.test(name.text)) return undefined;
  const list = name.namedChildren.find((child) => child?.type === 'type_argument_list');
  return codeOf(list?.namedChild(0) ?? null) || undefined;
}

/** The local variables of a lambda, while what they are is worked out: one that leads to itself is nothing. */
class Locals {
  readonly #variables: ReadonlyMap<string, Variable>;
  readonly #types = new Map<string, string | undefined>();

  constructor(lambda: Node) {
    this.#variables = variablesBelow(lambda);
  }

  /** The type of a local variable, as declared or by what it is made of. */
  typeOf(name: string): string | undefined {
    if (this.#types.has(name)) return this.#types.get(name);
    this.#types.set(name, undefined);
    const { type, value } = this.#variables.get(name) ?? {};
    const found = type ?? (value && typeOf(value, this));
    this.#types.set(name, found);
    return found;
  }
}

/** The type of an expression where its text alone says it. */
function typeOf(node: Node, locals: Locals): string | undefined {
  if (Object.hasOwn(literals, node.type)) return literals[node.type];
  if (node.type === 'integer_literal') return /^\d+$/.test(node.text) ? 'int' : undefined;
  if (node.type === 'object_creation_expression') return codeOf(node.childForFieldName('type')) || undefined;
  if (node.type === 'invocation_expression') return ofCall(node) ?? deserialized(node);
  if (node.type === 'identifier') return locals.typeOf(node.text);
  if (node.type === 'parenthesized_expression' && node.namedChild(0))
    return typeOf(node.namedChild(0) as Node, locals);
  return undefined;
}

/** The type of an expression where its text, or that of the variables below `root`, says it. */
export const expressionType = (node: Node, root: Node) => typeOf(node, new Locals(root));

/**
 * What a lambda without a return type gives, as far as its text says it: every `return` the same, each a literal, a
 * `new`, a text or a variable that is one of these. Undefined where it takes the compiler to know.
 */
export function lambdaResult(lambda: Node): string | undefined {
  const body = lambda.childForFieldName('body');
  if (!body) return undefined;
  const isAsync = lambda.children.some((child) => child?.text === 'async');
  const asTask = (type: string) => (type === 'void' ? 'Task' : `Task<${type}>`);
  const result = (type: string | undefined) => (type === undefined || !isAsync ? type : asTask(type));
  const locals = new Locals(lambda);
  if (body.type !== 'block') return result(typeOf(body, locals));
  const returned = returnsOf(body).map((statement) => statement.namedChild(0));
  const values = returned.filter((node): node is Node => node !== null);
  if (values.length === 0) return result('void');
  const types = new Set(
    values.filter(({ type }) => type !== 'null_literal').map((node) => typeOf(node, locals)),
  );
  const [only] = types;
  return types.size === 1 ? result(only) : undefined;
}
