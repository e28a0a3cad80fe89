import { lambdaLimits } from '../platform/limits.ts';

/** The limits of the service, and those of the emulator itself; in bytes unless named otherwise. */
export const limits = {
  ...lambdaLimits,
  /** Invocations that may wait for a sandbox before the service throttles. */
  waiting: 10_000,
  /** One line of a function's output; longer ones are cut into several. */
  logLine: 256 * 1024,
} as const;
