import { withCommas } from '../../ui/wording.ts';
import type { ByteSource } from '../byte-source.ts';
import { readExactly, u64, ZipError } from './error.ts';
import { zipLimits } from './limits.ts';

/** Where the list of entries (the central directory) stands. */
export interface DirectoryPlace {
  readonly offset: number;
  readonly size: number;
  readonly entries: number;
}

const endSignature = Buffer.from('PK\x05\x06', 'latin1');
const locatorSignature = 0x07064b50;
const zip64Signature = 0x06064b50;
const endSize = 22;
const locatorSize = 20;
const zip64Size = 56;
const longestComment = 0xffff;
/** An extensible record may be longer; nothing that is in use writes more. */
const longestZip64 = 4096;

const notBegun = 'Bytes stand before its beginning, or it is damaged.';
const parts = 'It is one part of a zip that was split into several; join them, or pack it as one file.';
const contradiction =
  'Its end says two different things about the list of entries (zip64), so it is damaged.';

/** A value of the end record and the one of the zip64 record: the same, or moved there (all bits set). */
const agree = (short: number, bits: 16 | 32, long: number) =>
  short === long || short === (bits === 16 ? 0xffff : 0xffffffff);

/**
 * Finds the list of entries by the end of the zip, in the one way that leaves no choice: the end record is the last
 * one in the file, its comment ends where the file does, and the list ends where the end record starts. Unpackers
 * are more patient, each in its own way: Info-ZIP's unzip and Go's archive/zip take bytes before the zip and shift
 * all offsets by their length, Go also takes bytes behind it (archive/zip, reader.go, findSignatureInBlock). So
 * what is more than one zip to them is refused here. Source of the records: APPNOTE 4.3.14 to 4.3.16.
 * @throws ZipError
 */
export async function findDirectory(source: ByteSource): Promise<DirectoryPlace> {
  const most = endSize + longestComment + locatorSize;
  const tailStart = Math.max(0, source.size - most);
  const tail = await readExactly(source, tailStart, source.size - tailStart);
  const at = tail.lastIndexOf(endSignature);
  if (at < 0 || at + endSize > tail.length) {
    throw new ZipError('It has no list of entries: it is not a zip, or is cut off.');
  }
  if (at + endSize + tail.readUInt16LE(at + 20) !== tail.length) {
    throw new ZipError('Bytes stand behind its end, or it is damaged there.');
  }
  const end = {
    disk: tail.readUInt16LE(at + 4),
    directoryDisk: tail.readUInt16LE(at + 6),
    entriesHere: tail.readUInt16LE(at + 8),
    entries: tail.readUInt16LE(at + 10),
    size: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
  };
  const locator = at >= locatorSize ? at - locatorSize : -1;
  if (locator >= 0 && tail.readUInt32LE(locator) === locatorSignature) {
    const { place, start } = await readZip64(source, tail.subarray(locator, at), tailStart + locator);
    const same =
      agree(end.entries, 16, place.entries) &&
      agree(end.size, 32, place.size) &&
      agree(end.offset, 32, place.offset);
    if (!same) throw new ZipError(contradiction);
    return requirePlace(place, start);
  }
  if (end.disk !== 0 || end.directoryDisk !== 0 || end.entriesHere !== end.entries) throw new ZipError(parts);
  return requirePlace(end, tailStart + at);
}

async function readZip64(
  source: ByteSource,
  locator: Buffer,
  locatorAt: number,
): Promise<{ place: DirectoryPlace; start: number }> {
  if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) > 1) throw new ZipError(parts);
  const start = u64(locator, 8);
  const length = locatorAt - start;
  if (length < zip64Size || length > longestZip64) throw new ZipError(notBegun);
  const record = await readExactly(source, start, length);
  // The size of the record leaves out its first twelve bytes.
  if (record.readUInt32LE(0) !== zip64Signature || u64(record, 4) !== length - 12)
    throw new ZipError(notBegun);
  const entries = u64(record, 32);
  if (record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0 || u64(record, 24) !== entries) {
    throw new ZipError(parts);
  }
  return { place: { entries, size: u64(record, 40), offset: u64(record, 48) }, start };
}

function requirePlace({ entries, size, offset }: DirectoryPlace, end: number): DirectoryPlace {
  if (entries > zipLimits.entries) {
    throw new ZipError(`It has more than ${withCommas(zipLimits.entries)} entries.`);
  }
  if (offset + size !== end) throw new ZipError(notBegun);
  if (size > zipLimits.directoryBytes) {
    throw new ZipError(
      `Its list of entries has ${size} bytes, more than ${zipLimits.directoryBytes}; leave out comments and extra fields.`,
    );
  }
  return { entries, size, offset };
}
