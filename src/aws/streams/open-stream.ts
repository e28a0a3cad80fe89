import type { OpenStream } from '../../emulator/sources/stream.ts';
import { UserError } from '../../errors.ts';
import { orAbort } from '../../processes/interrupt.ts';
import { explainAws } from '../session/failure.ts';
import { connect, type Session, type Target } from '../session/session.ts';
import type { Ask } from './ask.ts';
import { openKinesis } from './kinesis.ts';
import { openTableStream } from './table-stream.ts';

const openers = { kinesis: openKinesis, dynamodb: openTableStream };

/** The variable that names the endpoint of each service; AWS_ENDPOINT_URL is that of all. */
export const endpointVariables = {
  kinesis: 'AWS_ENDPOINT_URL_KINESIS',
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB_STREAMS',
} as const;

/** The region of an ARN; undefined for a name. */
const regionOf = (name: string) => (name.startsWith('arn:') ? name.split(':')[3] || undefined : undefined);

/** @throws UserError with the stream's name in front; a service's errors name none, and there may be several. */
function explained(error: unknown, target: Target, name: string): unknown {
  const told = explainAws(error, target);
  if (!(told instanceof UserError) || told === error || told.name === 'InterruptedError') return told;
  return new UserError(`${name}: ${told.message}`, told.code, { cause: error });
}

/**
 * Opens a stream of Kinesis, or that of a DynamoDB table, with the SDK's own credentials, region and endpoint. The region
 * of an ARN is the one in it.
 */
export const openStream: OpenStream = async (kind, name, signal) => {
  const endpointUrl = process.env[endpointVariables[kind]] || process.env.AWS_ENDPOINT_URL || undefined;
  const target: Target = { region: regionOf(name), by: 'environment' };
  const shown = { ...target, endpointUrl };
  let session: Session;
  try {
    session = await connect(target);
  } catch (error) {
    throw explained(error, shown, name);
  }
  const ask: Ask = async (call, abort) => {
    try {
      return await orAbort(call(), abort);
    } catch (error) {
      throw explained(error, shown, name);
    }
  };
  try {
    const stream = await openers[kind](session, name, ask, signal);
    return { ...stream, close: () => session.close() };
  } catch (error) {
    session.close();
    throw error;
  }
};
