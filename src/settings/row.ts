import { isDeepStrictEqual } from 'node:util';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type {
  FunctionConfiguration,
  GetFunctionCommandOutput,
  LambdaClient,
  UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import type * as v from 'valibot';
import type { Option, ValuesOf } from '../commands/command.ts';
import type { Cdk, Sam, Terraform } from './infrastructure.ts';

/**
 * A setting of a function, as one row: its name in `.yo-rc.json`, what it may be, its flags, how Lambda has it, its
 * place in SAM, CDK and Terraform, the rights that it takes, and its documentation. What a row leaves out does not compile;
 * what it cannot have it says in words (`missing`, `'none'`).
 */

/** The part of a request that CreateFunction and UpdateFunctionConfiguration have in common. */
export type ConfigurationRequest = Omit<
  UpdateFunctionConfigurationCommandInput,
  'FunctionName' | 'RevisionId'
>;

/** What a function is configured with in one request, and answers with in another. */
export type MemberName = keyof ConfigurationRequest & keyof FunctionConfiguration;

type Held<M extends MemberName> = FunctionConfiguration[M] | ConfigurationRequest[M];

/** A configuration as it will be, when a request has been carried out. */
export type After = <M extends MemberName>(member: M) => Held<M>;

/** One difference in words; never a secret. */
export interface Difference {
  /** Absent for what is new. */
  readonly from?: string;
  readonly to: string;
}

/** A setting that is a member of the function's configuration. */
export interface Member<V> {
  readonly kind: 'member';
  readonly member: MemberName;
  /** What changes for the value to be in effect; undefined when it is. @param current undefined for a new function. */
  change(wanted: V, current: FunctionConfiguration | undefined): Difference | undefined;
  /** The member of a request with the value; what other settings have put into it stays. */
  write(
    wanted: V,
    request: ConfigurationRequest,
    current: FunctionConfiguration | undefined,
  ): ConfigurationRequest;
  /** Why Lambda would refuse the value in the configuration as it will be, as the end of a sentence. */
  refuse(wanted: V, after: After): string | undefined;
}

/** The clients that a setting may call. */
export interface Clients {
  readonly lambda: LambdaClient;
  logs(): Promise<CloudWatchLogsClient>;
}

/** The function that a call is about. */
export interface Target {
  readonly name: string;
  /** The log group that it writes to once its configuration is in effect. */
  readonly logGroup: string;
}

/** A setting that Lambda, or another service, has calls of its own for. */
export interface Call<V> {
  readonly kind: 'call';
  /** The operations, for the documentation: you need the right to call them to deploy. */
  readonly operations: readonly string[];
  /** The value that is in effect. @param answer the function as GetFunction answers it. */
  read(target: Target, clients: Clients, answer: GetFunctionCommandOutput): Promise<V>;
  /** What a new function has, where that is known: nothing is called for it. */
  readonly fresh: V | undefined;
  show(value: V): string;
  /** Puts the value into effect. Called again after a conflict: it has to come to the same. */
  apply(target: Target, clients: Clients, value: V): Promise<unknown>;
}

/** A setting that takes several steps in an order of their own, which src/aws plans. */
export interface Planned {
  readonly kind: 'planned';
  readonly by: 'tags' | 'url';
  readonly operations: readonly string[];
}

/** Where a role's rights apply. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** Something that a function's role must be allowed. */
export interface Right {
  /** In words. */
  readonly text: string;
  readonly actions: readonly string[];
  /** The ARNs that it is about. */
  readonly resources: (place: Place) => string[];
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The right that a setting takes: the same for every value that needs it, or one of its own for each. */
export type Rights<V> =
  | { needed(value: V): boolean; readonly fixed: Right }
  | { needed(value: V): boolean; right(value: V): Right };

export interface Docs {
  /** Type and limits. */
  readonly values: string;
  /** What it does, as a sentence. */
  readonly text: string;
}

/** A value, to show and to try: the documentation has it, and a test takes every row through a deployment with it. */
export interface Example {
  /** As in `.yo-rc.json`. */
  readonly setting: unknown;
  /** The same as words of `deploy`; empty where no flag can say it. */
  readonly words: readonly string[];
  /** Words that take it away again. */
  readonly off?: readonly string[];
  /** The settings without which Lambda refuses it. */
  readonly needs?: readonly string[];
}

/** What a setting and its flags come from, besides themselves. */
export interface Given {
  /** The function's name. */
  readonly name: string;
  /** The variables of `--env-var-file`. */
  readonly fileEnvironment: Readonly<Record<string, string>>;
  /** Variables that the runtime takes to find the handler. */
  readonly handlerVariables: Readonly<Record<string, string>>;
}

export interface SettingRow<N extends string, S extends v.GenericSchema, F extends readonly Option[], V> {
  /** In `.yo-rc.json`. */
  readonly name: N;
  /** In plans. */
  readonly title: string;
  /** What the setting may be; optional, unless every function has one. */
  readonly schema: S;
  /** The flags of `deploy`. */
  readonly flags: F;
  /**
   * The value that is wanted: flags win over the setting. Undefined leaves it as it is on AWS.
   * @throws UsageError when flags contradict each other.
   */
  from(flags: ValuesOf<F>, setting: v.InferOutput<S>, given: Given): V | undefined;
  readonly lambda: Member<V> | Call<V> | Planned;
  readonly sam: Sam<NonNullable<v.InferOutput<S>>> | { readonly missing: string };
  readonly cdk: Cdk<NonNullable<v.InferOutput<S>>> | { readonly missing: string };
  readonly terraform: Terraform<NonNullable<v.InferOutput<S>>> | { readonly missing: string };
  readonly rights: Rights<V> | 'none';
  readonly docs: Docs;
  readonly example: Example;
}

/** Any row, for those who go through all of them. */
export type AnyRow = SettingRow<string, v.GenericSchema, readonly Option[], unknown>;

/** A row with all of its types inferred. */
export const setting = <
  const N extends string,
  S extends v.GenericSchema,
  const F extends readonly Option[],
  V,
>(
  row: SettingRow<N, S, F, V>,
): SettingRow<N, S, F, V> => row;

interface MemberSpec<M extends MemberName, V> {
  /** The value in Lambda's answer; for what it leaves out, the value that it stands for. */
  readonly read: (answer: FunctionConfiguration[M]) => V | undefined;
  /** The member with the value. @param before what it has so far, which other settings may share. */
  readonly write: (wanted: V, before: Held<M>) => ConfigurationRequest[M];
  readonly show: (value: V) => string;
  /** The value that means "not set": a new function has it. */
  readonly none?: V;
  readonly isSame?: (wanted: V, current: V) => boolean;
  readonly refuse?: (wanted: V, after: After) => string | undefined;
}

/** A member that is read, compared, shown and sent as one value. */
export function member<M extends MemberName, V>(name: M, spec: MemberSpec<M, V>): Member<V> {
  const { read, write, show, none, isSame = isDeepStrictEqual, refuse } = spec;
  return {
    kind: 'member',
    member: name,
    change: (wanted, current) => {
      const from = current === undefined ? none : read(current[name]);
      if (from !== undefined && isSame(wanted, from)) return undefined;
      return current === undefined || from === undefined
        ? { to: show(wanted) }
        : { from: show(from), to: show(wanted) };
    },
    write: (wanted, request, current) => ({
      ...request,
      [name]: write(wanted, request[name] ?? current?.[name]),
    }),
    refuse: (wanted, after) => refuse?.(wanted, after),
  };
}
