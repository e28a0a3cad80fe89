/** Bytes that are no sound ELF file: the message says which structure is wrong and where. */
export class ElfError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ElfError';
  }
}

/** Linux's PATH_MAX: no name in an ELF file is longer than a path can be. */
const longestString = 4096;

/**
 * Reads integers and strings out of bytes that nobody vouches for.
 * Every read names what it looks for; one that leaves the bytes throws an ElfError with that name.
 */
export class BoundedReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #littleEndian: boolean;

  constructor(bytes: Uint8Array, littleEndian = true) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#littleEndian = littleEndian;
  }

  /** The size of the whole in bytes. */
  get size(): number {
    return this.#bytes.length;
  }

  /** @throws ElfError unless the `length` bytes from `offset` exist. */
  require(offset: number, length: number, what: string): void {
    if (offset + length > this.size) {
      throw new ElfError(
        `${what} would end at byte ${offset + length}, and the file has ${this.size}; it is cut off or damaged`,
      );
    }
  }

  u8(offset: number, what: string): number {
    this.require(offset, 1, what);
    return this.#view.getUint8(offset);
  }

  u16(offset: number, what: string): number {
    this.require(offset, 2, what);
    return this.#view.getUint16(offset, this.#littleEndian);
  }

  u32(offset: number, what: string): number {
    this.require(offset, 4, what);
    return this.#view.getUint32(offset, this.#littleEndian);
  }

  /** A 64-bit integer; addresses and sizes beyond 2^53 exist only in damaged files. */
  u64(offset: number, what: string): number {
    this.require(offset, 8, what);
    const value = this.#view.getBigUint64(offset, this.#littleEndian);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new ElfError(`${what} has the impossible value ${value}`);
    return Number(value);
  }

  /** The bytes of `length` from `offset`, not copied. */
  slice(offset: number, length: number, what: string): Uint8Array {
    this.require(offset, length, what);
    return this.#bytes.subarray(offset, offset + length);
  }

  /** A NUL-terminated string that starts at `offset` and ends before `end`; one byte is one character. */
  string(offset: number, end: number, what: string): string {
    const limit = Math.min(end, offset + longestString, this.size);
    const window = this.#bytes.subarray(Math.min(offset, limit), limit);
    const length = window.indexOf(0);
    if (length < 0) throw new ElfError(`${what} at byte ${offset} has no end`);
    return Buffer.from(window.buffer, window.byteOffset, length).toString('latin1');
  }
}
