import { checkLimit, parseLimits } from '../limits/parse.ts';
import type { CSharpSource, Node } from './csharp.ts';
import {
  type AttributeUse,
  attributesOf,
  checkName,
  children,
  childrenOf,
  count,
  type MethodDeclaration,
  methodOf,
  modifiersOf,
  nameIn,
  type ParameterDeclaration,
  parametersIn,
  toAttribute,
} from './declaration-parts.ts';

export {
  type AttributeUse,
  codeOf,
  type MethodDeclaration,
  methodOf,
  type ParameterDeclaration,
  parametersOf,
} from './declaration-parts.ts';

export interface ConstructorDeclaration {
  readonly parameters: readonly ParameterDeclaration[];
  readonly modifiers: readonly string[];
}

export interface PropertyMember {
  readonly name: string;
  readonly type: string;
  readonly attributes: readonly AttributeUse[];
  readonly node: Node;
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

/** The members of a body, those inside of `#if` and `#region` among them. */
function members(body: Node | null, source: CSharpSource): Node[] {
  count(source, body);
  return children(body).flatMap((child) =>
    child.type.startsWith('preproc_') ? members(child, source) : [child],
  );
}

function dataMembers(body: readonly Node[], record: Node | null, source: CSharpSource): PropertyMember[] {
  const properties = body
    .filter((node) => node.type === 'property_declaration')
    .filter((node) => {
      const modifiers = modifiersOf(node);
      return modifiers.includes('public') && !modifiers.includes('static') && !modifiers.includes('const');
    })
    .map((node) => {
      count(source, node);
      return {
        name: nameIn(node.childForFieldName('name'), source),
        type: nameIn(node.childForFieldName('type'), source),
        attributes: attributesOf(node),
        node,
      };
    });
  const nodes = childrenOf(record, 'parameter');
  const ofParameters = parametersIn(record, source).map(({ name, type, attributes }, i) => ({
    name,
    type,
    attributes,
    node: nodes[i] ?? (record as Node),
  }));
  return [...ofParameters, ...properties];
}

function kindOf(node: Node): TypeKind {
  const kind = kinds[node.type] as TypeKind;
  return kind === 'record' && node.children.some((child) => child?.type === 'struct')
    ? 'record struct'
    : kind;
}

function basesOf(node: Node, source: CSharpSource): string[] {
  const list = childrenOf(node, 'base_list')[0] ?? null;
  count(source, list);
  return children(list)
    .filter((base) => base.type !== 'argument_list')
    .map((base) =>
      base.type === 'primary_constructor_base_type'
        ? (base.childForFieldName('type') ?? base.namedChild(0))
        : base,
    )
    .map((base) => nameIn(base, source));
}

/** Where a type stands: its namespace, and the types around it, outermost first. */
type Surroundings = Pick<TypeDeclaration, 'namespace' | 'containers'>;

/** Adds a type and those nested in it to a list. */
function addTypes(
  node: Node,
  { namespace, containers }: Surroundings,
  source: CSharpSource,
  all: TypeDeclaration[],
) {
  count(source, node);
  checkLimit(source.path, parseLimits.typeNesting, containers.length + 1);
  const name = nameIn(node.childForFieldName('name'), source);
  const body = members(node.childForFieldName('body'), source);
  const list = childrenOf(node, 'parameter_list')[0] ?? null;
  const typeParameters = childrenOf(node, 'type_parameter_list')[0] ?? null;
  count(source, list, typeParameters);
  const parameters = node.type === 'delegate_declaration' ? [] : parametersIn(list, source);
  const kind = kindOf(node);
  const declared: TypeDeclaration = {
    kind,
    name,
    typeParameters: childrenOf(typeParameters, 'type_parameter').map((p) =>
      nameIn(p.childForFieldName('name'), source),
    ),
    namespace,
    containers,
    modifiers: modifiersOf(node),
    attributes: attributesOf(node),
    bases: basesOf(node, source),
    methods: body.filter((m) => m.type === 'method_declaration').map((m) => methodOf(m, source)),
    constructors: [
      ...body
        .filter((m) => m.type === 'constructor_declaration')
        .map((m) => {
          const own = m.childForFieldName('parameters');
          count(source, m, own);
          return { parameters: parametersIn(own, source), modifiers: modifiersOf(m) };
        }),
      ...(list !== null && kind !== 'delegate' ? [{ parameters, modifiers: ['public'] }] : []),
    ],
    members: dataMembers(body, kind.startsWith('record') ? list : null, source),
    node,
    source,
  };
  checkName(fullName(declared), node, source);
  all.push(declared);
  const inside = { namespace, containers: [...containers, name] };
  for (const member of body) if (member.type in kinds) addTypes(member, inside, source, all);
}

function toUsing(node: Node, source: CSharpSource): UsingDirective {
  const alias = node.childForFieldName('name');
  const target = children(node).find((child) => child.id !== alias?.id) ?? null;
  const has = (word: string) => node.children.some((child) => child?.type === word);
  return {
    name: nameIn(target, source),
    alias: alias === null ? undefined : alias.text,
    isStatic: has('static'),
    isGlobal: has('global'),
    node,
  };
}

/**
 * What a C# file declares, down to nested types, whatever `#if` it stands in.
 * @throws UserError with the file when it declares too much, or names that are too long.
 */
export function readDeclarations(source: CSharpSource): Declarations {
  const usings: UsingDirective[] = [];
  const assemblyAttributes: AttributeUse[] = [];
  const types: TypeDeclaration[] = [];
  const statements: Node[] = [];
  const inner = (outer: string, name: Node | null) =>
    checkName([outer, nameIn(name, source)].filter(Boolean).join('.'), name, source);
  const visit = (parent: Node, outer: string): void => {
    let namespace = outer;
    for (const node of members(parent, source)) {
      const name = node.childForFieldName('name');
      if (node.type === 'using_directive') {
        usings.push(toUsing(node, source));
        checkLimit(source.path, parseLimits.usingDirectives, usings.length);
      } else if (node.type === 'global_attribute') {
        count(source, node);
        if (/^\[\s*assembly\s*:/.test(node.text))
          for (const attribute of childrenOf(node, 'attribute'))
            assemblyAttributes.push(toAttribute(attribute));
      } else if (node.type === 'file_scoped_namespace_declaration') {
        namespace = inner(outer, name);
        visit(node, namespace);
      } else if (node.type === 'namespace_declaration') {
        const body = node.childForFieldName('body');
        if (body) visit(body, inner(namespace, name));
      } else if (node.type === 'global_statement') statements.push(node);
      else if (node.type in kinds) addTypes(node, { namespace, containers: [] }, source, types);
    }
  };
  visit(source.root, '');
  return { source, usings, assemblyAttributes, types, statements };
}

/** A type's name with its namespace and the types around it. */
export function fullName({ namespace, containers, name }: TypeDeclaration): string {
  return [namespace, ...containers, name].filter(Boolean).join('.');
}
