import type { Declarations, MethodDeclaration } from '../../dotnet/declarations.ts';
import { lineOf } from '../../dotnet/splice.ts';
import { isWeb } from '../../dotnet/web-sdk.ts';
import { annotationOf } from './annotations.ts';
import { type DeployedFunction, splitHandler } from './deployment.ts';
import { assemblyName, shown } from './locate.ts';
import type { ProjectFacts } from './project-model.ts';

/** Whether a method can be where a program starts. Source: C# language specification, application startup. */
export function isMain({ name, modifiers, parameters }: MethodDeclaration): boolean {
  if (name !== 'Main' || !modifiers.includes('static')) return false;
  const [only, ...others] = parameters;
  return only === undefined || (others.length === 0 && /^(System\.)?[sS]tring\??\[\]$/.test(only.type));
}

const mainsOf = ({ types }: Declarations) => types.flatMap(({ methods }) => methods.filter(isMain));

/** The file that a project's program starts in: top-level statements or a Main; undefined for a class library. */
export const programFile = ({ sources }: Pick<ProjectFacts, 'sources'>): Declarations | undefined =>
  sources.find(({ statements }) => statements.length > 0) ?? sources.find((file) => mainsOf(file).length > 0);

/** Where a program starts, as `path:line`. */
export function programPlace({ root }: Pick<ProjectFacts, 'root'>, file: Declarations): string {
  const start = file.statements[0]?.startIndex ?? mainsOf(file)[0]?.node.startIndex ?? 0;
  return `${shown(root, file.source.path)}:${lineOf(file.source.text, start)}`;
}

/** Whether MSBuild makes a program of a project. */
export const isExecutable = ({ project }: Pick<ProjectFacts, 'project'>): boolean =>
  /^(win)?exe$/i.test(project.evaluation.get('OutputType') ?? '') || isWeb(project);

/**
 * Whether a handler means the program of a project and no method for Lambda: the assembly's name, or its Main, as the
 * wizards of the tools write it for an executable.
 */
export function isProgram({ scope, project }: ProjectFacts, handler: string | undefined): boolean {
  if (handler === undefined || handler === assemblyName({ project })) return true;
  const { type = '', method } = splitHandler(handler) ?? {};
  if (method !== 'Main') return false;
  const declared = scope.byFullName(type);
  return declared.length === 0 || declared.some(({ methods }) => methods.some(isMain));
}

/** Whether files name a method of a class library as the handler, or its attributes do. */
export function hasMethodHandlers(facts: ProjectFacts): boolean {
  const isMethod = ({ handler }: Pick<DeployedFunction, 'handler'>) =>
    handler !== undefined && splitHandler(handler) !== undefined && !isProgram(facts, handler);
  return (
    [...facts.own, ...facts.mentions].some(isMethod) ||
    facts.sources.some(({ types }) =>
      types.some((type) => type.methods.some((method) => annotationOf(type, method))),
    )
  );
}

/** Whether something says that Lambda runs a project's program, though nothing in it is known to start Lambda's loop. */
export const isRunByLambda = (facts: ProjectFacts): boolean =>
  assemblyName(facts) === 'bootstrap' ||
  facts.own.some(({ handler }) => handler !== undefined && isProgram(facts, handler));
