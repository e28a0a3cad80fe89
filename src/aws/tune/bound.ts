import { lambdaLimits } from '../../platform/limits.ts';
import type { LambdaPrice } from '../../platform/prices.ts';
import { spareTries } from '../measure/remote-report.ts';
import { costOf } from './cost.ts';
import { most, type TuneMeasurement } from './measure.ts';

/** The most that a run on AWS changes, invokes and costs (US dollars): each invocation at its timeout, each INIT at its limit. */
export function boundOf(
  run: Pick<TuneMeasurement, 'sizes' | 'count' | 'warm'>,
  timeoutSeconds: number,
  price: LambdaPrice,
): { readonly changes: number; readonly invocations: number; readonly cost: number } {
  const { sizes, count, warm } = run;
  // One second more is the timeout of every other round.
  const longestMs = 1000 * Math.min(timeoutSeconds + 1, lambdaLimits.timeoutSeconds.max);
  const coldMs = longestMs + lambdaLimits.initMs;
  const ofSize = (memorySize: number) =>
    count * (costOf(memorySize, coldMs, price) + warm * costOf(memorySize, longestMs, price));
  const spare = spareTries * costOf(Math.max(...sizes), coldMs, price);
  const { changes, cold, warm: warmInvocations } = most(run);
  return {
    // The way back is a change, too.
    changes: changes + 1,
    invocations: cold + warmInvocations,
    cost: sizes.reduce((sum, memorySize) => sum + ofSize(memorySize), spare),
  };
}
