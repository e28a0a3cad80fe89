import type { OpenStream } from '../../emulator/sources/stream.ts';
import { regionOfArn } from '../../platform/aws-names.ts';
import { orAbort } from '../../processes/interrupt.ts';
import { explainNamed } from '../session/failure.ts';
import { connect, type Session, type Target } from '../session/session.ts';
import type { Ask } from './ask.ts';
import { openKinesis } from './kinesis.ts';
import { openTableStream } from './table-stream.ts';

const openers = { kinesis: openKinesis, dynamodb: openTableStream };

/** The variable that names the endpoint of each service; AWS_ENDPOINT_URL is that of all. */
const endpointVariables = {
  kinesis: 'AWS_ENDPOINT_URL_KINESIS',
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB_STREAMS',
} as const;

/**
 * Opens a stream of Kinesis, or that of a DynamoDB table, with the SDK's own credentials, region and endpoint. The region
 * of an ARN is the one in it.
 */
export const openStream: OpenStream = async (kind, name, signal) => {
  const endpointUrl = process.env[endpointVariables[kind]] || process.env.AWS_ENDPOINT_URL || undefined;
  const target: Target = { region: regionOfArn(name) || undefined, by: 'environment' };
  const shown = { ...target, endpointUrl };
  let session: Session;
  try {
    session = await connect(target);
  } catch (error) {
    throw explainNamed(error, shown, name);
  }
  const ask: Ask = async (send, abortSignal) => {
    try {
      return await orAbort(send({ abortSignal }), abortSignal);
    } catch (error) {
      throw explainNamed(error, shown, name);
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
