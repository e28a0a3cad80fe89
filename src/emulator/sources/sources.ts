import { UsageError } from '../../errors.ts';
import { queueSourceLimits } from '../../platform/limits.ts';
import type { FunctionSettings, Settings } from '../../project/settings.ts';
import { chosenFunction } from '../project.ts';
import type { LambdaService } from '../service.ts';
import type { EventSink } from '../types.ts';
import { type Clock, systemClock } from './clock.ts';
import { type QueueSource, readSource, type ScheduleSource, type Source, type StreamSource } from './flag.ts';
import { type PollSetup, QueuePoller } from './poller.ts';
import type { OpenQueue, Queue } from './queue.ts';
import type { OpenStream, Stream } from './stream.ts';
import { StreamPoller } from './stream-poller.ts';
import { runSchedule } from './timer.ts';

/** What brings events to a function. */
type BoundSource = { readonly functionName: string } & (
  | { readonly kind: 'queue'; readonly source: QueueSource; readonly queue: Queue }
  | { readonly kind: 'stream'; readonly source: StreamSource; readonly stream: Stream }
  | { readonly kind: 'schedule'; readonly source: ScheduleSource }
);

/** How the queues and streams of sources are found. */
export interface SourceOpeners {
  readonly openQueue: OpenQueue;
  readonly openStream: OpenStream;
}

/** What a source is called in the list: a URL, an ARN, an expression. */
const shownFrom = (one: BoundSource): string => {
  if (one.kind === 'queue') return one.source.url;
  return one.kind === 'stream' ? one.stream.arn : one.source.expression;
};

/** A source as it is listed when the emulator starts. */
export interface ShownSource {
  readonly kind: Source['kind'];
  /** The URL of the queue, the ARN of the stream, or the schedule's expression. */
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
    return this.#bound.map((one) => ({
      kind: one.source.kind,
      from: shownFrom(one),
      functionName: one.functionName,
    }));
  }

  /** Brings events until the signal aborts; resolves when the functions are done with what they got. */
  async run({ service, emit, concurrency, signal, clock = systemClock }: SourcesSetup): Promise<void> {
    const pollers: { readonly atWork: number; run(): Promise<void> }[] = [];
    const queuePoller = (
      common: Omit<PollSetup, 'queue' | 'source'>,
      { source, queue }: Extract<BoundSource, { kind: 'queue' }>,
    ) => {
      const most = source.concurrency ?? Math.min(queueSourceLimits.concurrency.first, concurrency);
      return new QueuePoller({ ...common, queue, source: { ...source, concurrency: most } });
    };
    const runs = this.#bound.map((one) => {
      // One of its own for each: Node warns of more than ten listeners.
      const own = AbortSignal.any([signal]);
      const common = { functionName: one.functionName, service, emit, clock, signal: own };
      if (one.kind === 'schedule') return runSchedule({ ...common, source: one.source });
      const poller =
        one.kind === 'queue' ? queuePoller(common, one) : new StreamPoller({ ...common, ...one });
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
    for (const one of this.#bound) {
      if (one.kind === 'queue') one.queue.close();
      else if (one.kind === 'stream') one.stream.close();
    }
  }
}

/**
 * Reads the values of --source and opens their queues and streams.
 * @throws UsageError for a source or a function that is not there; UserError for a queue or a stream that cannot be read.
 */
export async function openSources(
  settings: Settings,
  texts: readonly string[],
  { openQueue, openStream }: SourceOpeners,
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
      if (source.kind === 'schedule') bound.push({ kind: 'schedule', source, functionName });
      else if (source.kind === 'sqs') {
        const queue = await openQueue(source.url, signal);
        bound.push({ kind: 'queue', source, functionName, queue });
      } else {
        const stream = await openStream(source.kind, source.stream, signal);
        bound.push({ kind: 'stream', source, functionName, stream });
      }
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
function requireDistinct(sources: readonly Source[]): void {
  const urls = sources.flatMap((source) => (source.kind === 'sqs' ? [source.url] : []));
  const twice = urls.find((url, i) => urls.indexOf(url) !== i);
  if (twice === undefined) return;
  throw new UsageError(`--source names the queue ${twice} twice; a message goes to one function only.`);
}

/** Lambda takes no queue whose messages come back while the function may still be at work on them. */
function visibilityNote(bound: BoundSource, functions: readonly FunctionSettings[]): string | undefined {
  if (bound.kind !== 'queue') return undefined;
  const { queue, functionName } = bound;
  const timeout = functions.find(({ name }) => name === functionName)?.timeout ?? 0;
  if (queue.visibilitySeconds >= timeout) return undefined;
  return `The visibility timeout of ${queue.url} (${queue.visibilitySeconds} s) is less than the timeout of ${functionName} (${timeout} s): messages may come twice, and Lambda refuses such a queue.`;
}
