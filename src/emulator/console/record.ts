import { shownType } from '../failures.ts';
import { billedMs } from '../log.ts';
import type { EmulatorEvent, Outcome } from '../types.ts';
import {
  type BuildResult,
  type ConsoleNotice,
  type InvocationDetail,
  type InvocationSummary,
  type KeptText,
  remembered,
} from './data.ts';

/** What is remembered at most; texts in bytes of UTF-8, or characters of a log. */
export const recordLimits = {
  ...remembered,
  event: 256 * 1024,
  response: 128 * 1024,
  log: 64 * 1024,
  logLines: 1000,
  noticeText: 4 * 1024,
  buildErrors: 50,
  /** The texts of all invocations together; those of the oldest are dropped first. */
  texts: 64 * 1024 * 1024,
} as const;

export type RecordLimits = { readonly [K in keyof typeof recordLimits]: number };

type Changing<T> = { -readonly [K in keyof T]: T[K] };

interface Entry {
  readonly summary: Changing<InvocationSummary>;
  event: KeptText | undefined;
  response: KeptText | undefined;
  isStreamed: boolean;
  log: string[];
  logSize: number;
  isLogCut: boolean;
  /** Of the budget for texts. */
  size: number;
  isDropped: boolean;
}

function kept(bytes: Buffer, limit: number): KeptText {
  const isCut = bytes.length > limit;
  return { text: bytes.toString('utf8', 0, limit), bytes: bytes.length, isCut };
}

const detailOf = ({ summary, event, response, isStreamed, log, isLogCut }: Entry): InvocationDetail => ({
  ...summary,
  event,
  response,
  isStreamed,
  log,
  isLogCut,
});

/** The last invocations, notices and the last build, as the emulator's page shows them. */
export class ConsoleRecord {
  readonly #limits: RecordLimits;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  #notices: ConsoleNotice[] = [];
  #change = 0;
  #count = 0;
  #textSize = 0;
  #build: { isRunning: boolean; last: BuildResult | undefined } = { isRunning: false, last: undefined };

  constructor(limits: RecordLimits = recordLimits, now: () => number = Date.now) {
    this.#limits = limits;
    this.#now = now;
  }

  /** The number of the last change. */
  get change(): number {
    return this.#change;
  }

  get build(): { readonly isRunning: boolean; readonly last: BuildResult | undefined } {
    return this.#build;
  }

  /** The invocations that have changed since a change, the oldest first; all that are remembered since 0. */
  invocations(since = 0): InvocationSummary[] {
    const all = [...this.#entries.values()].map(({ summary }) => summary);
    return since === 0 ? all : all.filter(({ change }) => change > since);
  }

  notices(since = 0): ConsoleNotice[] {
    return this.#notices.filter(({ change }) => change > since);
  }

  detail(id: string): InvocationDetail | undefined {
    const entry = this.#entries.get(id);
    return entry && detailOf(entry);
  }

  /** Calls `listener` at every change, until what it returns is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes what happens in the emulator. */
  take(event: EmulatorEvent): void {
    if (this.#apply(event)) this.#notify();
  }

  /** Whether something that is remembered has changed. */
  #apply(event: EmulatorEvent): boolean {
    switch (event.type) {
      case 'accepted':
        this.#accept(event);
        return true;
      case 'log':
        return this.#of(event.requestId, (entry) => this.#log(entry, event.line));
      case 'answered':
        return this.#of(event.requestId, (entry) => this.#answer(entry, event.outcome));
      case 'invoked': {
        const { report } = event;
        return this.#of(report.requestId, ({ summary }) => {
          const { durationMs, memorySize, maxMemoryUsed, initDurationMs } = report;
          const failed = report.status !== undefined || summary.state === 'failed';
          Object.assign(summary, {
            state: failed ? 'failed' : 'succeeded',
            // What the function itself reported says more than what the service calls it.
            errorType: summary.errorType ?? report.errorType,
            ...{ durationMs, memorySize, maxMemoryUsed, initDurationMs, billedMs: billedMs(report) },
          });
        });
      }
      case 'notice':
        this.#notices.push({
          change: ++this.#change,
          at: this.#now(),
          text: event.text.slice(0, this.#limits.noticeText),
        });
        if (this.#notices.length > this.#limits.notices) this.#notices.shift();
        return true;
      case 'building':
        this.#build = { ...this.#build, isRunning: true };
        this.#change++;
        return true;
      case 'built': {
        const { ok, durationMs, errors } = event;
        const { buildErrors, noticeText } = this.#limits;
        const shown = errors.slice(0, buildErrors).map((error) => error.slice(0, noticeText));
        const last = { endedAt: this.#now(), ok, durationMs, errors: shown };
        this.#build = { isRunning: false, last };
        this.#change++;
        return true;
      }
      default:
        return false;
    }
  }

  #of(id: string | undefined, work: (entry: Entry) => void): boolean {
    const entry = id === undefined ? undefined : this.#entries.get(id);
    if (!entry) return false;
    work(entry);
    entry.summary.change = ++this.#change;
    return true;
  }

  #accept(event: Extract<EmulatorEvent, { type: 'accepted' }>): void {
    const { functionName, requestId: id, payload } = event;
    const entry: Entry = {
      summary: {
        id,
        number: ++this.#count,
        functionName,
        acceptedAt: this.#now(),
        state: 'running',
        change: ++this.#change,
      },
      event: kept(payload, this.#limits.event),
      response: undefined,
      isStreamed: false,
      log: [],
      logSize: 0,
      isLogCut: false,
      size: 0,
      isDropped: false,
    };
    this.#entries.set(id, entry);
    this.#hold(entry, entry.event as KeptText);
    if (this.#entries.size <= this.#limits.invocations) return;
    const [[oldest, gone]] = this.#entries as unknown as [[string, Entry]];
    this.#entries.delete(oldest);
    this.#textSize -= gone.size;
  }

  #log(entry: Entry, line: string): void {
    const room = this.#limits.log - entry.logSize;
    if (entry.isDropped || entry.isLogCut) return;
    entry.isLogCut = line.length > room || entry.log.length >= this.#limits.logLines;
    // The last lines say how it ended: they are in the figures, which are never cut.
    if (entry.log.length >= this.#limits.logLines || room <= 0) return;
    const text = line.slice(0, room);
    entry.log.push(text);
    entry.logSize += text.length + 1;
    this.#hold(entry, { text });
  }

  #answer(entry: Entry, outcome: Outcome): void {
    if (outcome.kind === 'stream') {
      entry.isStreamed = true;
      void outcome.completion.then((error) => {
        if (error && this.#of(entry.summary.id, () => this.#fail(entry, error))) this.#notify();
      });
      return;
    }
    if (outcome.kind === 'error') this.#fail(entry, outcome);
    else this.#respond(entry, outcome.body);
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }

  #fail(entry: Entry, error: { readonly errorType: string; readonly body: Buffer }): void {
    entry.summary.state = 'failed';
    entry.summary.errorType = shownType(error);
    this.#respond(entry, error.body);
  }

  #respond(entry: Entry, body: Buffer): void {
    if (entry.isDropped) return;
    entry.response = kept(body, this.#limits.response);
    this.#hold(entry, entry.response);
  }

  /** Books a text, and drops those of the oldest while there is no room. */
  #hold(entry: Entry, { text }: { readonly text: string }): void {
    // A text that is not Latin takes two bytes a character.
    const size = 2 * text.length;
    entry.size += size;
    this.#textSize += size;
    if (this.#textSize <= this.#limits.texts) return;
    for (const old of this.#entries.values()) {
      if (this.#textSize <= this.#limits.texts) return;
      this.#textSize -= old.size;
      Object.assign(old, { event: undefined, response: undefined, log: [], size: 0, isDropped: true });
    }
  }
}
