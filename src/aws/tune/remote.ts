import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { invokeForReport } from '../measure/remote-report.ts';
import { otherTimeout, type ReversibleSetup, reversibly } from '../measure/reversible.ts';
import type { Target } from './measure.ts';

/**
 * The function on AWS: its memory is changed for each size, and its timeout by a second, so that each change makes cold starts.
 * Whatever happens, both are what they were when this returns or throws.
 * @throws UserError when they could not be set back; InterruptedError; what the work throws.
 */
export const withRemoteTarget = <T>(
  setup: ReversibleSetup,
  work: (target: Target, configuration: FunctionConfiguration) => Promise<T>,
): Promise<T> => {
  const { session, functionName, signal } = setup;
  return reversibly(setup, ['Timeout', 'MemorySize'], (configuration, change) => {
    const original = configuration.Timeout as number;
    let isOriginal = true;
    const target: Target = {
      renew: (memorySize) => {
        isOriginal = !isOriginal;
        return change({ MemorySize: memorySize, Timeout: isOriginal ? original : otherTimeout(original) });
      },
      invoke: async (payload) => {
        const { report, error } = await invokeForReport(session, functionName, payload, signal);
        const { initDurationMs: initMs, durationMs, billedMs, maxMemoryUsed: memoryMB } = report;
        return { initMs, durationMs, billedMs, memoryMB, error };
      },
    };
    return work(target, configuration);
  });
};
