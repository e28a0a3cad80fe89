/** Bytes that are read in pieces: a file that is open, or bytes in memory. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** Reads `length` bytes from `offset`, fewer where the source ends before. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes in memory as a source; nothing is copied. */
export const sourceOf = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: async (offset, length) => bytes.subarray(offset, offset + length),
});

/** The contents of a file from its start, piece by piece; each call starts again. */
export type Pieces = () => AsyncIterable<Uint8Array>;

/** Large enough that a call costs little, small enough that some of them at a time do not count. */
const pieceSize = 262_144;

/** The bytes of a source from `start` to `end`, in pieces. It ends early where the source does. */
export async function* piecesOf(source: ByteSource, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; ) {
    const piece = await source.read(at, Math.min(pieceSize, end - at));
    if (piece.length === 0) return;
    yield piece;
    at += piece.length;
  }
}

const blockSize = 65_536;

/**
 * The same source, read in blocks: headers that lie close together cost one read, not one each. For reads that go
 * forward through the source.
 */
export function buffered(source: ByteSource): ByteSource {
  let start = 0;
  let block: Uint8Array = new Uint8Array();
  return {
    size: source.size,
    async read(offset, length) {
      if (length >= blockSize) return await source.read(offset, length);
      if (offset < start || offset + length > start + block.length) {
        start = offset;
        block = await source.read(offset, Math.min(blockSize, Math.max(0, source.size - offset)));
      }
      return block.subarray(offset - start, offset - start + length);
    },
  };
}
