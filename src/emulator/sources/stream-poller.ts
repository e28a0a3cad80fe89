import { Patience } from './patience.ts';
import { ShardReader, type StreamSetup } from './shard-reader.ts';
import type { Position, Shard } from './stream.ts';

/** The shards are listed once in this time (ms): they split and merge, and DynamoDB's end after four hours. */
const listMs = 10_000;

/** Reads all shards of a stream, each in its order and one after those that it comes from. */
export class StreamPoller {
  readonly #setup: StreamSetup;
  readonly #readers: ShardReader[] = [];
  /** The end of each shard's reading. */
  readonly #ends = new Map<string, Promise<void>>();

  constructor(setup: StreamSetup) {
    this.#setup = setup;
  }

  /** Batches that are at the function. */
  get atWork(): number {
    return this.#readers.filter(({ isAtWork }) => isAtWork).length;
  }

  /** Polls until the signal aborts; resolves when the last batch is finished. */
  async run(): Promise<void> {
    const { stream, source, emit, clock, signal } = this.#setup;
    const notice = (text: string) => emit({ type: 'notice', text: `${stream.title}: ${text}` });
    const worksAgain = 'the shards can be listed again.';
    const patience = new Patience({ clock, signal, notice, worksAgain });
    let from: Position = source.from;
    while (!signal.aborted) {
      const shards = await patience.call(() => stream.shards(signal));
      if (shards === undefined) continue;
      for (const shard of shards) this.#start(shard, shards, from);
      // Records that come later have not been read yet.
      from = 'TRIM_HORIZON';
      await clock.wait(listMs, signal);
    }
    await Promise.all(this.#ends.values());
  }

  /** Begins to read a shard that is new, when the one before it is done. */
  #start(shard: Shard, all: readonly Shard[], from: Position): Promise<void> {
    const known = this.#ends.get(shard.id);
    if (known) return known;
    // For a server whose shards come from one another.
    this.#ends.set(shard.id, Promise.resolve());
    const parent = all.find(({ id }) => id === shard.parent);
    const before = parent ? this.#start(parent, all, from) : Promise.resolve();
    const reader = new ShardReader(this.#setup, shard.id);
    this.#readers.push(reader);
    const end = before.then(() => reader.run(from));
    this.#ends.set(shard.id, end);
    return end;
  }
}
