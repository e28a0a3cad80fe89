import type { Node, Tree } from '@vscode/tree-sitter-wasm';

/**
 * A node with fewer characters is not looked into: what is nested in it adds less to the depth than it has
 * characters, and most nodes are that small.
 */
const smallest = 300;

/** How deeply the nodes of a tree are nested, in one pass and without recursion; small ones are not looked into. */
export function syntaxDepth(tree: Tree): number {
  const cursor = tree.walk();
  let depth = 0;
  let deepest = 0;
  for (let isDone = false; !isDone; ) {
    if (cursor.endIndex - cursor.startIndex > smallest && cursor.gotoFirstChild()) {
      depth++;
      if (depth > deepest) deepest = depth;
      continue;
    }
    while (!isDone && !cursor.gotoNextSibling()) {
      depth--;
      isDone = !cursor.gotoParent();
    }
  }
  cursor.delete();
  return deepest;
}

/** What a node may be that has a name at its end, and the field that it stands in. */
const named: Readonly<Record<string, string>> = {
  member_access_expression: 'name',
  member_binding_expression: 'name',
  qualified_name: 'name',
  alias_qualified_name: 'name',
};

/**
 * The last simple name of an expression or a type, without type arguments: `Create` of `A.B.Create<C>`. Empty where
 * it ends in something else, such as a call.
 */
export function lastNameOf(node: Node | null): string {
  if (node === null) return '';
  if (node.type === 'identifier') return node.text;
  if (node.type === 'generic_name') return node.namedChild(0)?.text ?? '';
  const field = named[node.type];
  return field === undefined ? '' : lastNameOf(node.childForFieldName(field));
}
