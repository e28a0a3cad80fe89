/** Work of which only so much is done at one time. */
export class Slots {
  readonly #most: number;
  readonly #running = new Set<Promise<void>>();

  constructor(most: number) {
    this.#most = most;
  }

  get running(): number {
    return this.#running.size;
  }

  /** Resolves when one more may run. */
  async free(): Promise<void> {
    while (this.#running.size >= this.#most) await Promise.race(this.#running);
  }

  /** Starts a piece of work, which must not fail. */
  start(work: () => Promise<void>): void {
    const done: Promise<void> = work().finally(() => this.#running.delete(done));
    this.#running.add(done);
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    await Promise.all(this.#running);
  }
}
