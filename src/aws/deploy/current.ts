import {
  type AliasConfiguration,
  type EventSourceMappingConfiguration,
  type FunctionConfiguration,
  type FunctionUrlConfig,
  GetFunctionCommand,
  type GetFunctionCommandOutput,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  type ProvisionedConcurrencyConfigListItem,
  paginateListAliases,
  paginateListVersionsByFunction,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { orAbort } from '../../processes/interrupt.ts';
import type { Part } from '../session/part.ts';
import type { Session } from '../session/session.ts';

/** One statement of a function's resource policy, as far as it matters here. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Condition?: unknown;
}

/** A function as it is on AWS. What was not asked for is empty. */
export interface CurrentFunction {
  readonly configuration: FunctionConfiguration;
  readonly tags: Readonly<Record<string, string>>;
  /** The address of its container image, with the digest; undefined for a function from a zip. */
  readonly image?: string | undefined;
  /** Published versions, oldest first. */
  readonly versions: readonly FunctionConfiguration[];
  readonly aliases: readonly AliasConfiguration[];
  readonly url: Pick<FunctionUrlConfig, 'AuthType' | 'Cors' | 'InvokeMode' | 'FunctionUrl'> | undefined;
  readonly policy: readonly Statement[];
  /** Settings that have calls of their own, by their names. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What a share of an alias' calls has to go with; read where one is to be given. */
  readonly surroundings?: Surroundings;
}

/** Who calls a function and its aliases, and what is kept ready for them. */
export interface Surroundings {
  readonly urls: Part<readonly Pick<FunctionUrlConfig, 'FunctionArn' | 'FunctionUrl'>[]>;
  readonly triggers: Part<readonly Pick<EventSourceMappingConfiguration, 'FunctionArn' | 'EventSourceArn'>[]>;
  readonly provisioned: Part<readonly Pick<ProvisionedConcurrencyConfigListItem, 'FunctionArn'>[]>;
}

/** What to read besides the function itself; each part is a call and a permission more. */
export interface Parts {
  readonly versions: boolean;
  readonly url: boolean;
  /** The alias that URL and policy belong to. */
  readonly qualifier: string | undefined;
  /** Reads the settings that have calls of their own. */
  readonly settings: (answer: GetFunctionCommandOutput) => Promise<Readonly<Record<string, unknown>>>;
}

/** The answer, or undefined where there is nothing of that name. */
export async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** The items of all pages. */
export async function collect<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
  const all: Item[] = [];
  for await (const page of pages) all.push(...(items(page) ?? []));
  return all;
}

/** Only versions that were published have a number for a name. */
const isPublished = ({ Version }: FunctionConfiguration) => /^\d+$/.test(Version ?? '');

/** Published versions, oldest first. */
export async function listVersions({ lambda }: Session, name: string): Promise<FunctionConfiguration[]> {
  const pages = paginateListVersionsByFunction({ client: lambda }, { FunctionName: name });
  const versions = await collect(pages, ({ Versions }) => Versions);
  return versions.filter(isPublished).sort((a, b) => Number(a.Version) - Number(b.Version));
}

export async function listAliases({ lambda }: Session, name: string): Promise<AliasConfiguration[]> {
  const pages = paginateListAliases({ client: lambda }, { FunctionName: name });
  return collect(pages, ({ Aliases }) => Aliases);
}

/** The resource policy of a function, or of an alias or version. */
export async function readPolicy(
  { lambda }: Session,
  name: string,
  qualifier: string | undefined,
): Promise<Statement[]> {
  const command = new GetPolicyCommand({ FunctionName: name, Qualifier: qualifier });
  const answer = await orMissing(lambda.send(command));
  const document = JSON.parse(answer?.Policy ?? '{}') as { Statement?: Statement[] };
  return document.Statement ?? [];
}

/** Reads a function's code and configuration, or undefined when there is none of that name. */
export function getFunction(
  { lambda }: Session,
  name: string,
): Promise<GetFunctionCommandOutput | undefined> {
  return orMissing(lambda.send(new GetFunctionCommand({ FunctionName: name })));
}

/** Reads what there is of a function, or undefined when there is none of that name. */
export async function readFunction(
  session: Session,
  name: string,
  parts: Parts,
  signal?: AbortSignal,
): Promise<CurrentFunction | undefined> {
  const answer = await orAbort(getFunction(session, name), signal);
  if (answer?.Configuration === undefined) return undefined;
  const { qualifier } = parts;
  const urlCommand = new GetFunctionUrlConfigCommand({ FunctionName: name, Qualifier: qualifier });
  const rest = Promise.all([
    parts.versions ? listVersions(session, name) : [],
    parts.versions ? listAliases(session, name) : [],
    parts.url ? orMissing(session.lambda.send(urlCommand)) : undefined,
    parts.url ? readPolicy(session, name, qualifier) : [],
    parts.settings(answer),
  ]);
  const [versions, aliases, url, policy, settings] = await orAbort(rest, signal);
  const { Configuration: configuration, Tags: tags = {} } = answer;
  const image = answer.Code?.ResolvedImageUri ?? answer.Code?.ImageUri;
  return { configuration, tags, image, versions, aliases, url, policy, settings };
}
