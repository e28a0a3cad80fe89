import { limits } from '../limits.ts';
import type { LambdaService } from '../service.ts';
import type { EventSink } from '../types.ts';
import { BatchDelivery } from './batch-delivery.ts';
import type { Clock } from './clock.ts';
import { type EventBatch, eventBatches } from './event-batches.ts';
import type { StreamSource } from './flag.ts';
import { Patience, pauseMs } from './patience.ts';
import type { Position, Stream, StreamRecord } from './stream.ts';

export interface StreamSetup {
  readonly stream: Stream;
  readonly source: Pick<StreamSource, 'batch' | 'window' | 'from' | 'retries' | 'bisect' | 'reportFailures'>;
  readonly functionName: string;
  readonly service: LambdaService;
  readonly emit: EventSink;
  readonly clock: Clock;
  /** Ends the reading; a batch that is at the function is finished. */
  readonly signal: AbortSignal;
}

/** A shard without new records is read once in this time (ms). Source: Lambda developer guide, Kinesis polling. */
const emptyMs = 1000;

const eventOf = ({ event }: StreamRecord) => event;

/** A part of a batch as a batch of its own, which is never too large. */
const part = (records: readonly StreamRecord[], from: number, to?: number): EventBatch<StreamRecord> =>
  eventBatches(records.slice(from, to), eventOf, Number.POSITIVE_INFINITY)[0] as EventBatch<StreamRecord>;

/**
 * Reads a shard as Lambda does: in order, one batch at a time; what fails is tried again before anything after it.
 * Source: Lambda developer guide, "Processing Amazon Kinesis Data Streams records", "Batching and stream processing".
 */
export class ShardReader {
  readonly #setup: StreamSetup;
  readonly #shard: string;
  readonly #patience: Patience;
  readonly #delivery: BatchDelivery;
  #isAtWork = false;

  constructor(setup: StreamSetup, shard: string) {
    const { clock, signal } = setup;
    this.#setup = setup;
    this.#shard = shard;
    const notice = (text: string) => this.#notice(text);
    this.#patience = new Patience({ clock, signal, notice, worksAgain: 'the stream can be read again.' });
    this.#delivery = new BatchDelivery({
      ...setup,
      title: setup.stream.title,
      noun: 'record',
      reportFailures: setup.source.reportFailures,
      otherwise: 'all records of the batch count as done',
      notice,
    });
  }

  /** Whether a batch is at the function. */
  get isAtWork(): boolean {
    return this.#isAtWork;
  }

  /** Reads until the shard ends or the signal aborts. */
  async run(from: Position): Promise<void> {
    const { stream, source, clock, signal } = this.#setup;
    let position = from;
    let iterator: string | undefined;
    let waiting: StreamRecord[] = [];
    let begun = 0;
    while (!signal.aborted) {
      const start = position;
      const current =
        iterator ?? (await this.#patience.call(() => stream.iterator(this.#shard, start, signal)));
      if (current === undefined) continue;
      iterator = current;
      const read = await this.#patience.call(() => stream.read(this.#shard, current, signal));
      if (read === undefined) continue;
      if (read.kind !== 'read') {
        if (read.kind === 'trimmed') {
          this.#notice('records are gone from the stream before they were read; it goes on with the oldest.');
          position = 'TRIM_HORIZON';
        }
        iterator = undefined;
        continue;
      }
      if (waiting.length === 0) begun = clock.now();
      waiting = [...waiting, ...read.records];
      const last = waiting.at(-1);
      if (last) position = { after: last.sequenceNumber };
      const isOver = read.next === undefined || clock.now() - begun >= source.window * 1000;
      while (waiting.length >= source.batch || (isOver && waiting.length > 0)) {
        await this.#process(waiting.slice(0, source.batch));
        if (signal.aborted) return;
        waiting = waiting.slice(source.batch);
        begun = clock.now();
      }
      if (read.next === undefined) return;
      iterator = read.next;
      if (read.records.length === 0) await clock.wait(emptyMs, signal);
    }
  }

  async #process(records: readonly StreamRecord[]): Promise<void> {
    this.#isAtWork = true;
    try {
      for (const batch of eventBatches(records, eventOf, limits.syncPayload)) await this.#untilDone(batch, 0);
    } finally {
      this.#isAtWork = false;
    }
  }

  /** Takes a batch through the function, as often as the source says. */
  async #untilDone(batch: EventBatch<StreamRecord>, attempts: number): Promise<void> {
    const { source, clock, signal } = this.#setup;
    let left = batch;
    let attempt = attempts;
    while (!signal.aborted) {
      const done = await this.#deliver(left);
      const { items } = left;
      if (done === items.length) return;
      if (done > 0) {
        // What comes after the first failure comes again, whether it failed or not.
        attempt = 0;
        left = part(items, done);
      } else if (source.bisect && items.length > 1) {
        // Splitting does not count as an attempt.
        const half = Math.ceil(items.length / 2);
        await this.#untilDone(part(items, 0, half), attempt);
        await this.#untilDone(part(items, half), attempt);
        return;
      }
      if (source.retries !== undefined && attempt >= source.retries) {
        const { sequenceNumber } = left.items[0] as StreamRecord;
        const goes = 'on AWS the on-failure destination gets them, where there is one';
        const count = this.#delivery.counted(left.items.length);
        this.#notice(`given up: ${count} from ${sequenceNumber} on; ${goes}.`);
        return;
      }
      await clock.wait(pauseMs(attempt++), signal);
    }
  }

  /** How many records, from the first on, are done after one invocation. */
  async #deliver({ items, payload }: EventBatch<StreamRecord>): Promise<number> {
    const ids = items.map(({ sequenceNumber }) => sequenceNumber);
    const failed = await this.#delivery.failed(payload, new Set(ids));
    const first = ids.findIndex((id) => failed.has(id));
    return first < 0 ? items.length : first;
  }

  #notice(text: string): void {
    const { emit, stream } = this.#setup;
    emit({ type: 'notice', text: `${stream.title}, ${this.#shard}: ${text}` });
  }
}
