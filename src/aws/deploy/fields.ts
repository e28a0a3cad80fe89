import type { FunctionConfiguration, Runtime } from '@aws-sdk/client-lambda';
import { UsageError } from '../../errors.ts';
import {
  type After,
  type ConfigurationRequest,
  type Difference,
  type Member,
  member,
} from '../../settings/row.ts';
import { settingRows, wantedOf } from '../../settings/table.ts';
import type { DesiredFunction } from './desired.ts';

/** One difference between a function as it is and as it is to be, in words; never a variable's value. */
export interface Change extends Difference {
  readonly field: string;
}

/** A member of the configuration: what is wanted of it, and how it is compared and sent. */
interface Field {
  readonly title: string;
  want(desired: DesiredFunction): unknown;
  /** Where an answer has it. */
  readonly member: keyof FunctionConfiguration;
  readonly lambda: Pick<Member<unknown>, 'change' | 'write' | 'refuse'>;
}

/** What a container image brings itself. Source: Lambda API, CreateFunction: "if the deployment package is a zip". */
const ofZips: readonly (keyof FunctionConfiguration)[] = ['Runtime', 'Handler', 'Layers'];

/** The command of an image, which AWS's images for custom runtimes hand to the program as Lambda's Handler setting. */
const command: Field = {
  title: 'command',
  member: 'ImageConfigResponse',
  want: (desired) => (desired.image === undefined ? undefined : desired.command),
  lambda: {
    change: (wanted, current) => {
      const from = current?.ImageConfigResponse?.ImageConfig?.Command?.join(' ');
      if (from === wanted) return undefined;
      return { ...(from === undefined ? {} : { from }), to: String(wanted) };
    },
    write: (wanted, request, current) => ({
      ...request,
      ImageConfig: { ...current?.ImageConfigResponse?.ImageConfig, Command: [String(wanted)] },
    }),
    refuse: () => undefined,
  },
};

const memberField = (title: string, want: Field['want'], lambda: Member<unknown>): Field => ({
  title,
  member: lambda.member,
  want: (desired) =>
    desired.image !== undefined && ofZips.includes(lambda.member) ? undefined : want(desired),
  lambda,
});

/** What no setting of a function says: the project does. */
const projectFields: readonly Field[] = [
  memberField(
    'runtime',
    ({ runtime }) => runtime,
    member<'Runtime', Runtime>('Runtime', {
      read: (own) => own,
      write: (own) => own,
      show: String,
    }) as Member<unknown>,
  ),
  memberField(
    'handler',
    ({ handler }) => handler,
    member<'Handler', string>('Handler', {
      read: (own) => own,
      write: (own) => own,
      show: String,
    }) as Member<unknown>,
  ),
  command,
];

const fields: readonly Field[] = [
  ...projectFields,
  ...settingRows.flatMap((row) => {
    const { title, lambda } = row;
    return lambda.kind === 'member' ? [memberField(title, (desired) => wantedOf(desired, row), lambda)] : [];
  }),
];

/** The settings that a function has and a container image cannot have, by their names. */
export const settingsWithoutImage = (desired: DesiredFunction): string[] =>
  settingRows
    .filter((row) => row.lambda.kind === 'member' && ofZips.includes(row.lambda.member))
    .filter((row) => {
      const value = wantedOf(desired, row);
      return value !== undefined && !(Array.isArray(value) && value.length === 0);
    })
    .map(({ name }) => name);

/** The members of a configuration that a deployment may set. */
export const configuredMembers = [...new Set(fields.map((field) => field.member))];

/** What is to be set, and the request that sets it. */
export interface ConfigurationDifference {
  readonly changes: readonly Change[];
  readonly request: ConfigurationRequest;
}

/**
 * What differs between a function's configuration and the wanted one; all of it for a new function.
 * @throws UsageError for what Lambda would refuse in the configuration as it would be.
 */
export function configurationDifference(
  desired: DesiredFunction,
  current: FunctionConfiguration | undefined,
): ConfigurationDifference {
  const changes: Change[] = [];
  let request: ConfigurationRequest = {};
  const wanted = fields.flatMap(({ title, want, lambda }) => {
    const value = want(desired);
    return value === undefined ? [] : [{ title, value, lambda }];
  });
  for (const { title, value, lambda } of wanted) {
    const difference = lambda.change(value, current);
    if (difference === undefined) continue;
    changes.push({ field: title, ...difference });
    request = lambda.write(value, request, current);
  }
  const after: After = (name) => (name in request ? request[name] : current?.[name]);
  for (const { value, lambda } of wanted) {
    const problem = lambda.refuse(value, after);
    if (problem !== undefined) throw new UsageError(`${desired.name}: ${problem}`);
  }
  return { changes, request };
}
