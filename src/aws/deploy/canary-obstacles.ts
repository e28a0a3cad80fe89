import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { UserError } from '../../errors.ts';
import type { ConfigurationRequest } from '../../settings/row.ts';
import { oneLine } from '../session/one-line.ts';
import { orElse, type Part } from '../session/part.ts';
import { aliasCommand } from './alias-plan.ts';
import type { CurrentFunction, Surroundings } from './current.ts';
import type { DesiredFunction } from './desired.ts';
import { qualifierOf } from './lists.ts';

/** What keeps an alias from sharing its calls with a new version. */

interface Situation {
  readonly desired: DesiredFunction;
  readonly current: CurrentFunction;
  readonly alias: AliasConfiguration;
  /** The version that keeps the rest of the calls. */
  readonly stable: FunctionConfiguration | undefined;
  /** What the configuration is changed to before the new version is published. */
  readonly request: ConfigurationRequest;
}

const isPublished = (version: string | undefined) => /^\d+$/.test(version ?? '');
const roleName = (role: string | undefined) => role?.split('/').at(-1);

/** Whether a list has something for the alias. */
const hasQualifier = (arns: readonly (string | undefined)[], qualifier: string | undefined) =>
  arns.some((arn) => qualifierOf(arn) === qualifier);

/** What was read of a part of the surroundings; nothing where it may not be read, which the remarks say. */
const known = <T>(part: Part<readonly T[]> | undefined): readonly T[] =>
  part === undefined ? [] : orElse(part, []);

const arnsOf = (part: Part<readonly { readonly FunctionArn?: string | undefined }[]> | undefined) =>
  known(part).map(({ FunctionArn }) => FunctionArn);

/**
 * Sources: AWS, "Implement Lambda canary deployments using a weighted alias" (published versions of one role and one
 * dead-letter target); Lambda's message "Alias with weights can not be used with Provisioned Concurrency"
 * (hashicorp/terraform-provider-aws#48116).
 */
const obstacles: readonly ((situation: Situation) => string | false | undefined)[] = [
  ({ desired: { name, alias: aliasName }, alias, desired }) =>
    !isPublished(alias.FunctionVersion) &&
    `Alias ${aliasName} of ${name} is at ${alias.FunctionVersion}, and Lambda shares calls between published versions only; point it to a version first, with ${aliasCommand(desired)}.`,
  ({ desired: { name, alias }, current }) =>
    hasQualifier(arnsOf(current.surroundings?.provisioned), alias) &&
    `Alias ${alias} of ${name} has provisioned concurrency, with which Lambda shares no calls; leave out --canary, or take it away: aws lambda delete-provisioned-concurrency-config --function-name ${name} --qualifier ${alias}`,
  ({ desired: { name, alias }, current, stable, request }) => {
    const after = roleName(request.Role ?? current.configuration.Role);
    return (
      stable?.Role !== undefined &&
      roleName(stable.Role) !== after &&
      `Version ${stable.Version} of ${name}, at which alias ${alias} is, has the role ${oneLine(roleName(stable.Role) ?? '')}, and the new version would have ${after}; Lambda shares calls between versions of one role only. Leave out --canary, or keep the role.`
    );
  },
  ({ desired: { name, alias }, current, stable, request }) => {
    const after = (request.DeadLetterConfig ?? current.configuration.DeadLetterConfig)?.TargetArn || 'none';
    const before = stable?.DeadLetterConfig?.TargetArn || 'none';
    return (
      stable !== undefined &&
      before !== after &&
      `Version ${stable.Version} of ${name}, at which alias ${alias} is, has the dead-letter target ${oneLine(before)}, and the new version would have ${after}; Lambda shares calls between versions of one target only. Leave out --canary, or keep the target.`
    );
  },
  (situation) => {
    const { name, alias, url } = situation.desired;
    const arns = arnsOf(situation.current.surroundings?.urls);
    return (
      hasQualifier(arns, undefined) &&
      !hasQualifier(arns, alias) &&
      (url === undefined || url.auth === 'off') &&
      `The URL of ${name} is the function's own and not that of alias ${alias}: all of its callers would get the new code at once. Give the alias a URL first (deploy --alias ${alias} --url iam), or leave out --canary.`
    );
  },
];

/**
 * The alias that is to share its calls.
 * @throws UserError when the function has no such version yet, or Lambda would refuse it, or it would not do what is meant.
 */
export function requireShareable(
  desired: DesiredFunction,
  current: CurrentFunction | undefined,
  request: ConfigurationRequest,
): AliasConfiguration {
  const { name, alias: aliasName, canary = 0 } = desired;
  const alias = current?.aliases.find(({ Name }) => Name === aliasName);
  if (current === undefined || alias === undefined) {
    throw new UserError(
      `${name} has no alias ${aliasName} yet, so no version keeps the other ${100 - canary} % of the calls; leave out --canary the first time.`,
    );
  }
  const stable = current.versions.find(({ Version }) => Version === alias.FunctionVersion);
  const situation = { desired, current, alias, stable, request };
  for (const obstacle of obstacles) {
    const problem = obstacle(situation);
    if (typeof problem === 'string') throw new UserError(problem);
  }
  return alias;
}

const parts = {
  urls: 'URLs',
  triggers: 'triggers',
  provisioned: 'provisioned concurrency',
} as const satisfies Readonly<Record<keyof Surroundings, string>>;

/** Who calls the function itself, and so gets the new code at once, and what could not be looked at. */
export function canaryRemarks({ name, alias }: DesiredFunction, { surroundings }: CurrentFunction): string[] {
  if (surroundings === undefined) return [];
  const isOwn = ({ FunctionArn }: { readonly FunctionArn?: string | undefined }) =>
    qualifierOf(FunctionArn) === undefined;
  const callers = [
    ...known(surroundings.urls)
      .filter(isOwn)
      .map(({ FunctionUrl }) => FunctionUrl ?? 'its URL'),
    ...known(surroundings.triggers)
      .filter(isOwn)
      .map(({ EventSourceArn }) => EventSourceArn ?? 'a trigger'),
  ];
  const unread = (Object.keys(parts) as (keyof Surroundings)[]).flatMap((part) => {
    const read = surroundings[part];
    return 'problem' in read ? [`its ${parts[part]} could not be looked at: ${read.problem}`] : [];
  });
  return [
    ...(callers.length === 0
      ? []
      : [`${callers.join(', ')}: call ${name} itself and not alias ${alias}, and get the new code at once.`]),
    ...unread,
  ];
}
