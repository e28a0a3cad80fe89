import { fullName, type TypeDeclaration } from '../../dotnet/declarations.ts';
import type { Architecture } from '../../platform/architectures.ts';
import type { Framework } from '../../platform/frameworks.ts';
import type { Library } from '../../platform/options.ts';
import type { Runtime } from '../../platform/runtimes.ts';
import { inFolder } from '../read/locate.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import type { Warning } from '../rules/warning.ts';
import type { Changes } from './changes.ts';
import type { PackagesPlan } from './packages-plan.ts';
import type { Redeployment } from './redeployment.ts';
import type { HandlerSettings } from './settings-plan.ts';

export interface ConvertOptions {
  readonly library: Library;
  /** By default the managed one that all functions have, else provided.al2023; see decideRuntime. */
  readonly runtime?: Runtime | undefined;
  readonly framework?: Framework | undefined;
  readonly architecture?: Architecture | undefined;
  /** The handlers to convert; all that are found when empty. */
  readonly handlers: readonly string[];
}

/** A conversion while it is planned. */
export interface ConversionContext {
  readonly facts: ProjectFacts;
  readonly options: ConvertOptions;
  readonly changes: Changes;
  readonly packages: PackagesPlan;
  readonly library: Library;
  readonly runtime: Runtime;
  readonly remarks: string[];
  /** What was found while the code was planned; what can be seen without a plan is in rules. */
  readonly warnings: Warning[];
}

/** What the planning of the code leaves for the rest. */
export interface CodePlan {
  readonly namespace: string;
  readonly handlers: readonly HandlerSettings[];
  readonly redeployments: readonly Redeployment[];
  /** The sample events, by path. */
  readonly events: ReadonlyMap<string, string>;
  /** The class whose Main starts the program, where the project has another Main besides. */
  readonly startupObject?: string | undefined;
}

/** A project's name as a namespace, the way the SDK makes one. */
function asNamespace(name: string): string {
  return name
    .split('.')
    .map((part) => part.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_'))
    .join('.');
}

/** What several namespaces have in common, `A.B` for `A.B.C` and `A.B.D`. */
export function commonNamespace(namespaces: readonly string[]): string {
  const [first = [], ...others] = namespaces.map((namespace) => namespace.split('.'));
  const differs = first.findIndex((part, i) => others.some((other) => other[i] !== part));
  return first.slice(0, differs === -1 ? first.length : differs).join('.');
}

/** The namespace of the files that are written: the project's own, else that of its code. */
export function namespaceOf(
  { project, sources }: ProjectFacts,
  handlers: readonly Pick<TypeDeclaration, 'namespace'>[],
): string {
  const root = project.evaluation.get('RootNamespace');
  if (root && /^[A-Za-z_][\w.]*$/.test(root)) return root;
  const own =
    commonNamespace(handlers.map(({ namespace }) => namespace)) ||
    sources.flatMap(({ types }) => types).find((t) => t.namespace !== '')?.namespace;
  return own || asNamespace(project.name);
}

/** The first of these names that neither a type of the namespace nor a file of the project has. */
export function freeName(
  { scope, sources, folder, root }: ProjectFacts,
  namespace: string,
  names: readonly string[],
): string {
  const isFree = (name: string) =>
    [name, `${namespace}.${name}`].every((full) => scope.byFullName(full).length === 0) &&
    !sources.some(
      ({ source }) =>
        source.path.endsWith(`/${inFolder(folder, `${name}.cs`)}`) && source.path.startsWith(root),
    );
  return names.find(isFree) ?? `${names[0]}1`;
}

/** Whether the project's files have namespaces without braces. */
export const isFileScoped = ({ sources }: ProjectFacts) =>
  sources.some(({ source }) =>
    source.root.namedChildren.some((child) => child?.type === 'file_scoped_namespace_declaration'),
  );

/** A type as a file of a namespace writes it, and the namespace that this needs. */
export function writtenType(
  { scope }: Pick<ProjectFacts, 'scope'>,
  type: TypeDeclaration,
  namespace: string,
): { text: string; namespaces: string[] } {
  if (scope.isAmbiguous(type, namespace)) return { text: fullName(type), namespaces: [] };
  const text = [...type.containers, type.name].join('.');
  const isVisible =
    type.namespace === '' || namespace === type.namespace || namespace.startsWith(`${type.namespace}.`);
  return isVisible ? { text, namespaces: [] } : { text, namespaces: [type.namespace] };
}
