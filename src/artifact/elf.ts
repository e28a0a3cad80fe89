import { BoundedReader, ElfError } from './bounded-reader.ts';
import { type DynamicInfo, readDynamic, type VersionRequirement } from './elf-dynamic.ts';
import { PT_LOAD, readSections, readSegments, type Segment } from './elf-headers.ts';
import type { Pages } from './pages.ts';

export { ElfError, type VersionRequirement };

/** `e_type`: what kind of object file it is. */
const elfTypes = { 1: 'relocatable', 2: 'executable', 3: 'shared', 4: 'core' } as const;
export type ElfType = (typeof elfTypes)[keyof typeof elfTypes] | 'unknown';

/** What the first bytes say, whatever the class and the byte order. */
export interface ElfIdentity {
  /** Bits of an address. */
  readonly class: 32 | 64;
  readonly endianness: 'little' | 'big';
  readonly type: ElfType;
  /** `e_machine`: 62 is x86-64, 183 is AArch64. */
  readonly machine: number;
}

/** A 64-bit little-endian ELF file, as far as loading it is concerned. */
export interface Elf extends ElfIdentity {
  /** A program that can be started, as opposed to a library, an object file or detached debug symbols. */
  readonly isProgram: boolean;
  /** A program that no loader prepares: PT_INTERP is absent, libc is inside. */
  readonly isStatic: boolean;
  /** PT_INTERP: the path of the dynamic loader. */
  readonly interpreter: string | undefined;
  /** DT_NEEDED: the libraries that must exist when it starts, in order. */
  readonly needed: readonly string[];
  /** Where the loader looks for them before its own folders, `$ORIGIN` being the program's. */
  readonly searchPath: readonly string[];
  /** Relocations in a form that loaders apply from glibc 2.36 on. */
  readonly hasRelr: boolean;
  /** The symbol versions that these libraries must have. */
  readonly requirements: readonly VersionRequirement[];
  /** Names of the sections; empty when the section headers are gone. */
  readonly sections: readonly string[];
  /** A symbol table (.symtab) that `strip` would remove. */
  readonly hasSymbolTable: boolean;
  /** Debug information (.debug_*) that `strip` would remove. */
  readonly hasDebugInfo: boolean;
  /** NT_GNU_BUILD_ID in hexadecimal digits. */
  readonly buildId: string | undefined;
}

const magic = [0x7f, 0x45, 0x4c, 0x46];
const PT_INTERP = 3;
const PT_NOTE = 4;
const SHT_SYMTAB = 2;
const mostNotes = 64;

/** True when the bytes start as an ELF file does. */
export const isElf = (bytes: Uint8Array): boolean => magic.every((byte, index) => bytes[index] === byte);

/**
 * Reads class, byte order, type and machine of any ELF file.
 * @throws ElfError when the bytes are no ELF file or end within its first header.
 */
export function readElfIdentity(bytes: Uint8Array | Pages): ElfIdentity {
  if (!isElf(bytes instanceof Uint8Array ? bytes : bytes.head))
    throw new ElfError('It does not start with the bytes 7F 45 4C 46 of an ELF file');
  const ident = new BoundedReader(bytes);
  const elfClass = ident.u8(4, 'The ELF class');
  if (elfClass !== 1 && elfClass !== 2) throw new ElfError(`The ELF class is ${elfClass}, neither 1 nor 2`);
  const data = ident.u8(5, 'The byte order');
  if (data !== 1 && data !== 2) throw new ElfError(`The byte order is ${data}, neither 1 nor 2`);
  const reader = new BoundedReader(bytes, data === 1);
  const type = reader.u16(16, 'The ELF type');
  return {
    class: elfClass === 1 ? 32 : 64,
    endianness: data === 1 ? 'little' : 'big',
    type: elfTypes[type as keyof typeof elfTypes] ?? 'unknown',
    machine: reader.u16(18, 'The machine'),
  };
}

/** Whether a file is of the kind that Lambda's processors run: 64-bit and little-endian. */
export const isReadable = ({ class: bits, endianness }: ElfIdentity): boolean =>
  bits === 64 && endianness === 'little';

/**
 * Reads a 64-bit little-endian ELF file without any external tool, following the System V ABI and the
 * GNU symbol versioning of the Linux Standard Base. Addresses map through PT_LOAD, so stripped files and
 * files without section headers are read as the kernel and the loader read them.
 * @throws ElfError when a structure lies outside of the file or contradicts itself. The work is bounded by
 * limits on every count, so damaged or hostile bytes cannot keep it busy.
 * @param withSymbols whether to look up which symbols ask for which version.
 */
export function readElf(bytes: Uint8Array | Pages, withSymbols = true): Elf {
  const identity = readElfIdentity(bytes);
  if (!isReadable(identity)) {
    throw new ElfError(
      `It is a ${identity.class}-bit ${identity.endianness}-endian file, not 64-bit little-endian`,
    );
  }
  const reader = new BoundedReader(bytes);
  const segments = readSegments(reader);
  const sections = readSections(reader);
  const dynamic = readDynamic(reader, segments, withSymbols ? sections : []);
  const interpreter = readInterpreter(reader, segments);
  const isProgram = isStartable(
    identity.type,
    reader.u64(24, 'The entry point'),
    segments,
    interpreter,
    dynamic,
  );
  return {
    ...identity,
    isProgram,
    isStatic: isProgram && interpreter === undefined,
    interpreter,
    needed: dynamic.needed,
    searchPath: dynamic.searchPath,
    hasRelr: dynamic.hasRelr,
    requirements: dynamic.requirements,
    sections: sections.map((section) => section.name),
    hasSymbolTable: sections.some((section) => section.type === SHT_SYMTAB),
    hasDebugInfo: sections.some((section) => /^\.z?debug_/.test(section.name)),
    buildId: readBuildId(reader, segments),
  };
}

function readInterpreter(reader: BoundedReader, segments: readonly Segment[]): string | undefined {
  const segment = segments.find(({ type }) => type === PT_INTERP);
  if (!segment || segment.fileSize === 0) return undefined;
  return reader.string(segment.offset, segment.offset + segment.fileSize, 'The path of the loader');
}

/**
 * Libraries and position-independent programs are both ET_DYN: a program has a loader or the PIE flag,
 * or, from older static linkers, an entry point and no library that it needs.
 */
function isStartable(
  type: ElfType,
  entry: number,
  segments: readonly Segment[],
  interpreter: string | undefined,
  dynamic: DynamicInfo,
): boolean {
  const hasCode = segments.some(
    (s) => s.type === PT_LOAD && entry >= s.address && entry < s.address + s.fileSize,
  );
  if (!hasCode || entry === 0) return false;
  if (type === 'executable') return true;
  if (type !== 'shared') return false;
  return interpreter !== undefined || dynamic.isPie || dynamic.needed.length === 0;
}

/** A note that makes no sense is passed over: it has no part in loading. */
function readBuildId(reader: BoundedReader, segments: readonly Segment[]): string | undefined {
  const NT_GNU_BUILD_ID = 3;
  let budget = mostNotes;
  for (const segment of segments) {
    if (segment.type !== PT_NOTE) continue;
    const align = segment.align === 8 ? 8 : 4;
    const end = Math.min(segment.offset + segment.fileSize, reader.size);
    const padded = (length: number) => Math.ceil(length / align) * align;
    for (let at = segment.offset; at + 12 <= end && budget > 0; budget--) {
      const nameSize = reader.u32(at, 'A note');
      const size = reader.u32(at + 4, 'A note');
      const type = reader.u32(at + 8, 'A note');
      const data = at + padded(12 + nameSize);
      if (data + size > end) break;
      const name = reader.slice(at + 12, Math.min(nameSize, 4), 'A note');
      if (type === NT_GNU_BUILD_ID && Buffer.from(name).toString('latin1') === 'GNU\0' && size <= 64) {
        return Buffer.from(reader.slice(data, size, 'The build id')).toString('hex');
      }
      at = data + padded(size);
    }
  }
  return undefined;
}
