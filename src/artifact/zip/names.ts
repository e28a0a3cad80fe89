import { crc32 } from 'node:zlib';
import { quote } from '../text.ts';
import { ZipError } from './error.ts';
import type { ExtraField } from './extra-fields.ts';

/** Bit 11 of the flags: name and comment are UTF-8 (APPNOTE, appendix D). */
export const utf8Flag = 0x0800;
/** Info-ZIP's Unicode Path: another name for the entry, valid while the CRC of the plain one is in it. */
const unicodePath = 0x7075;

/** Code page 437, what a name is in without the flag, from 0x80 on. */
const upperCp437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
  '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const cp437 = (raw: Uint8Array) =>
  Array.from(raw, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : upperCp437[byte - 0x80])).join('');

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function utf8(raw: Uint8Array): string | undefined {
  try {
    return strict.decode(raw);
  } catch {
    return undefined;
  }
}

const isAscii = (raw: Uint8Array) => raw.every((byte) => byte < 0x80);

/** Letters outside of ASCII, as they are or as Info-ZIP writes them where it has no letter for one. */
const foreignLetters = /(?:[^\x20-\x7e]|#U[0-9a-fA-F]{4}|#L[0-9a-fA-F]{6}|\?)+/g;
const skeleton = (name: string) => name.replace(foreignLetters, '?');

/** The names that unpackers give to one entry. */
export interface EntryNames {
  /** The one that is shown: the Unicode Path, else UTF-8 by its flag, else code page 437. */
  readonly name: string;
  /** What the same bytes are to an unpacker that goes by other rules. */
  readonly others: readonly string[];
}

/**
 * Reads the name of an entry.
 *
 * Unpackers do not agree on it. Info-ZIP's unzip takes the Unicode Path over everything (process.c,
 * getUnicodeData), Go's archive/zip knows no such field and takes the bytes as they are, and so do most on Linux,
 * whatever the flag says. All names that they may read are returned, so that no two entries can clash unnoticed; a
 * Unicode Path that does more than spell letters outside of ASCII is refused, since it is another file to some.
 * @throws ZipError
 */
export function readNames(raw: Uint8Array, flags: number, extraFields: readonly ExtraField[]): EntryNames {
  const text = utf8(raw);
  if (text === undefined && (flags & utf8Flag) !== 0) {
    throw new ZipError(
      `The name ${quote(Buffer.from(raw).toString('latin1'))} says that it is UTF-8, and is not.`,
    );
  }
  const plain = (flags & utf8Flag) !== 0 || isAscii(raw) ? (text as string) : cp437(raw);
  const unicode = readUnicodePath(raw, extraFields);
  if (
    unicode !== undefined &&
    ![plain, text].some((name) => name !== undefined && isSpelling(name, unicode))
  ) {
    throw new ZipError(
      `The entry ${quote(plain)} has the name ${quote(unicode)} in an extra field; unpackers take the one or the other.`,
    );
  }
  const name = unicode ?? plain;
  const bytes = text ?? Buffer.from(raw).toString('latin1');
  return { name, others: [...new Set([plain, bytes])].filter((other) => other !== name) };
}

const isSpelling = (name: string, unicode: string) =>
  name === unicode || skeleton(name) === skeleton(unicode);

function readUnicodePath(raw: Uint8Array, extraFields: readonly ExtraField[]): string | undefined {
  const data = extraFields.find(({ id }) => id === unicodePath)?.data;
  // Version 1, and about the name that the header has: a program that renames entries may leave an old one.
  if (data === undefined || data.length < 5 || data[0] !== 1) return undefined;
  if (data.readUInt32LE(1) !== crc32(raw)) return undefined;
  const name = utf8(data.subarray(5));
  if (name !== undefined) return name;
  throw new ZipError(
    `The entry ${quote(Buffer.from(raw).toString('latin1'))} has a second name that is not UTF-8.`,
  );
}

/**
 * The parts of the path that a name leads to below the folder that the zip is unpacked in: without `.`, doubled
 * slashes, and those at both ends.
 */
export const partsOf = (name: string): string[] =>
  name.split('/').filter((part) => part !== '' && part !== '.');

/** The path of a name, in its one plain form. */
export const pathOf = (name: string): string => partsOf(name).join('/');

/**
 * What is wrong with a name, as the end of a sentence: it is absolute, climbs out of the folder, has a backslash or
 * a NUL, which ends a name in C, or leads to the folder itself. Undefined for a name that is right.
 *
 * Info-ZIP's unzip drops a leading slash and `..` with a warning (unix.c, mapname) and turns backslashes of zips
 * made on MS-DOS into slashes; Go leaves all to its caller and can only warn (ErrInsecurePath).
 */
export function nameProblem(name: string): string | undefined {
  const parts = name.split('/');
  if (name.includes('\0')) return 'has a NUL character';
  if (name.includes('\\')) return 'has a backslash';
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return 'is absolute';
  if (parts.includes('..')) return 'climbs out of the folder';
  if (!name.endsWith('/') && (parts.at(-1) === '.' || partsOf(name).length === 0)) return 'names no file';
  return undefined;
}
