import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import yauzl from 'yauzl';
import { quote } from './text.ts';

const inflate = promisify(inflateRaw);

/** Bytes that are no sound zip, or an entry that cannot be unpacked. */
export class ZipError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ZipError';
  }
}

/** One entry of the central directory. Sizes in bytes, as declared there. */
export interface ZipEntry {
  /** The name as stored, `/` or `\` included; folders end with `/`. */
  readonly name: string;
  readonly isDirectory: boolean;
  /** The system that made the entry: 3 is Unix, 0 is MS-DOS and Windows (APPNOTE 4.4.2). */
  readonly creator: number;
  /** `st_mode` with its file type, out of the external attributes; means something for Unix creators alone. */
  readonly mode: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc32: number;
  /** The local time of the entry, `YYYY-MM-DDTHH:MM:SS`. */
  readonly modified: string;
  /** Extra fields with times or owners, which differ from one build or machine to the next. */
  readonly hasVolatileFields: boolean;
  /** Where the entry's data starts in the archive. */
  readonly dataOffset: number;
}

export interface Zip {
  readonly bytes: Uint8Array;
  readonly entries: readonly ZipEntry[];
  /** Sum of the declared sizes, in bytes. */
  readonly unzippedSize: number;
}

/** More entries than any function has; reading stops there. */
const mostEntries = 20_000;
const STORED = 0;
const DEFLATED = 8;
/** NTFS times, Info-ZIP's Unix times and owners, extended timestamps. */
const volatileFields = new Set([0x000a, 0x5455, 0x5855, 0x7855, 0x7875]);
export const creators = { msDos: 0, unix: 3, darwin: 19 } as const;

/** Whether an entry's mode is one of Unix. */
export const isUnix = ({ creator }: Pick<ZipEntry, 'creator'>): boolean =>
  creator === creators.unix || creator === creators.darwin;

const S_IFMT = 0o170000;
const S_IFLNK = 0o120000;

/** Whether an entry is a symbolic link: its contents are the path that it leads to. */
export const isLink = (entry: Pick<ZipEntry, 'creator' | 'mode'>): boolean =>
  isUnix(entry) && (entry.mode & S_IFMT) === S_IFLNK;

/** What the library says of an archive that it cannot read, in words for who packed it. */
const damages: readonly (readonly [says: string, what: string])[] = [
  [
    'End of central directory record signature not found',
    'It has no list of entries: it is no zip, or is cut off.',
  ],
  ['invalid comment length', 'Bytes stand behind its end, or it is damaged there.'],
  ['invalid central directory file header signature', 'Bytes stand before its beginning, or it is damaged.'],
];

function damageOf(message: string): string {
  const known = damages.find(([says]) => message.toLowerCase().startsWith(says.toLowerCase()));
  return known?.[1] ?? `It cannot be read as a zip: ${message.replace(/\.?$/, '.')}`;
}

/** True when the bytes start as a zip does (the second form is the empty zip). */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 &&
  bytes[1] === 0x4b &&
  ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));

/**
 * Lists a zip by its central directory and the local headers it points to; unpacks nothing.
 * @throws ZipError when the archive is damaged, has overlapping entries (a zip bomb), or more than 20,000.
 */
export async function readZip(bytes: Uint8Array): Promise<Zip> {
  const entries: ZipEntry[] = [];
  try {
    const archive = await yauzl.fromBufferPromise(asBuffer(bytes), {
      decodeStrings: false,
      validateEntrySizes: false,
    });
    for await (const entry of archive.eachEntry()) {
      if (entries.length === mostEntries) {
        throw new ZipError(`It has more than ${mostEntries.toLocaleString('en-US')} entries.`);
      }
      entries.push(describe(entry, await archive.readLocalFileHeaderPromise(entry)));
    }
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw new ZipError(damageOf((error as Error).message), { cause: error });
  }
  const packed = entries.reduce((sum, entry) => sum + entry.compressedSize, 0);
  if (packed > bytes.length) {
    throw new ZipError(
      `Its entries claim ${packed} packed bytes and the file has ${bytes.length}: they overlap.`,
    );
  }
  return { bytes, entries, unzippedSize: entries.reduce((sum, entry) => sum + entry.size, 0) };
}

function describe(entry: yauzl.Entry, local: yauzl.LocalFileHeader): ZipEntry {
  const rawName = entry.fileNameRaw;
  const name = yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, rawName, entry.extraFields, true);
  if (!local.fileName.equals(rawName)) {
    throw new ZipError(`The entry ${quote(name)} has another name in its local header.`);
  }
  return {
    name,
    isDirectory: name.endsWith('/'),
    creator: entry.versionMadeBy >> 8,
    mode: entry.externalFileAttributes >>> 16,
    compressedSize: entry.compressedSize,
    size: entry.uncompressedSize,
    method: entry.compressionMethod,
    isEncrypted: entry.isEncrypted(),
    crc32: entry.crc32,
    modified: dosTime(entry.lastModFileDate, entry.lastModFileTime),
    hasVolatileFields: entry.extraFields.some(({ id }) => volatileFields.has(id)),
    dataOffset: local.fileDataStart,
  };
}

/**
 * Unpacks one entry and checks its length and its CRC.
 * @param most the largest size in bytes to unpack; nothing beyond it is inflated.
 * @throws ZipError naming what is wrong with the entry.
 */
export async function extract(zip: Zip, entry: ZipEntry, most: number): Promise<Uint8Array> {
  if (entry.isEncrypted) throw new ZipError('it is encrypted');
  if (entry.size > most) throw new ZipError(`it has ${entry.size} bytes, more than ${most}`);
  const packed = zip.bytes.subarray(entry.dataOffset, entry.dataOffset + entry.compressedSize);
  const data = await unpack(entry, packed);
  if (data.length !== entry.size) {
    throw new ZipError(`it declares ${entry.size} bytes and holds ${data.length}`);
  }
  if (crc32(data) !== entry.crc32) throw new ZipError('its CRC is wrong, so its bytes are damaged');
  return data;
}

async function unpack(entry: ZipEntry, packed: Uint8Array): Promise<Uint8Array> {
  if (entry.method === STORED) return packed;
  if (entry.method !== DEFLATED) throw new ZipError(`its compression method ${entry.method} is not deflate`);
  try {
    return await inflate(packed, { maxOutputLength: Math.max(entry.size, 1) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new ZipError(`it unpacks to more than the ${entry.size} bytes that it declares`, {
        cause: error,
      });
    }
    throw new ZipError(`it cannot be unpacked: ${(error as Error).message}`, { cause: error });
  }
}

/** True for names that are absolute, climb out of the folder, or have a backslash. */
export const isUnsafeName = (name: string): boolean => yauzl.validateFileName(name) !== null;

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function dosTime(date: number, time: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${1980 + (date >> 9)}-${two((date >> 5) & 0xf)}-${two(date & 0x1f)}`;
  return `${day}T${two(time >> 11)}:${two((time >> 5) & 0x3f)}:${two((time & 0x1f) * 2)}`;
}
