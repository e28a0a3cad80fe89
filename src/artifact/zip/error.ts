import type { ByteSource } from '../byte-source.ts';

/** Bytes that are not a sound zip, or an entry that cannot be unpacked. */
export class ZipError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ZipError';
  }
}

/** `length` bytes from `offset`. @throws ZipError when the source ends before. */
export async function readExactly(source: ByteSource, offset: number, length: number): Promise<Buffer> {
  const bytes = await source.read(offset, length);
  if (bytes.length < length) {
    throw new ZipError(
      `It is cut off: ${length} bytes should stand at ${offset}, and it has ${source.size}.`,
    );
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A 64-bit number of a header. @throws ZipError for one that no file can reach. */
export function u64(bytes: Buffer, offset: number): number {
  const value = bytes.readBigUInt64LE(offset);
  if (value > BigInt(Number.MAX_SAFE_INTEGER))
    throw new ZipError(`A header has the impossible value ${value}.`);
  return Number(value);
}
