/** A requirement on a version, as `.gnu.version_r` records it. */
interface Version {
  readonly library: string;
  readonly version: string;
  readonly weak?: boolean;
}

interface ElfParts {
  readonly type?: number;
  readonly machine?: number;
  readonly interpreter?: string | undefined;
  readonly needed?: readonly string[];
  readonly versions?: readonly Version[];
  readonly pie?: boolean;
  /** DT_RUNPATH. */
  readonly runpath?: string;
  /** Compressed relocations (DT_RELR). */
  readonly relr?: boolean;
  readonly entry?: number;
  /** Names of sections to write; none leaves the section headers out, as `sstrip` does. */
  readonly sections?: readonly string[];
  /** Bytes to append, say to hold strings. */
  readonly tail?: string;
}

const base = 0x400000;
const dynamicOffset = 0x200;
const versionsOffset = 0x400;
const stringsOffset = 0xc00;

/** Where `build` puts what a test wants to damage. */
export const offsets = { dynamic: dynamicOffset, versions: versionsOffset, strings: stringsOffset } as const;

/** Assembles a small ELF64 file, so that tests need no compiler and can describe what none would write. */
export function buildElf({
  type = 3,
  machine = 62,
  interpreter,
  needed = [],
  versions = [],
  pie = false,
  runpath,
  relr = false,
  entry = base + 0x1c0,
  sections = [],
  tail = '',
}: ElfParts = {}): Buffer {
  const strings = new StringTable();
  const dynamic: [number, number][] = needed.map((name) => [1, strings.add(name)]);
  if (pie) dynamic.push([0x6ffffffb, 0x08000000]);
  if (runpath !== undefined) dynamic.push([29, strings.add(runpath)]);
  if (relr) dynamic.push([36, base]);
  const versionTable = buildVersions(versions, strings);
  if (versions.length > 0) {
    dynamic.push([0x6ffffffe, base + versionsOffset], [0x6fffffff, versionTable.count]);
  }
  const hasDynamic = dynamic.length > 0 || interpreter !== undefined;
  dynamic.push([5, base + stringsOffset], [10, strings.bytes.length], [0, 0]);

  const interpreterBytes = Buffer.from(interpreter === undefined ? '' : `${interpreter}\0`, 'latin1');
  const headers = sectionHeaders(sections);
  const tailBytes = Buffer.from(tail, 'latin1');
  const tailOffset = stringsOffset + strings.bytes.length;
  const sectionsOffset = tailOffset + tailBytes.length + headers.names.length;
  const file = Buffer.alloc(sectionsOffset + headers.table.length);

  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]).copy(file);
  file.writeUInt16LE(type, 16);
  file.writeUInt16LE(machine, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(entry), 24);
  file.writeBigUInt64LE(64n, 32);
  file.writeUInt16LE(64, 52);
  const segments: [type: number, offset: number, size: number][] = [[1, 0, file.length]];
  if (interpreter !== undefined) segments.push([3, 0x180, interpreterBytes.length]);
  if (hasDynamic) segments.push([2, dynamicOffset, dynamic.length * 16]);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(segments.length, 56);
  segments.forEach(([segmentType, offset, size], index) => {
    const at = 64 + index * 56;
    file.writeUInt32LE(segmentType, at);
    file.writeBigUInt64LE(BigInt(offset), at + 8);
    file.writeBigUInt64LE(BigInt(base + offset), at + 16);
    file.writeBigUInt64LE(BigInt(size), at + 32);
  });
  interpreterBytes.copy(file, 0x180);
  dynamic.forEach(([tag, value], index) => {
    file.writeBigUInt64LE(BigInt(tag), dynamicOffset + index * 16);
    file.writeBigUInt64LE(BigInt(value), dynamicOffset + index * 16 + 8);
  });
  versionTable.bytes.copy(file, versionsOffset);
  strings.bytes.copy(file, stringsOffset);
  tailBytes.copy(file, tailOffset);
  if (sections.length > 0) {
    headers.names.copy(file, tailOffset + tailBytes.length);
    headers.table.writeBigUInt64LE(BigInt(tailOffset + tailBytes.length), headers.table.length - 64 + 24);
    headers.table.copy(file, sectionsOffset);
    file.writeBigUInt64LE(BigInt(sectionsOffset), 40);
    file.writeUInt16LE(64, 58);
    file.writeUInt16LE(sections.length + 1, 60);
    file.writeUInt16LE(sections.length, 62);
  }
  return file;
}

class StringTable {
  bytes = Buffer.from([0]);

  add(text: string): number {
    const offset = this.bytes.length;
    this.bytes = Buffer.concat([this.bytes, Buffer.from(`${text}\0`, 'latin1')]);
    return offset;
  }
}

function buildVersions(versions: readonly Version[], strings: StringTable): { bytes: Buffer; count: number } {
  const libraries = [...new Set(versions.map(({ library }) => library))];
  let index = 2;
  const parts = libraries.map((library, position) => {
    const own = versions.filter((version) => version.library === library);
    const bytes = Buffer.alloc(16 + own.length * 16);
    bytes.writeUInt16LE(1, 0);
    bytes.writeUInt16LE(own.length, 2);
    bytes.writeUInt32LE(strings.add(library), 4);
    bytes.writeUInt32LE(16, 8);
    bytes.writeUInt32LE(position === libraries.length - 1 ? 0 : bytes.length, 12);
    own.forEach(({ version, weak }, number) => {
      const at = 16 + number * 16;
      bytes.writeUInt16LE(weak ? 2 : 0, at + 4);
      bytes.writeUInt16LE(index++, at + 6);
      bytes.writeUInt32LE(strings.add(version), at + 8);
      bytes.writeUInt32LE(number === own.length - 1 ? 0 : 16, at + 12);
    });
    return bytes;
  });
  return { bytes: Buffer.concat(parts), count: libraries.length };
}

/** Section headers for `names`, `.symtab` with its own type, and .shstrtab last. */
function sectionHeaders(names: readonly string[]): { table: Buffer; names: Buffer } {
  if (names.length === 0) return { table: Buffer.alloc(0), names: Buffer.alloc(0) };
  const strings = new StringTable();
  const table = Buffer.concat(
    [...names, '.shstrtab'].map((name) => {
      const header = Buffer.alloc(64);
      header.writeUInt32LE(strings.add(name), 0);
      header.writeUInt32LE(name === '.symtab' ? 2 : name === '.shstrtab' ? 3 : 1, 4);
      return header;
    }),
  );
  table.writeBigUInt64LE(BigInt(strings.bytes.length), table.length - 64 + 32);
  return { table, names: strings.bytes };
}
