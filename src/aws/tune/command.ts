import { targetOptions } from '../../commands/aws-options.ts';
import type { FlagsOf } from '../../commands/command.ts';
import { readMemorySizes, type tuneCommand } from '../../commands/tune.ts';
import { openCpuShare } from '../../emulator/cpu/open.ts';
import { accountOf } from '../../emulator/emulator.ts';
import { UsageError, UserError } from '../../errors.ts';
import { writeOutput } from '../../files/write.ts';
import type { Architecture } from '../../platform/architectures.ts';
import { priceOf } from '../../platform/prices.ts';
import { asInterrupted, interruptible } from '../../processes/interrupt.ts';
import { type FunctionSettings, findFunction, readSettings, type Settings } from '../../project/settings.ts';
import { findStage, inStage, type Stage } from '../../project/stages.ts';
import { during, type Output } from '../../ui/output.ts';
import { type Pace, usualPace } from '../apply/run.ts';
import { thisMachine } from '../cold-start/result.ts';
import { ms } from '../cold-start/text.ts';
import { emulatedFunction, nativeBuild } from '../measure/native-build.ts';
import { boundOf } from './bound.ts';
import { readEvents, type WeightedEvent } from './events.ts';
import { withLocalTarget } from './local.ts';
import { measureSizes, type TuneMeasurement } from './measure.ts';
import { type TuneResult, tuneResult } from './result.ts';
import { boundText, choiceText, tuneChart, tuneTable } from './text.ts';

export type TuneFlags = FlagsOf<typeof tuneCommand>;

export interface TuneRequest {
  /** The project's folder. */
  readonly folder: string;
  readonly name: string | undefined;
  readonly flags: TuneFlags;
  readonly output: Output;
  /** Asks whether a run on AWS may begin, of which it is given what it does and costs at most; throws where it may not. */
  readonly approve: (bound: string) => Promise<void>;
  readonly pace?: Pace;
}

interface Chosen extends TuneRequest {
  readonly settings: Settings;
  /** The function; on AWS, as it is in the stage. */
  readonly fn: FunctionSettings;
  readonly stage: Stage | undefined;
  readonly sizes: readonly number[];
  readonly events: readonly WeightedEvent[];
}

function measurementOf({ flags, sizes, events, output }: Chosen, signal: AbortSignal): TuneMeasurement {
  return {
    sizes,
    count: flags.count,
    warm: flags.warm,
    events,
    signal,
    onSample: (memorySize, done, { initMs = 0, durationMs }) =>
      output.note(
        `${memorySize} MB ${done}/${flags.count}: Init ${ms(initMs)} ms, Duration ${ms(durationMs)} ms`,
      ),
  };
}

async function tuneHere(chosen: Chosen): Promise<TuneResult> {
  const { settings, fn, flags, sizes, events, output } = chosen;
  const { way, note } = await openCpuShare(sizes, chosen.folder);
  // At full speed all sizes are the same, and figures of it would be wrong.
  if (way === undefined) throw new UserError(`${note} Measure on AWS with --remote.`);
  if (note !== undefined) output.note(note);
  const runs = await interruptible(async (signal) => {
    const { launch } = await nativeBuild(chosen, signal, 'measure with --remote');
    const emulated = emulatedFunction(settings, fn, launch);
    const [first] = events as [WeightedEvent];
    return during(output.status, `Measuring ${fn.name}`, () =>
      withLocalTarget(emulated, way, first.payload, (target) =>
        measureSizes(target, measurementOf(chosen, signal)),
      ),
    );
  });
  const head = {
    mode: 'local',
    function: fn.name,
    place: thisMachine(),
    region: accountOf(process.env).region,
    architecture: settings.architecture,
    coldPercent: flags['cold-percent'],
  } as const;
  return tuneResult(head, runs);
}

async function tuneRemote(chosen: Chosen): Promise<TuneResult> {
  const { fn, stage, flags, sizes, output, approve, pace = usualPace } = chosen;
  // The SDK takes a while to load, and measuring on this machine does without it.
  const { withRemoteTarget } = await import('./remote.ts');
  const { withStage } = await import('../session/with-stage.ts');
  const { getFunction } = await import('../deploy/current.ts');
  return withStage(flags, stage, async (session) => {
    const { region } = session;
    const maxWaitMs = flags['max-wait'] * 1000;
    const setup = { session, functionName: fn.name, maxWaitMs, pace, say: output.note };
    const there = await getFunction(session, fn.name);
    if (there?.Configuration === undefined) {
      throw new UserError(
        `There is no function ${fn.name} in ${region}; deploy it with "lambda-nativeaot deploy".`,
      );
    }
    const { Timeout = 0, Architectures: [architecture = 'x86_64'] = [] } = there.Configuration;
    const { price } = priceOf(region, architecture as Architecture);
    const bound = boundOf({ sizes, count: flags.count, warm: flags.warm }, Timeout, price);
    await approve(boundText({ functionName: fn.name, region, sizes, ...bound }));
    const restoring = () => output.note(`${fn.name}: setting memory and timeout back, one moment`);
    const runs = await interruptible(
      (signal) =>
        during(output.status, `Measuring ${fn.name} on AWS`, () =>
          withRemoteTarget({ ...setup, signal }, (target) =>
            measureSizes(target, measurementOf(chosen, signal)),
          ),
        ),
      restoring,
    );
    const head = {
      mode: 'remote',
      function: fn.name,
      place: `${region}, ${architecture}`,
      region,
      architecture: architecture as Architecture,
      coldPercent: flags['cold-percent'],
    } as const;
    return tuneResult(head, runs);
  });
}

/** @throws UsageError for a flag that means something on AWS alone. */
function checkPlace(flags: TuneFlags): void {
  const remote = targetOptions.find(({ name }) => flags[name] !== undefined)?.name;
  if (remote && !flags.remote) {
    throw new UsageError(`--${remote} is for a run on AWS; give --remote with it.`);
  }
}

/** `tune` as a whole: measures the sizes, prints them and the choice. */
export async function runTune(request: TuneRequest): Promise<void> {
  const { folder, name, flags, output } = request;
  checkPlace(flags);
  const settings = await readSettings(folder);
  const stage = findStage(settings, flags.stage);
  const fn = inStage(findFunction(settings, name, stage), stage);
  const events = await readEvents(flags, fn, folder);
  const sizes = readMemorySizes(flags.memory) as number[];
  const chosen: Chosen = { ...request, settings, fn, stage, sizes, events };
  const result = await asInterrupted(() => (flags.remote ? tuneRemote(chosen) : tuneHere(chosen)));
  output.print(tuneTable(result));
  output.print(choiceText(result.choice));
  output.json(result);
  if (flags.svg === undefined) return;
  await writeOutput(flags.svg, tuneChart(result));
  output.note(`${flags.svg} written`);
}
