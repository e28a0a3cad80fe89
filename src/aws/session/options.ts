import { remoteInvokeOptions, type targetOptions } from '../../commands/aws-options.ts';
import type { ValuesOf } from '../../commands/command.ts';
import { UsageError } from '../../errors.ts';

/** What every command that talks to AWS takes, by the names as typed. */
export type TargetFlags = ValuesOf<typeof targetOptions>;

export const targetOf = (flags: TargetFlags) => ({
  region: flags.region,
  profile: flags.profile,
  endpointUrl: flags['endpoint-url'],
});

/** @throws UsageError for a flag that means something on AWS alone, when the call does not go there. */
export function refuseRemoteFlags(values: Readonly<Record<string, unknown>>): void {
  const given = remoteInvokeOptions.find(({ name }) => values[name] !== undefined);
  if (given) throw new UsageError(`--${given.name} is for calls on AWS; give --remote with it.`);
}
