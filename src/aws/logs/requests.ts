import type { LogLine } from './line.ts';

/** Lines of the log that belong together: of one request, or of one stream between requests. */
export interface Group {
  readonly requestId: string | undefined;
  readonly stream: string;
  /** Some of its lines have been shown before. */
  readonly continued: boolean;
  readonly lines: readonly LogLine[];
}

interface Open extends Group {
  readonly lines: LogLine[];
  /** When its first line came, in ms. */
  readonly since: number;
}

/** Requests whose beginning was shown are known for a while: so many of them. */
const mostShown = 10_000;

/**
 * Puts a request's lines together, which come among those of others: a sandbox has one request at a time and a stream
 * of its own. A request is ready with its REPORT line, or when its first line has waited long enough.
 */
export class Requests {
  readonly #patienceMs: number;
  readonly #open = new Map<string, Open>();
  /** The request that a stream is at, and whether it is Lambda that said so. */
  readonly #current = new Map<string, { readonly requestId: string; readonly isStarted: boolean }>();
  readonly #shown = new Set<string>();

  /** @param patienceMs how long a line waits for the others of its request; Infinity to wait for all. */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** Takes lines in the order of the log and answers the groups that they complete, in the order of their beginnings. */
  push(lines: readonly LogLine[], now: number): Group[] {
    const ready: Group[] = [];
    for (const line of lines) ready.push(...this.#add(line, now));
    return inOrder(ready);
  }

  /** The groups that have waited long enough. */
  waited(now: number): Group[] {
    const keys = [...this.#open]
      .filter(([, { since }]) => now - since >= this.#patienceMs)
      .map(([key]) => key);
    return inOrder(keys.flatMap((key) => this.#take(key)));
  }

  /** Everything that is left. */
  flush(): Group[] {
    return inOrder([...this.#open.keys()].flatMap((key) => this.#take(key)));
  }

  /**
   * The request that a line belongs to. After START a stream is at that request, whatever a record of the function calls
   * its request: that may be the id of its caller, unless Lambda started that one as well.
   */
  #requestOf({ kind, requestId, stream }: LogLine): string | undefined {
    const current = this.#current.get(stream);
    const isStranger = requestId !== undefined && !this.#open.has(keyOf(requestId, stream));
    if (kind === 'own' && current?.isStarted && isStranger) return current.requestId;
    return requestId ?? current?.requestId;
  }

  #add(line: LogLine, now: number): Group[] {
    const { stream, kind } = line;
    const before = this.#current.get(stream)?.requestId;
    const requestId = this.#requestOf(line);
    const isAnother = before !== undefined && requestId !== before;
    const ready = isAnother ? this.#take(keyOf(before, stream)) : [];
    if (requestId !== undefined) {
      const isStarted = kind === 'start' || (!isAnother && this.#current.get(stream)?.isStarted === true);
      this.#current.set(stream, { requestId, isStarted });
    }
    const early = requestId === undefined ? undefined : this.#early(stream);
    if (requestId !== undefined) ready.push(...this.#take(keyOf(undefined, stream)));
    const key = keyOf(requestId, stream);
    const group = this.#open.get(key) ?? {
      requestId,
      stream,
      continued: requestId !== undefined && this.#shown.has(requestId),
      lines: [],
      since: early?.since ?? now,
    };
    group.lines.unshift(...(early?.lines ?? []));
    group.lines.push(line);
    this.#open.set(key, group);
    if (kind !== 'report') return ready;
    this.#current.delete(stream);
    return [...ready, ...this.#take(key)];
  }

  /** Takes the init of a sandbox, which belongs to the request that it was started for. */
  #early(stream: string): Open | undefined {
    const key = keyOf(undefined, stream);
    const group = this.#open.get(key);
    if (group?.lines[0]?.kind !== 'init') return undefined;
    this.#open.delete(key);
    return group;
  }

  #take(key: string): Group[] {
    const group = this.#open.get(key);
    if (group === undefined) return [];
    this.#open.delete(key);
    const { since: _, ...rest } = group;
    if (group.requestId !== undefined) {
      this.#shown.add(group.requestId);
      const [oldest] = this.#shown;
      if (this.#shown.size > mostShown) this.#shown.delete(oldest as string);
    }
    return [rest];
  }
}

const keyOf = (requestId: string | undefined, stream: string) =>
  requestId === undefined ? `stream ${stream}` : `request ${requestId}`;

const inOrder = (groups: Group[]) => groups.sort((a, b) => (a.lines[0]?.time ?? 0) - (b.lines[0]?.time ?? 0));
