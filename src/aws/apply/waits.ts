import { setTimeout as sleep } from 'node:timers/promises';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { UserError } from '../../errors.ts';
import { orAbort } from '../../processes/interrupt.ts';
import { getFunction } from '../deploy/current.ts';
import { oneLine } from '../session/one-line.ts';
import type { Pace, Waiting } from './run.ts';

/** A wait of a few seconds needs no words. */
const silentMs = 3000;

/**
 * Pauses that grow by half each time, with jitter so that several runs do not knock in step. Throws AbortError as
 * soon as the signal aborts.
 */
export function pauses({ firstMs, mostMs }: Pace, signal: AbortSignal | undefined): () => Promise<void> {
  let next = firstMs;
  return async () => {
    const ms = next * (0.5 + Math.random() / 2);
    next = Math.min(next * 1.5, mostMs);
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  };
}

/** Whether Lambda has not finished creating or updating a function. */
export const isBusy = ({ State, LastUpdateStatus }: FunctionConfiguration) =>
  State === 'Pending' || LastUpdateStatus === 'InProgress';

const describe = ({ State, StateReason, LastUpdateStatus, LastUpdateStatusReason }: FunctionConfiguration) =>
  oneLine(
    State === 'Pending'
      ? `${State}${StateReason ? `: ${StateReason}` : ''}`
      : `${LastUpdateStatus}${LastUpdateStatusReason ? `: ${LastUpdateStatusReason}` : ''}`,
  );

/**
 * Waits until Lambda is through with a function's creation or update, and answers what became of it.
 *
 * In place of the SDK's waiters, which ask on after a 403, sleep on after an abort, and tell no reason.
 * @throws UserError when the deadline passes first.
 */
export async function settle(waiting: Waiting, name: string): Promise<FunctionConfiguration> {
  const { session, signal, deadline, pace, say } = waiting;
  const pause = pauses(pace, signal);
  const start = Date.now();
  let told = false;
  for (;;) {
    // A function that was created a moment ago may not be found at once.
    const answer = (await orAbort(getFunction(session, name), signal))?.Configuration;
    if (answer !== undefined && !isBusy(answer)) return answer;
    const state = answer === undefined ? 'not found yet' : describe(answer);
    if (Date.now() >= deadline) {
      throw new UserError(
        `${name} is still not ready (${state}); Lambda continues on its own. Run the same command again later, or raise the limit with --max-wait SECONDS.`,
      );
    }
    if (!told && Date.now() - start > silentMs) {
      told = true;
      say(`${name}: waiting for Lambda (${state})`);
    }
    await pause();
  }
}

const reason = (text = 'no reason given', code = 'no code') => `${oneLine(text)} (${oneLine(code)})`;

/** @throws UserError with Lambda's reason when creation or update failed. */
export function requireReady(configuration: FunctionConfiguration): FunctionConfiguration {
  const { FunctionName, State, StateReason, StateReasonCode } = configuration;
  const { LastUpdateStatus, LastUpdateStatusReason, LastUpdateStatusReasonCode } = configuration;
  if (State === 'Failed') {
    throw new UserError(`${FunctionName} is in state Failed: ${reason(StateReason, StateReasonCode)}.`);
  }
  if (LastUpdateStatus === 'Failed') {
    throw new UserError(
      `Lambda could not update ${FunctionName}: ${reason(LastUpdateStatusReason, LastUpdateStatusReasonCode)}.`,
    );
  }
  return configuration;
}
