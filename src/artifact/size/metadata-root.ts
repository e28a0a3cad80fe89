import { BoundedReader, ElfError } from '../bounded-reader.ts';

/** The parts of a .NET assembly's metadata (ECMA-335, II.24.2). */
export interface Heaps {
  /** `#~` */
  readonly tables: Uint8Array;
  /** `#Strings`: names, NUL-terminated UTF-8. */
  readonly strings: Uint8Array;
  /** `#Blob`: signatures, each after its length. */
  readonly blobs: Uint8Array;
  /** `#US`: string literals, UTF-16 after their length in bytes. */
  readonly userStrings: Uint8Array;
}

export interface Assembly {
  readonly heaps: Heaps;
  /** The IL of the method body at an address of the image. @throws ElfError when there is none. */
  il(address: number): Uint8Array;
}

const mostSections = 96;
const empty = new Uint8Array();

/**
 * Finds the metadata of a .NET assembly in its PE file.
 * @throws ElfError when the bytes are no PE file, have no metadata, or end early.
 */
export function readAssembly(bytes: Uint8Array): Assembly {
  const reader = new BoundedReader(bytes);
  const pe = reader.u32(0x3c, 'The place of the PE header');
  if (reader.u16(0, 'The DOS header') !== 0x5a4d || reader.u32(pe, 'The PE header') !== 0x4550) {
    throw new ElfError('It is no PE file');
  }
  const optional = pe + 24;
  const is64 = reader.u16(optional, 'The optional header') === 0x20b;
  const toOffset = addressMap(reader, pe);
  const cliHeader = toOffset(reader.u32(optional + (is64 ? 224 : 208), 'The place of the CLI header'));
  const root = toOffset(reader.u32(cliHeader + 8, 'The place of the metadata'));
  return { heaps: readHeaps(reader, root), il: (address) => readIl(reader, toOffset(address)) };
}

/** From addresses of the loaded image to offsets in the file, by the section headers. */
function addressMap(reader: BoundedReader, pe: number): (address: number) => number {
  const count = reader.u16(pe + 6, 'The number of sections');
  if (count > mostSections) throw new ElfError(`It declares ${count} sections`);
  const first = pe + 24 + reader.u16(pe + 20, 'The size of the optional header');
  const sections = [...Array(count).keys()].map((i) => {
    const header = first + 40 * i;
    return {
      address: reader.u32(header + 12, 'A section header'),
      size: reader.u32(header + 16, 'A section header'),
      offset: reader.u32(header + 20, 'A section header'),
    };
  });
  return (address) => {
    const section = sections.find((s) => address >= s.address && address < s.address + s.size);
    if (!section) throw new ElfError(`No section has the address 0x${address.toString(16)}`);
    return address - section.address + section.offset;
  };
}

function readHeaps(reader: BoundedReader, root: number): Heaps {
  if (reader.u32(root, 'The metadata') !== 0x424a5342) throw new ElfError('It has no .NET metadata');
  let at = root + 16 + reader.u32(root + 12, 'The length of the version');
  const count = reader.u16(at + 2, 'The number of streams');
  const streams = new Map<string, Uint8Array>();
  at += 4;
  for (let i = 0; i < Math.min(count, 16); i++) {
    const offset = reader.u32(at, 'A stream header');
    const size = reader.u32(at + 4, 'A stream header');
    const name = reader.string(at + 8, at + 40, 'The name of a stream');
    streams.set(name, reader.slice(root + offset, size, `The stream ${name}`));
    at += 8 + 4 * Math.floor(name.length / 4 + 1);
  }
  const tables = streams.get('#~');
  if (!tables) throw new ElfError('It has no tables of metadata');
  const heap = (name: string) => streams.get(name) ?? empty;
  return { tables, strings: heap('#Strings'), blobs: heap('#Blob'), userStrings: heap('#US') };
}

/** II.25.4: the size of the code stands in a header of one byte or of twelve. */
function readIl(reader: BoundedReader, offset: number): Uint8Array {
  const flags = reader.u8(offset, 'A method body');
  if ((flags & 3) === 2) return reader.slice(offset + 1, flags >> 2, 'A method body');
  if ((flags & 3) !== 3) throw new ElfError('A method body has no header');
  return reader.slice(offset + 12, reader.u32(offset + 4, 'A method body'), 'A method body');
}
