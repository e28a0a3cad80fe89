import type { LogEvent } from './event.ts';

/**
 * How far polls go back before the newest event that was seen, in ms. An event may become visible after later ones: of
 * another stream, of the same time, or because its sandbox was slow to send it.
 */
export const reach = { everyPoll: 15_000, sometimes: 5 * 60_000 } as const;

/** How often a poll goes back the long way where that is much to read, in ms. */
const longEvery = 30_000;

/** As long as the long way has no more events than this, every poll goes it. */
const fewEvents = 2000;

/** Where a run begins: at a time, or where an earlier one ended. */
export interface Beginning {
  /** No event before this time (ms since 1970) is of interest. */
  readonly since: number;
  /** Events that are known already. */
  readonly known?: readonly Pick<LogEvent, 'id' | 'time'>[];
}

/**
 * What a reader of a log remembers between two polls, so that it passes on each event once: where the next poll begins,
 * and the events from there on that it has passed on.
 */
export class LogWindow {
  /** What is before this time is not asked for: it is of no interest, or forgotten. */
  #floor: number;
  readonly #known = new Map<string, number>();
  #newest: number | undefined;
  #lastLong: number | undefined;
  #isLong = true;

  constructor({ since, known = [] }: Beginning) {
    this.#floor = since;
    for (const { id, time } of known) this.#remember(id, time);
  }

  #remember(id: string, time: number): void {
    this.#known.set(id, time);
    this.#newest = Math.max(this.#newest ?? time, time);
  }

  /** The time of the newest event that was passed on. */
  get newest(): number | undefined {
    return this.#newest;
  }

  /**
   * Where the next poll begins, in ms since 1970.
   * @param now a clock may be wrong, and events may be of the future: the earlier of both counts.
   */
  next(now: number): number {
    const isDue = this.#lastLong === undefined || now - this.#lastLong >= longEvery;
    this.#isLong = isDue || this.#known.size <= fewEvents;
    return this.#from(this.#isLong ? reach.sometimes : reach.everyPoll, now);
  }

  #from(back: number, now: number): number {
    return this.#newest === undefined
      ? this.#floor
      : Math.max(this.#floor, Math.min(this.#newest, now) - back);
  }

  /** Those of a page that are new. */
  take(events: readonly LogEvent[]): LogEvent[] {
    return events.filter(({ id, time }) => {
      if (this.#known.has(id)) return false;
      this.#remember(id, time);
      return true;
    });
  }

  /** A poll has read all its pages: what no later one can bring again is forgotten. */
  done(now: number): void {
    if (!this.#isLong) return;
    this.#lastLong = now;
    this.#floor = this.#from(reach.sometimes, now);
    for (const [id, time] of this.#known) if (time < this.#floor) this.#known.delete(id);
  }
}
