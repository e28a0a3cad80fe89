import { isDeepStrictEqual } from 'node:util';
import type { GetFunctionCommandOutput } from '@aws-sdk/client-lambda';
import { usualLogGroup } from '../../settings/log-group.ts';
import type { AnyRow, Call, Clients, Target } from '../../settings/row.ts';
import { settingRows, wantedOf } from '../../settings/table.ts';
import type { CurrentFunction } from '../deploy/current.ts';
import type { DesiredFunction } from '../deploy/desired.ts';
import { type Step, step, to } from '../deploy/plan.ts';

/** Settings that Lambda, or CloudWatch Logs, has calls of their own for. */

interface CallRow {
  readonly row: AnyRow;
  readonly call: Call<unknown>;
}

const callRows: readonly CallRow[] = settingRows.flatMap((row) =>
  row.lambda.kind === 'call' ? [{ row, call: row.lambda }] : [],
);

/** The names of these settings. */
export const callSettings = callRows.map(({ row }) => row.name);

/** The values that are wanted of them; a value that is not wanted is not even read, which would take another right. */
const wantedCalls = (desired: DesiredFunction) =>
  callRows.flatMap(({ row, call }) => {
    const value = wantedOf(desired, row);
    return value === undefined ? [] : [{ row, call, value }];
  });

const targetOf = ({ name, logGroup }: DesiredFunction, current: string | undefined): Target => ({
  name,
  logGroup: logGroup ?? current ?? usualLogGroup(name),
});

/** Reads what is in effect of the settings that are wanted, by their names. */
export async function readCalls(
  desired: DesiredFunction,
  clients: Clients,
  answer: GetFunctionCommandOutput,
): Promise<Record<string, unknown>> {
  const target = targetOf(desired, answer.Configuration?.LoggingConfig?.LogGroup);
  const read = wantedCalls(desired).map(
    async ({ row, call }) => [row.name, await call.read(target, clients, answer)] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}

/** A step for each that differs. */
export function planCalls(desired: DesiredFunction, current: CurrentFunction | undefined): Step[] {
  return wantedCalls(desired).flatMap(({ row: { name, title }, call, value }): Step[] => {
    const from = current === undefined ? call.fresh : current.settings[name];
    if (isDeepStrictEqual(from, value)) return [];
    const change =
      current === undefined || from === undefined
        ? to(title, call.show(value))
        : { field: title, from: call.show(from), to: call.show(value) };
    return [{ ...step(`set ${title}`, [change]), setting: name }];
  });
}

/** Puts the wanted value of a setting into effect. */
export async function applyCall(
  name: string,
  desired: DesiredFunction,
  clients: Clients,
  currentLogGroup: string | undefined,
): Promise<void> {
  const found = wantedCalls(desired).find(({ row }) => row.name === name);
  if (found === undefined) throw new Error(`No setting ${name} is wanted.`);
  await found.call.apply(targetOf(desired, currentLogGroup), clients, found.value);
}
