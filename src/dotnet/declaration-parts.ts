import { checkLimit, parseLimits } from '../limits/parse.ts';
import type { CSharpSource, Node } from './csharp.ts';
import { withoutComments } from './csharp-lexis.ts';
import { lineOf } from './splice.ts';

export interface ParameterDeclaration {
  readonly name: string;
  /** As written. */
  readonly type: string;
  /** `ref`, `out`, `in`, `params`, `this`. */
  readonly modifiers: readonly string[];
  readonly attributes: readonly AttributeUse[];
  readonly hasDefault: boolean;
}

export interface AttributeUse {
  /** As written, without the suffix Attribute. */
  readonly name: string;
  readonly arguments: string;
  readonly node: Node;
}

export interface MethodDeclaration {
  readonly name: string;
  readonly returnType: string;
  readonly parameters: readonly ParameterDeclaration[];
  readonly modifiers: readonly string[];
  readonly attributes: readonly AttributeUse[];
  readonly isGeneric: boolean;
  readonly node: Node;
  readonly source: CSharpSource;
}

export const children = (node: Node | null) =>
  (node?.namedChildren ?? []).filter((child): child is Node => child !== null && child.type !== 'comment');
export const childrenOf = (node: Node | null, type: string) =>
  children(node).filter((child) => child.type === type);
export const modifiersOf = (node: Node) => childrenOf(node, 'modifier').map((child) => child.text);

/** A name or type as code, blanks and comments inside it dropped; of longer text the first `most` characters. */
export const codeOf = (node: Node | null, most = Number.POSITIVE_INFINITY) =>
  withoutComments((node?.text ?? '').slice(0, most))
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([<>[\],.?()]) ?/g, '$1')
    .replaceAll(',', ', ')
    .trim();

export function attributesOf(node: Node): AttributeUse[] {
  return childrenOf(node, 'attribute_list').flatMap((list) => {
    const target = childrenOf(list, 'attribute_target_specifier')[0];
    return target === undefined ? childrenOf(list, 'attribute').map(toAttribute) : [];
  });
}

export function toAttribute(node: Node): AttributeUse {
  const name = codeOf(node.childForFieldName('name')).replace(/Attribute$/, '');
  return { name, arguments: childrenOf(node, 'attribute_argument_list')[0]?.text ?? '', node };
}

/** The parameters of a method, a constructor, a lambda or a record. */
export function parametersOf(list: Node | null): ParameterDeclaration[] {
  const declared = childrenOf(list, 'parameter').map((node) => ({
    name: codeOf(node.childForFieldName('name')),
    type: codeOf(node.childForFieldName('type')),
    modifiers: modifiersOf(node),
    attributes: attributesOf(node),
    hasDefault: node.children.some((child) => child?.type === '='),
  }));
  // The grammar lays `params T[] rest` out flat in the list.
  const flat = list?.childForFieldName('type');
  if (!flat || flat.parent?.id !== list?.id) return declared;
  const name = codeOf(list?.childForFieldName('name') ?? null);
  return [
    ...declared,
    { name, type: codeOf(flat), modifiers: ['params'], attributes: [], hasDefault: false },
  ];
}

/** Takes what a source declares off its limits, before it is read. */
export function count({ path, budget }: CSharpSource, ...nodes: readonly (Node | null)[]): void {
  const amount = nodes.reduce((sum, node) => sum + (node?.namedChildCount ?? 0), 0);
  budget.spend(path, parseLimits.declarations, amount);
}

/** @throws UserError when what a node names or spells out is longer or deeper than any type. */
export function checkName(text: string, node: Node | null, { path, text: whole }: CSharpSource): string {
  const place = () => `${path}:${lineOf(whole, node?.startIndex ?? 0)}: a name`;
  checkLimit(place, parseLimits.nameCharacters, text.length);
  checkLimit(place, parseLimits.typeDepth, text.split('<').length);
  return text;
}

/** The code of a name or type that is declared or used in a declaration. */
export const nameIn = (node: Node | null, source: CSharpSource) => checkName(codeOf(node), node, source);

/** A method, or a function inside of one, wherever it stands. */
export function methodOf(node: Node, source: CSharpSource): MethodDeclaration {
  const list = node.childForFieldName('parameters');
  const returns = node.childForFieldName('returns') ?? node.childForFieldName('type');
  count(source, node, list);
  return {
    name: nameIn(node.childForFieldName('name'), source),
    returnType: nameIn(returns, source),
    parameters: parametersIn(list, source),
    modifiers: modifiersOf(node),
    attributes: attributesOf(node),
    isGeneric: node.childForFieldName('type_parameters') !== null,
    node,
    source,
  };
}

/** The same in a declaration. @throws UserError when a name or a type is too long or too deep. */
export function parametersIn(list: Node | null, source: CSharpSource): ParameterDeclaration[] {
  const parameters = parametersOf(list);
  for (const { name, type } of parameters) {
    checkName(name, list, source);
    checkName(type, list, source);
  }
  return parameters;
}
