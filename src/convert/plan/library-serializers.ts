import { codeOf, fullName } from '../../dotnet/declarations.ts';
import { type Edit, lineEnding, lineOf, withLineEnding } from '../../dotnet/splice.ts';
import { parseTypeName } from '../../dotnet/type-names.ts';
import type { WrittenAt } from '../read/json-graph.ts';
import { typeWriter } from '../read/json-types.ts';
import { inFolder, shown } from '../read/locate.ts';
import {
  keptRemark,
  keptSerializer,
  namingOf,
  placeOf,
  removeSerializerAttribute,
  replaceSerializer,
  type SerializerUse,
} from '../read/serializers.ts';
import { openTypeWarnings } from '../rules/open-types.ts';
import { camelSerializerName, contextSource, type Naming } from './context-file.ts';
import { extendContext, findContext, neededConverters, neededTypes } from './context-plan.ts';
import { type ConversionContext, freeName, isFileScoped } from './conversion-context.ts';
import { serializerPackage } from './packages-plan.ts';

/** Types of which JSON cannot tell what is behind them. */
function sayUnclear({ facts, remarks }: ConversionContext, used: readonly WrittenAt[]): void {
  const unique = used.filter(({ written }, i) => used.findIndex((other) => other.written === written) === i);
  for (const { written, place } of unique) {
    const { name } = parseTypeName(written);
    const [declared] = facts.scope.find(name, place);
    const isOpen = declared?.kind === 'interface' || declared?.modifiers.includes('abstract');
    if (name !== 'object' && name !== 'dynamic' && !isOpen) continue;
    remarks.push(
      `A handler takes or gives ${written}: a native program reads and writes the types that its context names, so declare what is behind it, or add that to the context.`,
    );
  }
}

/** The context of the handlers' types: an existing one is extended, else a new file is written. */
export function planContext(
  conversion: ConversionContext,
  namespace: string,
  used: readonly WrittenAt[],
  uses: readonly SerializerUse[],
  naming: Naming,
) {
  const { facts, changes, library } = conversion;
  const write = typeWriter(facts.scope, namespace);
  const { types, open } = neededTypes(facts, used, write);
  sayUnclear(conversion, used);
  const existing = findContext(facts, uses);
  if (!existing) conversion.warnings.push(...openTypeWarnings(facts, used, open, write));
  if (existing) {
    changes.edit(existing.type.source, extendContext(facts, existing, used));
    return { types, name: fullName(existing.type), isNew: false, write: () => undefined };
  }
  const className = freeName(facts, namespace, ['FunctionJsonContext', 'LambdaJsonContext']);
  const writeFile = () => {
    const source = contextSource({
      namespace,
      className,
      types,
      library,
      naming,
      isFileScoped: isFileScoped(facts),
      converters: library === 'builtin' ? neededConverters(facts, used, write) : [],
    });
    const ending = lineEnding(facts.project.file.xml.text);
    changes.write(inFolder(facts.folder, `${className}.cs`), undefined, withLineEnding(source, ending));
  };
  return { types, name: `${namespace}.${className}`, isNew: true, write: writeFile };
}

/** A full name as code in a namespace writes it. */
export const nameIn = (namespace: string, name: string): string =>
  name.startsWith(`${namespace}.`) ? name.slice(namespace.length + 1) : name;

/** The serializer of the entry point. */
export interface ChosenSerializer {
  /** The expression that makes it, and the namespaces that it needs. */
  readonly expression: string;
  readonly namespaces: readonly string[];
  /** What stands for it in an attribute; undefined where the attribute stays as it is. */
  readonly replacement: string | undefined;
}

/** The project's own serializer where it can stay, else AWS's source-generated one over the context. */
export function chooseSerializer(
  { facts, remarks }: ConversionContext,
  namespace: string,
  context: Pick<ReturnType<typeof planContext>, 'name' | 'isNew'>,
  uses: readonly SerializerUse[],
): ChosenSerializer {
  const kept = keptSerializer(facts, uses);
  if (kept) {
    const place = { file: kept.file, namespace: '', containers: [] };
    const { text, namespaces } = typeWriter(facts.scope, namespace)(codeOf(kept.typeNode), place);
    remarks.push(keptRemark(`${placeOf(facts, kept)}: the serializer ${text}`));
    return { expression: `new ${text}()`, namespaces, replacement: undefined };
  }
  if (namingOf(uses) === 'camel' && context.isNew) {
    const name = `${namespace}.${camelSerializerName}`;
    return { expression: `new ${camelSerializerName}()`, namespaces: [], replacement: name };
  }
  return {
    expression: `new SourceGeneratorLambdaJsonSerializer<${nameIn(namespace, context.name)}>()`,
    namespaces: [serializerPackage],
    replacement: `${serializerPackage}.SourceGeneratorLambdaJsonSerializer<${context.name}>`,
  };
}

/** What is said where an event's type comes from a package and Newtonsoft.Json read it until now. */
export function sayForeign(
  { facts, remarks }: ConversionContext,
  used: readonly WrittenAt[],
  uses: readonly SerializerUse[],
): void {
  if (!uses.some(({ kind }) => kind === 'newtonsoft')) return;
  const write = typeWriter(facts.scope, '');
  const foreign = used
    .map(({ written, place }) => write(written, place))
    .filter(({ key }) => /^[A-Z]\w*$/.test(key))
    .map(({ text }) => text);
  const names = [...new Set(foreign)];
  if (names.length === 0) return;
  remarks.push(
    `${names.join(', ')}: from a package, so where that names its JSON for Newtonsoft.Json, System.Text.Json reads and writes other names; compare an answer with one from before.`,
  );
}

/** Tuples have fields, which Newtonsoft.Json wrote and System.Text.Json does not. */
export function sayTuples(
  { facts, remarks }: ConversionContext,
  used: readonly WrittenAt[],
  uses: readonly SerializerUse[],
): void {
  if (!uses.some(({ kind }) => kind === 'newtonsoft')) return;
  for (const { written, at } of used) {
    if (!at || !written.includes('(')) continue;
    remarks.push(
      `${shown(facts.root, at.source.path)}:${lineOf(at.source.text, at.node.startIndex)}: ${written}: System.Text.Json neither reads nor writes the elements of a tuple, and Newtonsoft.Json did; make it a record.`,
    );
  }
}

/** What the attributes that name a serializer become. */
export function planSerializers(
  conversion: ConversionContext,
  uses: readonly SerializerUse[],
  replacement: string | undefined,
): void {
  const { facts, changes, remarks } = conversion;
  for (const use of uses) {
    const { source } = use.file;
    if (use.kind === 'custom') {
      remarks.push(
        `${placeOf(facts, use)}: the serializer ${codeOf(use.typeNode)} is the project's own; the entry point uses the source-generated one, so check what it did.`,
      );
    }
    changes.edit(
      source,
      replacement === undefined ? removeSerializerAttribute(use) : replaceSerializer(use, replacement),
    );
  }
}

const globalProperties = 'LambdaGlobalProperties';

/**
 * Annotations writes Runtime into the template at each build, and its own Main when told so: the runtime is named,
 * and its Main goes, since it listens to an environment variable of its own in place of _HANDLER.
 */
export function planGlobalProperties({ facts, changes, runtime, remarks }: ConversionContext): string[] {
  const found = facts.sources.flatMap((file) =>
    file.assemblyAttributes
      .filter(({ name }) => name.split('.').at(-1) === globalProperties)
      .map((use) => ({ file, use })),
  );
  const [first] = found;
  if (!first) return [`[assembly: Amazon.Lambda.Annotations.${globalProperties}(Runtime = "${runtime}")]`];
  const { node } = first.use;
  const list = node.namedChildren.find((child) => child?.type === 'attribute_argument_list');
  const all = (list?.namedChildren ?? []).map((a) => a?.text ?? '');
  if (all.some((a) => /^GenerateMain\s*=\s*true/.test(a))) {
    const { path, text: code } = first.file.source;
    remarks.push(
      `${shown(facts.root, path)}:${lineOf(code, node.startIndex)}: GenerateMain goes, since the Main that Annotations generates would stand beside the new one; Lambda's Handler picks the function now, not ANNOTATIONS_HANDLER.`,
    );
  }
  const args = all.filter((a) => !/^(GenerateMain|Runtime)\s*=/.test(a));
  const text = `(${[...args, `Runtime = "${runtime}"`].join(', ')})`;
  const edit: Edit = list
    ? { start: list.startIndex, end: list.endIndex, text }
    : { start: node.endIndex, end: node.endIndex, text };
  changes.edit(first.file.source, [edit]);
  return [];
}
