import { type FunctionConfiguration, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { InterruptedError, UserError } from '../../errors.ts';
import { lambdaLimits } from '../../platform/limits.ts';
import { abortError, isAbort } from '../../processes/interrupt.ts';
import type { Waiting } from '../apply/run.ts';
import { pauses, requireReady, settle } from '../apply/waits.ts';
import { getFunction } from '../deploy/current.ts';
import { explainAws } from '../session/failure.ts';

/** The settings of a function that a measurement changes and sets back. */
const settings = {
  Timeout: { word: 'timeout', unit: 's', flag: '--timeout' },
  MemorySize: { word: 'memory', unit: 'MB', flag: '--memory-size' },
} as const;

type Setting = keyof typeof settings;
type Values = { readonly [S in Setting]?: number };

export interface ReversibleSetup extends Omit<Waiting, 'deadline'> {
  readonly functionName: string;
  /** The most that one change may take, in ms. */
  readonly maxWaitMs: number;
}

/** Changes settings, and waits until Lambda is through with it. @throws UserError, AbortError, the service's errors */
export type Change<S extends Setting> = (values: Readonly<Record<S, number>>) => Promise<void>;

/** How long the way back may take, in ms: long enough for an update that is under way to end first. */
const restoreMs = 120_000;
/** How often the way back is tried: a function that is left changed matters more than a call that failed once. */
const restoreTries = 5;

/** The timeout that forces a cold start: any change of the configuration does, and a second more or less does no harm. */
export const otherTimeout = (seconds: number): number =>
  seconds < lambdaLimits.timeoutSeconds.max ? seconds + 1 : seconds - 1;

/**
 * Changes the configuration and sits out an update that is in the way. The request itself is never aborted: whether it was
 * carried out has to be known.
 */
async function update(waiting: Waiting, name: string, values: Values): Promise<void> {
  const { session, signal, deadline, pace } = waiting;
  const pause = pauses(pace, signal);
  for (;;) {
    if (signal?.aborted) throw abortError();
    try {
      await session.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, ...values }));
      return;
    } catch (error) {
      if ((error as Error).name !== 'ResourceConflictException' || Date.now() >= deadline) throw error;
      await settle(waiting, name);
      await pause();
    }
  }
}

const shown = (values: Values): string =>
  Object.entries(values)
    .map(([setting, value]) => `${value} ${settings[setting as Setting].unit}`)
    .join(' and ');

const wordsOf = (values: Values): string =>
  Object.keys(values)
    .map((setting) => settings[setting as Setting].word)
    .join(' and ');

const isOne = (values: Values) => Object.keys(values).length === 1;

/** What is to be set back: all that is not as it was, except what was set from elsewhere meanwhile. */
function changedBy(
  now: FunctionConfiguration,
  original: Values,
  ours: readonly Values[],
  onOther: (setting: Setting, value: number) => void,
): Values {
  const entries = (Object.entries(original) as [Setting, number][]).filter(([setting, value]) => {
    const current = now[setting] as number;
    if (current === value) return false;
    const isOurs = ours.some((values) => values[setting] === current);
    if (!isOurs) onOther(setting, current);
    return isOurs;
  });
  return Object.fromEntries(entries);
}

async function restoreOnce(setup: ReversibleSetup, original: Values, ours: readonly Values[]): Promise<void> {
  const { functionName: name, say } = setup;
  const waiting: Waiting = { ...setup, signal: undefined, deadline: Date.now() + restoreMs };
  const now = await settle(waiting, name);
  const back = changedBy(now, original, ours, (setting, value) => {
    const { word, unit } = settings[setting];
    say(`${name}: the ${word} was changed to ${value} ${unit} during the run; it is kept`);
  });
  if (Object.keys(back).length === 0) return;
  await update(waiting, name, back);
  requireReady(await settle(waiting, name));
}

/**
 * Sets back what was changed, unless it was set to another value from elsewhere meanwhile.
 * @throws UserError with the command to do it by hand, when it cannot be done.
 */
async function restore(setup: ReversibleSetup, original: Values, ours: readonly Values[]): Promise<void> {
  const { functionName: name } = setup;
  const pause = pauses(setup.pace, undefined);
  for (let left = restoreTries - 1; ; left--) {
    try {
      await restoreOnce(setup, original, ours);
      return;
    } catch (error) {
      if (left > 0) {
        await pause();
        continue;
      }
      const cause = explainAws(error, setup.session.target) as Error;
      const flags = Object.entries(original).map(
        ([setting, value]) => `${settings[setting as Setting].flag} ${value}`,
      );
      throw new UserError(
        `The ${wordsOf(original)} of ${name} could not be set back to ${shown(original)} (${cause.message}) Set ${isOne(original) ? 'it' : 'them'}: aws lambda update-function-configuration --function-name ${name} ${flags.join(' ')}`,
        1,
        { cause: error },
      );
    }
  }
}

/**
 * Runs a piece of work that changes settings of a function; whatever happens, an abort included, they are what they were when
 * this returns or throws.
 * @throws UserError when there is no such function, or it could not be set back; InterruptedError; what the work throws.
 */
export async function reversibly<S extends Setting, T>(
  setup: ReversibleSetup,
  changing: readonly S[],
  work: (configuration: FunctionConfiguration, change: Change<S>) => Promise<T>,
): Promise<T> {
  const { functionName: name, session } = setup;
  if ((await getFunction(session, name)) === undefined) {
    throw new UserError(
      `There is no function ${name} in ${session.region}; deploy it with "lambda-nativeaot deploy".`,
    );
  }
  const waiting = (): Waiting => ({ ...setup, deadline: Date.now() + setup.maxWaitMs });
  const configuration = requireReady(await settle(waiting(), name));
  const original: Values = Object.fromEntries(changing.map((setting) => [setting, configuration[setting]]));
  const ours: Values[] = [];
  try {
    return await work(configuration, async (values) => {
      ours.push(values);
      const limit = waiting();
      await update(limit, name, values);
      requireReady(await settle(limit, name));
    });
  } catch (error) {
    if (!isAbort(error)) throw error;
    const [is, was] = isOne(original) ? ['is', 'it was'] : ['are', 'they were'];
    throw new InterruptedError(
      `Interrupted; the ${wordsOf(original)} of ${name} ${is} ${shown(original)}, as ${was}.`,
    );
  } finally {
    // An error of its own takes the place of the one before: a function that is left changed matters more.
    await restore(setup, original, ours);
  }
}
