import { isDeepStrictEqual } from 'node:util';
import type { FunctionConfiguration, UpdateFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda';
import type { DesiredFunction } from './desired.ts';

/** The part of a request that CreateFunction and UpdateFunctionConfiguration have in common. */
export type ConfigurationRequest = Omit<
  UpdateFunctionConfigurationCommandInput,
  'FunctionName' | 'RevisionId'
>;

/** One difference between a function as it is and as it is to be, in words; never a variable's value. */
export interface Change {
  readonly field: string;
  /** Absent for what is new. */
  readonly from?: string;
  readonly to: string;
}

/** One setting of a function: what is wanted, what there is, how it is shown and sent. */
interface Field<T> {
  readonly name: string;
  readonly want: (desired: DesiredFunction, current: FunctionConfiguration | undefined) => T | undefined;
  readonly have: (current: FunctionConfiguration) => T | undefined;
  readonly show: (value: T) => string;
  readonly send: (value: T, current: FunctionConfiguration | undefined) => ConfigurationRequest;
}

const field = <T>(row: Field<T>): Field<unknown> => row as unknown as Field<unknown>;
const list = (values: readonly string[]) => (values.length === 0 ? 'none' : values.join(', '));
const sorted = (values: readonly string[] | undefined) => [...(values ?? [])].sort();

const tracingModes = { active: 'Active', passthrough: 'PassThrough' } as const;
const logFormats = { text: 'Text', json: 'JSON' } as const;

/** The wanted variables over those that are set already, unless they replace them. */
export function mergeEnvironment(
  desired: DesiredFunction,
  current: FunctionConfiguration | undefined,
): Record<string, string> {
  const existing = desired.replaceEnvironment ? {} : (current?.Environment?.Variables ?? {});
  return { ...existing, ...desired.environment };
}

/** Which variables come, change and go, by name alone. */
function environmentChange(from: Record<string, string>, to: Record<string, string>): string {
  const added = Object.keys(to).filter((name) => from[name] === undefined);
  const changed = Object.keys(to).filter((name) => from[name] !== undefined && from[name] !== to[name]);
  const removed = Object.keys(from).filter((name) => to[name] === undefined);
  return [...added.map((n) => `+${n}`), ...changed.map((n) => `~${n}`), ...removed.map((n) => `-${n}`)].join(
    ' ',
  );
}

/** A role is the same when the wanted name or ARN is the one that the function has. */
const sameRole = (wanted: string, arn: string | undefined): boolean =>
  arn === wanted || (!wanted.startsWith('arn:') && arn?.split('/').at(-1) === wanted);

/** Every setting but the environment and the role, which have rules of their own. */
const fields: readonly Field<unknown>[] = [
  field<string>({
    name: 'runtime',
    want: ({ runtime }) => runtime,
    have: ({ Runtime }) => Runtime,
    show: String,
    send: (Runtime) => ({ Runtime: Runtime as NonNullable<ConfigurationRequest['Runtime']> }),
  }),
  field<string>({
    name: 'handler',
    want: ({ handler }) => handler,
    have: ({ Handler }) => Handler,
    show: String,
    send: (Handler) => ({ Handler }),
  }),
  field<number>({
    name: 'memory',
    want: ({ memorySize }) => memorySize,
    have: ({ MemorySize }) => MemorySize,
    show: (value) => `${value} MB`,
    send: (MemorySize) => ({ MemorySize }),
  }),
  field<number>({
    name: 'timeout',
    want: ({ timeout }) => timeout,
    have: ({ Timeout }) => Timeout,
    show: (value) => `${value} s`,
    send: (Timeout) => ({ Timeout }),
  }),
  field<string>({
    name: 'description',
    want: ({ description }) => description,
    have: ({ Description }) => Description ?? '',
    show: (value) => JSON.stringify(value),
    send: (Description) => ({ Description }),
  }),
  field<readonly string[]>({
    name: 'layers',
    want: ({ layers }) => layers,
    have: ({ Layers }) => (Layers ?? []).map(({ Arn }) => Arn as string),
    show: list,
    send: (Layers) => ({ Layers: [...Layers] }),
  }),
  field<'Active' | 'PassThrough'>({
    name: 'tracing',
    want: ({ tracing }) => tracing && tracingModes[tracing],
    have: ({ TracingConfig }) => TracingConfig?.Mode ?? 'PassThrough',
    show: String,
    send: (Mode) => ({ TracingConfig: { Mode } }),
  }),
  field<number>({
    name: 'ephemeral storage',
    want: ({ ephemeralStorage }) => ephemeralStorage,
    have: ({ EphemeralStorage }) => EphemeralStorage?.Size ?? 512,
    show: (value) => `${value} MB`,
    send: (Size) => ({ EphemeralStorage: { Size } }),
  }),
  field<'Text' | 'JSON'>({
    name: 'log format',
    want: ({ logFormat }) => logFormat && logFormats[logFormat],
    have: ({ LoggingConfig }) => LoggingConfig?.LogFormat ?? 'Text',
    show: String,
    // Lambda refuses log levels with the text format.
    send: (LogFormat, current) => {
      const { LogGroup, ApplicationLogLevel, SystemLogLevel } = current?.LoggingConfig ?? {};
      const levels = LogFormat === 'JSON' ? { ApplicationLogLevel, SystemLogLevel } : {};
      return { LoggingConfig: { LogFormat, LogGroup, ...levels } };
    },
  }),
  field<{ SubnetIds: string[]; SecurityGroupIds: string[] }>({
    name: 'VPC',
    want: ({ vpc }) =>
      vpc && { SubnetIds: sorted(vpc.subnets), SecurityGroupIds: sorted(vpc.securityGroups) },
    have: ({ VpcConfig }) => ({
      SubnetIds: sorted(VpcConfig?.SubnetIds),
      SecurityGroupIds: sorted(VpcConfig?.SecurityGroupIds),
    }),
    show: ({ SubnetIds, SecurityGroupIds }) => list([...SubnetIds, ...SecurityGroupIds]),
    // Left out, it would be switched off.
    send: (VpcConfig, current) => {
      const { Ipv6AllowedForDualStack } = current?.VpcConfig ?? {};
      const isOut = VpcConfig.SubnetIds.length === 0;
      return {
        VpcConfig: isOut || !Ipv6AllowedForDualStack ? VpcConfig : { ...VpcConfig, Ipv6AllowedForDualStack },
      };
    },
  }),
];

/** What is to be set, and the request that sets it. */
export interface ConfigurationDifference {
  readonly changes: readonly Change[];
  readonly request: ConfigurationRequest;
}

function differences(desired: DesiredFunction, current: FunctionConfiguration | undefined) {
  return fields.flatMap(({ name, want, have, show, send }) => {
    const to = want(desired, current);
    const from = current === undefined ? undefined : have(current);
    if (to === undefined || isDeepStrictEqual(from, to)) return [];
    const change = { field: name, ...(from === undefined ? {} : { from: show(from) }), to: show(to) };
    return [{ change, request: send(to, current) }];
  });
}

function environmentDifference(
  desired: DesiredFunction,
  current: FunctionConfiguration | undefined,
): { change: Change; request: ConfigurationRequest }[] {
  const from = current?.Environment?.Variables ?? {};
  const to = mergeEnvironment(desired, current);
  // Variables of a key that may not be used here: there is no telling what they are, only that they are not these.
  const isUnreadable = current?.Environment?.Error !== undefined;
  const isSame = isUnreadable ? !desired.replaceEnvironment : isDeepStrictEqual({ ...from }, to);
  if (isSame) return [];
  const names = environmentChange(from, to);
  const change = {
    field: 'environment',
    to: isUnreadable ? `${names || 'none'}, in place of those that cannot be read` : names,
  };
  return [{ change, request: { Environment: { Variables: to } } }];
}

function roleDifference(
  { role }: DesiredFunction,
  current: FunctionConfiguration | undefined,
): { change: Change; request: ConfigurationRequest }[] {
  if (role === undefined || sameRole(role, current?.Role)) return [];
  const from = current?.Role === undefined ? {} : { from: current.Role };
  return [{ change: { field: 'role', ...from, to: role }, request: { Role: role } }];
}

/** What differs between a function's configuration and the wanted one; all of it for a new function. */
export function configurationDifference(
  desired: DesiredFunction,
  current: FunctionConfiguration | undefined,
): ConfigurationDifference {
  const all = [
    ...differences(desired, current),
    ...roleDifference(desired, current),
    ...environmentDifference(desired, current),
  ];
  return {
    changes: all.map(({ change }) => change),
    request: Object.assign({}, ...all.map(({ request }) => request)),
  };
}
