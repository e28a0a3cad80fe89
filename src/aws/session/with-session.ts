import { withAwsErrors } from './failure.ts';
import { connect, type Session, type Target } from './session.ts';

/** Runs something with a session of its own; what it throws has been through explainAws. */
export function withSession<T>(target: Target, work: (session: Session) => Promise<T>): Promise<T> {
  return withAwsErrors(target, async () => {
    const session = await connect(target);
    try {
      return await work(session);
    } finally {
      session.close();
    }
  });
}
