import {
  type ConsoleNotice,
  type ConsoleState,
  type InvocationSummary,
  remembered,
} from '../emulator/console/data.ts';

const retryMs = 2000;
/** Changes that come fast are shown together (ms). */
const redrawMs = 80;

/** What the page knows of the emulator; it follows the stream of changes. */
export class Store {
  state: ConsoleState | undefined;
  /** The oldest first. */
  invocations: readonly InvocationSummary[] = [];
  notices: readonly ConsoleNotice[] = [];
  isConnected = false;
  readonly #byId = new Map<string, InvocationSummary>();
  readonly #listeners = new Set<() => void>();
  #isDue = false;
  #drawnAt = 0;

  /** Calls `listener` after changes, many of them at once where they come fast, until what it returns is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  find(id: string | undefined): InvocationSummary | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }

  /** Follows the stream for as long as the page is open. */
  connect(): void {
    const source = new EventSource('api/stream');
    const on = (name: string, take: (data: unknown) => void) =>
      source.addEventListener(name, (event: MessageEvent<string>) => {
        take(JSON.parse(event.data));
        this.#changed();
      });
    on('run', (data) => {
      this.isConnected = true;
      // From the beginning: the emulator is another one, or has not said anything yet.
      if ((data as { from: number }).from === 0) this.#clear();
    });
    on('state', (data) => {
      this.state = data as ConsoleState;
    });
    on('notices', (data) => {
      this.notices = [...this.notices, ...(data as ConsoleNotice[])].slice(-remembered.notices);
    });
    on('invocations', (data) => this.#take(data as InvocationSummary[]));
    source.addEventListener('error', () => {
      this.isConnected = false;
      this.#changed();
      // The browser tries again by itself, unless it was refused.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.connect(), retryMs);
    });
  }

  #clear(): void {
    this.#byId.clear();
    this.invocations = [];
    this.notices = [];
  }

  #take(changed: readonly InvocationSummary[]): void {
    for (const invocation of changed) this.#byId.set(invocation.id, invocation);
    for (const id of this.#byId.keys()) {
      if (this.#byId.size <= remembered.invocations) break;
      this.#byId.delete(id);
    }
    this.invocations = [...this.#byId.values()];
  }

  #changed(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    const wait = Math.max(0, this.#drawnAt + redrawMs - performance.now());
    setTimeout(() => {
      this.#isDue = false;
      this.#drawnAt = performance.now();
      for (const listener of this.#listeners) listener();
    }, wait);
  }
}
