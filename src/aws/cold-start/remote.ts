import { type FunctionConfiguration, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { invokeError } from '../../emulator/invoke.ts';
import { InterruptedError, UserError } from '../../errors.ts';
import { lambdaLimits } from '../../platform/limits.ts';
import { abortError, isAbort } from '../../processes/interrupt.ts';
import type { Waiting } from '../apply/run.ts';
import { pauses, requireReady, settle } from '../apply/waits.ts';
import { getFunction } from '../deploy/current.ts';
import { invokeOn } from '../invoke/invoke.ts';
import { parseReport } from '../logs/report.ts';
import { explainAws } from '../session/failure.ts';
import type { Sample, Series } from './series.ts';
import { sampleOf } from './series.ts';

export interface RemoteMeasurement extends Omit<Waiting, 'deadline'> {
  readonly functionName: string;
  readonly payload: string;
  readonly count: number;
  /** The most that one change may take, in ms. */
  readonly maxWaitMs: number;
  readonly onSample: (label: string, done: number, sample: Sample) => void;
}

/** Lambda may give a warm environment now and then; so many tries more than samples are enough. */
const spareTries = 10;
/** How long the way back may take, in ms: long enough for an update that is under way to end first. */
const restoreMs = 120_000;

/** The timeout that forces a cold start: any change of the configuration does, and a second is nobody's loss. */
const otherTimeout = (seconds: number) =>
  seconds < lambdaLimits.timeoutSeconds.max ? seconds + 1 : seconds - 1;

const waitingOf = (measurement: RemoteMeasurement): Waiting => ({
  ...measurement,
  deadline: Date.now() + measurement.maxWaitMs,
});

/**
 * Sets the timeout and sits out an update that is in the way. The request itself is never aborted: whether it was
 * carried out has to be known.
 */
async function setFunctionTimeout(waiting: Waiting, name: string, seconds: number): Promise<void> {
  const { session, signal, deadline, pace } = waiting;
  const pause = pauses(pace, signal);
  for (;;) {
    if (signal?.aborted) throw abortError();
    try {
      const command = new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: seconds });
      await session.lambda.send(command);
      return;
    } catch (error) {
      if ((error as Error).name !== 'ResourceConflictException' || Date.now() >= deadline) throw error;
      await settle(waiting, name);
      await pause();
    }
  }
}

/**
 * Sets the timeout back to what it was, unless somebody else has set it to something else meanwhile.
 * @throws UserError with the command to do it by hand, when it cannot be done.
 */
async function restore(measurement: RemoteMeasurement, original: number, other: number): Promise<void> {
  const { functionName: name, say } = measurement;
  const waiting: Waiting = { ...measurement, signal: undefined, deadline: Date.now() + restoreMs };
  try {
    const { Timeout } = await settle(waiting, name);
    if (Timeout === original) return;
    if (Timeout !== other) {
      say(`${name}: the timeout was changed to ${Timeout} s during the run; it is kept`);
      return;
    }
    await setFunctionTimeout(waiting, name, original);
    requireReady(await settle(waiting, name));
  } catch (error) {
    const cause = explainAws(error, measurement.session.target) as Error;
    throw new UserError(
      `The timeout of ${name} could not be set back to ${original} s (${cause.message}) Set it: aws lambda update-function-configuration --function-name ${name} --timeout ${original}`,
      1,
      { cause: error },
    );
  }
}

async function takeSample(measurement: RemoteMeasurement): Promise<Sample | undefined> {
  const { session, functionName, payload, signal } = measurement;
  const answer = await invokeOn(session, { functionName, payload: Buffer.from(payload) }, signal);
  const { functionError, status } = answer;
  const error = invokeError({
    functionName,
    functionError,
    statusCode: status,
    payload: answer.payload.toString(),
  });
  if (error) throw error;
  const report = parseReport(answer.log);
  if (report === undefined) {
    throw new UserError(
      `The log of ${functionName} has no REPORT line; its own output may have pushed it out.`,
    );
  }
  return sampleOf(report);
}

async function collect(measurement: RemoteMeasurement, original: number, other: number): Promise<Series> {
  const { functionName: label, count, onSample } = measurement;
  const samples: Sample[] = [];
  let notCold = 0;
  for (let i = 1; samples.length < count; i++) {
    if (i > count + spareTries) {
      throw new UserError(
        `Lambda started ${label} warm ${notCold} times of ${i - 1}; only ${samples.length} cold starts could be measured.`,
      );
    }
    const waiting = waitingOf(measurement);
    await setFunctionTimeout(waiting, label, i % 2 === 1 ? other : original);
    requireReady(await settle(waiting, label));
    const sample = await takeSample(measurement);
    if (sample === undefined) {
      notCold++;
      continue;
    }
    samples.push(sample);
    onSample(label, samples.length, sample);
  }
  return { label, samples, notCold };
}

/** What was measured, and the function's configuration, which is part of the result. */
export interface RemoteSeries {
  readonly series: Series;
  readonly configuration: FunctionConfiguration;
}

/**
 * Measures cold starts of a function on AWS. Each is forced by changing the timeout by a second and back; whatever
 * happens, an abort included, the timeout is what it was when this returns or throws. Only invocations whose REPORT
 * has an Init Duration are counted.
 * @throws UserError when the function fails, or the timeout could not be set back; InterruptedError.
 */
export async function measureRemote(measurement: RemoteMeasurement): Promise<RemoteSeries> {
  const { functionName: name, session } = measurement;
  if ((await getFunction(session, name)) === undefined) {
    throw new UserError(
      `There is no function ${name} in ${session.region}; deploy it with "lambda-nativeaot deploy".`,
    );
  }
  const configuration = requireReady(await settle(waitingOf(measurement), name));
  const original = configuration.Timeout as number;
  const other = otherTimeout(original);
  try {
    return { series: await collect(measurement, original, other), configuration };
  } catch (error) {
    if (!isAbort(error)) throw error;
    throw new InterruptedError(`Interrupted; the timeout of ${name} is ${original} s, as it was.`);
  } finally {
    // An error of its own takes the place of the one before: a function that is left changed matters more.
    await restore(measurement, original, other);
  }
}
