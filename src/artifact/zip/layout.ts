import type { ByteSource } from '../byte-source.ts';
import { quote } from '../text.ts';
import type { DirectoryEntry } from './directory.ts';
import { readExactly, ZipError } from './error.ts';
import { readExtraFields, wideValues } from './extra-fields.ts';
import { zipLimits } from './limits.ts';
import { readNames, utf8Flag } from './names.ts';

const signature = 0x04034b50;
const headerSize = 30;
const descriptorSignature = 0x08074b50;
/** Bit 3: CRC and sizes were not known yet and follow the data (APPNOTE 4.4.4). */
const descriptorFlag = 0x0008;
/** The flags that say how to read an entry; the others are hints of the compressor. */
const meaningful = 0x0001 | descriptorFlag | 0x0020 | 0x0040 | utf8Flag | 0x2000;

/** A local header, as far as it says the same as the list of entries. */
interface LocalHeader {
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly size: number;
  readonly compressedSize: number;
  readonly raw: Buffer;
  readonly otherName: string | undefined;
  readonly extraBytes: number;
  readonly dataOffset: number;
}

/**
 * Compares what stands beside the data of each entry with the list of entries, and sees that nothing else is in the
 * file.
 *
 * A zip says everything twice, and unpackers do not take the same side: Go's archive/zip takes from the local header
 * the lengths of name and extra field alone (reader.go, findBodyOffset), Info-ZIP's unzip warns of another name and
 * goes on with the one of the list (extract.c), and what unpacks a stream as it comes (bsdtar, Java's
 * ZipInputStream) has no list at all. Where both differ, or where a second local header could hide between the
 * entries, the function that runs may be another one than was looked at.
 * @returns where the data of each entry starts, in the order of `entries`.
 * @param end where the list of entries starts.
 * @throws ZipError
 */
export async function checkLayout(
  source: ByteSource,
  entries: readonly DirectoryEntry[],
  end: number,
): Promise<number[]> {
  const order = [...entries.keys()].sort((a, b) => offsetOf(entries, a) - offsetOf(entries, b));
  const places = new Array<number>(entries.length).fill(0);
  let covered = 0;
  let extraBytes = 0;
  let before: DirectoryEntry | undefined;
  for (const [position, index] of order.entries()) {
    const entry = entries[index] as DirectoryEntry;
    requireNext(covered, entry, before);
    const local = await readLocal(source, entry);
    compare(entry, local);
    extraBytes += local.extraBytes;
    if (extraBytes > zipLimits.localExtraBytes) throw new ZipError('Its extra fields take more than 16 MB.');
    const next = order[position + 1];
    const limit = next === undefined ? end : offsetOf(entries, next);
    const dataEnd = local.dataOffset + entry.compressedSize;
    if (dataEnd > limit) throw overlap(entry);
    covered = dataEnd + (await descriptorLength(source, entry, local, dataEnd, limit));
    places[index] = local.dataOffset;
    before = entry;
  }
  if (covered !== end) throw gap(covered, end, before);
  return places;
}

const offsetOf = (entries: readonly DirectoryEntry[], index: number) =>
  (entries[index] as DirectoryEntry).headerOffset;

const overlap = ({ name }: DirectoryEntry) =>
  new ZipError(`Its entries overlap: ${quote(name)} shares bytes with another, as in a zip bomb.`);

function gap(from: number, to: number, before: DirectoryEntry | undefined): ZipError {
  if (before === undefined) return new ZipError('Bytes stand before its beginning, or it is damaged.');
  return new ZipError(`${to - from} bytes behind the entry ${quote(before.name)} belong to no entry.`);
}

function requireNext(covered: number, entry: DirectoryEntry, before: DirectoryEntry | undefined): void {
  if (entry.headerOffset < covered) throw overlap(entry);
  if (entry.headerOffset > covered) throw gap(covered, entry.headerOffset, before);
}

async function readLocal(source: ByteSource, entry: DirectoryEntry): Promise<LocalHeader> {
  const owner = quote(entry.name);
  const at = entry.headerOffset;
  const header = await readExactly(source, at, headerSize);
  if (header.readUInt32LE(0) !== signature) throw new ZipError(`The entry ${owner} has no local header.`);
  const nameBytes = header.readUInt16LE(26);
  const extraBytes = header.readUInt16LE(28);
  const flags = header.readUInt16LE(6);
  const values = [header.readUInt32LE(22), header.readUInt32LE(18)];
  const rest = await readExactly(source, at + headerSize, nameBytes + extraBytes);
  const raw = rest.subarray(0, nameBytes);
  const fields = readExtraFields(rest.subarray(nameBytes), owner);
  const [size, compressedSize] = wideValues(values, fields, owner) as [number, number];
  const names = raw.equals(entry.raw) ? readNames(raw, flags, fields) : undefined;
  return {
    flags,
    method: header.readUInt16LE(8),
    crc32: header.readUInt32LE(14),
    size,
    compressedSize,
    raw,
    otherName: names && [entry.name, ...entry.otherNames].includes(names.name) ? undefined : names?.name,
    extraBytes,
    dataOffset: at + headerSize + nameBytes + extraBytes,
  };
}

/** What is shown of both headers where they differ. */
const compared: readonly {
  readonly what: string;
  readonly of: (
    header: Pick<LocalHeader, 'flags' | 'method' | 'crc32' | 'size' | 'compressedSize'>,
  ) => number;
  /** What a header holds that leaves the value to the descriptor behind the data. */
  readonly isLater?: true;
}[] = [
  { what: 'flags', of: ({ flags }) => flags & meaningful },
  { what: 'method', of: ({ method }) => method },
  { what: 'CRC', of: ({ crc32 }) => crc32, isLater: true },
  { what: 'size', of: ({ size }) => size, isLater: true },
  { what: 'compressed size', of: ({ compressedSize }) => compressedSize, isLater: true },
];

function compare(entry: DirectoryEntry, local: LocalHeader): void {
  const owner = quote(entry.name);
  if (!local.raw.equals(entry.raw) || local.otherName !== undefined) {
    const other = local.otherName ?? local.raw.toString('latin1');
    throw new ZipError(`The entry ${owner} has another name in its local header: ${quote(other)}.`);
  }
  const hasDescriptor = (entry.flags & descriptorFlag) !== 0;
  for (const { what, of, isLater } of compared) {
    const [there, here] = [of(entry), of(local)];
    if (there === here || (isLater && hasDescriptor && here === 0)) continue;
    throw new ZipError(
      `The entry ${owner} has the ${what} ${there} in the list and ${here} in its local header.`,
    );
  }
}

/**
 * The length of the descriptor behind the data: with or without its signature, sizes of 32 or of 64 bits. Where the
 * local header has said everything already, some archivers set the flag and write no descriptor.
 */
async function descriptorLength(
  source: ByteSource,
  entry: DirectoryEntry,
  local: LocalHeader,
  dataEnd: number,
  limit: number,
): Promise<number> {
  if ((entry.flags & descriptorFlag) === 0) return 0;
  const length = limit - dataEnd;
  const isKnown = compared.every(({ of }) => of(entry) === of(local));
  if (length === 0 && isKnown) return 0;
  const form = descriptorForms.find(({ bytes }) => bytes === length);
  if (form === undefined) throw gap(dataEnd, limit, entry);
  const data = await readExactly(source, dataEnd, length);
  const isSigned = !form.signed || data.readUInt32LE(0) === descriptorSignature;
  const values = form.signed ? data.subarray(4) : data;
  const sizes = form.wide
    ? [values.readBigUInt64LE(4), values.readBigUInt64LE(12)]
    : [BigInt(values.readUInt32LE(4)), BigInt(values.readUInt32LE(8))];
  const isSame =
    values.readUInt32LE(0) === entry.crc32 &&
    sizes[0] === BigInt(entry.compressedSize) &&
    sizes[1] === BigInt(entry.size);
  if (isSigned && isSame) return length;
  throw new ZipError(
    `The entry ${quote(entry.name)} has another CRC or size behind its data than in the list.`,
  );
}

const descriptorForms: readonly { bytes: number; signed: boolean; wide: boolean }[] = [
  { bytes: 12, signed: false, wide: false },
  { bytes: 16, signed: true, wide: false },
  { bytes: 20, signed: false, wide: true },
  { bytes: 24, signed: true, wide: true },
];
