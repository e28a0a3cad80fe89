import type { Pieces } from './byte-source.ts';

const pageSize = 1_048_576;
/** Files up to 48 MB are kept as a whole while they are read. */
const keptPages = 48;
/** Of larger ones the first and the last 16 MB, where an ELF file has its tables. */
const edgePages = 16;
/** And where tables lie elsewhere, so many pages more, each for another pass over the file. */
const mostPasses = 8;

/** A part of a file that was asked for and is not kept. */
class Missing extends Error {
  readonly page: number;

  constructor(page: number) {
    super(`Page ${page} is not there`);
    this.page = page;
  }
}

/** Parts of a file that is too large to be held, in pages; the first page is always among them. */
export class Pages {
  readonly size: number;
  readonly #pages = new Map<number, Buffer>();
  readonly #asked = new Set<number>();
  readonly #last: number;
  readonly #pool: PagePool;
  /** False keeps only the first page. */
  keepsTables = true;

  constructor(size: number, pool: PagePool) {
    this.size = size;
    this.#last = Math.ceil(size / pageSize) - 1;
    this.#pool = pool;
  }

  /** The first bytes, up to 1 MB. */
  get head(): Buffer {
    return this.#pages.get(0)?.subarray(0, Math.min(this.size, pageSize)) ?? Buffer.alloc(0);
  }

  #isWanted(page: number): boolean {
    if (page === 0 || this.#asked.has(page)) return true;
    if (!this.keepsTables) return false;
    return this.#last < keptPages || page < edgePages || page > this.#last - edgePages;
  }

  /** Keeps what is wanted of the bytes that stand at `offset`. */
  add(offset: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const page = Math.floor((offset + at) / pageSize);
      const start = (offset + at) % pageSize;
      const length = Math.min(bytes.length - at, pageSize - start);
      if (page <= this.#last && this.#isWanted(page)) {
        let kept = this.#pages.get(page);
        if (kept === undefined) {
          kept = this.#pool.take();
          this.#pages.set(page, kept);
        }
        kept.set(bytes.subarray(at, at + length), start);
      }
      at += length;
    }
  }

  /**
   * `length` bytes from `offset`, which must lie in the file.
   * @throws when a part of them is not kept; `withAllPages` fetches it and tries again.
   */
  window(offset: number, length: number): Uint8Array {
    const first = Math.floor(offset / pageSize);
    const start = offset - first * pageSize;
    if (start + length <= pageSize) return this.#page(first).subarray(start, start + length);
    const joined = Buffer.alloc(length);
    for (let filled = 0; filled < length; ) {
      const page = Math.floor((offset + filled) / pageSize);
      const from = (offset + filled) % pageSize;
      const part = this.#page(page).subarray(from, Math.min(pageSize, from + length - filled));
      joined.set(part, filled);
      filled += part.length;
    }
    return joined;
  }

  #page(page: number): Buffer {
    const kept = this.#pages.get(page);
    if (kept === undefined) throw new Missing(page);
    return kept;
  }

  /** Gives the pages back. What was read out of them must have been copied. */
  release(): void {
    this.#pool.give(this.#pages.values());
    this.#pages.clear();
  }

  /**
   * Does `work`, and again each time that it asked for a page that was not kept, after another pass over the file.
   * @param give up with this error when the file makes it ask too often.
   */
  async withAllPages<T>(pieces: Pieces, work: () => T, tooOften: () => Error): Promise<T> {
    for (let pass = 0; ; pass++) {
      try {
        return work();
      } catch (error) {
        if (!(error instanceof Missing)) throw error;
        if (pass === mostPasses) throw tooOften();
        this.#asked.add(error.page).add(error.page + 1);
      }
      let offset = 0;
      for await (const piece of pieces()) {
        this.add(offset, piece);
        offset += piece.length;
      }
    }
  }
}

/** Buffers of pages that are used again: thousands of files are read one after the other. */
export class PagePool {
  readonly #free: Buffer[] = [];

  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(pageSize);
  }

  give(pages: Iterable<Buffer>): void {
    this.#free.push(...pages);
  }
}
