import { targetOptions } from '../../commands/aws-options.ts';
import type { coldStartCommand } from '../../commands/cold-start.ts';
import type { FlagsOf } from '../../commands/command.ts';
import { type CpuShare, openCpuShare } from '../../emulator/cpu/open.ts';
import { vcpusOf } from '../../emulator/cpu/share.ts';
import { readPayload } from '../../emulator/payload.ts';
import { exitCodes, UsageError, UserError } from '../../errors.ts';
import { writeOutput } from '../../files/write.ts';
import { asInterrupted, interruptible } from '../../processes/interrupt.ts';
import { type FunctionSettings, findFunction, readSettings, type Settings } from '../../project/settings.ts';
import { findStage, inStage, type Stage } from '../../project/stages.ts';
import { during, type Output } from '../../ui/output.ts';
import { type Pace, usualPace } from '../apply/run.ts';
import { building, emulatedFunction, nativeBuild } from '../measure/native-build.ts';
import { type Candidate, measureLocal } from './local.ts';
import {
  type Baseline,
  type ColdStartResult,
  compareWith,
  incomparable,
  readBaseline,
  resultOf,
  thisMachine,
  writeResult,
} from './result.ts';
import type { Sample } from './series.ts';
import { coldStartChart, coldStartTable, comparisonText, ms } from './text.ts';
import { buildVariant } from './variants.ts';

export type ColdStartFlags = FlagsOf<typeof coldStartCommand>;

export interface ColdStartRequest {
  /** The project's folder. */
  readonly folder: string;
  readonly name: string | undefined;
  readonly flags: ColdStartFlags;
  readonly output: Output;
  readonly pace?: Pace;
}

interface Chosen extends ColdStartRequest {
  readonly settings: Settings;
  /** The function; on AWS, as it is in the stage. */
  readonly fn: FunctionSettings;
  readonly stage: Stage | undefined;
  readonly payload: string;
}

/** Says each cold start as it is measured. */
const teller =
  ({ output, flags }: ColdStartRequest) =>
  (label: string, done: number, sample: Sample) =>
    output.note(
      `${label} ${done}/${flags.count}: Init ${ms(sample.initMs)} ms, Duration ${ms(sample.durationMs)} ms`,
    );

/** The project's own native build, made when it is missing. */
async function nativeCandidate(chosen: Chosen, signal: AbortSignal): Promise<Candidate> {
  const { settings, fn } = chosen;
  const { launch, size } = await nativeBuild(chosen, signal, 'measure with --compare, or with --remote');
  return { label: 'aot', fn: emulatedFunction(settings, fn, launch), size };
}

async function localCandidates(chosen: Chosen, signal: AbortSignal): Promise<Candidate[]> {
  const { folder, settings, fn, flags, output } = chosen;
  if (flags.compare.length === 0) return [await nativeCandidate(chosen, signal)];
  const candidates: Candidate[] = [];
  for (const variant of flags.compare) {
    const { label, launch, size } = await building(output, variant, () =>
      buildVariant(folder, settings, variant, signal),
    );
    candidates.push({ label, fn: emulatedFunction(settings, fn, launch), size });
  }
  return candidates;
}

const unlimited: CpuShare = { way: undefined, note: undefined };

async function runLocal(chosen: Chosen): Promise<ColdStartResult> {
  const { fn, flags, payload, output } = chosen;
  const { memorySize } = fn;
  const { way: cpu, note } = flags['full-speed']
    ? unlimited
    : await openCpuShare([memorySize], chosen.folder);
  if (note !== undefined) output.note(note);
  const series = await interruptible(async (signal) => {
    const candidates = await localCandidates(chosen, signal);
    return during(output.status, `Measuring cold starts of ${fn.name}`, () =>
      measureLocal({ candidates, payload, count: flags.count, cpu, signal, onSample: teller(chosen) }),
    );
  });
  const share = cpu === undefined ? {} : { vcpus: vcpusOf(memorySize) };
  const head = { mode: 'local', function: fn.name, place: thisMachine(), memorySize, ...share } as const;
  return resultOf(head, series);
}

async function runRemote(chosen: Chosen): Promise<ColdStartResult> {
  const { fn, stage, flags, payload, output, pace = usualPace } = chosen;
  // The SDK takes a while to load, and measuring on this machine does without it.
  const { measureRemote } = await import('./remote.ts');
  const { withStage } = await import('../session/with-stage.ts');
  return withStage(flags, stage, async (session) => {
    const restoring = () => output.note(`${fn.name}: setting the timeout back, one moment`);
    const { series, configuration } = await interruptible(
      (signal) =>
        during(output.status, `Measuring cold starts of ${fn.name} on AWS`, () =>
          measureRemote({
            session,
            functionName: fn.name,
            payload,
            count: flags.count,
            maxWaitMs: flags['max-wait'] * 1000,
            signal,
            pace,
            say: output.note,
            onSample: teller(chosen),
          }),
        ),
      restoring,
    );
    const { MemorySize: memorySize = 0, Architectures: [architecture] = [] } = configuration;
    const place = `${session.region}, ${architecture ?? 'x86_64'}`;
    return resultOf({ mode: 'remote', function: fn.name, place, memorySize }, [series]);
  });
}

/** @throws UsageError for a flag that means something on the other side alone. */
function checkPlace(flags: ColdStartFlags): void {
  if (flags.remote && flags.compare.length > 0) {
    throw new UsageError('--compare builds for this machine; leave it out with --remote.');
  }
  if (flags.remote && flags['full-speed']) {
    throw new UsageError('--full-speed is for this machine; leave it out with --remote.');
  }
  const remote = targetOptions.find(({ name }) => flags[name] !== undefined)?.name;
  if (remote && !flags.remote) {
    throw new UsageError(`--${remote} is for cold starts on AWS; give --remote with it.`);
  }
}

/** What the result does not keep to: `--max-p90`, and the baseline with its tolerance. */
async function findings(
  { flags, output }: ColdStartRequest,
  result: ColdStartResult,
  baseline: Baseline | undefined,
): Promise<string[]> {
  const { baseline: file, tolerance, 'max-p90': most } = flags;
  const found: string[] = [];
  for (const { label, summary } of result.series) {
    const { p90 } = summary.total;
    if (most !== undefined && p90 > most)
      found.push(`${label}: p90 of Init + Duration is ${ms(p90)} ms, over ${most} ms`);
  }
  if (file === undefined) return found;
  if (baseline === undefined) {
    await writeResult(file, result);
    output.note(`${file} written: the next runs are compared with it`);
    return found;
  }
  const other = incomparable(baseline, result);
  if (other) output.note(`warning: ${other}`);
  for (const comparison of compareWith(baseline, result)) {
    output.note(comparisonText(comparison));
    if (comparison.changePercent > tolerance) {
      found.push(
        `${comparison.label}: slower than the baseline by ${comparison.changePercent.toFixed(0)} %, over ${tolerance} %`,
      );
    }
  }
  return found;
}

/**
 * `cold-start` as a whole: measures, prints, compares.
 * @throws UserError with exit code 3 when a limit that was asked for is not kept to.
 */
export async function runColdStart(request: ColdStartRequest): Promise<void> {
  const { folder, name, flags, output } = request;
  checkPlace(flags);
  // Before minutes are spent on measuring what cannot be compared.
  const baseline = flags.baseline === undefined ? undefined : await readBaseline(flags.baseline);
  const settings = await readSettings(folder);
  const stage = findStage(settings, flags.stage);
  const fn = inStage(findFunction(settings, name, stage), stage);
  const payload = await readPayload(flags, fn, folder);
  const chosen: Chosen = { ...request, settings, fn, stage, payload };
  const result = await asInterrupted(() => (flags.remote ? runRemote(chosen) : runLocal(chosen)));
  output.print(coldStartTable(result));
  output.json(result);
  if (flags.svg !== undefined) {
    await writeOutput(flags.svg, coldStartChart(result));
    output.note(`${flags.svg} written`);
  }
  const found = await findings(request, result, baseline);
  if (found.length > 0) throw new UserError(`${found.join('; ')}.`, exitCodes.found);
}
