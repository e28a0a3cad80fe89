import { type Failure, platformErrorType } from './failures.ts';
import type { FunctionError } from './types.ts';

/** How the service had to end what did not end well by itself. */
export interface Breakdown {
  readonly status: 'error' | 'timeout';
  readonly failure: Failure;
  /** What the runtime itself said of a failed init. */
  readonly reported?: FunctionError | undefined;
}

/** The type of the error in the service's log. */
export const breakdownType = ({ failure, reported }: Breakdown): string =>
  reported ? platformErrorType(reported.errorType) : (failure.reportedType ?? failure.errorType);
