import type { Values } from '../commands/command.ts';
import type { deployCommand } from '../commands/deploy.ts';
import { UsageError } from '../errors.ts';
import type { Architecture } from '../platform/architectures.ts';
import { aliasProblem, bucketProblem, prefixProblem, roleProblem } from '../platform/aws-names.ts';
import type { Runtime } from '../platform/runtimes.ts';
import { type FunctionSettings, findFunction, type Settings, type UrlSettings } from '../project/settings.ts';
import { parsePairs } from '../settings/pairs.ts';
import { checkDeployedEnvironment } from '../settings/variables.ts';

type LambdaUrl = Omit<UrlSettings, 'auth'> & { readonly auth: UrlSettings['auth'] | 'off' };

/**
 * A function as it is to be. What is undefined is left as it is on AWS: a person may have set it in the console.
 */
export interface DesiredFunction {
  readonly name: string;
  readonly handler: string;
  readonly runtime: Runtime;
  readonly architecture: Architecture;
  /** MB. */
  readonly memorySize: number;
  /** Seconds. */
  readonly timeout: number;
  readonly description: string | undefined;
  readonly layers: readonly string[] | undefined;
  readonly tracing: FunctionSettings['tracing'];
  /** MB. */
  readonly ephemeralStorage: number | undefined;
  readonly logFormat: FunctionSettings['logFormat'];
  readonly vpc: FunctionSettings['vpc'];
  /** Name or ARN. */
  readonly role: string | undefined;
  readonly createRole: boolean;
  readonly environment: Readonly<Record<string, string>>;
  /** Drops the variables that are set on AWS and not here. */
  readonly replaceEnvironment: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly url: LambdaUrl | undefined;
  readonly publish: boolean;
  readonly alias: string | undefined;
  readonly keepVersions: number | undefined;
  readonly bucket: { readonly name: string; readonly prefix: string } | undefined;
}

/** What was given to `deploy`. */
export type DeployValues = Values<typeof deployCommand>;

/**
 * The functions that a person means: those named, the only one, or all.
 * @throws UsageError when several could be meant, UserError for a name that no function has.
 */
export function selectFunctions(
  settings: Settings,
  names: readonly string[],
  all: boolean | undefined,
): FunctionSettings[] {
  if (all && names.length > 0) throw new UsageError('Name functions or give --all, not both.');
  if (names.length > 0) return [...new Set(names.map((name) => findFunction(settings, name)))];
  if (all || settings.functions.length === 1) return settings.functions;
  const known = settings.functions.map(({ name }) => name).join(', ');
  throw new UsageError(`This project has several functions (${known}); name those to deploy, or give --all.`);
}

const none = 'none';

/** A list flag replaces the setting; the single word "none" empties it. */
const listFlag = (flag: readonly string[] | undefined, setting: readonly string[] | undefined) =>
  flag === undefined ? setting : flag.filter((text) => text !== none);

function desireVpc(flags: DeployValues, setting: FunctionSettings['vpc']): FunctionSettings['vpc'] {
  const given = { subnet: flags.subnet, group: flags['security-group'] };
  if (given.subnet === undefined && given.group === undefined) return setting;
  const leaves = given.subnet?.includes(none) && given.group === undefined;
  const subnets = [...(listFlag(given.subnet, setting?.subnets) ?? [])];
  const securityGroups = leaves ? [] : [...(listFlag(given.group, setting?.securityGroups) ?? [])];
  if ((subnets.length === 0) !== (securityGroups.length === 0)) {
    throw new UsageError(
      'A function in a VPC has both; give --subnet and --security-group, or --subnet none.',
    );
  }
  return { subnets, securityGroups };
}

function desireUrl(flags: DeployValues, setting: UrlSettings | undefined): LambdaUrl | undefined {
  const origins = flags['cors-origin'];
  const invokeMode = flags['invoke-mode'] ?? setting?.invokeMode;
  const auth = flags.url ?? setting?.auth;
  if (auth === undefined) {
    if (origins === undefined && invokeMode === undefined) return undefined;
    throw new UsageError('--cors-origin and --invoke-mode belong to a function URL; give --url none or iam.');
  }
  const cors = origins === undefined ? setting?.cors : { ...setting?.cors, origins: [...origins] };
  return {
    auth,
    ...(cors === undefined ? {} : { cors }),
    ...(invokeMode === undefined ? {} : { invokeMode }),
  };
}

/** What becomes a part of an ARN, of a path or of a key, and where it was said. */
function checkNames(fn: FunctionSettings, flags: DeployValues): void {
  const names = [
    { from: '--alias', value: flags.alias, problem: aliasProblem },
    { from: '--s3-bucket', value: flags['s3-bucket'], problem: bucketProblem },
    { from: '--s3-prefix', value: flags['s3-prefix'] || undefined, problem: prefixProblem },
    { from: '--role', value: flags.role, problem: roleProblem },
    { from: `The role of ${fn.name}`, value: fn.role, problem: roleProblem },
  ];
  for (const { from, value, problem } of names) {
    const text = value === undefined ? undefined : problem(value);
    if (text !== undefined) throw new UsageError(`${from} ${JSON.stringify(value)}: ${text}`);
  }
}

/**
 * A function as the project's settings and the flags of this run want it; flags win.
 * @param fileEnvironment variables of `--env-var-file`, between the two.
 */
export function desireFunction(
  settings: Settings,
  fn: FunctionSettings,
  flags: DeployValues,
  fileEnvironment: Readonly<Record<string, string>> = {},
): DesiredFunction {
  if (flags.role !== undefined && flags['create-role']) {
    throw new UsageError('--role and --create-role exclude each other; give one.');
  }
  if (flags['s3-prefix'] !== undefined && flags['s3-bucket'] === undefined) {
    throw new UsageError('--s3-prefix is a folder in a bucket; give --s3-bucket with it.');
  }
  checkNames(fn, flags);
  const environment = {
    ...fn.environment,
    ...fileEnvironment,
    ...parsePairs('--env', flags.env ?? []),
  };
  checkDeployedEnvironment(environment);
  return {
    name: fn.name,
    handler: fn.handler,
    runtime: flags.runtime ?? settings.runtime,
    architecture: flags.architecture ?? settings.architecture,
    memorySize: flags.memory ?? fn.memorySize,
    timeout: flags.timeout ?? fn.timeout,
    description: flags.description ?? fn.description,
    layers: listFlag(flags.layer, fn.layers),
    tracing: flags.tracing ?? fn.tracing,
    ephemeralStorage: flags['ephemeral-storage'] ?? fn.ephemeralStorage,
    logFormat: flags['log-format'] ?? fn.logFormat,
    vpc: desireVpc(flags, fn.vpc),
    role: flags['create-role'] ? undefined : (flags.role ?? fn.role),
    createRole: flags['create-role'] === true,
    environment,
    replaceEnvironment: flags['replace-env'] === true,
    tags: { ...fn.tags, ...parsePairs('--tag', flags.tag ?? []) },
    url: desireUrl(flags, fn.url),
    publish: flags.publish === true || flags.alias !== undefined,
    alias: flags.alias,
    keepVersions: flags['keep-versions'],
    bucket:
      flags['s3-bucket'] === undefined
        ? undefined
        : { name: flags['s3-bucket'], prefix: flags['s3-prefix'] ?? '' },
  };
}
