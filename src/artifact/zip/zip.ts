import { type ByteSource, buffered, sourceOf } from '../byte-source.ts';
import { readDirectory } from './directory.ts';
import { findDirectory } from './end.ts';
import type { ZipEntry } from './entry.ts';
import { readExactly } from './error.ts';
import { checkLayout } from './layout.ts';

/** A zip whose headers are sound. Nothing of it has been unpacked. */
export interface Zip {
  readonly source: ByteSource;
  readonly entries: readonly ZipEntry[];
  /** Sum of the declared sizes, in bytes. */
  readonly unzippedSize: number;
}

/** True when the bytes start as a zip does (the second form is the empty zip). */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 &&
  bytes[1] === 0x4b &&
  ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));

/**
 * Lists a zip by its list of entries (the central directory), and compares it with the local headers; unpacks
 * nothing. What is accepted means the same to every unpacker: see `findDirectory`, `checkLayout` and `readNames` for
 * where they differ. The memory that it takes is that of the list, at most 16 MB.
 * @throws ZipError when the archive is damaged, split or too long, has overlapping entries (a zip bomb) or bytes that
 * belong to no entry, or says different things in its two headers.
 */
export async function readZip(artifact: ByteSource | Uint8Array): Promise<Zip> {
  const source = artifact instanceof Uint8Array ? sourceOf(artifact) : buffered(artifact);
  const place = await findDirectory(source);
  const list = await readExactly(source, place.offset, place.size);
  const listed = readDirectory(list, place);
  const places = await checkLayout(source, listed, place.offset);
  const entries = listed.map(({ raw, flags, headerOffset, ...entry }, index) => ({
    ...entry,
    dataOffset: places[index] as number,
  }));
  return { source, entries, unzippedSize: entries.reduce((sum, { size }) => sum + size, 0) };
}
