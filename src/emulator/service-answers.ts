import { BodiesTooLarge } from './body.ts';
import { ServiceError, serviceErrorBody } from './invoke-request.ts';
import { Throttled } from './pool.ts';

/** An answer with a body in one piece. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer | string;
  /** For the request log: the type of the error that the caller gets. */
  readonly error?: string | undefined;
}

/** What the service says of an error; undefined for one of the emulator's own. */
export function asServiceError(error: unknown): ServiceError | undefined {
  if (error instanceof ServiceError) return error;
  if (error instanceof Throttled) return new ServiceError(429, 'TooManyRequestsException', 'Rate Exceeded.');
  if (error instanceof BodiesTooLarge) {
    const message = 'The requests that are being read hold all the memory that they may; try again.';
    return new ServiceError(503, 'ServiceUnavailableException', message, error.retryAfter);
  }
  return undefined;
}

export function errorAnswer(error: ServiceError): Answer {
  const headers = ['Content-Type', 'application/json', 'x-amzn-ErrorType', error.errorType];
  if (error.retryAfter !== undefined) headers.push('Retry-After', String(error.retryAfter));
  return { status: error.status, headers, body: serviceErrorBody(error) };
}
