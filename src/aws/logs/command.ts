import type { FlagsOf } from '../../commands/command.ts';
import type { logsCommand } from '../../commands/logs.ts';
import { sinceTime } from '../../commands/since.ts';
import { InterruptedError, UserError } from '../../errors.ts';
import { type AppendedFile, withAppended } from '../../files/append.ts';
import { fileLimits } from '../../files/limits.ts';
import { interruptible, isAbort } from '../../processes/interrupt.ts';
import { findFunction, readSettings } from '../../project/settings.ts';
import { findStage, inStage } from '../../project/stages.ts';
import { paintFor } from '../../ui/colours.ts';
import type { Output } from '../../ui/output.ts';
import { withCommas } from '../../ui/wording.ts';
import type { Pace } from '../apply/run.ts';
import type { Session } from '../session/session.ts';
import { withStage } from '../session/with-stage.ts';
import { follow, isMissingGroup, type Reading, readOnce } from './follow.ts';
import { findLogGroup, isStreamOf } from './group.ts';
import { positionAfter } from './position.ts';
import { fileSink, linesOf, readableSink, recordSink, type Sink } from './sink.ts';
import { Totals } from './summary.ts';
import { LogWindow } from './window.ts';

/** What the work of `logs` gets. */
export type LogsFlags = FlagsOf<typeof logsCommand>;

export interface LogsRequest {
  /** The project's folder. */
  readonly folder: string;
  readonly name: string | undefined;
  readonly flags: LogsFlags;
  readonly output: Output;
  readonly pace?: Pace;
}

/** CloudWatch Logs takes 5 to 25 such calls a second of an account, and shows a line some seconds after it was written. */
const usualPace: Pace = { firstMs: 1000, mostMs: 5000 };

/** How long a line waits for the rest of its request while the log is followed. */
const patienceMs = 3000;

const iso = (time: number) => new Date(time).toISOString();

/** Where the lines go, and where to begin. */
interface Opened {
  readonly sink: Sink;
  readonly window: LogWindow;
}

function open(
  { flags, output }: LogsRequest,
  group: string,
  since: number,
  file: AppendedFile | undefined,
): Opened {
  if (file !== undefined) {
    const position = positionAfter(flags.append as string, file, group);
    if (position !== undefined) output.note(`${flags.append} is continued where it ends.`);
    return { sink: fileSink(file, group), window: new LogWindow(position ?? { since }) };
  }
  const paint = paintFor(process.stdout, flags['no-color']);
  const sink = flags.json
    ? recordSink(output, group)
    : readableSink(output, paint, flags.follow ? patienceMs : Number.POSITIVE_INFINITY);
  return { sink, window: new LogWindow({ since }) };
}

const missingGroup = (name: string, group: string, region: string) =>
  new UserError(
    `There is no log group ${group} in ${region}: ${name} has not been called yet, or its role may not write the log. Call it with "lambda-nativeaot invoke --remote", wait for it with --follow, or look in another --region.`,
  );

/** What a run that followed the log ends with. */
function interrupted({ flags }: LogsRequest, totals: Totals, window: LogWindow): InterruptedError {
  const read = `Interrupted after ${withCommas(totals.lines)} lines`;
  if (flags.append !== undefined)
    return new InterruptedError(`${read}, which are in ${flags.append}; the same command continues.`);
  const at = window.newest;
  return new InterruptedError(
    at === undefined ? `${read}.` : `${read}; --since ${iso(at)} continues, and repeats those of that time.`,
  );
}

/** What is read, and from where. */
interface Place {
  readonly name: string;
  readonly group: string;
  readonly since: number;
}

async function read(
  request: LogsRequest,
  session: Session,
  { name, group, since }: Place,
  file: AppendedFile | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { flags, output, pace = usualPace } = request;
  const { sink, window } = open(request, group, since, file);
  const totals = new Totals();
  const reading: Reading = {
    session,
    query: { group, filter: flags.filter },
    window,
    signal,
    pace,
    say: output.note,
    take: async (events) => {
      const lines = linesOf(events, (stream) => isStreamOf(name, stream));
      totals.add(lines);
      await sink.take(lines);
    },
  };
  try {
    await (flags.follow ? follow(reading) : readOnce(reading));
  } catch (error) {
    if (isMissingGroup(error)) throw missingGroup(name, group, session.region);
    throw isAbort(error) ? interrupted(request, totals, window) : error;
  } finally {
    sink.end();
    const summary = totals.text();
    if (summary !== undefined && file === undefined) output.print(summary);
  }
  if (totals.lines === 0) output.note(`No lines since ${iso(window.next(Date.now()))} in ${group}.`);
}

/**
 * `logs`: the lines of a function's log, once or as they come.
 * @throws InterruptedError when the user ends it, after everything that was read is written; UserError, one line, for what
 * AWS or the network did.
 */
export async function runLogs(request: LogsRequest): Promise<void> {
  const { folder, name: asked, flags, output } = request;
  const since = sinceTime(flags.since, Date.now());
  const settings = await readSettings(folder);
  const stage = findStage(settings, flags.stage);
  const fn = inStage(findFunction(settings, asked, stage), stage);
  const { append } = flags;
  await withStage(flags, stage, (session) =>
    interruptible(async (signal) => {
      const { group, note } = await findLogGroup(session, fn, signal);
      if (note !== undefined) output.note(note);
      const place = { name: fn.name, group, since };
      await (append === undefined
        ? read(request, session, place, undefined, signal)
        : withAppended(append, fileLimits.records, (file) => read(request, session, place, file, signal)));
    }),
  );
}
