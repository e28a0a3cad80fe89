import { UsageError } from '../../errors.ts';
import { queueSourceLimits } from '../../platform/limits.ts';
import type { FunctionSettings, Settings } from '../../project/settings.ts';
import { chosenFunction } from '../project.ts';
import type { LambdaService } from '../service.ts';
import type { EventSink } from '../types.ts';
import { type Clock, systemClock } from './clock.ts';
import { type QueueSource, readSource, type ScheduleSource } from './flag.ts';
import { QueuePoller } from './poller.ts';
import type { OpenQueue, Queue } from './queue.ts';
import { runSchedule } from './timer.ts';

/** What brings events to a function. */
type BoundSource = { readonly functionName: string } & (
  | { readonly source: QueueSource; readonly queue: Queue }
  | { readonly source: ScheduleSource; readonly queue?: never }
);

/** A source as it is listed when the emulator starts. */
export interface ShownSource {
  readonly kind: 'sqs' | 'schedule';
  /** The URL of the queue, or the schedule's expression. */
  readonly from: string;
  readonly functionName: string;
}

export interface SourcesSetup {
  readonly service: LambdaService;
  readonly emit: EventSink;
  /** The most batches of a queue at one time, where the source does not say. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/** The event sources of a run of the emulator. */
export class EventSources {
  readonly #bound: readonly BoundSource[];
  readonly #notes: readonly string[];

  constructor(bound: readonly BoundSource[], notes: readonly string[]) {
    this.#bound = bound;
    this.#notes = notes;
  }

  /** What the user should know about them. */
  get notes(): readonly string[] {
    return this.#notes;
  }

  get shown(): ShownSource[] {
    return this.#bound.map(({ source, functionName }) => ({
      kind: source.kind,
      from: source.kind === 'sqs' ? source.url : source.expression,
      functionName,
    }));
  }

  /** Brings events until the signal aborts; resolves when the functions are done with what they got. */
  async run({ service, emit, concurrency, signal, clock = systemClock }: SourcesSetup): Promise<void> {
    const pollers: QueuePoller[] = [];
    const runs = this.#bound.map((one) => {
      // One of its own for each: Node warns of more than ten listeners.
      const own = AbortSignal.any([signal]);
      const common = { functionName: one.functionName, service, emit, clock, signal: own };
      if (one.queue === undefined) return runSchedule({ ...common, source: one.source });
      const { source, queue } = one;
      const most = source.concurrency ?? Math.min(queueSourceLimits.concurrency.first, concurrency);
      const poller = new QueuePoller({ ...common, queue, source: { ...source, concurrency: most } });
      pollers.push(poller);
      return poller.run();
    });
    const onAbort = () => {
      const left = pollers.reduce((sum, { atWork }) => sum + atWork, 0);
      if (left > 0)
        emit({
          type: 'notice',
          text: `Finishing ${left === 1 ? 'a batch' : `${left} batches`}; Ctrl-C ends at once.`,
        });
    };
    signal.addEventListener('abort', onAbort, { once: true });
    await Promise.all(runs);
    signal.removeEventListener('abort', onAbort);
  }

  close(): void {
    for (const { queue } of this.#bound) queue?.close();
  }
}

/**
 * Reads the values of --source and opens their queues.
 * @throws UsageError for a source or a function that is not there; UserError for a queue that cannot be read.
 */
export async function openSources(
  settings: Settings,
  texts: readonly string[],
  openQueue: OpenQueue,
  signal: AbortSignal,
): Promise<EventSources> {
  const read = texts.map((text) => {
    const source = readSource(text);
    return { source, functionName: chosenFunction(settings, source.fn) as string };
  });
  requireDistinct(read.map(({ source }) => source));
  const bound: BoundSource[] = [];
  try {
    for (const { source, functionName } of read) {
      if (source.kind === 'schedule') bound.push({ source, functionName });
      else bound.push({ source, functionName, queue: await openQueue(source.url, signal) });
    }
  } catch (error) {
    new EventSources(bound, []).close();
    throw error;
  }
  return new EventSources(
    bound,
    bound.flatMap((one) => visibilityNote(one, settings.functions) ?? []),
  );
}

/** @throws UsageError for a queue with two readers, who would take each other's messages. */
function requireDistinct(sources: readonly (QueueSource | ScheduleSource)[]): void {
  const urls = sources.flatMap((source) => (source.kind === 'sqs' ? [source.url] : []));
  const twice = urls.find((url, i) => urls.indexOf(url) !== i);
  if (twice === undefined) return;
  throw new UsageError(`--source names the queue ${twice} twice; a message goes to one function only.`);
}

/** Lambda takes no queue whose messages come back while the function may still be at work on them. */
function visibilityNote(
  { queue, functionName }: BoundSource,
  functions: readonly FunctionSettings[],
): string | undefined {
  const timeout = functions.find(({ name }) => name === functionName)?.timeout ?? 0;
  if (queue === undefined || queue.visibilitySeconds >= timeout) return undefined;
  return `The visibility timeout of ${queue.url} (${queue.visibilitySeconds} s) is less than the timeout of ${functionName} (${timeout} s): messages may come twice, and Lambda refuses such a queue.`;
}
