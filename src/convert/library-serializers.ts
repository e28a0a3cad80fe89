import { codeOf, fullName } from '../dotnet/declarations.ts';
import { type Edit, lineEnding, withLineEnding } from '../dotnet/splice.ts';
import { parseTypeName } from '../dotnet/type-names.ts';
import { contextSource, type Naming } from './context-file.ts';
import { extendContext, findContext, neededTypes, type UsedType } from './context-plan.ts';
import { type Draft, freeName, isFileScoped } from './draft.ts';
import { typeWriter } from './json-types.ts';
import { inFolder } from './locate.ts';
import { placeOf, removeSerializerAttribute, replaceSerializer, type SerializerUse } from './serializers.ts';

/** Types of which JSON cannot tell what is behind them. */
function sayUnclear({ facts, remarks }: Draft, used: readonly UsedType[]): void {
  for (const { written, place } of used) {
    const { name } = parseTypeName(written);
    const [declared] = facts.scope.find(name, place);
    const isOpen = declared?.kind === 'interface' || declared?.modifiers.includes('abstract');
    if (name !== 'object' && name !== 'dynamic' && !isOpen) continue;
    remarks.push(
      `A handler takes or gives ${written}: JSON is made for the declared type, so add what is behind it to the context, or declare it.`,
    );
  }
}

/** The context of the handlers' types: an existing one is extended, else a new file is written. */
export function planContext(
  draft: Draft,
  namespace: string,
  used: readonly UsedType[],
  uses: readonly SerializerUse[],
  naming: Naming,
) {
  const { facts, changes, library } = draft;
  const types = neededTypes(used, typeWriter(facts.scope, namespace));
  sayUnclear(draft, used);
  const existing = findContext(facts, uses);
  if (existing) {
    changes.edit(
      { path: existing.type.source.path, text: existing.type.source.text },
      extendContext(facts, existing, used),
    );
    return { types, name: fullName(existing.type), isNew: false, write: () => undefined };
  }
  const className = freeName(facts, namespace, ['FunctionJsonContext', 'LambdaJsonContext']);
  const write = () => {
    const source = contextSource({
      namespace,
      className,
      types,
      library,
      naming,
      isFileScoped: isFileScoped(facts),
    });
    const ending = lineEnding(facts.project.file.xml.text);
    changes.write(inFolder(facts.folder, `${className}.cs`), undefined, withLineEnding(source, ending));
  };
  return { types, name: `${namespace}.${className}`, isNew: true, write };
}

/** What the attributes that name a serializer become. */
export function planSerializers(
  draft: Draft,
  uses: readonly SerializerUse[],
  replacement: string | undefined,
): void {
  const { facts, changes, remarks } = draft;
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
export function planGlobalProperties({ facts, changes, runtime }: Draft): string[] {
  const found = facts.sources.flatMap((file) =>
    file.assemblyAttributes
      .filter(({ name }) => name.split('.').at(-1) === globalProperties)
      .map((use) => ({ file, use })),
  );
  const [first] = found;
  if (!first) return [`[assembly: Amazon.Lambda.Annotations.${globalProperties}(Runtime = "${runtime}")]`];
  const { node } = first.use;
  const list = node.namedChildren.find((child) => child?.type === 'attribute_argument_list');
  const args = (list?.namedChildren ?? [])
    .map((a) => a?.text ?? '')
    .filter((a) => !/^(GenerateMain|Runtime)\s*=/.test(a));
  const text = `(${[...args, `Runtime = "${runtime}"`].join(', ')})`;
  const edit: Edit = list
    ? { start: list.startIndex, end: list.endIndex, text }
    : { start: node.endIndex, end: node.endIndex, text };
  changes.edit(first.file.source, [edit]);
  return [];
}
