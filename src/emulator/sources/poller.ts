import { UserError } from '../../errors.ts';
import { queueSourceLimits } from '../../platform/limits.ts';
import { showFailure } from '../background.ts';
import { limits } from '../limits.ts';
import type { LambdaService } from '../service.ts';
import type { EventSink } from '../types.ts';
import { BatchDelivery } from './batch-delivery.ts';
import type { Clock } from './clock.ts';
import type { EventBatch } from './event-batches.ts';
import type { QueueSource } from './flag.ts';
import { overtaking } from './group-order.ts';
import { Patience } from './patience.ts';
import type { Queue, QueueMessage } from './queue.ts';
import { Slots } from './slots.ts';
import { batchesOf } from './sqs-event.ts';

export interface PollSetup {
  readonly queue: Queue;
  readonly source: Pick<QueueSource, 'batch' | 'window' | 'reportFailures'> & {
    readonly concurrency: number;
  };
  readonly functionName: string;
  readonly service: LambdaService;
  readonly emit: EventSink;
  readonly clock: Clock;
  /** Ends the polling; batches that are at a function are finished. */
  readonly signal: AbortSignal;
}

const { messagesPerCall, receiveSeconds } = queueSourceLimits;

/** A server that does not wait for messages is asked once in this time (ms). */
const emptyMs = 1000;

/**
 * Reads a queue as Lambda does: takes messages, gives them to the function, deletes those that it is done with. What failed
 * is left alone: it comes back after the queue's visibility timeout, and the queue's redrive policy counts.
 */
export class QueuePoller {
  readonly #setup: PollSetup;
  readonly #slots: Slots;
  readonly #name: string;
  readonly #patience: Patience;
  readonly #delivery: BatchDelivery;

  constructor(setup: PollSetup) {
    this.#setup = setup;
    this.#slots = new Slots(setup.source.concurrency);
    this.#name = setup.queue.arn.split(':').at(-1) as string;
    const { clock, signal } = setup;
    const notice = (text: string) => this.#notice(text);
    this.#patience = new Patience({ clock, signal, notice, worksAgain: 'the queue can be read again.' });
    this.#delivery = new BatchDelivery({
      ...setup,
      title: `SQS ${this.#name}`,
      noun: 'message',
      reportFailures: setup.source.reportFailures,
      otherwise: 'all messages of the batch are deleted',
      notice,
    });
  }

  /** Batches that are at the function. */
  get atWork(): number {
    return this.#slots.running;
  }

  /** Polls until the signal aborts; resolves when the last batch is finished. */
  async run(): Promise<void> {
    const { queue, signal } = this.#setup;
    while (!signal.aborted) {
      // Only then: what is taken and waits here is out of sight for nothing.
      await this.#slots.free();
      const messages = await this.#gather();
      for (const batch of batchesOf(queue, messages, limits.syncPayload)) {
        await this.#slots.free();
        this.#slots.start(() => this.#finish(batch));
      }
    }
    await this.#slots.idle();
  }

  /** The messages of the next batch; none when there are none, or the call failed. */
  async #gather(): Promise<QueueMessage[]> {
    const { source, clock, signal } = this.#setup;
    // By id: a message may come a second time while a batch is gathered, with a handle that counts.
    const messages = new Map<string, QueueMessage>();
    let bytes = 0;
    const take = async (seconds: number) => {
      const most = Math.min(messagesPerCall, source.batch - messages.size);
      const received = await this.#receive(most, seconds);
      for (const message of received ?? []) {
        messages.set(message.messageId, message);
        bytes += Buffer.byteLength(message.body);
      }
      return received !== undefined;
    };
    await take(receiveSeconds);
    const end = clock.now() + source.window * 1000;
    while (messages.size > 0 && messages.size < source.batch && bytes < limits.syncPayload) {
      const left = Math.ceil((end - clock.now()) / 1000);
      if (left <= 0 || signal.aborted || !(await take(Math.min(left, receiveSeconds)))) break;
    }
    return [...messages.values()];
  }

  /** One call; undefined when it failed, which is said and followed by a pause. */
  #receive(most: number, seconds: number): Promise<readonly QueueMessage[] | undefined> {
    const { queue, signal, clock } = this.#setup;
    return this.#patience.call(async () => {
      const begun = clock.now();
      const messages = await queue.receive(most, seconds, signal);
      const left = emptyMs - (clock.now() - begun);
      if (messages.length === 0 && left > 0) await clock.wait(left, signal);
      return messages;
    });
  }

  /** Takes a batch through the function, and deletes what is done. A fault of the emulator's own leaves it in the queue. */
  async #finish(batch: EventBatch<QueueMessage>): Promise<void> {
    const { functionName } = this.#setup;
    try {
      const ids = new Set(batch.items.map(({ messageId }) => messageId));
      const failed = await this.#delivery.failed(batch.payload, ids);
      const done = batch.items.filter(({ messageId }) => !failed.has(messageId));
      const overtaken = overtaking(batch.items, failed);
      if (overtaken)
        this.#notice(`${overtaken}; report what comes after a failure in its group as failed, too.`);
      const undeleted = await this.#setup.queue.remove(done.map(({ receiptHandle }) => receiptHandle));
      const [first] = undeleted;
      if (first)
        this.#notice(
          `${this.#delivery.counted(undeleted.length)} could not be deleted and will come again: ${first.reason}`,
        );
    } catch (error) {
      if (error instanceof UserError)
        this.#notice(`what ${functionName} has done will come again: ${error.message}`);
      else showFailure(error, (text) => this.#notice(text));
    }
  }

  #notice(text: string): void {
    this.#setup.emit({ type: 'notice', text: `SQS ${this.#name}: ${text}` });
  }
}
