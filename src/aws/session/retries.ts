import { StandardRetryStrategy } from '@smithy/core/retry';

/** Ten attempts with the SDK's backoff and jitter are about a minute, which outlasts a throttled account. */
const throttledAttempts = 10;

/** Concurrency that is reserved for a function may be none at all: that is no matter of patience. */
const reservedAttempts = 3;
const isReservedOut = (error: unknown) =>
  String((error as { Reason?: string } | undefined)?.Reason).startsWith('ReservedFunctionConcurren');

type Refresh = StandardRetryStrategy['refreshRetryTokenForRetry'];

/**
 * The SDK's own retries, patient with throttling and quick with everything else: an endpoint that cannot be
 * reached should be said in a second, a 429 should be sat out.
 */
export class PatientRetries extends StandardRetryStrategy {
  readonly #otherAttempts: number;

  /**
   * @param otherAttempts most attempts where the cause is not throttling. An invocation takes 1: only of a
   * throttled one is it certain that the function has not run.
   */
  constructor(otherAttempts: number) {
    super(throttledAttempts);
    this.#otherAttempts = otherAttempts;
  }

  override async refreshRetryTokenForRetry(...[token, info]: Parameters<Refresh>): ReturnType<Refresh> {
    const done = token.getRetryCount() + 1;
    if (isReservedOut(info.error) && done >= reservedAttempts) throw new Error('No more attempts.');
    if (info.errorType !== 'THROTTLING' && done >= this.#otherAttempts) {
      throw new Error('No more attempts.');
    }
    return super.refreshRetryTokenForRetry(token, info);
  }
}
