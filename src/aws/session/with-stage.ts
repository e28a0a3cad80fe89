import { UserError } from '../../errors.ts';
import type { Stage } from '../../project/stages.ts';
import { oneLine } from './one-line.ts';
import { type TargetFlags, targetOf } from './options.ts';
import type { Session } from './session.ts';
import { withSession } from './with-session.ts';

/**
 * Asks AWS whose credentials these are, where the stage says whose they have to be. It takes no permission.
 * @throws UserError for another account.
 */
async function requireAccount({ sts, target }: Session, stage: Stage | undefined): Promise<void> {
  if (stage?.account === undefined) return;
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const { Account = 'unknown' } = await (await sts()).send(new GetCallerIdentityCommand({}));
  if (Account === stage.account) return;
  const used =
    target.profile === undefined ? 'the credentials' : `the credentials of profile ${target.profile}`;
  throw new UserError(
    `Stage ${stage.name} belongs to account ${stage.account}, and ${used} are of ${oneLine(Account)}; nothing was changed. Use others with --profile, or name one as "profile" of the stage.`,
  );
}

/**
 * Runs something with a session of its own, in the stage's region and with its profile, once it is certain that the account
 * is the stage's. What it throws has been through explainAws.
 */
export const withStage = <T>(
  flags: TargetFlags,
  stage: Stage | undefined,
  work: (session: Session) => Promise<T>,
): Promise<T> =>
  withSession(targetOf(flags, stage), async (session) => {
    await requireAccount(session, stage);
    return work(session);
  });
