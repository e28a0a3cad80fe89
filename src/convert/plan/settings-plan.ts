import { UserError } from '../../errors.ts';
import { packageVersion } from '../../package.ts';
import type { Architecture } from '../../platform/architectures.ts';
import type { Framework } from '../../platform/frameworks.ts';
import { lambdaLimits } from '../../platform/limits.ts';
import type { Library } from '../../platform/options.ts';
import type { Runtime } from '../../platform/runtimes.ts';
import { functionDefaults } from '../../project/answers.ts';
import type { FunctionSettings, Settings } from '../../project/settings.ts';
import type { Range } from '../../settings/values.ts';
import type { DeployedFunction } from '../read/deployment.ts';
import { inFolder } from '../read/locate.ts';
import { isEdited, type ProjectFacts } from '../read/project-model.ts';

/** A name as Lambda takes it. */
function lambdaName(text: string): string {
  const name = text.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+/, '');
  return name.slice(0, lambdaLimits.functionNameLength).replace(/-+$/, '') || 'function';
}

const within = (value: number | undefined, { min, max }: Range, fallback: number) =>
  value === undefined ? fallback : Math.min(Math.max(value, min), max);

export interface HandlerSettings {
  readonly handler: string;
  readonly event: string;
  readonly deployed: readonly DeployedFunction[];
}

/** Where functions are described, what counts more first. */
const formats = ['template', 'terraform', 'defaults'] as const;

function functionsOf(
  project: string,
  { handler, event, deployed }: HandlerSettings,
  isOnly: boolean,
): FunctionSettings[] {
  const nameOf = (source: DeployedFunction | undefined) =>
    lambdaName(source?.name ?? source?.id ?? (isOnly ? project : `${project}-${handler}`));
  // Defaults repeat what the others say of a named function, and one function may have a file for each environment.
  const found = formats.map((format) => deployed.filter((one) => one.format === format));
  const [first = []] = found.filter(({ length }) => length > 0);
  const named = new Map<string, DeployedFunction | undefined>();
  for (const one of first) if (!named.has(nameOf(one))) named.set(nameOf(one), one);
  const sources = named.size > 0 ? [...named.values()] : [undefined];
  return sources.map((source) => ({
    name: nameOf(source),
    handler,
    event,
    memorySize: within(source?.memorySize, lambdaLimits.memoryMB, functionDefaults.memorySize),
    timeout: within(source?.timeout, lambdaLimits.timeoutSeconds, functionDefaults.timeout),
  }));
}

/** Lambda's names are unique; what would not be gets a number. */
function withUniqueNames(functions: readonly FunctionSettings[]): FunctionSettings[] {
  const taken = new Set<string>();
  return functions.map((settings) => {
    let { name } = settings;
    for (let i = 2; taken.has(name); i++) name = `${settings.name.slice(0, 60)}-${i}`;
    taken.add(name);
    return { ...settings, name };
  });
}

export interface Decisions {
  readonly framework: Framework;
  readonly architecture: Architecture;
  readonly runtime: Runtime;
  readonly library: Library;
  readonly namespace: string;
}

/** What the project remembers of itself afterwards; an earlier entry keeps its functions. */
export function planSettings(
  facts: ProjectFacts,
  decisions: Decisions,
  handlers: readonly HandlerSettings[],
): Settings {
  const { settings: earlier, project, folder } = facts;
  const { framework, architecture, runtime, library, namespace } = decisions;
  if (earlier) {
    // The version is that of the templates; a project that "new" wrote gets other ones from "update" alone.
    const version = earlier.project === undefined ? earlier.version : packageVersion();
    return { ...earlier, version, framework, architecture, runtime };
  }
  const name = lambdaName(project.name);
  const functions = handlers.flatMap((handler) => functionsOf(name, handler, handlers.length === 1));
  return {
    version: packageVersion(),
    name,
    namespace,
    project: inFolder(folder, `${project.name}.csproj`),
    framework,
    architecture,
    runtime,
    library,
    with: [],
    functions: withUniqueNames(functions),
  };
}

/**
 * The one architecture that a bootstrap is for: the one asked for, else that of the functions.
 * @throws UserError when they have different ones.
 */
export function decideArchitecture(facts: ProjectFacts, asked: Architecture | undefined): Architecture {
  if (asked) return asked;
  // What is not edited may be as it was before an earlier conversion.
  const current = facts.settings ? facts.own.filter((deployed) => isEdited(facts, deployed)) : facts.own;
  const found = new Set(
    current.map(({ architecture }) => architecture).filter((a) => a === 'arm64' || a === 'x86_64'),
  );
  if (found.size > 1) {
    throw new UserError(
      'The functions have different architectures and a bootstrap is for one; give --architecture.',
    );
  }
  const [only] = found;
  // A project that is built for one processor says so itself.
  const rid = facts.project.evaluation.get('RuntimeIdentifier');
  const built = rid === 'linux-arm64' ? 'arm64' : 'x86_64';
  return only ?? facts.settings?.architecture ?? built;
}
