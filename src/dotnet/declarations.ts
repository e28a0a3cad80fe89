import type { CSharpSource, Node } from './csharp.ts';

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

export interface ConstructorDeclaration {
  readonly parameters: readonly ParameterDeclaration[];
  readonly modifiers: readonly string[];
}

export interface PropertyMember {
  readonly name: string;
  readonly type: string;
  readonly attributes: readonly AttributeUse[];
}

export type TypeKind =
  | 'class'
  | 'struct'
  | 'record'
  | 'record struct'
  | 'interface'
  | 'enum'
  | 'delegate'
  | 'extension';

/** One declaration of a type; a partial type has several. */
export interface TypeDeclaration {
  readonly kind: TypeKind;
  readonly name: string;
  readonly typeParameters: readonly string[];
  readonly namespace: string;
  /** The types that it is nested in, outermost first. */
  readonly containers: readonly string[];
  readonly modifiers: readonly string[];
  readonly attributes: readonly AttributeUse[];
  readonly bases: readonly string[];
  readonly methods: readonly MethodDeclaration[];
  readonly constructors: readonly ConstructorDeclaration[];
  /** Public properties and fields, and a record's parameters: what JSON sees. */
  readonly members: readonly PropertyMember[];
  readonly node: Node;
  readonly source: CSharpSource;
}

export interface UsingDirective {
  /** What is imported, as written. */
  readonly name: string;
  readonly alias: string | undefined;
  readonly isStatic: boolean;
  readonly isGlobal: boolean;
  readonly node: Node;
}

/** What a C# file declares. */
export interface Declarations {
  readonly source: CSharpSource;
  readonly usings: readonly UsingDirective[];
  readonly assemblyAttributes: readonly AttributeUse[];
  readonly types: readonly TypeDeclaration[];
  /** Top-level statements, which make the file the program's entry point. */
  readonly statements: readonly Node[];
}

const kinds: Readonly<Record<string, TypeKind>> = {
  class_declaration: 'class',
  struct_declaration: 'struct',
  record_declaration: 'record',
  interface_declaration: 'interface',
  enum_declaration: 'enum',
  delegate_declaration: 'delegate',
};

const children = (node: Node | null) =>
  (node?.namedChildren ?? []).filter((child): child is Node => child !== null && child.type !== 'comment');
const childrenOf = (node: Node | null, type: string) => children(node).filter((child) => child.type === type);
const modifiersOf = (node: Node) => childrenOf(node, 'modifier').map((child) => child.text);

/** A name or type as code, blanks and comments inside it dropped. */
export const codeOf = (node: Node | null) =>
  (node?.text ?? '')
    .replaceAll(/\/\*.*?\*\/|\/\/[^\n]*/gs, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([<>[\],.?()]) ?/g, '$1')
    .replaceAll(',', ', ')
    .trim();

function attributesOf(node: Node): AttributeUse[] {
  return childrenOf(node, 'attribute_list').flatMap((list) => {
    const target = childrenOf(list, 'attribute_target_specifier')[0];
    return target === undefined ? childrenOf(list, 'attribute').map(toAttribute) : [];
  });
}

function toAttribute(node: Node): AttributeUse {
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

function toMethod(node: Node, source: CSharpSource): MethodDeclaration {
  return {
    name: codeOf(node.childForFieldName('name')),
    returnType: codeOf(node.childForFieldName('returns') ?? node.childForFieldName('type')),
    parameters: parametersOf(node.childForFieldName('parameters')),
    modifiers: modifiersOf(node),
    attributes: attributesOf(node),
    isGeneric: node.childForFieldName('type_parameters') !== null,
    node,
    source,
  };
}

/** A method, or a function inside of one, wherever it stands. */
export const methodOf = toMethod;

/** The members of a body, those inside of `#if` and `#region` among them. */
function members(body: Node | null): Node[] {
  return children(body).flatMap((child) => (child.type.startsWith('preproc_') ? members(child) : [child]));
}

function dataMembers(body: readonly Node[], parameters: readonly ParameterDeclaration[]): PropertyMember[] {
  const own = body.filter((node) => {
    const modifiers = modifiersOf(node);
    return modifiers.includes('public') && !modifiers.includes('static') && !modifiers.includes('const');
  });
  const properties = own
    .filter((node) => node.type === 'property_declaration')
    .map((node) => ({
      name: codeOf(node.childForFieldName('name')),
      type: codeOf(node.childForFieldName('type')),
      attributes: attributesOf(node),
    }));
  const ofParameters = parameters.map(({ name, type, attributes }) => ({ name, type, attributes }));
  return [...ofParameters, ...properties];
}

function kindOf(node: Node): TypeKind {
  const kind = kinds[node.type] as TypeKind;
  return kind === 'record' && node.children.some((child) => child?.type === 'struct')
    ? 'record struct'
    : kind;
}

function toTypes(node: Node, namespace: string, outer: readonly string[], source: CSharpSource) {
  const name = codeOf(node.childForFieldName('name'));
  const body = members(node.childForFieldName('body'));
  const list = childrenOf(node, 'parameter_list')[0] ?? null;
  const parameters = node.type === 'delegate_declaration' ? [] : parametersOf(list);
  const kind = kindOf(node);
  const declared: TypeDeclaration = {
    kind,
    name,
    typeParameters: childrenOf(childrenOf(node, 'type_parameter_list')[0] ?? null, 'type_parameter').map(
      (p) => codeOf(p.childForFieldName('name')),
    ),
    namespace,
    containers: outer,
    modifiers: modifiersOf(node),
    attributes: attributesOf(node),
    bases: children(childrenOf(node, 'base_list')[0] ?? null)
      .filter((base) => base.type !== 'argument_list')
      .map((base) =>
        codeOf(
          base.type === 'primary_constructor_base_type'
            ? (base.childForFieldName('type') ?? base.namedChild(0))
            : base,
        ),
      ),
    methods: body.filter((m) => m.type === 'method_declaration').map((m) => toMethod(m, source)),
    constructors: [
      ...body
        .filter((m) => m.type === 'constructor_declaration')
        .map((m) => ({
          parameters: parametersOf(m.childForFieldName('parameters')),
          modifiers: modifiersOf(m),
        })),
      ...(list !== null && kind !== 'delegate' ? [{ parameters, modifiers: ['public'] }] : []),
    ],
    members: dataMembers(body, kind.startsWith('record') ? parameters : []),
    node,
    source,
  };
  const nested: TypeDeclaration[] = body
    .filter((m) => m.type in kinds)
    .flatMap((m) => toTypes(m, namespace, [...outer, name], source));
  return [declared, ...nested];
}

function toUsing(node: Node): UsingDirective {
  const alias = node.childForFieldName('name');
  const target = children(node).find((child) => child.id !== alias?.id) ?? null;
  const has = (word: string) => node.children.some((child) => child?.type === word);
  return {
    name: codeOf(target),
    alias: alias === null ? undefined : alias.text,
    isStatic: has('static'),
    isGlobal: has('global'),
    node,
  };
}

/** What a C# file declares, down to nested types, whatever `#if` it stands in. */
export function readDeclarations(source: CSharpSource): Declarations {
  const usings: UsingDirective[] = [];
  const assemblyAttributes: AttributeUse[] = [];
  const types: TypeDeclaration[] = [];
  const statements: Node[] = [];
  const visit = (parent: Node, outer: string): void => {
    let namespace = outer;
    for (const node of members(parent)) {
      const name = node.childForFieldName('name');
      if (node.type === 'using_directive') usings.push(toUsing(node));
      else if (node.type === 'global_attribute') {
        if (/^\[\s*assembly\s*:/.test(node.text))
          assemblyAttributes.push(...childrenOf(node, 'attribute').map(toAttribute));
      } else if (node.type === 'file_scoped_namespace_declaration') {
        namespace = [outer, codeOf(name)].filter(Boolean).join('.');
        visit(node, namespace);
      } else if (node.type === 'namespace_declaration') {
        const body = node.childForFieldName('body');
        if (body) visit(body, [namespace, codeOf(name)].filter(Boolean).join('.'));
      } else if (node.type === 'global_statement') statements.push(node);
      else if (node.type in kinds) types.push(...toTypes(node, namespace, [], source));
    }
  };
  visit(source.root, '');
  return { source, usings, assemblyAttributes, types, statements };
}

/** A type's name with its namespace and the types around it. */
export function fullName({ namespace, containers, name }: TypeDeclaration): string {
  return [namespace, ...containers, name].filter(Boolean).join('.');
}
