import { isDeepStrictEqual } from 'node:util';
import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { UserError } from '../../errors.ts';
import type { CurrentFunction } from './current.ts';
import type { DesiredFunction } from './desired.ts';
import { configuredMembers } from './fields.ts';
import { type FunctionPlan, type Step, step, to } from './plan.ts';

/** What makes a version another one. Everything else in the answer is about its identity or its progress. */
const published: readonly (keyof FunctionConfiguration)[] = [
  'CodeSha256',
  'Architectures',
  ...configuredMembers,
];

const isSame = (a: FunctionConfiguration, b: FunctionConfiguration) =>
  published.every((name) => isDeepStrictEqual(a[name], b[name]));

/** The newest published version, when it is what $LATEST is. */
export function versionOfLatest({ configuration, versions }: CurrentFunction): string | undefined {
  const newest = versions.at(-1);
  return newest && isSame(newest, configuration) ? newest.Version : undefined;
}

const newVersion = 'the new version';

const hasWeights = ({ RoutingConfig }: AliasConfiguration) =>
  Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}).length > 0;

/** An alias that is to be at a version with all of its traffic. */
function planAlias(name: string, alias: AliasConfiguration | undefined, version: string): Step[] {
  if (alias === undefined) return [step('create alias', [to(name, version)])];
  if (alias.FunctionVersion === version && !hasWeights(alias)) return [];
  const from = hasWeights(alias) ? `${alias.FunctionVersion} and others` : (alias.FunctionVersion ?? '');
  return [step('update alias', [{ field: name, from, to: version }])];
}

/** The versions that may go: all but the newest `keep`, and none that an alias sends traffic to. */
function expendable(
  versions: readonly string[],
  aliases: readonly AliasConfiguration[],
  keep: number,
): string[] {
  const used = new Set(
    aliases.flatMap(({ FunctionVersion, RoutingConfig }) => [
      FunctionVersion,
      ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}),
    ]),
  );
  return versions.slice(0, Math.max(0, versions.length - keep)).filter((version) => !used.has(version));
}

/** Publishing, alias and old versions. @param changed whether code or configuration are about to change. */
export function planVersions(
  desired: DesiredFunction,
  current: CurrentFunction | undefined,
  changed: boolean,
): Step[] {
  const { publish, alias: aliasName, keepVersions } = desired;
  const existing = current?.versions ?? [];
  const standing = current && !changed ? versionOfLatest(current) : undefined;
  const publishes = publish && standing === undefined;
  const steps: Step[] = publishes ? [step('publish')] : [];
  let aliases = current?.aliases ?? [];
  if (aliasName !== undefined) {
    const version = standing ?? newVersion;
    steps.push(
      ...planAlias(
        aliasName,
        aliases.find(({ Name }) => Name === aliasName),
        version,
      ),
    );
    aliases = [...aliases.filter(({ Name }) => Name !== aliasName), { FunctionVersion: version }];
  }
  if (keepVersions !== undefined) {
    const numbers = existing.map(({ Version }) => Version as string);
    const versions = expendable(publishes ? [...numbers, newVersion] : numbers, aliases, keepVersions);
    if (versions.length > 0) {
      steps.push({ ...step('delete versions', [to('versions', versions.join(', '))]), versions });
    }
  }
  return steps;
}

/**
 * Sends an alias back to the version before the one that it is at.
 * @throws UserError when function, alias or an older version are not there.
 */
export function planRollback(
  name: string,
  aliasName: string,
  current: CurrentFunction | undefined,
): FunctionPlan {
  if (current === undefined) throw new UserError(`There is no function ${name} to roll back.`);
  const alias = current.aliases.find(({ Name }) => Name === aliasName);
  if (alias === undefined) {
    const known = current.aliases.map(({ Name }) => Name).join(', ') || 'none';
    throw new UserError(`${name} has no alias "${aliasName}"; its aliases: ${known}.`);
  }
  const at = Number(alias.FunctionVersion);
  const older = current.versions.filter(({ Version }) => Number(Version) < at).at(-1)?.Version;
  if (older === undefined) {
    throw new UserError(
      `${name} has no version older than ${alias.FunctionVersion}, which alias ${aliasName} is at; nothing to go back to.`,
    );
  }
  return { name, steps: planAlias(aliasName, alias, older), notes: [] };
}
