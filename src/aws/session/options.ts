import { remoteInvokeOptions, type targetOptions } from '../../commands/aws-options.ts';
import type { ValuesOf } from '../../commands/command.ts';
import { UsageError } from '../../errors.ts';
import type { Stage } from '../../project/stages.ts';
import type { Target } from './session.ts';

/** What every command that talks to AWS takes, by the names as typed. */
export type TargetFlags = ValuesOf<typeof targetOptions>;

/**
 * The profile of a stage; a pipeline that has signed in has none of the profiles of its developers. The account of the stage
 * is compared in any case.
 */
function profileOf(stage: Stage | undefined, env: NodeJS.ProcessEnv): string | undefined {
  return env.CI && env.AWS_ACCESS_KEY_ID ? undefined : stage?.profile;
}

/** Where a run goes: flags win over the stage, the stage over the environment. */
export const targetOf = (
  flags: TargetFlags,
  stage: Stage | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Target => ({
  region: flags.region ?? stage?.region,
  profile: flags.profile ?? profileOf(stage, env),
  endpointUrl: flags['endpoint-url'],
});

/** @throws UsageError for a flag that means something on AWS alone, when the call does not go there. */
export function refuseRemoteFlags(values: Readonly<Record<string, unknown>>): void {
  const given = remoteInvokeOptions.find(({ name }) => values[name] !== undefined);
  if (given) throw new UsageError(`--${given.name} is for calls on AWS; give --remote with it.`);
}
