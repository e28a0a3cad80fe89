import { crc32, deflateRawSync } from 'node:zlib';

/** The values of a header, which the other header of the entry has as well unless a test says otherwise. */
interface Header {
  readonly name: Buffer | string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly extra: Buffer;
}

export interface BuiltEntry {
  readonly name: Buffer | string;
  readonly data?: Buffer | string;
  /** `st_mode`. */
  readonly mode?: number;
  /** 3 is Unix, 0 MS-DOS. */
  readonly creator?: number;
  readonly deflate?: boolean;
  readonly flags?: number;
  readonly extra?: Buffer;
  readonly comment?: Buffer;
  /** What the list of entries says otherwise. */
  readonly central?: Partial<Header>;
  /** What the header beside the data says otherwise. */
  readonly local?: Partial<Header>;
  /** Bytes between the data and the next entry: a descriptor, or something hidden. */
  readonly after?: Buffer;
  /** Where the list says that the entry is, when not where it is. */
  readonly offset?: number;
  /** Leaves the entry out of the list, or writes no bytes for it. */
  readonly only?: 'central' | 'local';
}

export interface BuiltZip {
  readonly before?: Buffer;
  readonly comment?: Buffer;
  /** Bytes between the entries and their list. */
  readonly gap?: Buffer;
  /** The values of the end record: entries, size and offset of the list, number of this part. */
  readonly end?: { entries?: number; size?: number; offset?: number; disk?: number };
  /** Writes the records of zip64; values of the end record are moved there. */
  readonly zip64?: boolean;
}

const u16 = (value: number) => Buffer.from([value & 0xff, (value >> 8) & 0xff]);
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};
export const u64 = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};

/** An extra field. */
export const field = (id: number, data: Buffer): Buffer => Buffer.concat([u16(id), u16(data.length), data]);

/** Info-ZIP's Unicode Path for an entry of that plain name. */
export const unicodePath = (plain: Buffer | string, name: string): Buffer =>
  field(0x7075, Buffer.concat([Buffer.from([1]), u32(crc32(plain)), Buffer.from(name)]));

/** A data descriptor of any of the four forms. */
export function descriptor(data: Buffer, packed: number, form: { signed: boolean; wide: boolean }): Buffer {
  const size = form.wide ? u64 : u32;
  const signature = form.signed ? [u32(0x08074b50)] : [];
  return Buffer.concat([...signature, u32(crc32(data)), size(packed), size(data.length)]);
}

/** Midnight of 1980-01-01, as "make zip" writes it. */
const time = Buffer.concat([u16(0), u16(0x21)]);

const values = ({ flags, method, crc, compressedSize, size }: Header) =>
  Buffer.concat([u16(flags), u16(method), time, u32(crc), u32(compressedSize), u32(size)]);

/** Assembles a zip byte by byte, sound or not, so that a test can describe what no archiver would write. */
export function buildZip(entries: readonly BuiltEntry[], zip: BuiltZip = {}): Buffer {
  const parts: Buffer[] = [zip.before ?? Buffer.alloc(0)];
  const list: Buffer[] = [];
  let at = parts[0]?.length ?? 0;
  for (const entry of entries) {
    const { mode = 0o100755, creator = 3, flags = 0, extra = Buffer.alloc(0), deflate = false } = entry;
    const data = Buffer.from((entry.data ?? '') as Buffer);
    const packed = deflate ? deflateRawSync(data) : data;
    const header: Header = {
      name: entry.name,
      flags,
      method: deflate ? 8 : 0,
      crc: crc32(data),
      compressedSize: packed.length,
      size: data.length,
      extra,
    };
    const local = { ...header, ...entry.local };
    const central = { ...header, ...entry.central };
    const offset = entry.offset ?? at;
    if (entry.only !== 'central') {
      const name = Buffer.from(local.name as Buffer);
      const start = Buffer.concat([u32(0x04034b50), u16(20), values(local)]);
      const lengths = Buffer.concat([u16(name.length), u16(local.extra.length)]);
      const bytes = [start, lengths, name, local.extra, packed, entry.after ?? Buffer.alloc(0)];
      parts.push(...bytes);
      at += bytes.reduce((sum, { length }) => sum + length, 0);
    }
    if (entry.only === 'local') continue;
    const name = Buffer.from(central.name as Buffer);
    const comment = entry.comment ?? Buffer.alloc(0);
    list.push(
      u32(0x02014b50),
      Buffer.from([30, creator]),
      u16(20),
      values(central),
      u16(name.length),
      u16(central.extra.length),
      u16(comment.length),
      u16(0),
      u16(0),
      u32(mode * 0x10000),
      u32(offset),
      name,
      central.extra,
      comment,
    );
  }
  const gap = zip.gap ?? Buffer.alloc(0);
  const directory = Buffer.concat(list);
  const count = entries.filter(({ only }) => only !== 'local').length;
  return Buffer.concat([...parts, gap, directory, endOf(at + gap.length, directory.length, count, zip)]);
}

function endOf(offset: number, size: number, count: number, { zip64, end = {}, comment }: BuiltZip): Buffer {
  const there = { entries: count, size, offset, disk: 0, ...end };
  const moved = zip64 ? { ...there, entries: 0xffff, size: 0xffffffff, offset: 0xffffffff } : there;
  const record = Buffer.concat([
    u32(0x06064b50),
    u64(44),
    u16(45),
    u16(45),
    u32(0),
    u32(0),
    u64(there.entries),
    u64(there.entries),
    u64(there.size),
    u64(there.offset),
  ]);
  const locator = Buffer.concat([u32(0x07064b50), u32(0), u64(offset + size), u32(1)]);
  const counts = Buffer.concat([u16(moved.disk), u16(moved.disk), u16(moved.entries), u16(moved.entries)]);
  const text = comment ?? Buffer.alloc(0);
  const plain = Buffer.concat([
    u32(0x06054b50),
    counts,
    u32(moved.size),
    u32(moved.offset),
    u16(text.length),
    text,
  ]);
  return zip64 ? Buffer.concat([record, locator, plain]) : plain;
}
