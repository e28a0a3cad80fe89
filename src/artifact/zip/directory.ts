import { quote } from '../text.ts';
import type { DirectoryPlace } from './end.ts';
import type { ZipEntry } from './entry.ts';
import { ZipError } from './error.ts';
import { readExtraFields, wideValues } from './extra-fields.ts';
import { readNames } from './names.ts';

/** An entry with what its local header is compared with. */
export interface DirectoryEntry extends Omit<ZipEntry, 'dataOffset'> {
  /** The bytes of its name. */
  readonly raw: Buffer;
  readonly flags: number;
  /** Where its local header starts. */
  readonly headerOffset: number;
}

const signature = 0x02014b50;
const headerSize = 46;
/** Bit 0: encrypted, bit 6: with a strong method, bit 13: also the list of entries (APPNOTE 4.4.4). */
const encryption = 0x0001 | 0x0040 | 0x2000;
/** NTFS times, Info-ZIP's Unix times and owners, extended timestamps. */
const volatileFields = new Set([0x000a, 0x5455, 0x5855, 0x7855, 0x7875]);

const damaged = 'Its list of entries is damaged.';

/**
 * Reads the list of entries, which every unpacker that can go back in a file takes as the truth.
 * @param bytes only the list. The entries and nothing else must fill it.
 * @throws ZipError
 */
export function readDirectory(bytes: Buffer, place: DirectoryPlace): DirectoryEntry[] {
  const entries: DirectoryEntry[] = [];
  let at = 0;
  for (let n = 0; n < place.entries; n++) {
    if (at + headerSize > bytes.length || bytes.readUInt32LE(at) !== signature) throw new ZipError(damaged);
    const nameEnd = at + headerSize + bytes.readUInt16LE(at + 28);
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
    const end = extraEnd + bytes.readUInt16LE(at + 32);
    if (end > bytes.length) throw new ZipError(damaged);
    const header = bytes.subarray(at, at + headerSize);
    const raw = bytes.subarray(at + headerSize, nameEnd);
    entries.push(describe(header, raw, bytes.subarray(nameEnd, extraEnd)));
    at = end;
  }
  if (at !== bytes.length)
    throw new ZipError('Its list of entries is longer than its entries, so it is damaged.');
  return entries;
}

function describe(header: Buffer, raw: Buffer, extra: Buffer): DirectoryEntry {
  const owner = quote(raw.toString('latin1'));
  const fields = readExtraFields(extra, owner);
  const flags = header.readUInt16LE(8);
  const { name, others } = readNames(raw, flags, fields);
  const values = [header.readUInt32LE(24), header.readUInt32LE(20), header.readUInt32LE(42)];
  const [size, compressedSize, headerOffset] = wideValues(values, fields, owner) as [number, number, number];
  const disk = header.readUInt16LE(34);
  if (disk !== 0 && disk !== 0xffff)
    throw new ZipError(`The entry ${owner} lies in another part of a split zip.`);
  return {
    raw,
    flags,
    headerOffset,
    name,
    otherNames: others,
    isDirectory: name.endsWith('/'),
    creator: header[5] as number,
    mode: header.readUInt16LE(40),
    compressedSize,
    size,
    method: header.readUInt16LE(10),
    isEncrypted: (flags & encryption) !== 0,
    crc32: header.readUInt32LE(16),
    modified: dosTime(header.readUInt16LE(14), header.readUInt16LE(12)),
    hasVolatileFields: fields.some(({ id }) => volatileFields.has(id)),
  };
}

function dosTime(date: number, time: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${1980 + (date >> 9)}-${two((date >> 5) & 0xf)}-${two(date & 0x1f)}`;
  return `${day}T${two(time >> 11)}:${two((time >> 5) & 0x3f)}:${two((time & 0x1f) * 2)}`;
}
