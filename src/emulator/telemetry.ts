import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBodyIfSmall } from './body.ts';
import { type PlatformRecord, platformRecords } from './platform-records.ts';
import { answerExtension, refuse } from './runtime-answers.ts';
import { subscriptionIn, type TelemetryType } from './telemetry-request.ts';
import { type Dropped, TelemetrySubscriber } from './telemetry-subscriber.ts';

/** Whether a request is for the Telemetry API. */
export const isForTelemetry = (path: string): boolean => /^\/2022-07-01\/telemetry\/?$/.test(path);

/** Whether a request is for the Logs API, which the Telemetry API has replaced. */
export const isForLogs = (path: string): boolean => path.startsWith('/2020-08-15/logs');

/** The most that a subscription may have, in bytes. */
const mostBytes = 65_536;
/** What is kept for those that subscribe later in the init phase. */
const mostKept = 10_000;

interface TelemetryEvent {
  readonly category: TelemetryType;
  readonly time: string;
  readonly type: string;
  readonly record: unknown;
}

/** A line that is a JSON object, as one. */
function asObject(line: string): unknown {
  if (!line.startsWith('{')) return line;
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

/**
 * The Telemetry API of one sandbox: what happens in it, for the extensions that subscribed.
 * Source: AWS, "Lambda Telemetry API".
 */
export class Telemetry {
  readonly #logsJson: boolean;
  readonly #onRecord: (record: PlatformRecord) => void;
  #subscribers = new Map<string, TelemetrySubscriber>();
  #kept: TelemetryEvent[] = [];
  #isOpen = false;

  /**
   * `logsJson` is whether the function's log has the JSON format; `onRecord` is told of what the API itself records,
   * for the log.
   */
  constructor(logsJson: boolean, onRecord: (record: PlatformRecord) => void) {
    this.#logsJson = logsJson;
    this.#onRecord = onRecord;
  }

  /** A new init phase begins: until `closeSubscriptions` there may be subscriptions. */
  open(): void {
    this.end();
    this.#isOpen = true;
  }

  /** The subscribers are gone; nothing is sent to their ports any more. */
  end(): void {
    for (const subscriber of this.#subscribers.values()) subscriber.close();
    this.#subscribers = new Map();
    this.closeSubscriptions();
  }

  /** The init phase is over. */
  closeSubscriptions(): void {
    this.#isOpen = false;
    this.#kept = [];
  }

  /** Something that the service records. */
  platform({ type, record }: PlatformRecord): void {
    this.#emit('platform', `platform.${type}`, record);
  }

  /** A line of a process. */
  line(category: 'function' | 'extension', line: string): void {
    this.#emit(category, category, line);
  }

  /** Sends what there is; resolves when it is delivered or dropped, or after so many ms. */
  async flush(limitMs: number): Promise<void> {
    if (this.#subscribers.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMs);
    });
    const all = Promise.all([...this.#subscribers.values()].map((subscriber) => subscriber.flush()));
    await Promise.race([all, late]);
    clearTimeout(timer);
  }

  /** Serves the subscription of an extension. */
  async subscribe(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const subscription = subscriptionIn(await readBodyIfSmall(request, mostBytes));
    if (!this.#isOpen) {
      refuse(response, 403, 'Telemetry.SubscriptionClosed', 'Telemetry API subscription is closed');
      return;
    }
    if (typeof subscription === 'string') {
      refuse(response, 400, 'ValidationError', subscription);
      return;
    }
    const isNew = !this.#subscribers.has(name);
    if (isNew) {
      const subscriber = new TelemetrySubscriber(subscription, dropText);
      this.#subscribers.set(name, subscriber);
      for (const event of this.#kept) this.#give(subscriber, event);
    }
    const record = platformRecords.telemetrySubscription(name, isNew ? 'Subscribed' : 'Already subscribed', [
      ...subscription.types,
    ]);
    this.platform(record);
    this.#onRecord(record);
    answerExtension(response, 'OK');
  }

  #emit(category: TelemetryType, type: string, record: unknown): void {
    if (!this.#isOpen && this.#subscribers.size === 0) return;
    const event = { category, time: new Date().toISOString(), type, record };
    if (this.#isOpen && this.#kept.length < mostKept) this.#kept.push(event);
    for (const subscriber of this.#subscribers.values()) this.#give(subscriber, event);
  }

  #give(subscriber: TelemetrySubscriber, event: TelemetryEvent): void {
    if (subscriber.subscription.types.has(event.category)) subscriber.push(this.#text(subscriber, event));
  }

  #text({ subscription }: TelemetrySubscriber, { category, time, type, record }: TelemetryEvent): string {
    // The first schema knows lines as text alone.
    const isObject = category === 'function' && this.#logsJson && subscription.schemaVersion !== '2022-07-01';
    return JSON.stringify({ time, type, record: isObject ? asObject(record as string) : record });
  }
}

function dropText({ reason, records, bytes }: Dropped): string {
  const { type, record } = platformRecords.logsDropped(reason, records, bytes);
  return JSON.stringify({ time: new Date().toISOString(), type: `platform.${type}`, record });
}
