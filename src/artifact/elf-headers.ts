import { type BoundedReader, ElfError } from './bounded-reader.ts';

/** A program header: a part of the file that the kernel or the loader looks at. */
export interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
  readonly align: number;
}

/** A section header: a part of the file that linkers and debuggers look at. */
export interface Section {
  readonly name: string;
  readonly type: number;
  readonly offset: number;
  readonly size: number;
}

/** `p_type` of a segment that is mapped into memory. */
export const PT_LOAD = 1;
const SHT_NOBITS = 8;
/** Real programs have about a dozen segments and forty sections. */
const mostSegments = 1024;
const mostSections = 4096;

/**
 * Reads the program headers.
 * @throws ElfError when the table or a loaded segment lies outside of the file.
 */
export function readSegments(reader: BoundedReader): Segment[] {
  const table = reader.u64(32, 'The offset of the program headers');
  const entrySize = reader.u16(54, 'The size of a program header');
  const count = reader.u16(56, 'The number of program headers');
  if (count === 0) return [];
  if (entrySize !== 56) throw new ElfError(`A program header has ${entrySize} bytes instead of 56`);
  if (count > mostSegments) throw new ElfError(`It has ${count} program headers, more than ${mostSegments}`);
  reader.require(table, count * entrySize, 'The table of program headers');
  return Array.from({ length: count }, (_, index) => {
    const at = table + index * entrySize;
    const what = `Program header ${index}`;
    const segment = {
      type: reader.u32(at, what),
      offset: reader.u64(at + 8, what),
      address: reader.u64(at + 16, what),
      fileSize: reader.u64(at + 32, what),
      align: reader.u64(at + 48, what),
    };
    if (segment.type === PT_LOAD) reader.require(segment.offset, segment.fileSize, `The segment of ${what}`);
    return segment;
  });
}

/**
 * Reads the section headers; none when they were removed, which a program does not need to run.
 * @throws ElfError when the table or a name lies outside of the file.
 */
export function readSections(reader: BoundedReader): Section[] {
  const table = reader.u64(40, 'The offset of the section headers');
  const entrySize = reader.u16(58, 'The size of a section header');
  const count = reader.u16(60, 'The number of section headers');
  const namesIndex = reader.u16(62, 'The index of the section names');
  if (table === 0 || count === 0) return [];
  if (entrySize !== 64) throw new ElfError(`A section header has ${entrySize} bytes instead of 64`);
  if (count > mostSections) throw new ElfError(`It has ${count} section headers, more than ${mostSections}`);
  reader.require(table, count * entrySize, 'The table of section headers');
  const headers = Array.from({ length: count }, (_, index) => {
    const at = table + index * entrySize;
    const what = `Section header ${index}`;
    return {
      nameOffset: reader.u32(at, what),
      type: reader.u32(at + 4, what),
      offset: reader.u64(at + 24, what),
      size: reader.u64(at + 32, what),
    };
  });
  const names = headers[namesIndex];
  return headers.map(({ nameOffset, ...header }) => {
    if (!names || names.type === SHT_NOBITS) return { ...header, name: '' };
    const name = reader.string(names.offset + nameOffset, names.offset + names.size, 'The name of a section');
    return { ...header, name };
  });
}
