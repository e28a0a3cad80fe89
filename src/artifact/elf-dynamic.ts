import { type BoundedReader, ElfError } from './bounded-reader.ts';
import { PT_LOAD, type Section, type Segment } from './elf-headers.ts';

/** A version that a needed library must define, else the loader refuses to start the program. */
export interface VersionRequirement {
  /** The library by its soname, as `libc.so.6`. */
  readonly library: string;
  /** The version's name, as `GLIBC_2.34`. */
  readonly version: string;
  /** All its symbols are weak: without them the program starts all the same. */
  readonly weak: boolean;
  /** Some of the symbols that need this version (at most eight; none when the section headers are gone). */
  readonly symbols: readonly string[];
}

/** What PT_DYNAMIC asks of the loader. */
export interface DynamicInfo {
  readonly needed: readonly string[];
  readonly requirements: readonly VersionRequirement[];
  /** DF_1_PIE: a program, not a library. */
  readonly isPie: boolean;
  /** DT_RUNPATH, or DT_RPATH before it: more folders in which the loader looks for needed libraries. */
  readonly searchPath: readonly string[];
  /** DT_RELR: relocations in a compressed form, which glibc applies from 2.36 on. */
  readonly hasRelr: boolean;
}

const PT_DYNAMIC = 2;
const SHT_DYNSYM = 11;
const DT_NULL = 0;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_STRSZ = 10;
const DT_RPATH = 15;
const DT_RUNPATH = 29;
const DT_RELR = 36;
const DT_VERSYM = 0x6ffffff0;
const DT_FLAGS_1 = 0x6ffffffb;
const DT_VERNEED = 0x6ffffffe;
const DT_VERNEEDNUM = 0x6fffffff;
const DF_1_PIE = 0x08000000;
const VER_FLG_WEAK = 2;

/** Real programs have about thirty dynamic entries and as many versions. */
const mostEntries = 4096;
const mostVersions = 4096;
const mostSymbols = 65_536;
const symbolsPerVersion = 8;

/** A part of the file that a dynamic entry points to. */
interface Area {
  readonly offset: number;
  readonly end: number;
}

/**
 * Reads the dynamic section. A static executable has none, and asks for nothing.
 * @throws ElfError when an address is in no segment, or a table is longer than any real one.
 */
export function readDynamic(
  reader: BoundedReader,
  segments: readonly Segment[],
  sections: readonly Section[],
): DynamicInfo {
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  const nothing = { needed: [], requirements: [], searchPath: [], isPie: false, hasRelr: false };
  if (!dynamic || dynamic.fileSize === 0) return nothing;
  const entries = readEntries(reader, dynamic);
  const valueAt = (at: number) => reader.u64(at + 8, 'A dynamic entry');
  const value = (tag: number) => {
    const entry = entries.find((candidate) => candidate.tag === tag);
    return entry && valueAt(entry.at);
  };
  const isPie = ((value(DT_FLAGS_1) ?? 0) & DF_1_PIE) !== 0;

  const stringsAddress = value(DT_STRTAB);
  const hasRelr = value(DT_RELR) !== undefined;
  if (stringsAddress === undefined) return { ...nothing, isPie, hasRelr };
  const table = toFile(segments, stringsAddress, 'The table of dynamic strings');
  const strings = { ...table, end: Math.min(table.end, table.offset + (value(DT_STRSZ) ?? table.end)) };
  const stringAt = (offset: number, what: string) =>
    reader.string(strings.offset + offset, strings.end, what);

  const needed = entries
    .filter(({ tag }) => tag === DT_NEEDED)
    .map(({ at }) => stringAt(valueAt(at), 'The name of a needed library'));
  const path = value(DT_RUNPATH) ?? value(DT_RPATH);
  const searchPath = path === undefined ? [] : stringAt(path, 'The search path of libraries').split(':');
  const found = { needed, searchPath, isPie, hasRelr };
  const versionsAddress = value(DT_VERNEED);
  if (versionsAddress === undefined) return { ...found, requirements: [] };
  const versions = toFile(segments, versionsAddress, 'The table of required versions');
  const requirements = readVersions(reader, versions, value(DT_VERNEEDNUM) ?? 0, stringAt);
  const versym = value(DT_VERSYM);
  const symbols = sections.find(({ type }) => type === SHT_DYNSYM);
  if (versym !== undefined && symbols) {
    nameSymbols(
      reader,
      symbols,
      toFile(segments, versym, 'The table of symbol versions'),
      requirements,
      stringAt,
    );
  }
  return { ...found, requirements: [...requirements.values()] };
}

function readEntries(reader: BoundedReader, segment: Segment): { tag: number; at: number }[] {
  const what = 'The dynamic section';
  reader.require(segment.offset, segment.fileSize, what);
  const entries = [];
  for (let at = segment.offset; at + 16 <= segment.offset + segment.fileSize; at += 16) {
    const tag = reader.u32(at, what);
    const isLarge = reader.u32(at + 4, what) !== 0;
    if (tag === DT_NULL && !isLarge) break;
    if (entries.length === mostEntries) throw new ElfError(`${what} has more than ${mostEntries} entries`);
    if (!isLarge) entries.push({ tag, at });
  }
  return entries;
}

/** The bytes of the segment that holds `address`, from that address to the segment's end. */
function toFile(segments: readonly Segment[], address: number, what: string): Area {
  const segment = segments.find(
    (s) => s.type === PT_LOAD && address >= s.address && address < s.address + s.fileSize,
  );
  if (!segment) throw new ElfError(`${what} is at address ${address}, which no segment loads`);
  return {
    offset: segment.offset + (address - segment.address),
    end: segment.offset + segment.fileSize,
  };
}

type Requirement = VersionRequirement & { symbols: string[] };

/** Walks Elf64_Verneed and its Vernaux records; the key is the index that the symbols' versions refer to. */
function readVersions(
  reader: BoundedReader,
  area: Area,
  count: number,
  stringAt: (offset: number, what: string) => string,
): Map<number, Requirement> {
  const what = 'A required version';
  const found = new Map<number, Requirement>();
  let budget = mostVersions;
  const spend = () => {
    if (--budget < 0) throw new ElfError(`It requires more than ${mostVersions} versions`);
  };
  let need = area.offset;
  for (let n = 0; n < count; n++) {
    spend();
    const auxiliaries = reader.u16(need + 2, what);
    const library = stringAt(reader.u32(need + 4, what), 'The name of a versioned library');
    let aux = need + reader.u32(need + 8, what);
    for (let a = 0; a < auxiliaries; a++) {
      spend();
      const index = reader.u16(aux + 6, what) & 0x7fff;
      const weak = (reader.u16(aux + 4, what) & VER_FLG_WEAK) !== 0;
      const version = stringAt(reader.u32(aux + 8, what), 'The name of a required version');
      // Two libraries never share an index in a sound file; in a damaged one both must still be seen.
      found.set(found.has(index) ? -1 - found.size : index, { library, version, weak, symbols: [] });
      const next = reader.u32(aux + 12, what);
      if (next === 0) break;
      aux += next;
    }
    const next = reader.u32(need + 12, what);
    if (next === 0) break;
    need += next;
  }
  return found;
}

/** Puts the undefined symbols' names to the versions that they ask for. */
function nameSymbols(
  reader: BoundedReader,
  section: Section,
  versym: Area,
  requirements: ReadonlyMap<number, Requirement>,
  stringAt: (offset: number, what: string) => string,
): void {
  const symbolSize = 24;
  const count = Math.min(Math.floor(section.size / symbolSize), mostSymbols);
  for (let index = 1; index < count; index++) {
    const at = section.offset + index * symbolSize;
    const isDefined = reader.u16(at + 6, 'A dynamic symbol') !== 0;
    if (isDefined) continue;
    const version = reader.u16(versym.offset + index * 2, 'The version of a symbol') & 0x7fff;
    const symbols = requirements.get(version)?.symbols;
    if (!symbols || symbols.length === symbolsPerVersion) continue;
    symbols.push(stringAt(reader.u32(at, 'A dynamic symbol'), 'The name of a dynamic symbol'));
  }
}
