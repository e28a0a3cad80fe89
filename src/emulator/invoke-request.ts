import type { IncomingHttpHeaders } from 'node:http';
import { asciiJson } from './ascii-json.ts';
import { limits } from './limits.ts';
import { headerText } from './runtime-answers.ts';

/** An error of the Lambda service itself, as its API sends it. */
export class ServiceError extends Error {
  readonly status: number;
  readonly errorType: string;
  /** After so many seconds it is worth another try. */
  readonly retryAfter: number | undefined;

  constructor(status: number, errorType: string, message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.errorType = errorType;
    this.retryAfter = retryAfter;
  }
}

const invocationTypes = ['RequestResponse', 'Event', 'DryRun'] as const;
export type InvocationType = (typeof invocationTypes)[number];

/** The headers of an invocation, understood. */
export interface InvokeHeaders {
  readonly type: InvocationType;
  readonly tail: boolean;
  readonly clientContext?: string | undefined;
  readonly traceId?: string | undefined;
}

function oneOf<T extends string>(value: string | undefined, choices: readonly T[], name: string): T {
  if (value === undefined || value === '') return choices[0] as T;
  const found = choices.find((choice) => choice === value);
  if (found) return found;
  throw invalidValue(value, name, `Member must satisfy enum value set: [${choices.join(', ')}]`);
}

/** The refusal of a value, in the words of the service. */
export const invalidValue = (value: string, name: string, constraint: string) =>
  new ServiceError(
    400,
    'ValidationException',
    `1 validation error detected: Value '${value.slice(0, 256)}' at '${name}' failed to satisfy constraint: ${constraint}`,
  );

/** The Qualifier of Invoke (AWS's service model of 2015-03-31: NumericLatestPublishedOrAliasQualifier). */
const qualifierPattern = String.raw`\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+`;
const qualifierExpression = new RegExp(`^(?:${qualifierPattern})$`);
const longestQualifier = 128;

/**
 * A version or an alias from a query, which goes into ARNs and headers.
 * @throws ServiceError when it cannot be one.
 */
export function checkQualifier(qualifier: string): string {
  if (!qualifierExpression.test(qualifier)) {
    const constraint = `Member must satisfy regular expression pattern: ${qualifierPattern}`;
    throw invalidValue(qualifier, 'qualifier', constraint);
  }
  if (qualifier.length <= longestQualifier) return qualifier;
  const constraint = `Member must have length less than or equal to ${longestQualifier}`;
  throw invalidValue(qualifier, 'qualifier', constraint);
}

/** A trace header goes on to the runtime as it came: printable ASCII, as X-Ray's format is. */
function traceIdOf(value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (/^[\x20-\x7e]+$/.test(value)) return value;
  throw invalidValue(asciiJson(value), 'traceHeader', 'Member must be printable ASCII');
}

function clientContextOf(encoded: string | undefined): string | undefined {
  if (encoded === undefined || encoded === '') return undefined;
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length > limits.clientContext) {
    throw new ServiceError(
      400,
      'InvalidRequestContentException',
      `Client context must be at most ${limits.clientContext} bytes.`,
    );
  }
  try {
    // Written again, so that no character of it can break the header that it travels in.
    return asciiJson(JSON.parse(bytes.toString()));
  } catch {
    throw new ServiceError(
      400,
      'InvalidRequestContentException',
      'Client context must be a valid Base64-encoded JSON object.',
    );
  }
}

/**
 * Reads the headers of Invoke and InvokeWithResponseStream.
 * @throws ServiceError when one has a value that the service refuses.
 */
export function readInvokeHeaders(headers: IncomingHttpHeaders): InvokeHeaders {
  return {
    type: oneOf(headerText(headers['x-amz-invocation-type']), invocationTypes, 'invocationType'),
    tail: oneOf(headerText(headers['x-amz-log-type']), ['None', 'Tail'], 'logType') === 'Tail',
    clientContext: clientContextOf(headerText(headers['x-amz-client-context'])),
    traceId: traceIdOf(headerText(headers['x-amzn-trace-id'])),
  };
}

/** The largest event of an invocation type, in bytes. */
export const payloadLimit = (type: InvocationType): number =>
  type === 'Event' ? limits.asyncPayload : limits.syncPayload;

/** The refusal of an event over its limit; `size` in bytes, when the caller has declared it. */
export function payloadTooLarge(type: InvocationType, size: number | undefined): ServiceError {
  const limit = payloadLimit(type);
  const message =
    size === undefined
      ? `Request must be smaller than ${limit} bytes for the InvokeFunction operation`
      : `${size} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`;
  return new ServiceError(413, 'RequestEntityTooLargeException', message);
}

/**
 * The event as a function gets it: as it came, and `{}` in place of nothing.
 * @throws ServiceError when it is not JSON.
 */
export function checkPayload(payload: Buffer): Buffer {
  if (payload.length === 0) return Buffer.from('{}');
  try {
    JSON.parse(payload.toString());
    return payload;
  } catch (error) {
    throw new ServiceError(
      400,
      'InvalidRequestContentException',
      `Could not parse request body into json: Could not parse payload into json: ${(error as Error).message}`,
    );
  }
}

/** The body of a service error; only ResourceNotFoundException writes "Message" with a capital. */
export function serviceErrorBody({ status, errorType, message }: ServiceError): string {
  const key = errorType === 'ResourceNotFoundException' ? 'Message' : 'message';
  return JSON.stringify({ Type: status < 500 ? 'User' : 'Service', [key]: message });
}
