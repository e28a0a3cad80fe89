import { fullName } from '../../dotnet/declarations.ts';
import { lineEnding, withLineEnding } from '../../dotnet/splice.ts';
import { UserError } from '../../errors.ts';
import { handlerSetting } from '../../platform/runtimes.ts';
import { bodyTypes } from '../read/annotations.ts';
import { splitHandler } from '../read/deployment.ts';
import { hasOtherMain } from '../read/executable.ts';
import type { WrittenAt } from '../read/json-graph.ts';
import { type ContextType, isStream, typeWriter } from '../read/json-types.ts';
import { assemblyName, inFolder } from '../read/locate.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import { serializerCalls, writeItOut } from '../read/serializer-calls.ts';
import { namingOf, serializerUses } from '../read/serializers.ts';
import { signatureOf } from '../read/signature.ts';
import { useBuiltinTypes } from './builtin-library.ts';
import type { Naming } from './context-file.ts';
import {
  type CodePlan,
  type ConversionContext,
  freeName,
  isFileScoped,
  namespaceOf,
  writtenType,
} from './conversion-context.ts';
import { mentionRemark } from './deployment-plan.ts';
import { entryPointSource, type Registration, usesContext } from './entry-point.ts';
import { type FoundHandler, findHandlers, handlerNames } from './handlers.ts';
import { planLibraryPackages } from './library-packages.ts';
import {
  chooseSerializer,
  nameIn,
  planContext,
  planGlobalProperties,
  planSerializers,
  sayForeign,
  sayTuples,
} from './library-serializers.ts';
import { sampleEvent } from './sample-event.ts';

function usedTypes({ method, place, signature, annotation }: FoundHandler): WrittenAt[] {
  const { input, output } = signature;
  const at = { source: method.source, node: method.node };
  const response = annotation?.event?.response;
  const isOfWrapper = signatureOf(method).output !== response;
  const own = [input, output, ...(annotation ? bodyTypes(method, annotation) : [])].filter(
    (written) => written !== undefined,
  );
  return [
    ...own.map((written) => ({ written, place, at })),
    ...(response === undefined ? [] : [{ written: response, place, at, isOfWrapper }]),
  ];
}

function registrationOf(
  conversion: ConversionContext,
  handler: FoundHandler,
  name: string,
  namespace: string,
  types: readonly ContextType[],
): Registration {
  const { type, method, place, signature, annotation } = handler;
  const write = typeWriter(conversion.facts.scope, namespace);
  const written = (text: string | undefined) => (text === undefined ? undefined : write(text, place));
  const [input, output] = [written(signature.input), written(signature.output)];
  const info = (of: typeof input) =>
    of && !isStream(of.text) ? types.find(({ key }) => key === of.key) : undefined;
  const plain = writtenType(conversion.facts, annotation ? { ...type, containers: [] } : type, namespace);
  return {
    name,
    className: annotation ? `${plain.text}_${method.name}_Generated` : plain.text,
    namespaces: plain.namespaces,
    method: method.name,
    isStatic: annotation === undefined && method.modifiers.includes('static'),
    isHttpWrapper: annotation?.event !== undefined,
    signature,
    input,
    output,
    inputInfo: info(input),
    outputInfo: info(output),
  };
}

/** Deployments that are written in other files: infrastructure as code, scripts, workflows, images. */
function sayMentions(
  { facts, runtime, remarks }: ConversionContext,
  handlers: readonly FoundHandler[],
  names: readonly string[],
) {
  for (const mention of facts.mentions) {
    const { type, method } = splitHandler(mention.handler) ?? {};
    const i = handlers.findIndex(
      (h) => method === h.method.name && (type === fullName(h.type) || type === h.annotation?.wrapper),
    );
    if (i !== -1) remarks.push(mentionRemark(mention, names[i] as string, runtime));
  }
}

/** Functions that Annotations once wrote for methods that are gone. */
function sayOrphans({ facts, remarks }: ConversionContext, handlers: readonly FoundHandler[]): void {
  const known = new Set(handlers.flatMap(({ deployed }) => deployed));
  for (const deployed of facts.own) {
    if (!deployed.isGenerated || known.has(deployed)) continue;
    if (!deployed.handler?.startsWith(`${assemblyName(facts)}::`)) continue;
    remarks.push(
      `${deployed.file.path}:${deployed.line}: ${deployed.id} is for a method that no longer exists; Annotations removes it at the next build.`,
    );
  }
}

/** Handlers that a file configures and that `--handler` leaves out: their assembly is gone afterwards. */
function sayLeftOut({ facts, options, remarks }: ConversionContext, handlers: readonly FoundHandler[]): void {
  if (options.handlers.length === 0) return;
  const kept = new Set(handlers.flatMap(({ deployed }) => deployed));
  for (const deployed of facts.own) {
    if (kept.has(deployed) || !deployed.handler?.startsWith(`${assemblyName(facts)}::`)) continue;
    remarks.push(
      `${deployed.file.path} still names ${deployed.handler}, which was left out; the assembly is now bootstrap.`,
    );
  }
}

/**
 * The types that the code itself reads and writes with a serializer of AWS's.
 * @throws UserError when one of them cannot be read.
 */
function readableCalls(facts: ProjectFacts): readonly WrittenAt[] {
  const { types, unread } = serializerCalls(facts);
  const [first] = unread;
  if (first === undefined) return types;
  throw new UserError(`${first}; ${writeItOut}.`);
}

/** Plans the code of a class library: entry point, context, serializers, packages. */
export function planLibrary(conversion: ConversionContext): CodePlan {
  const { facts, options, changes, library } = conversion;
  const handlers = findHandlers(facts, options.handlers);
  const names = handlerNames(handlers);
  const namespace = namespaceOf(
    facts,
    handlers.map(({ type }) => type),
  );
  const uses = serializerUses(facts);
  const naming = namingOf(uses);
  const calls = readableCalls(facts);
  const used = [...handlers.flatMap(usedTypes), ...calls];
  const context = planContext(conversion, namespace, used, uses, naming);
  const registrations = handlers.map((handler, i) =>
    registrationOf(conversion, handler, names[i] as string, namespace, context.types),
  );
  const hasAnnotations = handlers.some(({ annotation }) => annotation !== undefined);
  const serializer = library === 'aws' ? chooseSerializer(conversion, namespace, context, uses) : undefined;
  const isKept = serializer !== undefined && serializer.replacement === undefined;
  const needsContext =
    !isKept &&
    (hasAnnotations ||
      calls.some(({ written }) => !isStream(written)) ||
      registrations.some((registration) => usesContext(library, registration)));
  if (needsContext) context.write();
  if (!isKept) planSerializers(conversion, uses, needsContext ? serializer?.replacement : undefined);
  sayForeign(conversion, used, uses);
  sayTuples(conversion, used, uses);
  if (library === 'builtin') {
    for (const file of facts.sources) changes.edit(file.source, useBuiltinTypes(facts, file));
  }
  planLibraryPackages(conversion, uses, !isKept);
  sayLeftOut(conversion, handlers);
  if (options.handlers.length === 0) sayOrphans(conversion, handlers);
  sayMentions(conversion, handlers, names);
  const className = freeName(facts, namespace, ['Program', 'EntryPoint', 'FunctionEntryPoint']);
  const source = entryPointSource(
    {
      namespace,
      className,
      serializer,
      context: { name: nameIn(namespace, context.name), isNew: context.isNew, naming },
      registrations,
      isFileScoped: isFileScoped(facts),
      hasAnnotations,
      handlerVariables: [...Object.keys(handlerSetting(conversion.runtime, '').variables), '_HANDLER'],
      assemblyAttributes: hasAnnotations ? planGlobalProperties(conversion) : [],
    },
    library,
  );
  const ending = lineEnding(facts.project.file.xml.text);
  changes.write(inFolder(facts.folder, `${className}.cs`), undefined, withLineEnding(source, ending));
  const startupObject = hasOtherMain(facts) ? `${namespace}.${className}` : undefined;
  return { ...codePlanOf(conversion, namespace, handlers, names, naming), startupObject };
}

function codePlanOf(
  { facts }: ConversionContext,
  namespace: string,
  handlers: readonly FoundHandler[],
  names: readonly string[],
  naming: Naming,
): CodePlan {
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
      named.map(({ name, signature, place }) => [
        `events/${name}.json`,
        sampleEvent(facts, signature.input, place, naming),
      ]),
    ),
  };
}
