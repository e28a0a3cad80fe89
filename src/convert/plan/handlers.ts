import { fullName, type MethodDeclaration, type TypeDeclaration } from '../../dotnet/declarations.ts';
import { type Place, placeIn } from '../../dotnet/scope.ts';
import { UsageError, UserError } from '../../errors.ts';
import { checkLimit, parseLimits } from '../../limits/parse.ts';
import { type Annotation, annotationOf, generatedSignature } from '../read/annotations.ts';
import { lineageOf } from '../read/base-types.ts';
import { type DeployedFunction, splitHandler } from '../read/deployment.ts';
import { assemblyName } from '../read/locate.ts';
import { isExecutable, programFile, programPlace } from '../read/program.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import { resolveHandler } from '../read/resolve-handler.ts';
import { type Signature, signatureOf, signatureProblem } from '../read/signature.ts';
import { commonNamespace } from './conversion-context.ts';

/** A handler of a class library, found in the source. */
export interface FoundHandler {
  readonly type: TypeDeclaration;
  readonly method: MethodDeclaration;
  /** Where the method's code stands, which is another file where it is inherited. */
  readonly place: Place;
  /** As the entry point must call it; for an annotated method that is the generated wrapper. */
  readonly signature: Signature;
  readonly annotation: Annotation | undefined;
  /** Where it is deployed from; several functions may share a handler. */
  readonly deployed: readonly DeployedFunction[];
}

/** The class and method that the user means: `Assembly::Namespace.Class::Method` or `Namespace.Class.Method`. */
function splitAsked(facts: ProjectFacts, asked: string): { type: string; method: string } {
  const parts = splitHandler(asked.split('::').length === 2 ? `${assemblyName(facts)}::${asked}` : asked);
  if (parts === undefined) {
    const dot = asked.lastIndexOf('.');
    if (dot > 0 && !asked.includes('::')) return { type: asked.slice(0, dot), method: asked.slice(dot + 1) };
    throw new UsageError(`Invalid --handler "${asked}"; write it as Assembly::Namespace.Class::Method.`);
  }
  if (parts.assembly !== assemblyName(facts)) {
    throw new UsageError(
      `--handler "${asked}" names assembly ${parts.assembly}; this one is ${assemblyName(facts)}.`,
    );
  }
  return parts;
}

function annotatedHandlers(facts: ProjectFacts): FoundHandler[] {
  const found = facts.sources.flatMap(({ types }) =>
    types.flatMap((type) =>
      type.methods.flatMap((method) => {
        const annotation = annotationOf(type, method);
        return annotation === undefined ? [] : [{ type, method, annotation }];
      }),
    ),
  );
  checkLimit(facts.project.path, parseLimits.handlers, found.length);
  return found.map(({ type, method, annotation }): FoundHandler => {
    // A Main that Annotations generates leaves the assembly's name as the handler of all functions.
    const named = facts.own.filter(
      ({ handler }) => keyOf(facts, handler) === `${annotation.wrapper}::${method.name}`,
    );
    const generated = facts.deployed.filter(
      ({ isGenerated, id }) => isGenerated && id === annotation.resource,
    );
    const deployed = [...new Set([...named, ...generated])];
    const signature = generatedSignature(method, annotation);
    return { type, method, place: placeIn(type, facts.sources), annotation, signature, deployed };
  });
}

/** Type and method of a handler of this assembly; undefined for any other. */
function keyOf(facts: ProjectFacts, handler: string | undefined): string | undefined {
  const parts = handler === undefined ? undefined : splitHandler(handler);
  return parts?.assembly === assemblyName(facts) ? `${parts.type}::${parts.method}` : undefined;
}

const isConcrete = ({ kind, modifiers, typeParameters }: TypeDeclaration) =>
  kind !== 'interface' && !modifiers.includes('abstract') && typeParameters.length === 0;

const hasSerializer = ({ attributes }: MethodDeclaration) =>
  attributes.some(({ name }) => name.split('.').at(-1) === 'LambdaSerializer');

/** Methods that look like handlers, inherited ones among them, for when no file names any. */
function likelyHandlers(facts: ProjectFacts): string[] {
  const isLikely = (m: MethodDeclaration) =>
    m.modifiers.includes('public') &&
    !signatureProblem(m) &&
    (signatureOf(m).takesContext || hasSerializer(m));
  const names = new Set<string>();
  for (const type of facts.sources.flatMap(({ types }) => types.filter(isConcrete))) {
    const methods = lineageOf(facts, [type]).flatMap((ancestor) => ancestor.type.methods.filter(isLikely));
    for (const { name } of methods) names.add(`${assemblyName(facts)}::${fullName(type)}::${name}`);
    checkLimit(facts.project.path, parseLimits.handlers, names.size);
  }
  return [...names];
}

/** Whether the code has the method of a handler: files outside of the project's may name what is gone. */
function isInCode(facts: ProjectFacts, handler: string): boolean {
  const { type = '', method } = splitHandler(handler) ?? {};
  const lineage = lineageOf(facts, facts.scope.byFullName(type));
  return lineage.some((ancestor) => ancestor.type.methods.some(({ name }) => name === method));
}

/** Handlers that other files deploy (Terraform, CDK, serverless.yml, a Dockerfile) and that the code has. */
function mentionedHandlers(facts: ProjectFacts): string[] {
  const named = [...facts.mentions, ...facts.own].map(({ handler }) => handler ?? '');
  return [...new Set(named)].filter((handler) => isInCode(facts, handler));
}

function configuredHandlers(facts: ProjectFacts): string[] {
  const own = new Set(facts.own);
  // What Annotations wrote is found by its methods; it takes away what has none at the next build.
  const handlers = facts.deployed
    .filter((deployed) => own.has(deployed) && !deployed.isGenerated)
    .map(({ handler }) => handler ?? '')
    .filter((handler) => splitHandler(handler)?.assembly === assemblyName(facts));
  return [...new Set(handlers)];
}

/**
 * The handlers of a class library: those that `asked` names, or those of its deployment files, annotated methods,
 * or the one method that can be nothing else.
 * @throws UserError when there are no handlers or too many, or when a name means no method or several.
 */
export function findHandlers(facts: ProjectFacts, asked: readonly string[]): FoundHandler[] {
  const annotated = annotatedHandlers(facts);
  const known = new Set<string | undefined>(
    annotated.map(({ annotation, method }) => `${annotation?.wrapper}::${method.name}`),
  );
  const configured = configuredHandlers(facts).filter((handler) => !known.has(keyOf(facts, handler)));
  const isUnknown = configured.length + annotated.length + asked.length === 0;
  const mentioned = isUnknown ? mentionedHandlers(facts) : [];
  const likely = !isUnknown ? [] : mentioned.length > 0 ? mentioned : likelyHandlers(facts);
  if (likely.length > 1 && mentioned.length === 0) {
    const shown = likely.slice(0, mostShown).map((handler) => `--handler ${handler}`);
    const more = likely.length > mostShown ? ` and ${likely.length - mostShown} more` : '';
    throw new UserError(
      `No file here says which method is the handler; give one of: ${shown.join(', ')}${more}.`,
    );
  }
  const wanted = asked.length > 0 ? asked : [...configured, ...likely];
  checkLimit(facts.project.path, parseLimits.handlers, wanted.length);
  const plain = wanted.flatMap((handler): FoundHandler[] => {
    const { type, method } = splitAsked(facts, handler);
    const chosen = annotated.filter(
      (a) => a.method.name === method && `.${fullName(a.type)}`.endsWith(`.${type}`),
    );
    if (chosen.length > 1) {
      const names = chosen.map((a) => fullName(a.type)).join(' or ');
      throw new UserError(`Handler ${handler} may mean ${names}; give --handler with the full name.`);
    }
    if (chosen.length > 0) return chosen;
    const found = resolveHandler(facts, type, method, handler);
    const key = `${fullName(found.type)}::${method}`;
    return [{ ...found, deployed: facts.own.filter((d) => keyOf(facts, d.handler) === key) }];
  });
  const all = asked.length > 0 ? plain : [...annotated, ...plain];
  const byName = new Map<string, FoundHandler>();
  for (const handler of all) {
    const key = `${fullName(handler.type)}::${handler.method.name}`;
    if (!byName.has(key)) byName.set(key, handler);
  }
  const unique = [...byName.values()];
  if (unique.length > 0) return unique;
  const program = isExecutable(facts) ? programFile(facts) : undefined;
  throw new UserError(
    program
      ? `${programPlace(facts, program)}: this program starts nothing of Lambda's that is known here; if it starts Lambda's loop itself, set AssemblyName to bootstrap in ${facts.project.name}.csproj.`
      : `No handler found in ${facts.root}; give --handler Assembly::Namespace.Class::Method.`,
  );
}

/** A message that lists more handlers than these is a page. */
const mostShown = 20;

/** The shortest names that tell the handlers apart; they become Lambda's Handler setting. */
export function handlerNames(handlers: readonly FoundHandler[]): string[] {
  const common = commonNamespace(handlers.map(({ type }) => type.namespace));
  const shared = common === '' ? '' : `${common}.`;
  const schemes: ((handler: FoundHandler) => string)[] = [
    ({ method }) => method.name,
    ({ type }) => type.name,
    ({ type, method }) => `${type.name}.${method.name}`,
    ({ type, method }) => `${fullName(type).slice(shared.length)}.${method.name}`,
  ];
  // Annotations itself goes by the method's name alone.
  const usable = handlers.some(({ annotation }) => annotation) ? schemes.slice(0, 1) : schemes;
  for (const scheme of usable) {
    const names = handlers.map(scheme);
    if (new Set(names).size === names.length) return names;
  }
  throw new UserError(
    `Two handlers have the same name (${handlers.map(({ type, method }) => `${fullName(type)}.${method.name}`).join(', ')}); rename one.`,
  );
}
