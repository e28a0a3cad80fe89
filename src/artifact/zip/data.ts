import { Readable } from 'node:stream';
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import { piecesOf } from '../byte-source.ts';
import { methods, type ZipEntry } from './entry.ts';
import { readExactly, ZipError } from './error.ts';
import type { Zip } from './zip.ts';

/** Entries up to this size are unpacked in one call: a stream costs more. */
const smallSize = 1_048_576;
const chunkSize = 65_536;

/**
 * Unpacks an entry piece by piece, so that its size does not matter to the memory; checks its length and its CRC at
 * the end. Never more than the declared size is returned, however much the data holds.
 * @throws ZipError naming what is wrong with the entry, as the end of a sentence.
 */
export async function* unpackedPieces(zip: Zip, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  let length = 0;
  let crc = 0;
  for await (const piece of rawPieces(zip, entry)) {
    length += piece.length;
    if (length > entry.size) throw tooLong(entry);
    crc = crc32(piece, crc);
    yield piece;
  }
  if (length !== entry.size) throw new ZipError(`it declares ${entry.size} bytes and holds ${length}`);
  if (crc !== entry.crc32) throw new ZipError('its CRC is wrong, so its bytes are damaged');
}

/**
 * The bytes of an entry.
 * @param most the largest size in bytes to unpack; nothing beyond it is inflated.
 * @throws ZipError
 */
export async function extract(zip: Zip, entry: ZipEntry, most: number): Promise<Buffer> {
  if (entry.size > most) throw new ZipError(`it has ${entry.size} bytes, more than ${most}`);
  const pieces: Uint8Array[] = [];
  for await (const piece of unpackedPieces(zip, entry)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const tooLong = ({ size }: ZipEntry, cause?: unknown) =>
  new ZipError(`it unpacks to more than the ${size} bytes that it declares`, { cause });

function rawPieces(zip: Zip, entry: ZipEntry): AsyncIterable<Uint8Array> {
  const { method, size, compressedSize, dataOffset } = entry;
  if (entry.isEncrypted) throw new ZipError('it is encrypted');
  if (method === methods.stored) return piecesOf(zip.source, dataOffset, dataOffset + compressedSize);
  if (method !== methods.deflated) throw new ZipError(`its compression method ${method} is not deflate`);
  return size <= smallSize && compressedSize <= smallSize
    ? inflateSmall(zip, entry)
    : inflateLarge(zip, entry);
}

function inflateProblem(entry: ZipEntry, error: NodeJS.ErrnoException): ZipError {
  if (error.code === 'ERR_BUFFER_TOO_LARGE') return tooLong(entry, error);
  return new ZipError(`it cannot be unpacked: ${error.message}`, { cause: error });
}

/** A deflate stream says itself where it ends; unpackers do not look at what follows, and a second stream may. */
function requireAllRead({ compressedSize }: ZipEntry, read: number): void {
  if (read === compressedSize) return;
  throw new ZipError(`${compressedSize - read} bytes stand behind the end of its data`);
}

async function* inflateSmall(zip: Zip, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const packed = await readExactly(zip.source, entry.dataOffset, entry.compressedSize);
  let inflated: { buffer: Buffer; engine: { bytesWritten: number } };
  try {
    const options = { maxOutputLength: Math.max(entry.size, 1), info: true };
    // The types do not know what `info` does: https://nodejs.org/api/zlib.html#class-options
    inflated = inflateRawSync(packed, options) as unknown as typeof inflated;
  } catch (error) {
    throw inflateProblem(entry, error as NodeJS.ErrnoException);
  }
  requireAllRead(entry, inflated.engine.bytesWritten);
  yield inflated.buffer;
}

async function* inflateLarge({ source }: Zip, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const { dataOffset, compressedSize } = entry;
  const packed = Readable.from(piecesOf(source, dataOffset, dataOffset + compressedSize));
  const inflater = createInflateRaw({ chunkSize });
  packed.on('error', (error) => inflater.destroy(error));
  packed.pipe(inflater);
  try {
    for await (const piece of inflater) yield piece as Buffer;
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw inflateProblem(entry, error as NodeJS.ErrnoException);
  } finally {
    packed.destroy();
    inflater.destroy();
  }
  requireAllRead(entry, inflater.bytesWritten);
}
