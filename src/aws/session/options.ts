import { remoteInvokeOptions, type targetOptions } from '../../commands/aws-options.ts';
import type { ValuesOf } from '../../commands/command.ts';
import { UsageError } from '../../errors.ts';
import type { Stage } from '../../project/stages.ts';
import type { Target } from './session.ts';

/** What every command that talks to AWS takes, by the names as typed. */
export type TargetFlags = ValuesOf<typeof targetOptions>;

/** Where a run goes: flags win over the stage, the stage over the environment. */
export const targetOf = (flags: TargetFlags, stage: Stage | undefined): Target => ({
  region: flags.region ?? stage?.region,
  profile: flags.profile ?? stage?.profile,
  endpointUrl: flags['endpoint-url'],
});

/** @throws UsageError for a flag that means something on AWS alone, when the call does not go there. */
export function refuseRemoteFlags(values: Readonly<Record<string, unknown>>): void {
  const given = remoteInvokeOptions.find(({ name }) => values[name] !== undefined);
  if (given) throw new UsageError(`--${given.name} is for calls on AWS; give --remote with it.`);
}
