import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { exitCodes, UserError } from '../../errors.ts';
import { withCommas } from '../../ui/wording.ts';
import {
  type AliasTarget,
  type Canary,
  canaryOf,
  hasWeights,
  newVersion,
  sharesOf,
  sharesText,
} from './alias.ts';
import type { CurrentFunction } from './current.ts';
import type { DesiredFunction } from './desired.ts';
import { type FunctionPlan, type Step, type StepAction, step, to } from './plan.ts';
import type { VersionMetrics } from './version-metrics.ts';

/** Moves of an alias: to a version, to a share of one, and back. */

/** What a plan says of an alias beside its step. */
interface AliasPlan {
  readonly steps: readonly Step[];
  readonly notes: readonly string[];
  /** The alias as it will be. */
  readonly after: AliasConfiguration;
}

const configurationAfter = ({ name, version = newVersion, canary }: AliasTarget): AliasConfiguration => ({
  Name: name,
  FunctionVersion: version,
  ...(canary === undefined
    ? {}
    : { RoutingConfig: { AdditionalVersionWeights: { [canary.version ?? newVersion]: canary.weight } } }),
});

const textOf = (alias: AliasConfiguration) => sharesText(sharesOf(alias));

function move(action: StepAction, before: AliasConfiguration, target: AliasTarget): Step {
  const change = { field: target.name, from: textOf(before), to: textOf(configurationAfter(target)) };
  return { ...step(action, [change]), alias: { ...target, revisionId: before.RevisionId } };
}

/**
 * An alias that is to be at a version with all of its traffic.
 * @param version undefined for the one that is going to be published.
 */
export function planAlias(
  name: string,
  alias: AliasConfiguration | undefined,
  version: string | undefined,
): AliasPlan {
  const target: AliasTarget = { name, version };
  const after = configurationAfter(target);
  if (alias === undefined) {
    const steps = [{ ...step('create alias', [to(name, after.FunctionVersion as string)]), alias: target }];
    return { steps, notes: [], after };
  }
  if (alias.FunctionVersion === version && !hasWeights(alias)) return { steps: [], notes: [], after };
  const canary = canaryOf(alias);
  const notes =
    canary === undefined
      ? []
      : [`the canary of version ${canary.version} ends with this, and its errors are not looked at.`];
  return { steps: [move('update alias', alias, target)], notes, after };
}

/** The command that goes on with an alias, in quotes. */
export function aliasCommand(
  { name, alias, stage }: Pick<DesiredFunction, 'name' | 'alias' | 'stage'>,
  ...flags: readonly string[]
): string {
  const ofStage = stage === undefined ? [] : ['--stage', stage];
  return `"${['lambda-nativeaot deploy', name, '--alias', alias, ...flags, ...ofStage].join(' ')}"`;
}

/** What comes after a shift. */
export const nextOfShift = (desired: DesiredFunction): string =>
  `next: ${aliasCommand(desired, '--promote')} gives all calls to it if it has no errors, ${aliasCommand(desired, '--rollback')} takes them back.`;

const isSameShare = (a: number, b: number) => Math.abs(a - b) < 1e-9;

/**
 * A share of an alias' calls for a version. That Lambda takes it is asked before (`refuseCanary`).
 * @param version undefined for the one that is going to be published.
 */
export function planShift(
  desired: DesiredFunction & { readonly canary: number },
  alias: AliasConfiguration,
  version: string | undefined,
): AliasPlan {
  const name = desired.alias as string;
  const weight = desired.canary / 100;
  const { FunctionVersion } = alias;
  if (version === FunctionVersion) {
    if (hasWeights(alias)) {
      throw new UserError(
        `Alias ${name} of ${desired.name} is at version ${version}, which is this code, and shares its calls: ${textOf(alias)}. Give all of them to it with ${aliasCommand(desired)}.`,
      );
    }
    return {
      steps: [],
      notes: [`alias ${name} is at version ${version}, which is this code; there is nothing to shift.`],
      after: alias,
    };
  }
  const target: AliasTarget = { name, version: FunctionVersion, canary: { version, weight } };
  const after = configurationAfter(target);
  const before = canaryOf(alias);
  if (before !== undefined && before.version === version && isSameShare(before.weight, weight)) {
    return { steps: [], notes: [nextOfShift(desired)], after };
  }
  const notes =
    before === undefined || before.version === version
      ? []
      : [`the canary of version ${before.version} ends with this.`];
  return { steps: [move('shift alias', alias, target)], notes, after };
}

/** @throws UserError when function or alias are not there. */
function requireAlias(
  desired: DesiredFunction,
  current: CurrentFunction | undefined,
  purpose: string,
): { alias: AliasConfiguration; versions: CurrentFunction['versions'] } {
  const { name, alias: aliasName } = desired;
  if (current === undefined) throw new UserError(`There is no function ${name} to ${purpose}.`);
  const alias = current.aliases.find(({ Name }) => Name === aliasName);
  if (alias === undefined) {
    const known = current.aliases.map(({ Name }) => Name).join(', ') || 'none';
    throw new UserError(`${name} has no alias "${aliasName}"; its aliases: ${known}.`);
  }
  return { alias, versions: current.versions };
}

/**
 * Ends a canary; without a canary, sends an alias back to the version before the one that it is at.
 * @throws UserError when function, alias or an older version are not there.
 */
export function planRollback(desired: DesiredFunction, current: CurrentFunction | undefined): FunctionPlan {
  const { name } = desired;
  const { alias, versions } = requireAlias(desired, current, 'roll back');
  const aliasName = desired.alias as string;
  if (canaryOf(alias) !== undefined) {
    const target = { name: aliasName, version: alias.FunctionVersion };
    return { name, steps: [move('update alias', alias, target)], notes: [] };
  }
  const at = Number(alias.FunctionVersion);
  const older = versions.filter(({ Version }) => Number(Version) < at).at(-1)?.Version;
  if (older === undefined) {
    throw new UserError(
      `${name} has no version older than ${alias.FunctionVersion}, which alias ${aliasName} is at; nothing to go back to.`,
    );
  }
  return { name, steps: planAlias(aliasName, alias, older).steps, notes: [] };
}

/** The canary that a promotion is about; undefined without a canary or without the alias. */
export const canaryToPromote = (
  desired: DesiredFunction,
  current: CurrentFunction | undefined,
): Canary | undefined => {
  const alias = current?.aliases.find(({ Name }) => Name === desired.alias);
  return alias && canaryOf(alias);
};

/** What speaks against a promotion, as a sentence; undefined for nothing. */
function objection(
  { name, alias }: DesiredFunction,
  version: string,
  { invocations, errors, since }: VersionMetrics,
): string | undefined {
  if (invocations === 0) {
    return `CloudWatch knows no call of version ${version} of ${name} through ${alias} since ${since}; figures come with a delay of some minutes.`;
  }
  if (errors === 0) return undefined;
  return `Version ${version} of ${name} had ${withCommas(errors)} errors in ${withCommas(invocations)} calls through ${alias} since ${since}; see them with "lambda-nativeaot logs ${name} --filter ERROR".`;
}

/**
 * Gives all calls of an alias to its canary.
 * @param metrics how the canary did; undefined with --skip-check.
 * @throws UserError when there is no canary, and with exit code 3 when it had errors or no calls.
 */
export function planPromotion(
  desired: DesiredFunction,
  current: CurrentFunction | undefined,
  metrics: VersionMetrics | undefined,
): FunctionPlan {
  const { name } = desired;
  const { alias, versions } = requireAlias(desired, current, 'promote');
  const aliasName = desired.alias as string;
  const canary = canaryOf(alias);
  if (canary === undefined) {
    // The same command a second time comes here, and what it asks for is there.
    if (!hasWeights(alias) && alias.FunctionVersion === versions.at(-1)?.Version) {
      const note = `alias ${aliasName} is at version ${alias.FunctionVersion}, the newest, with all of its calls.`;
      return { name, steps: [], notes: [note] };
    }
    throw new UserError(
      `No canary is in progress at alias ${aliasName} of ${name}: it is at version ${textOf(alias)}. Begin one with ${aliasCommand(desired, '--canary 10')}.`,
    );
  }
  const problem = metrics && objection(desired, canary.version, metrics);
  if (problem !== undefined) {
    throw new UserError(
      `${problem} Nothing was promoted; wait, take it back with ${aliasCommand(desired, '--rollback')}, or promote it all the same with --skip-check.`,
      exitCodes.found,
    );
  }
  const shift = move('promote alias', alias, { name: aliasName, version: canary.version });
  const figures = metrics && [
    to(`calls of version ${canary.version}`, `${withCommas(metrics.invocations)}, no errors`),
  ];
  return {
    name,
    steps: [{ ...shift, changes: [...shift.changes, ...(figures ?? [])] }],
    notes: metrics === undefined ? ['whether the new version has errors is not asked (--skip-check).'] : [],
    next: `next: ${aliasCommand(desired, '--rollback')} goes back to version ${alias.FunctionVersion}.`,
  };
}
