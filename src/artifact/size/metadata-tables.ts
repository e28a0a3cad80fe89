import { BoundedReader, ElfError } from '../bounded-reader.ts';
import type { Heaps } from './metadata-root.ts';

/**
 * The tables of a .NET assembly's metadata that a size report has (ECMA-335, II.22), as far as they matter here.
 * A column is a fixed number of bytes, an index into a heap, into a table, or into one of several tables.
 */
type Column = 2 | 4 | 'string' | 'guid' | 'blob' | { readonly tables: readonly number[] };

export const table = {
  module: 0x00,
  typeRef: 0x01,
  typeDef: 0x02,
  field: 0x04,
  methodDef: 0x06,
  param: 0x08,
  memberRef: 0x0a,
  standAloneSig: 0x11,
  moduleRef: 0x1a,
  typeSpec: 0x1b,
  assembly: 0x20,
  assemblyRef: 0x23,
  methodSpec: 0x2b,
} as const;

/** II.24.2.6: which tables each kind of coded index can point into, in the order of its tag. */
export const coded = {
  typeDefOrRef: [table.typeDef, table.typeRef, table.typeSpec],
  memberRefParent: [table.typeDef, table.typeRef, table.moduleRef, table.methodDef, table.typeSpec],
  methodDefOrRef: [table.methodDef, table.memberRef],
  resolutionScope: [table.module, table.moduleRef, table.assemblyRef, table.typeRef],
} as const;

const indexOf = (...tables: readonly number[]): Column => ({ tables });

const schema: Readonly<Record<number, readonly Column[]>> = {
  [table.module]: [2, 'string', 'guid', 'guid', 'guid'],
  [table.typeRef]: [indexOf(...coded.resolutionScope), 'string', 'string'],
  [table.typeDef]: [
    4,
    'string',
    'string',
    indexOf(...coded.typeDefOrRef),
    indexOf(table.field),
    indexOf(table.methodDef),
  ],
  [table.field]: [2, 'string', 'blob'],
  [table.methodDef]: [4, 2, 2, 'string', 'blob', indexOf(table.param)],
  [table.param]: [2, 2, 'string'],
  [table.memberRef]: [indexOf(...coded.memberRefParent), 'string', 'blob'],
  [table.standAloneSig]: ['blob'],
  [table.moduleRef]: ['string'],
  [table.typeSpec]: ['blob'],
  [table.assembly]: [4, 2, 2, 2, 2, 4, 'blob', 'string', 'string'],
  [table.assemblyRef]: [2, 2, 2, 2, 4, 'blob', 'string', 'string', 'blob'],
  [table.methodSpec]: [indexOf(...coded.methodDefOrRef), 'blob'],
};

interface Layout {
  readonly start: number;
  readonly rowSize: number;
  /** Where each column starts within a row, and how wide it is (2 or 4 bytes). */
  readonly columns: readonly { readonly offset: number; readonly width: 2 | 4 }[];
}

/** Rows of the tables of one assembly; rows count from 1, as tokens do. */
export class MetadataTables {
  readonly #reader: BoundedReader;
  readonly #rows: readonly number[];
  readonly #layouts = new Map<number, Layout>();

  /** @throws ElfError when the stream ends early or has a table that a size report does not have. */
  constructor({ tables }: Heaps) {
    const reader = new BoundedReader(tables);
    this.#reader = reader;
    const heapSizes = reader.u8(6, 'The sizes of the heaps');
    const valid = BigInt(reader.u64(8, 'The list of tables'));
    const present = [...Array(64).keys()].filter((number) => (valid >> BigInt(number)) & 1n);
    const rows: number[] = Array(64).fill(0);
    present.forEach((number, i) => {
      rows[number] = reader.u32(24 + 4 * i, 'The number of rows of a table');
    });
    this.#rows = rows;
    let start = 24 + 4 * present.length;
    for (const number of present) {
      const kinds = schema[number];
      if (!kinds) throw new ElfError(`It has a table 0x${number.toString(16)}, which no size report has`);
      let offset = 0;
      const columns = kinds.map((kind) => {
        const column = { offset, width: widthOf(kind, rows, heapSizes) };
        offset += column.width;
        return column;
      });
      this.#layouts.set(number, { start, rowSize: offset, columns });
      start += offset * this.count(number);
      reader.require(0, start, `Table 0x${number.toString(16)}`);
    }
  }

  count(number: number): number {
    return this.#rows[number] ?? 0;
  }

  /** The value of one cell. @throws ElfError when there is no such row. */
  cell(number: number, row: number, column: number): number {
    const layout = this.#layouts.get(number);
    const place = layout?.columns[column];
    if (!layout || !place || row < 1 || row > this.count(number)) {
      throw new ElfError(`Row ${row} of table 0x${number.toString(16)} does not exist`);
    }
    const offset = layout.start + (row - 1) * layout.rowSize + place.offset;
    return place.width === 2 ? this.#reader.u16(offset, 'A cell') : this.#reader.u32(offset, 'A cell');
  }
}

const tagBits = (tables: readonly number[]) => Math.ceil(Math.log2(tables.length));

/** II.24.2.6: an index takes two bytes as long as every row that it may point to can be told by them. */
function widthOf(kind: Column, rows: readonly number[], heapSizes: number): 2 | 4 {
  if (kind === 'string') return heapSizes & 1 ? 4 : 2;
  if (kind === 'guid') return heapSizes & 2 ? 4 : 2;
  if (kind === 'blob') return heapSizes & 4 ? 4 : 2;
  if (typeof kind === 'number') return kind;
  const most = Math.max(...kind.tables.map((number) => rows[number] ?? 0));
  return most < 2 ** (16 - tagBits(kind.tables)) ? 2 : 4;
}

/** A row of one of several tables. */
export interface RowReference {
  readonly table: number;
  readonly row: number;
}

/** @throws ElfError when the tag stands for no table. */
export function decodeIndex(value: number, tables: readonly number[]): RowReference {
  const bits = tagBits(tables);
  const number = tables[value & ((1 << bits) - 1)];
  if (number === undefined) throw new ElfError(`The coded index ${value} has no table`);
  return { table: number, row: value >>> bits };
}

/** A token: the table in its highest byte, the row in the others. */
export const decodeToken = (token: number): RowReference => ({ table: token >>> 24, row: token & 0xffffff });
