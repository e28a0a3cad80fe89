import { pipeline, Transform } from 'node:stream';
import { responseTooLarge } from './failures.ts';
import { limits } from './limits.ts';
import type { StreamedResponse } from './runtime-listener.ts';
import type { FunctionError, Outcome } from './types.ts';

/** A streamed response on its way to the caller. */
export interface RunningStream {
  readonly outcome: Outcome;
  /** Ends it with an error, when its runtime has ended or was ended. */
  fail(error: FunctionError): void;
}

/** Lets 200 MB through. */
function limited(): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > limits.streamedResponse) done(new Error('Streamed response over the limit'));
      else done(null, chunk);
    },
  });
}

/** Leads a runtime's streamed response to its caller, with back pressure and under the service's limit. */
export function runStream({ stream, contentType, trailers }: StreamedResponse): RunningStream {
  const body = limited();
  let finish: (error: FunctionError | undefined) => void = () => undefined;
  const completion = new Promise<FunctionError | undefined>((resolve) => {
    finish = resolve;
  });
  pipeline(stream, body, (error) => {
    if (!error) finish(trailers());
    else if (error.message === 'Streamed response over the limit') finish(responseTooLarge);
    // Anything else is the end of the process or of its connection: `fail` tells which.
  });
  return {
    outcome: { kind: 'stream', contentType, stream: body, completion },
    fail: (error) => finish(error),
  };
}
