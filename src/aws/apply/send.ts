import { orAbort } from '../../processes/interrupt.ts';
import type { Run } from './run.ts';

type Send = Run['session']['lambda']['send'];

/** The client's `send`, ended by the run's signal. */
export const sender = ({ session, signal }: Run): Send =>
  ((command: Parameters<Send>[0]) =>
    orAbort(
      session.lambda.send(command, signal === undefined ? {} : { abortSignal: signal }),
      signal,
    )) as Send;
