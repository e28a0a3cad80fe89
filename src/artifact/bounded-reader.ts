import type { Pages } from './pages.ts';

/** Bytes that are not a sound ELF file: the message says which structure is wrong and where. */
export class ElfError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ElfError';
  }
}

/** Linux's PATH_MAX: no name in an ELF file is longer than a path can be. */
const longestString = 4096;
/** All names that are read of one file. A program of 200 libraries has a hundredth of it. */
const mostStringBytes = 1_048_576;

/**
 * Reads integers and strings out of bytes that may be damaged or hostile: a whole file, or the pages of one.
 * Every read names what it looks for; one that leaves the bytes throws an ElfError with that name.
 */
export class BoundedReader {
  readonly #bytes: Uint8Array | Pages;
  readonly #whole: DataView | undefined;
  readonly #littleEndian: boolean;
  #stringBytes = 0;

  constructor(bytes: Uint8Array | Pages, littleEndian = true) {
    this.#bytes = bytes;
    this.#whole =
      bytes instanceof Uint8Array
        ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        : undefined;
    this.#littleEndian = littleEndian;
  }

  /** The size of the whole in bytes. */
  get size(): number {
    return this.#bytes instanceof Uint8Array ? this.#bytes.length : this.#bytes.size;
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
    return this.#whole ? this.#whole.getUint8(offset) : this.#view(offset, 1).getUint8(0);
  }

  u16(offset: number, what: string): number {
    this.require(offset, 2, what);
    if (this.#whole) return this.#whole.getUint16(offset, this.#littleEndian);
    return this.#view(offset, 2).getUint16(0, this.#littleEndian);
  }

  u32(offset: number, what: string): number {
    this.require(offset, 4, what);
    if (this.#whole) return this.#whole.getUint32(offset, this.#littleEndian);
    return this.#view(offset, 4).getUint32(0, this.#littleEndian);
  }

  /** A 64-bit integer; addresses and sizes beyond 2^53 exist only in damaged files. */
  u64(offset: number, what: string): number {
    this.require(offset, 8, what);
    const value = this.#whole
      ? this.#whole.getBigUint64(offset, this.#littleEndian)
      : this.#view(offset, 8).getBigUint64(0, this.#littleEndian);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new ElfError(`${what} has the impossible value ${value}`);
    return Number(value);
  }

  /** The bytes of `length` from `offset`, not copied. */
  slice(offset: number, length: number, what: string): Uint8Array {
    this.require(offset, length, what);
    return this.#window(offset, length);
  }

  /** A NUL-terminated string that starts at `offset` and ends before `end`; one byte is one character. */
  string(offset: number, end: number, what: string): string {
    const limit = Math.min(end, offset + longestString, this.size);
    const start = Math.min(offset, limit);
    const window = this.#window(start, limit - start);
    const length = window.indexOf(0);
    if (length < 0) throw new ElfError(`${what} at byte ${offset} has no end`);
    this.#stringBytes += length;
    if (this.#whole === undefined && this.#stringBytes > mostStringBytes) {
      throw new ElfError(`Its names take more than ${mostStringBytes} bytes`);
    }
    return Buffer.from(window.buffer, window.byteOffset, length).toString('latin1');
  }

  #view(offset: number, length: number): DataView {
    const window = this.#window(offset, length);
    return new DataView(window.buffer, window.byteOffset, length);
  }

  #window(offset: number, length: number): Uint8Array {
    if (this.#bytes instanceof Uint8Array) return this.#bytes.subarray(offset, offset + length);
    return this.#bytes.window(offset, length);
  }
}
