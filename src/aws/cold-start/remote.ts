import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { UserError } from '../../errors.ts';
import { invokeForReport, spareTries } from '../measure/remote-report.ts';
import { type Change, otherTimeout, type ReversibleSetup, reversibly } from '../measure/reversible.ts';
import type { Sample, Series } from './series.ts';
import { sampleOf } from './series.ts';

export interface RemoteMeasurement extends ReversibleSetup {
  readonly payload: string;
  readonly count: number;
  readonly onSample: (label: string, done: number, sample: Sample) => void;
}

async function collect(
  measurement: RemoteMeasurement,
  original: number,
  change: Change<'Timeout'>,
): Promise<Series> {
  const { functionName: label, session, payload, signal, count, onSample } = measurement;
  const samples: Sample[] = [];
  let notCold = 0;
  for (let i = 1; samples.length < count; i++) {
    if (i > count + spareTries) {
      throw new UserError(
        `Lambda started ${label} warm ${notCold} times of ${i - 1}; only ${samples.length} cold starts could be measured.`,
      );
    }
    await change({ Timeout: i % 2 === 1 ? otherTimeout(original) : original });
    const { report, error } = await invokeForReport(session, label, Buffer.from(payload), signal);
    if (error) throw error;
    const sample = sampleOf(report);
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
export const measureRemote = (measurement: RemoteMeasurement): Promise<RemoteSeries> =>
  reversibly(measurement, ['Timeout'], async (configuration, change) => ({
    series: await collect(measurement, configuration.Timeout as number, change),
    configuration,
  }));
