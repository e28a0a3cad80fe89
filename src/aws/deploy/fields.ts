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
  readonly lambda: Member<unknown>;
}

/** What no setting of a function says: the project does. */
const projectFields: readonly Field[] = [
  {
    title: 'runtime',
    want: ({ runtime }) => runtime,
    lambda: member<'Runtime', Runtime>('Runtime', { read: (own) => own, write: (own) => own, show: String }),
  },
  {
    title: 'handler',
    want: ({ handler }) => handler,
    lambda: member<'Handler', string>('Handler', { read: (own) => own, write: (own) => own, show: String }),
  },
];

const fields: readonly Field[] = [
  ...projectFields,
  ...settingRows.flatMap((row) => {
    const { title, lambda } = row;
    return lambda.kind === 'member'
      ? [{ title, want: (d: DesiredFunction) => wantedOf(d, row), lambda }]
      : [];
  }),
];

/** The members of a configuration that a deployment may set. */
export const configuredMembers = [...new Set(fields.map(({ lambda }) => lambda.member))];

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
