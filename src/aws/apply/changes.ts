import type { UserError } from '../../errors.ts';
import { roleProblem } from '../iam/roles.ts';
import type { Run } from './run.ts';
import { pauses, settle } from './waits.ts';

/** IAM's changes reach Lambda in ten seconds as a rule. */
const roleRaceMs = 60_000;

const isConflict = (error: Error) => error.name === 'ResourceConflictException';

/** Lambda found something in place that the plan knew nothing of, or a newer state than the plan's. */
export function isStale(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'PreconditionFailedException' || (isConflict(error) && /exist/.test(error.message));
}

const isInProgress = (error: Error) => isConflict(error) && !isStale(error);

const isInvalid = ({ name }: Error) => name === 'InvalidParameterValueException';

/** Lambda asks EC2 for the network of a function in a VPC; the SDK does not take this for throttling. */
const isEc2Throttled = (error: Error) => isInvalid(error) && error.message.includes('throttled by EC2');

/**
 * A role that IAM knows and Lambda or KMS (which lets it read the variables) not yet; the policies of one that was
 * just made are as late.
 */
const isRoleRace = (error: Error, { desired }: Run) =>
  isInvalid(error) &&
  (/cannot be assumed by Lambda|KMS key is invalid for CreateGrant/.test(error.message) ||
    (desired.createRole && error.message.includes('role does not have permissions to call')));

/**
 * Sends a change, and again where waiting is the cure: another update is in progress, or the role is too young.
 * Throttling is the client's business.
 * @throws UserError when the role is wrong rather than young; the service's error for everything else.
 */
export async function change<T>(run: Run, send: () => Promise<T>): Promise<T> {
  const pause = pauses(run.pace, run.signal);
  let roleDeadline: number | undefined;
  for (;;) {
    try {
      return await send();
    } catch (thrown) {
      const error = thrown as Error;
      if (Date.now() >= run.deadline) throw error;
      if (isInProgress(error)) {
        await settle(run, run.desired.name);
      } else if (isEc2Throttled(error)) {
        run.say(`${run.desired.name}: EC2 throttles Lambda; trying again`);
      } else if (isRoleRace(error, run)) {
        if (roleDeadline === undefined) {
          roleDeadline = Date.now() + roleRaceMs;
          const role = run.progress.roleArn as string;
          const problem: UserError | undefined = await roleProblem(run, role);
          if (problem) throw problem;
          run.say(`${run.desired.name}: waiting until Lambda can assume ${role}`);
        } else if (Date.now() >= roleDeadline) {
          throw error;
        }
      } else {
        throw error;
      }
      await pause();
    }
  }
}
