import {
  type EventSourceMappingConfiguration,
  type FunctionUrlConfig,
  type ProvisionedConcurrencyConfigListItem,
  paginateListEventSourceMappings,
  paginateListFunctionUrlConfigs,
  paginateListProvisionedConcurrencyConfigs,
} from '@aws-sdk/client-lambda';
import { orAbort } from '../../processes/interrupt.ts';
import { readPart } from '../session/part.ts';
import type { Session } from '../session/session.ts';
import { collect, orMissing, type Surroundings } from './current.ts';

/** What there is around a function and its aliases. */

/** What may be called: the function itself under `undefined`, or one of its aliases. */
export type Qualifier = string | undefined;

/** What follows the function's name in an ARN of it. */
export const qualifierOf = (arn: string | undefined): Qualifier => arn?.split(':')[7];

/** The URLs of a function and of its aliases. */
export async function listUrls({ lambda }: Session, name: string): Promise<FunctionUrlConfig[]> {
  const pages = paginateListFunctionUrlConfigs({ client: lambda }, { FunctionName: name });
  return collect(pages, ({ FunctionUrlConfigs }) => FunctionUrlConfigs);
}

/** The event source mappings of a function and of its aliases, which Lambda lists apart from each other. */
export async function listTriggers(
  { lambda }: Session,
  name: string,
  qualifiers: readonly Qualifier[],
): Promise<EventSourceMappingConfiguration[]> {
  const lists = qualifiers.map(async (qualifier) => {
    const FunctionName = qualifier === undefined ? name : `${name}:${qualifier}`;
    const pages = paginateListEventSourceMappings({ client: lambda }, { FunctionName });
    return collect(pages, ({ EventSourceMappings }) => EventSourceMappings);
  });
  const found = (await Promise.all(lists)).flat();
  return [...new Map(found.map((mapping) => [mapping.UUID, mapping])).values()];
}

/** The provisioned concurrency of a function's versions and aliases. */
export async function listProvisioned(
  { lambda }: Session,
  name: string,
): Promise<ProvisionedConcurrencyConfigListItem[]> {
  const pages = paginateListProvisionedConcurrencyConfigs({ client: lambda }, { FunctionName: name });
  const list = collect(pages, ({ ProvisionedConcurrencyConfigs }) => ProvisionedConcurrencyConfigs);
  return (await orMissing(list)) ?? [];
}

/** What calls the function itself, and what is kept ready; what may not be read is named in place of it. */
export async function readSurroundings(
  session: Session,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Surroundings> {
  const part = <T>(work: Promise<T>) => readPart(session, orAbort(work, signal));
  const [urls, triggers, provisioned] = await Promise.all([
    part(listUrls(session, name)),
    part(listTriggers(session, name, [undefined])),
    part(listProvisioned(session, name)),
  ]);
  return { urls, triggers, provisioned };
}
