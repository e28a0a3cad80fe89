import type { Values } from '../../commands/command.ts';
import type { deployCommand } from '../../commands/deploy.ts';
import { UsageError } from '../../errors.ts';
import type { Architecture } from '../../platform/architectures.ts';
import { aliasProblem, bucketProblem, prefixProblem } from '../../platform/aws-names.ts';
import { imageUriProblem } from '../../platform/image-uri.ts';
import { handlerSetting, type Runtime } from '../../platform/runtimes.ts';
import { surroundingRights } from '../../project/infrastructure/access.ts';
import { type FunctionSettings, findFunction, type Settings } from '../../project/settings.ts';
import type { Stage } from '../../project/stages.ts';
import { allSamples } from '../../samples/catalogue.ts';
import { complete } from '../../samples/surroundings.ts';
import type { Right } from '../../settings/row.ts';
import { type WantedSettings, wantSettings } from '../../settings/table.ts';

/** A function as it is to be. What is undefined is left as it is on AWS. */
export interface DesiredFunction extends WantedSettings {
  readonly name: string;
  /** Lambda's Handler setting. */
  readonly handler: string;
  /** The address of its container image, which has neither runtime nor layers; undefined for a zip. */
  readonly image?: string | undefined;
  /** The command of its container image, which picks the handler there. */
  readonly command?: string | undefined;
  readonly runtime: Runtime;
  readonly architecture: Architecture;
  readonly createRole: boolean;
  readonly deleteRole: boolean;
  readonly publish: boolean;
  readonly alias: string | undefined;
  /** The percentage of the alias' calls that the new version gets; all of them where it is not set. */
  readonly canary?: number | undefined;
  readonly keepVersions: number | undefined;
  /** What its sample needs to be allowed, which --create-role gives. */
  readonly rights?: readonly Right[];
  /** The stage that it is in. */
  readonly stage?: string;
  /** Where this comes from, for the plan. */
  readonly remarks?: readonly string[];
  readonly bucket: { readonly name: string; readonly prefix: string } | undefined;
}

/** What was given to `deploy`. */
export type DeployValues = Values<typeof deployCommand>;

/**
 * The functions that the user means: those named, the only one, or all.
 * @throws UsageError when several could be meant, UserError for a name that no function has.
 */
export function selectFunctions(
  settings: Settings,
  names: readonly string[],
  all: boolean | undefined,
  stage?: Stage,
): FunctionSettings[] {
  if (all && names.length > 0) throw new UsageError('Name functions or give --all, not both.');
  if (names.length > 0) return [...new Set(names.map((name) => findFunction(settings, name, stage)))];
  if (all || settings.functions.length === 1) return settings.functions;
  const known = settings.functions.map(({ name }) => name).join(', ');
  throw new UsageError(`This project has several functions (${known}); name those to deploy, or give --all.`);
}

/** @throws UsageError for what becomes a part of an ARN, of a path or of a key, and would mean something else there. */
function checkNames(flags: DeployValues): void {
  const names = [
    { flag: '--image', value: flags.image, problem: imageUriProblem },
    { flag: '--alias', value: flags.alias, problem: aliasProblem },
    { flag: '--s3-bucket', value: flags['s3-bucket'], problem: bucketProblem },
    { flag: '--s3-prefix', value: flags['s3-prefix'] || undefined, problem: prefixProblem },
  ];
  for (const { flag, value, problem } of names) {
    const text = value === undefined ? undefined : problem(value);
    if (text !== undefined) throw new UsageError(`${flag} ${JSON.stringify(value)}: ${text}`);
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
  if (flags['s3-prefix'] !== undefined && flags['s3-bucket'] === undefined) {
    throw new UsageError('--s3-prefix is a folder in a bucket; give --s3-bucket with it.');
  }
  if (flags.canary !== undefined && flags.alias === undefined) {
    throw new UsageError('--canary is a share of the calls of an alias; give --alias NAME with it.');
  }
  checkNames(flags);
  const runtime = flags.runtime ?? settings.runtime;
  const { handler, variables: handlerVariables } = handlerSetting(runtime, fn.handler);
  const wanted = wantSettings(fn, flags, { name: fn.name, fileEnvironment, handlerVariables });
  const sample = allSamples().find(({ id }) => id === fn.sample);
  const named = { name: fn.name, environment: wanted.environment?.variables };
  return {
    name: fn.name,
    handler,
    image: flags.image,
    command: fn.handler,
    runtime,
    architecture: flags.architecture ?? settings.architecture,
    ...wanted,
    rights: surroundingRights(named, complete(sample?.surroundings)),
    createRole: flags['create-role'] === true,
    deleteRole: flags['delete-role'] === true,
    publish: flags.publish === true || flags.alias !== undefined,
    alias: flags.alias,
    canary: flags.canary,
    keepVersions: flags['keep-versions'],
    bucket:
      flags['s3-bucket'] === undefined
        ? undefined
        : { name: flags['s3-bucket'], prefix: flags['s3-prefix'] ?? '' },
  };
}
