import type { Node } from '../dotnet/csharp.ts';
import type { Declarations, TypeDeclaration, UsingDirective } from '../dotnet/declarations.ts';
import { type Edit, indentBefore, lineEnding } from '../dotnet/splice.ts';
import { UserError } from '../errors.ts';
import { sampleContext } from '../project/source.ts';

/** A project's JsonSerializerContext. */
export interface JsonContext {
  readonly type: TypeDeclaration;
  readonly file: Declarations;
  /** How code in the project's namespace names it. */
  readonly name: string;
  /** Whether other assemblies, the tests', see it. */
  readonly isPublic: boolean;
}

const simpleName = (name: string) => name.split('.').at(-1);

/**
 * The context that a project's functions share.
 * @throws UserError without one, or with several of which none is called as in a new project.
 */
export function findJsonContext(files: readonly Declarations[], namespace: string): JsonContext {
  const all = files.flatMap((file) =>
    file.types
      .filter(({ bases }) => bases.some((base) => simpleName(base) === 'JsonSerializerContext'))
      .map((type) => ({ type, file })),
  );
  const found = all.length === 1 ? all[0] : all.find(({ type }) => type.name === sampleContext);
  if (found === undefined) {
    const what = all.length === 0 ? 'No class derives from' : 'Several classes derive from';
    throw new UserError(
      `${what} JsonSerializerContext; the functions need one named ${sampleContext}: public sealed partial class ${sampleContext} : JsonSerializerContext`,
    );
  }
  const { name, namespace: own, containers, modifiers } = found.type;
  const full = [own, ...containers, name].filter(Boolean).join('.');
  const isNear = containers.length === 0 && (own === '' || `${namespace}.`.startsWith(`${own}.`));
  return { ...found, name: isNear ? name : `global::${full}`, isPublic: modifiers.includes('public') };
}

/** The types that a context has a JsonSerializable attribute for, by their last names. */
function registeredTypes({ type }: JsonContext): Set<string | undefined> {
  const attributes = type.attributes.filter(({ name }) => simpleName(name) === 'JsonSerializable');
  return new Set(
    attributes.map((attribute) =>
      simpleName(/typeof\s*\(\s*(?:global::)?([\w.]+)\s*\)/.exec(attribute.arguments)?.[1] ?? ''),
    ),
  );
}

function attributeEdits(context: JsonContext, types: readonly string[]): Edit[] {
  const { text } = context.file.source;
  const { node } = context.type;
  const known = registeredTypes(context);
  const lines = types.filter((type) => !known.has(type)).map((type) => `[JsonSerializable(typeof(${type}))]`);
  if (lines.length === 0) return [];
  const ending = lineEnding(text);
  // Before the class itself, so that a comment behind the last attribute stays there.
  const isAttribute = (child: Node | null) => child?.type === 'attribute_list' || child?.type === 'comment';
  const head = node.children.find((child) => !isAttribute(child))?.startIndex ?? node.startIndex;
  const indent = text.slice(0, head) === '\uFEFF' ? '' : indentBefore(text, head);
  const inserted = lines
    .map((line) => `${line}${indent === undefined ? ' ' : `${ending}${indent}`}`)
    .join('');
  return [{ start: head, end: head, text: inserted }];
}

const isSystem = (name: string) => /^System(\.|$)/.test(name);
/** The order of using directives: System's first, then by name. */
const isBefore = (a: string, b: string) => (isSystem(a) === isSystem(b) ? a < b : isSystem(a));

/** Adds using directives to a file, each where the order of those that stand there has its place. */
export function usingEdits(file: Declarations, namespaces: readonly string[]): Edit[] {
  const { text } = file.source;
  const plain = file.usings.filter(
    ({ alias, isStatic, isGlobal }) => alias === undefined && !isStatic && !isGlobal,
  );
  const present = new Set(plain.map(({ name }) => name));
  const ending = lineEnding(text);
  const missing = namespaces.filter((name) => !present.has(name));
  const placeOf = (name: string): Edit => {
    const line = `using ${name};`;
    const next = plain.find((using) => isBefore(name, using.name));
    const before = plain.at(-1) as UsingDirective | undefined;
    if (next) {
      const { startIndex } = next.node;
      return {
        start: startIndex,
        end: startIndex,
        text: `${line}${ending}${indentBefore(text, startIndex) ?? ''}`,
      };
    }
    if (before) {
      const { startIndex, endIndex } = before.node;
      return {
        start: endIndex,
        end: endIndex,
        text: `${ending}${indentBefore(text, startIndex) ?? ''}${line}`,
      };
    }
    const start = text.startsWith('\uFEFF') ? 1 : 0;
    return { start, end: start, text: `${line}${ending}` };
  };
  return missing.map(placeOf);
}

/** Makes the context know these types, which live in these namespaces. */
export function jsonContextEdits(
  context: JsonContext,
  types: readonly string[],
  namespaces: readonly string[],
): Edit[] {
  const edits = attributeEdits(context, types);
  return edits.length === 0 ? [] : [...usingEdits(context.file, namespaces), ...edits];
}
