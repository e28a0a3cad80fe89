import type { Node } from './csharp.ts';
import { lastNameOf } from './syntax.ts';

/** What stands around an expression without changing what it is. */
const wrappers = new Set(['parenthesized_expression', 'await_expression', 'postfix_unary_expression']);

/** The expression that a call or a member is of; undefined at the start of a chain. */
function targetOf(node: Node): Node | undefined {
  if (wrappers.has(node.type)) return node.namedChild(0) ?? undefined;
  if (node.type === 'invocation_expression') return node.childForFieldName('function') ?? undefined;
  if (node.type === 'member_access_expression') return node.childForFieldName('expression') ?? undefined;
  return undefined;
}

/** Whether an expression is a chain of calls that begins with `LambdaBootstrap.Create(`. */
export function startsBootstrap(expression: Node): boolean {
  for (let node: Node | undefined = expression; node; node = targetOf(node)) {
    if (node.type !== 'invocation_expression') continue;
    const called = node.childForFieldName('function');
    if (called?.type !== 'member_access_expression') continue;
    const isCreate = lastNameOf(called.childForFieldName('name')) === 'Create';
    if (isCreate && lastNameOf(called.childForFieldName('expression')) === 'LambdaBootstrap') return true;
  }
  return false;
}

/** The characters between the quotes of a string literal, as they stand in the source. */
export function insideQuotes(literal: string): string {
  const start = /^@?"+/.exec(literal)?.[0].length ?? 0;
  let end = literal.length;
  while (end > start && literal[end - 1] === '"') end--;
  return literal.slice(start, end);
}
