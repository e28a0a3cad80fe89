import { isDeepStrictEqual } from 'node:util';
import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { newVersion } from './alias.ts';
import { planAlias, planShift } from './alias-plan.ts';
import type { CurrentFunction } from './current.ts';
import type { DesiredFunction } from './desired.ts';
import { configuredMembers } from './fields.ts';
import { type Step, step, to } from './plan.ts';

/** What makes a version another one. Everything else in the answer is about its identity or its progress. */
const published: readonly (keyof FunctionConfiguration)[] = [
  'CodeSha256',
  'Architectures',
  ...configuredMembers,
];

// Without a hash it is unknown whether the code is the same; Lambda does, and publishes nothing twice.
const isSame = (a: FunctionConfiguration, b: FunctionConfiguration) =>
  a.CodeSha256 !== undefined && published.every((name) => isDeepStrictEqual(a[name], b[name]));

/** The newest published version, when it is what $LATEST is. */
export function versionOfLatest({ configuration, versions }: CurrentFunction): string | undefined {
  const newest = versions.at(-1);
  return newest && isSame(newest, configuration) ? newest.Version : undefined;
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

/** Publishing, alias and old versions. */
export interface VersionPlan {
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
}

/**
 * @param changed whether code or configuration are about to change.
 * @param shared the alias that is to share its calls, with --canary.
 */
export function planVersions(
  desired: DesiredFunction,
  current: CurrentFunction | undefined,
  changed: boolean,
  shared?: AliasConfiguration,
): VersionPlan {
  const { publish, alias: aliasName, canary, keepVersions } = desired;
  const existing = current?.versions ?? [];
  const standing = current && !changed ? versionOfLatest(current) : undefined;
  const publishes = publish && standing === undefined;
  const steps: Step[] = publishes ? [step('publish')] : [];
  const notes: string[] = [];
  let aliases = current?.aliases ?? [];
  if (aliasName !== undefined) {
    const before = aliases.find(({ Name }) => Name === aliasName);
    const plan =
      shared === undefined || canary === undefined
        ? planAlias(aliasName, before, standing)
        : planShift({ ...desired, canary }, shared, standing);
    steps.push(...plan.steps);
    notes.push(...plan.notes);
    aliases = [...aliases.filter(({ Name }) => Name !== aliasName), plan.after];
  }
  if (keepVersions !== undefined) {
    const numbers = existing.map(({ Version }) => Version as string);
    const versions = expendable(publishes ? [...numbers, newVersion] : numbers, aliases, keepVersions);
    if (versions.length > 0) {
      steps.push({ ...step('delete versions', [to('versions', versions.join(', '))]), versions });
    }
  }
  return { steps, notes };
}
