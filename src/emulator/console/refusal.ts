import { UserError } from '../../errors.ts';
import { BodiesTooLarge, BodyTooLarge } from '../body.ts';
import { ServiceError } from '../invoke-request.ts';

/** A refusal with a sentence for the user. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: readonly string[];

  constructor(status: number, text: string, ...headers: string[]) {
    super(text);
    this.status = status;
    this.headers = headers;
  }
}

/** What the client is told of an error. @throws an error that the client did not cause. */
export function refusalOf(error: unknown): Pick<Refusal, 'status' | 'message' | 'headers'> {
  if (error instanceof Refusal) return error;
  if (error instanceof ServiceError) return { status: error.status, message: error.message, headers: [] };
  if (error instanceof BodyTooLarge) return { status: 413, message: error.message, headers: [] };
  if (error instanceof BodiesTooLarge)
    return { status: 503, message: error.message, headers: ['Retry-After', String(error.retryAfter)] };
  // A link in the way, a disk that is full.
  if (error instanceof UserError) return { status: 409, message: error.message, headers: [] };
  throw error;
}
