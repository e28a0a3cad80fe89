import {
  type AliasConfiguration,
  type EventSourceMappingConfiguration,
  type FunctionConfiguration,
  type FunctionUrlConfig,
  type GetFunctionCommandOutput,
  type ProvisionedConcurrencyConfigListItem,
  paginateListEventSourceMappings,
  paginateListFunctionUrlConfigs,
  paginateListProvisionedConcurrencyConfigs,
} from '@aws-sdk/client-lambda';
import { orAbort } from '../../processes/interrupt.ts';
import { readCalls } from '../apply/setting-calls.ts';
import {
  collect,
  getFunction,
  listAliases,
  listVersions,
  orMissing,
  readPolicy,
  type Statement,
} from '../deploy/current.ts';
import type { DesiredFunction } from '../deploy/desired.ts';
import type { Session } from '../session/session.ts';
import { orElse, type Part, readPart } from './part.ts';

/** What may be called: the function itself under `undefined`, or one of its aliases. */
export type Qualifier = string | undefined;

/** Everything that is on AWS of a function. */
export interface RemoteFunction {
  readonly answer: GetFunctionCommandOutput & { readonly Configuration: FunctionConfiguration };
  /** Oldest first. */
  readonly versions: Part<readonly FunctionConfiguration[]>;
  readonly aliases: Part<readonly AliasConfiguration[]>;
  readonly urls: Part<readonly FunctionUrlConfig[]>;
  readonly policies: Part<ReadonlyMap<Qualifier, readonly Statement[]>>;
  readonly triggers: Part<readonly EventSourceMappingConfiguration[]>;
  readonly provisioned: Part<readonly ProvisionedConcurrencyConfigListItem[]>;
  /** The settings with calls of their own that the project has, by their names. */
  readonly settings: Part<Readonly<Record<string, unknown>>>;
}

async function listUrls({ lambda }: Session, name: string): Promise<FunctionUrlConfig[]> {
  const pages = paginateListFunctionUrlConfigs({ client: lambda }, { FunctionName: name });
  return collect(pages, ({ FunctionUrlConfigs }) => FunctionUrlConfigs);
}

async function readPolicies(session: Session, name: string, qualifiers: readonly Qualifier[]) {
  const read = async (qualifier: Qualifier) =>
    [qualifier, await readPolicy(session, name, qualifier)] as const;
  return new Map(await Promise.all(qualifiers.map(read)));
}

/** The event source mappings of a function and of its aliases, which Lambda lists apart from each other. */
async function listTriggers({ lambda }: Session, name: string, qualifiers: readonly Qualifier[]) {
  const lists = qualifiers.map(async (qualifier) => {
    const FunctionName = qualifier === undefined ? name : `${name}:${qualifier}`;
    const pages = paginateListEventSourceMappings({ client: lambda }, { FunctionName });
    return collect(pages, ({ EventSourceMappings }) => EventSourceMappings);
  });
  const found = (await Promise.all(lists)).flat();
  return [...new Map(found.map((mapping) => [mapping.UUID, mapping])).values()];
}

async function listProvisioned({ lambda }: Session, name: string) {
  const pages = paginateListProvisionedConcurrencyConfigs({ client: lambda }, { FunctionName: name });
  const list = collect(pages, ({ ProvisionedConcurrencyConfigs }) => ProvisionedConcurrencyConfigs);
  return (await orMissing(list)) ?? [];
}

/**
 * Reads everything of a function; changes nothing.
 * @returns undefined where there is no function of that name.
 * @throws the service's errors where the function itself cannot be read; AbortError.
 */
export async function readRemote(
  session: Session,
  desired: DesiredFunction,
  signal: AbortSignal | undefined,
): Promise<RemoteFunction | undefined> {
  const { name } = desired;
  const answer = await orAbort(getFunction(session, name), signal);
  const configuration = answer?.Configuration;
  if (answer === undefined || configuration === undefined) return undefined;
  const part = <T>(work: Promise<T>) => readPart(session, orAbort(work, signal));
  const aliases = await part(listAliases(session, name));
  const qualifiers = [undefined, ...orElse(aliases, []).flatMap(({ Name }) => Name ?? [])];
  const [versions, urls, policies, triggers, provisioned, settings] = await Promise.all([
    part(listVersions(session, name)),
    part(listUrls(session, name)),
    part(readPolicies(session, name, qualifiers)),
    part(listTriggers(session, name, qualifiers)),
    part(listProvisioned(session, name)),
    part(readCalls(desired, session, answer)),
  ]);
  return {
    answer: { ...answer, Configuration: configuration },
    versions,
    aliases,
    urls,
    policies,
    triggers,
    provisioned,
    settings,
  };
}
