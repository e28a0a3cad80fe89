import type {
  AliasConfiguration,
  EventSourceMappingConfiguration,
  FunctionConfiguration,
  FunctionUrlConfig,
  GetFunctionCommandOutput,
  ProvisionedConcurrencyConfigListItem,
} from '@aws-sdk/client-lambda';
import { orAbort } from '../../processes/interrupt.ts';
import { readCalls } from '../apply/setting-calls.ts';
import { getFunction, listAliases, listVersions, readPolicy, type Statement } from '../deploy/current.ts';
import type { DesiredFunction } from '../deploy/desired.ts';
import { listProvisioned, listTriggers, listUrls, type Qualifier } from '../deploy/lists.ts';
import { orElse, type Part, readPart } from '../session/part.ts';
import type { Session } from '../session/session.ts';

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

async function readPolicies(session: Session, name: string, qualifiers: readonly Qualifier[]) {
  const read = async (qualifier: Qualifier) =>
    [qualifier, await readPolicy(session, name, qualifier)] as const;
  return new Map(await Promise.all(qualifiers.map(read)));
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
