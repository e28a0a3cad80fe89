import { codeOf, fullName } from '../dotnet/declarations.ts';
import { placeIn } from '../dotnet/scope.ts';
import { type Edit, lineEnding, withLineEnding } from '../dotnet/splice.ts';
import { bodyTypes } from './annotations.ts';
import { useBuiltinTypes } from './builtin-library.ts';
import { camelSerializerName, contextSource, type Naming } from './context-file.ts';
import { extendContext, findContext, neededTypes, type UsedType } from './context-plan.ts';
import { type CodePlan, type Draft, freeName, isFileScoped, namespaceOf, writtenType } from './draft.ts';
import { entryPointSource, type Registration, usesContext } from './entry-point.ts';
import { assemblyName, type FoundHandler, findHandlers, handlerNames } from './handlers.ts';
import { type ContextType, isStream, typeWriter } from './json-types.ts';
import { inFolder } from './locate.ts';
import { replacedPackages } from './packages-plan.ts';
import { sampleEvent } from './sample-event.ts';
import {
  namingOf,
  placeOf,
  removeSerializerAttribute,
  replaceSerializer,
  type SerializerUse,
  serializerUses,
} from './serializers.ts';
import { planRuntimeFiles } from './top-files.ts';

const serializerNamespace = 'Amazon.Lambda.Serialization.SystemTextJson';

function usedTypes({ facts }: Draft, { type, method, signature, annotation }: FoundHandler): UsedType[] {
  const place = placeIn(type, [...facts.sources, ...facts.referenced.flatMap((r) => r.sources)]);
  const { input, output } = signature;
  const ofAnnotation = annotation
    ? [...(annotation.event ? [annotation.event.response] : []), ...bodyTypes(method, annotation)]
    : [];
  return [input, output, ...ofAnnotation].flatMap((written) =>
    written === undefined ? [] : [{ written, place }],
  );
}

function registrationOf(
  draft: Draft,
  handler: FoundHandler,
  name: string,
  namespace: string,
  types: readonly ContextType[],
  isClash: boolean,
): Registration {
  const { type, method, signature, annotation } = handler;
  const { facts } = draft;
  const place = placeIn(type, [...facts.sources, ...facts.referenced.flatMap((r) => r.sources)]);
  const write = typeWriter(facts.scope, namespace);
  const written = (text: string | undefined) => (text === undefined ? undefined : write(text, place));
  const [input, output] = [written(signature.input), written(signature.output)];
  const info = (of: typeof input) =>
    of && !isStream(of.text) ? types.find(({ key }) => key === of.key) : undefined;
  const plain = isClash ? { text: fullName(type), namespaces: [] } : writtenType(type, namespace);
  return {
    name,
    className: annotation ? `${plain.text}_${method.name}_Generated` : plain.text,
    namespaces: plain.namespaces,
    method: method.name,
    isStatic: annotation === undefined && method.modifiers.includes('static'),
    signature,
    input,
    output,
    inputInfo: info(input),
    outputInfo: info(output),
  };
}

/** The context of the handlers' types: an existing one is extended, else a new file is written. */
function planContext(
  draft: Draft,
  namespace: string,
  used: readonly UsedType[],
  uses: readonly SerializerUse[],
  naming: Naming,
) {
  const { facts, changes, library } = draft;
  const types = neededTypes(used, typeWriter(facts.scope, namespace));
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
function planSerializers(
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
function planGlobalProperties({ facts, changes, runtime }: Draft): string[] {
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

/** Handlers that a file configures and that `--handler` leaves out: their assembly is gone afterwards. */
function sayLeftOut({ facts, options, remarks }: Draft, handlers: readonly FoundHandler[]): void {
  if (options.handlers.length === 0) return;
  const kept = new Set(handlers.flatMap(({ deployed }) => deployed));
  for (const deployed of facts.deployed) {
    if (kept.has(deployed) || !deployed.handler?.startsWith(`${assemblyName(facts)}::`)) continue;
    remarks.push(
      `${deployed.file.path} still names ${deployed.handler}, which was left out; the assembly is now bootstrap.`,
    );
  }
}

function planPackages({ library, packages, facts }: Draft, uses: readonly SerializerUse[]): void {
  if (library === 'builtin') {
    packages.remove(replacedPackages, 'LambdaRuntime/ takes its place');
    packages.replaceUsings('Amazon.Lambda.Core', 'LambdaRuntime');
    return;
  }
  packages.requireAws();
  const namesNewtonsoft = facts.sources.some((file) =>
    file.usings.some(({ name }) => name.startsWith('Newtonsoft')),
  );
  if (uses.some(({ kind }) => kind === 'newtonsoft') && !namesNewtonsoft) {
    packages.remove(['Amazon.Lambda.Serialization.Json'], `${serializerNamespace} takes its place`);
  }
}

/** Plans the code of a class library: entry point, context, serializers, packages. */
export function planLibrary(draft: Draft): CodePlan {
  const { facts, options, changes, library } = draft;
  const handlers = findHandlers(facts, options.handlers);
  const names = handlerNames(handlers);
  const namespace = namespaceOf(facts, handlers[0]?.type);
  const uses = serializerUses(facts);
  const naming = namingOf(uses);
  const used = handlers.flatMap((handler) => usedTypes(draft, handler));
  const context = planContext(draft, namespace, used, uses, naming);
  const classNames = new Map(handlers.map(({ type }) => [fullName(type), writtenType(type, namespace).text]));
  const isClash = new Set(classNames.values()).size < classNames.size;
  const registrations = handlers.map((handler, i) =>
    registrationOf(draft, handler, names[i] as string, namespace, context.types, isClash),
  );
  const hasAnnotations = handlers.some(({ annotation }) => annotation !== undefined);
  const needsContext =
    hasAnnotations || registrations.some((registration) => usesContext(library, registration));
  const simple = (name: string) =>
    name.startsWith(`${namespace}.`) ? name.slice(namespace.length + 1) : name;
  const isCamel = naming === 'camel' && context.isNew;
  const serializer = isCamel
    ? `${namespace}.${camelSerializerName}`
    : `${serializerNamespace}.SourceGeneratorLambdaJsonSerializer<${context.name}>`;
  if (needsContext) context.write();
  planSerializers(draft, uses, library === 'aws' && needsContext ? serializer : undefined);
  if (library === 'builtin') {
    for (const file of facts.sources) changes.edit(file.source, useBuiltinTypes(facts, file));
    planRuntimeFiles(facts, changes);
  }
  planPackages(draft, uses);
  sayLeftOut(draft, handlers);
  const className = freeName(facts, namespace, ['Program', 'EntryPoint', 'FunctionEntryPoint']);
  const source = entryPointSource(
    {
      namespace,
      className,
      serializer: isCamel
        ? `new ${camelSerializerName}()`
        : `new SourceGeneratorLambdaJsonSerializer<${simple(context.name)}>()`,
      contextName: simple(context.name),
      registrations,
      isFileScoped: isFileScoped(facts),
      hasAnnotations,
      assemblyAttributes: hasAnnotations ? planGlobalProperties(draft) : [],
    },
    library,
  );
  const ending = lineEnding(facts.project.file.xml.text);
  changes.write(inFolder(facts.folder, `${className}.cs`), undefined, withLineEnding(source, ending));
  return codePlanOf(draft, namespace, handlers, names, naming);
}

function codePlanOf(
  { facts }: Draft,
  namespace: string,
  handlers: readonly FoundHandler[],
  names: readonly string[],
  naming: Naming,
): CodePlan {
  const files = [...facts.sources, ...facts.referenced.flatMap((r) => r.sources)];
  const named = handlers.map((handler, i) => ({ ...handler, name: names[i] as string }));
  return {
    namespace,
    handlers: named.map(({ name, deployed }) => ({ handler: name, event: `events/${name}.json`, deployed })),
    redeployments: named.flatMap(({ name, deployed, annotation, method }) =>
      deployed.map((one) => ({
        deployed: one,
        // Annotations would write the long form back at the next build.
        handler: annotation && one.isGenerated ? `bootstrap::${annotation.wrapper}::${method.name}` : name,
      })),
    ),
    events: new Map(
      named.map(({ name, signature, type }) => [
        `events/${name}.json`,
        sampleEvent(facts, signature.input, placeIn(type, files), naming),
      ]),
    ),
  };
}
