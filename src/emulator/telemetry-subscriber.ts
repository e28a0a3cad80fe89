import { request } from 'node:http';
import type { Subscription } from './telemetry-request.ts';

/** What did not reach a subscriber. */
export interface Dropped {
  readonly reason: string;
  readonly records: number;
  readonly bytes: number;
}

/** Batches that wait while one is being delivered; more than one of the largest, and what is over is dropped. */
const mostWaitingBytes = 4_194_304;
/** How long a subscriber may take to answer (ms). */
const answerMs = 10_000;

interface Batch {
  readonly events: string[];
  bytes: number;
}

/** Collects events for one subscriber and posts them to it, one batch after the other. */
export class TelemetrySubscriber {
  readonly subscription: Subscription;
  readonly #dropText: (dropped: Dropped) => string;
  #batch: Batch = { events: [], bytes: 0 };
  #timer: NodeJS.Timeout | undefined;
  #waitingBytes = 0;
  #delivered: Promise<void> = Promise.resolve();
  #dropped: Dropped | undefined;
  #isClosed = false;

  /** `dropText` makes the event (JSON) that tells of what was dropped; it goes out with the next batch. */
  constructor(subscription: Subscription, dropText: (dropped: Dropped) => string) {
    this.subscription = subscription;
    this.#dropText = dropText;
  }

  /** Takes an event (JSON). */
  push(event: string): void {
    if (this.#isClosed) return;
    const { maxItems, maxBytes, timeoutMs } = this.subscription.buffering;
    const bytes = Buffer.byteLength(event);
    if (this.#batch.events.length > 0 && this.#batch.bytes + bytes > maxBytes) this.#send();
    this.#batch.events.push(event);
    this.#batch.bytes += bytes;
    if (this.#batch.events.length >= maxItems || this.#batch.bytes >= maxBytes) this.#send();
    else this.#timer ??= setTimeout(() => this.#send(), timeoutMs).unref();
  }

  /** Sends what there is; resolves when all is delivered or dropped. */
  flush(): Promise<void> {
    this.#send();
    return this.#delivered;
  }

  /** Nothing is sent from now on. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#batch = { events: [], bytes: 0 };
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#batch;
    if (batch.events.length === 0) return;
    this.#batch = { events: [], bytes: 0 };
    if (this.#dropped) batch.events.push(this.#dropText(this.#dropped));
    this.#dropped = undefined;
    if (this.#waitingBytes + batch.bytes > mostWaitingBytes) {
      this.#drop(batch, 'The subscriber is slower than the records come in');
      return;
    }
    this.#waitingBytes += batch.bytes;
    this.#delivered = this.#delivered.then(async () => {
      const problem = this.#isClosed ? undefined : await post(this.subscription, batch);
      this.#waitingBytes -= batch.bytes;
      if (problem !== undefined) this.#drop(batch, `The subscriber could not be reached: ${problem}`);
    });
  }

  #drop({ events, bytes }: Batch, reason: string): void {
    const before = this.#dropped ?? { records: 0, bytes: 0 };
    this.#dropped = { reason, records: before.records + events.length, bytes: before.bytes + bytes };
  }
}

/** Posts a batch; what went wrong, else undefined. */
function post({ destination }: Subscription, { events }: Batch): Promise<string | undefined> {
  const body = `[${events.join(',')}]`;
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const outgoing = request(
      { ...destination, host: '127.0.0.1', method: 'POST', headers, timeout: answerMs, agent: false },
      (response) => {
        const { statusCode = 0 } = response;
        response.resume();
        response.once('close', () => resolve(statusCode < 400 ? undefined : `status ${statusCode}`));
      },
    );
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer in time')));
    outgoing.once('error', (error) => resolve(error.message));
    outgoing.end(body);
  });
}
