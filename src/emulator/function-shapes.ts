import { createHash } from 'node:crypto';
import type {
  AliasConfiguration,
  FunctionConfiguration,
  FunctionUrlConfig,
  GetFunctionResponse,
} from '@aws-sdk/client-lambda';
import { handlerSetting } from '../platform/runtimes.ts';
import { usualLogGroup } from '../settings/log-group.ts';
import { urlRequest } from '../settings/rows/url-request.ts';
import { type Account, executedVersion, functionArn } from './identity.ts';
import type { EmulatedFunction } from './types.ts';

/** What Lambda's API says of a function, in the shapes of its service model. What is not known here is left out. */

/** As an answer has it: times are text, or seconds. */
export type Sent<T> = { readonly [K in keyof T]?: T[K] | (Date extends T[K] ? string : never) };

/** What a description needs besides the function. */
export interface Facts {
  readonly account: Account;
  /** When the code that answers was built (ms since 1970). */
  readonly builtAt: number;
  /** Whether new code is on its way. */
  readonly updating: boolean;
}

/** `2026-08-01T12:00:00.000+0000`: Lambda writes no Z. */
const modified = (ms: number) => new Date(ms).toISOString().replace('Z', '+0000');

/** A UUID that is another one when the code is. */
function revisionOf(name: string, builtAt: number): string {
  const hex = createHash('sha256').update(`${name} ${builtAt}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/**
 * The configuration as its settings bring it about, of which variables given to `local` are no part: a file or a flag
 * that has secrets is not for everyone who can reach the port.
 */
export function functionConfiguration(
  fn: EmulatedFunction,
  { account, builtAt, updating }: Facts,
  qualifier?: string,
): Sent<FunctionConfiguration> {
  const { Layers, Environment, ...own } = fn.configured ?? {};
  const hasVariables = Object.keys(Environment?.Variables ?? {}).length > 0;
  return {
    TracingConfig: { Mode: 'PassThrough' },
    ...own,
    ...(hasVariables ? { Environment } : {}),
    ...(Layers === undefined ? {} : { Layers: Layers.map((Arn) => ({ Arn })) }),
    FunctionName: fn.name,
    FunctionArn: functionArn(account, fn.name, qualifier),
    // A row of ours may be newer than the SDK's list.
    Runtime: fn.runtime as FunctionConfiguration['Runtime'],
    Handler: handlerSetting(fn.runtime, fn.handler).handler,
    MemorySize: fn.memorySize,
    Timeout: fn.timeout,
    PackageType: 'Zip',
    Version: executedVersion(qualifier),
    State: 'Active',
    LastUpdateStatus: updating ? 'InProgress' : 'Successful',
    LastModified: modified(builtAt),
    RevisionId: revisionOf(fn.name, builtAt),
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: {
      LogFormat: 'Text',
      ...own.LoggingConfig,
      LogGroup: fn.logGroup ?? usualLogGroup(fn.name),
    },
  };
}

export const functionDescription = (
  fn: EmulatedFunction,
  facts: Facts,
  qualifier?: string,
): Sent<GetFunctionResponse> => ({
  Configuration: functionConfiguration(fn, facts, qualifier) as FunctionConfiguration,
  Code: {},
});

/** An alias: every name is one, as for Invoke, and leads to the only code there is. */
export const aliasConfiguration = (
  fn: EmulatedFunction,
  { account, builtAt }: Facts,
  alias: string,
): Sent<AliasConfiguration> => ({
  AliasArn: functionArn(account, fn.name, alias),
  Name: alias,
  FunctionVersion: executedVersion(undefined),
  Description: '',
  RevisionId: revisionOf(`${fn.name}:${alias}`, builtAt),
});

/** The function's URL as it is here, with the settings that it has on AWS; undefined where it has none. */
export function urlConfiguration(
  fn: EmulatedFunction,
  { account, builtAt }: Facts,
  address: string,
): Sent<FunctionUrlConfig> | undefined {
  if (fn.url === undefined) return undefined;
  return {
    InvokeMode: 'BUFFERED',
    ...urlRequest(fn.url),
    FunctionUrl: address,
    FunctionArn: functionArn(account, fn.name),
    CreationTime: modified(builtAt),
    LastModifiedTime: modified(builtAt),
  };
}
