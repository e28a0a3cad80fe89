import type { EventSourceMappingConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { callSettings } from '../apply/setting-calls.ts';
import { sharesOf } from '../deploy/alias.ts';
import type { CurrentFunction } from '../deploy/current.ts';
import type { DesiredFunction } from '../deploy/desired.ts';
import { type Qualifier, qualifierOf } from '../deploy/lists.ts';
import type { PackageFile } from '../deploy/package-file.ts';
import { settingDifferences } from '../deploy/plan-function.ts';
import { orElse, type Part } from '../session/part.ts';
import { callersOf, urlCallers } from './callers.ts';
import type { FunctionStatus, Verdict } from './function-status.ts';
import type { RemoteFunction } from './read.ts';

/** A member that is left out where there is no value. */
const optional = <K extends string, T>(name: K, value: T | undefined | null): { readonly [N in K]?: T } =>
  (value === undefined || value === null || value === '' ? {} : { [name]: value }) as {
    readonly [N in K]?: T;
  };

const sourceOf = ({ EventSourceArn, SelfManagedEventSource }: EventSourceMappingConfiguration) =>
  EventSourceArn ??
  Object.values(SelfManagedEventSource?.Endpoints ?? {})
    .flat()
    .join(', ');

function stateOf(configuration: FunctionConfiguration): NonNullable<FunctionStatus['state']> {
  const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason, LastModified } = configuration;
  return {
    state: State ?? 'unknown',
    ...optional('reason', StateReason),
    lastUpdate: LastUpdateStatus ?? 'unknown',
    ...optional('lastUpdateReason', LastUpdateStatusReason),
    lastModified: LastModified ?? 'unknown',
  };
}

/** The address of a function's container image; undefined for one from a zip. */
const imageOf = ({ answer: { Code, Configuration } }: RemoteFunction): string | undefined =>
  Configuration.PackageType === 'Image' ? (Code?.ResolvedImageUri ?? Code?.ImageUri ?? '') : undefined;

/** The function as a plan compares it: its URL is its own, or else the one of an alias, as `deploy --alias` makes it. */
function currentOf(remote: RemoteFunction): CurrentFunction {
  const { answer, urls, policies } = remote;
  const all = orElse(urls, []).map((url) => ({ url, qualifier: qualifierOf(url.FunctionArn) }));
  const chosen = all.find(({ qualifier }) => qualifier === undefined) ?? all[0];
  return {
    configuration: answer.Configuration,
    tags: answer.Tags ?? {},
    image: imageOf(remote),
    versions: orElse(remote.versions, []),
    aliases: orElse(remote.aliases, []),
    url: chosen?.url,
    policy: orElse(policies, new Map()).get(chosen?.qualifier) ?? [],
    settings: orElse(remote.settings, {}),
  };
}

/** The settings that cannot be compared, because what is on AWS of them could not be read. */
function unreadSettings(desired: DesiredFunction, { urls, policies, settings }: RemoteFunction): string[] {
  const isUrlUnread = 'problem' in urls || 'problem' in policies;
  const unread = [...('problem' in settings ? callSettings : []), ...(isUrlUnread ? ['url'] : [])];
  return unread.filter((name) => desired[name as keyof DesiredFunction] !== undefined);
}

/** What is wanted, as far as it can be compared. */
const comparable = (desired: DesiredFunction, remote: RemoteFunction): DesiredFunction => ({
  ...desired,
  image: imageOf(remote),
  ...Object.fromEntries(unreadSettings(desired, remote).map((name) => [name, undefined])),
});

const missing = (name: string): FunctionStatus => ({
  name,
  verdict: 'missing',
  differences: [],
  versions: [],
  aliases: [],
  urls: [],
  callers: [],
  triggers: [],
  concurrency: { provisioned: [] },
  problems: [],
});

const titles = {
  versions: 'versions',
  aliases: 'aliases',
  urls: 'URLs',
  policies: 'permissions',
  triggers: 'triggers',
  provisioned: 'provisioned concurrency',
  settings: 'settings',
} as const;

const problemsOf = (remote: RemoteFunction): FunctionStatus['problems'] =>
  (Object.keys(titles) as (keyof typeof titles)[]).flatMap((name) => {
    const part: Part<unknown> = remote[name];
    return 'problem' in part ? [{ what: titles[name], text: part.problem }] : [];
  });

/** How the code on AWS compares with the zip. */
function comparisonOf(
  image: string | undefined,
  zip: unknown,
  isSame: boolean,
): NonNullable<FunctionStatus['code']>['comparison'] {
  if (image !== undefined) return 'image';
  if (zip === undefined) return 'not built';
  return isSame ? 'same' : 'different';
}

/** What a comparison came to: a difference is certain, equality only where everything could be compared. */
function verdictOf(differs: boolean, isComplete: boolean): Verdict {
  if (differs) return 'differs';
  return isComplete ? 'equal' : 'unknown';
}

const policyOf = ({ policies }: RemoteFunction, qualifier: Qualifier) =>
  'value' in policies ? (policies.value.get(qualifier) ?? []) : undefined;

/**
 * Compares a function on AWS with the project. Pure.
 * @param zip the zip of the project; undefined where it has not been built.
 * @throws UsageError for settings that Lambda would refuse.
 */
export function statusOf(
  desired: DesiredFunction,
  remote: RemoteFunction | undefined,
  zip: Pick<PackageFile, 'sha256'> | undefined,
): FunctionStatus {
  const { name } = desired;
  if (remote === undefined) return missing(name);
  const { Configuration: configuration, Concurrency } = remote.answer;
  const there = configuration.CodeSha256 ?? '';
  const differences = settingDifferences(comparable(desired, remote), currentOf(remote));
  const image = imageOf(remote);
  const isCompared = zip !== undefined && image === undefined;
  const isSame = isCompared && there === zip.sha256;
  const isFailed = configuration.LastUpdateStatus === 'Failed' || configuration.State === 'Failed';
  const isComplete = isCompared && unreadSettings(desired, remote).length === 0;
  return {
    name,
    verdict: verdictOf((isCompared && !isSame) || differences.length > 0 || isFailed, isComplete),
    code: {
      comparison: comparisonOf(image, zip, isSame),
      ...optional('here', image === undefined ? zip?.sha256 : undefined),
      there,
      ...optional('image', image),
    },
    differences,
    state: stateOf(configuration),
    versions: orElse(remote.versions, []).map(({ Version = '', LastModified = '', CodeSha256 }) => ({
      version: Version,
      modified: LastModified,
      ...(isCompared ? { sameCode: CodeSha256 === zip.sha256 } : {}),
    })),
    aliases: orElse(remote.aliases, []).map((alias) => ({
      name: alias.Name ?? '',
      weights: sharesOf(alias),
    })),
    urls: orElse(remote.urls, []).map((url) => {
      const qualifier = qualifierOf(url.FunctionArn);
      return {
        ...optional('qualifier', qualifier),
        address: url.FunctionUrl ?? '',
        auth: url.AuthType ?? '',
        invokeMode: url.InvokeMode ?? 'BUFFERED',
        callers: urlCallers(url, policyOf(remote, qualifier)),
      };
    }),
    callers: [...orElse(remote.policies, new Map())].flatMap(([qualifier, policy]) =>
      callersOf(policy).map((who) => ({ ...optional('qualifier', qualifier), who })),
    ),
    triggers: orElse(remote.triggers, []).map((mapping) => ({
      ...optional('qualifier', qualifierOf(mapping.FunctionArn)),
      source: sourceOf(mapping),
      state: mapping.State ?? 'unknown',
      ...optional('reason', mapping.StateTransitionReason),
      ...optional('lastResult', mapping.LastProcessingResult),
      ...optional('batchSize', mapping.BatchSize),
    })),
    concurrency: {
      ...optional('reserved', Concurrency?.ReservedConcurrentExecutions),
      provisioned: orElse(remote.provisioned, []).map((config) => ({
        qualifier: qualifierOf(config.FunctionArn) ?? '',
        requested: config.RequestedProvisionedConcurrentExecutions ?? 0,
        available: config.AvailableProvisionedConcurrentExecutions ?? 0,
        state: config.Status ?? 'unknown',
        ...optional('reason', config.StatusReason),
      })),
    },
    problems: [
      ...(image === undefined
        ? []
        : [{ what: 'code', text: 'it is a container image, which is not compared with the zip here.' }]),
      ...problemsOf(remote),
    ],
  };
}
