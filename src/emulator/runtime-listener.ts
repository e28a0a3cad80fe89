import type { Readable } from 'node:stream';
import type { FunctionError } from './types.ts';

/** What a runtime says to the service, one call for each of its requests that is in order. */
export interface RuntimeListener {
  /** It asked for the next event: the first time it is initialised, later the invocation is over. */
  ready(): void;
  initError(error: FunctionError): void;
  response(body: Buffer, contentType: string): void;
  streamedResponse(stream: StreamedResponse): void;
  responseTooLarge(): void;
  invalidResponseMode(): void;
  error(error: FunctionError): void;
  /** An extension registered or asked for its next event. */
  extensions?(): void;
}

export interface StreamedResponse {
  readonly stream: Readable;
  readonly contentType: string;
  /** The error in the trailers, once the stream has ended. */
  trailers(): FunctionError | undefined;
}
