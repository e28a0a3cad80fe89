import { BoundedReader, ElfError } from '../bounded-reader.ts';
import type { Heaps } from './metadata-root.ts';
import { coded, decodeIndex, MetadataTables, type RowReference, table } from './metadata-tables.ts';

/** Where something of a program belongs. */
export interface Owner {
  readonly assembly: string;
  /** Empty for the global namespace. */
  readonly namespace: string;
  /** Without the namespace; nested types after a dot; `List<>` for a generic one. */
  readonly type: string;
}

const coreLibrary = 'System.Private.CoreLib';

/** Element types of a signature (II.23.1.16) that have a name of their own. */
const primitives: Readonly<Record<number, string>> = {
  1: 'Void',
  2: 'Boolean',
  3: 'Char',
  4: 'SByte',
  5: 'Byte',
  6: 'Int16',
  7: 'UInt16',
  8: 'Int32',
  9: 'UInt32',
  10: 'Int64',
  11: 'UInt64',
  12: 'Single',
  13: 'Double',
  14: 'String',
  22: 'TypedReference',
  24: 'IntPtr',
  25: 'UIntPtr',
  28: 'Object',
};
/** Pointer, reference, array and pinned: what they are made of follows. */
const wrappers: ReadonlySet<number> = new Set([0x0f, 0x10, 0x14, 0x1d, 0x45]);
const namedTypes: ReadonlySet<number> = new Set([0x11, 0x12]);
const modifiers: ReadonlySet<number> = new Set([0x1f, 0x20]);
const functionPointer = 0x1b;
const genericInstance = 0x15;
const mostNesting = 64;

/** What cannot be laid at any type's door. */
const noOwner: Owner = { assembly: '', namespace: '', type: '' };

/** Resolves tokens of a size report to the types that they are about. */
export class MetadataNames {
  readonly #tables: MetadataTables;
  readonly #strings: BoundedReader;
  readonly #blobs: BoundedReader;
  readonly #userStrings: BoundedReader;
  readonly #owners = new Map<number, Owner>();

  constructor(heaps: Heaps) {
    this.#tables = new MetadataTables(heaps);
    this.#strings = new BoundedReader(heaps.strings);
    this.#blobs = new BoundedReader(heaps.blobs);
    this.#userStrings = new BoundedReader(heaps.userStrings);
  }

  get tables(): MetadataTables {
    return this.#tables;
  }

  string(index: number): string {
    const text = this.#strings.string(index, this.#strings.size, 'A name');
    return Buffer.from(text, 'latin1').toString('utf8');
  }

  /** A string literal by the row of its token. */
  userString(index: number): string {
    const { at, length } = compressed(this.#userStrings, index);
    const bytes = this.#userStrings.slice(at, Math.max(0, length - 1), 'A string literal');
    return Buffer.from(bytes).toString('utf16le');
  }

  assemblyName(row: number): string {
    return this.string(this.#tables.cell(table.assemblyRef, row, 6));
  }

  /**
   * The type that a row stands for or is a member of: a type, what an array or a pointer is made of, the
   * definition of a generic type or method.
   */
  ownerOf(reference: RowReference): Owner {
    const key = reference.table * 2 ** 24 + reference.row;
    const known = this.#owners.get(key) ?? this.#findOwner(reference, 0);
    this.#owners.set(key, known);
    return known;
  }

  /** The name of a method or field; that of the generic method for one of its instances. */
  memberName(reference: RowReference): string {
    if (reference.table === table.methodSpec) return this.memberName(this.#methodOf(reference.row));
    const column = reference.table === table.methodDef ? 3 : 1;
    return this.string(this.#tables.cell(reference.table, reference.row, column));
  }

  #methodOf(row: number): RowReference {
    return decodeIndex(this.#tables.cell(table.methodSpec, row, 0), coded.methodDefOrRef);
  }

  #findOwner({ table: number, row }: RowReference, depth: number): Owner {
    if (depth > mostNesting) throw new ElfError('Its types refer to each other in a circle');
    const cell = (column: number) => this.#tables.cell(number, row, column);
    switch (number) {
      case table.methodSpec:
        return this.#findOwner(this.#methodOf(row), depth + 1);
      case table.memberRef:
        return this.#findOwner(decodeIndex(cell(0), coded.memberRefParent), depth + 1);
      case table.typeSpec:
        return this.#ownerInSignature(cell(0), depth + 1);
      case table.typeRef:
        return this.#typeReference(decodeIndex(cell(0), coded.resolutionScope), cell(1), cell(2), depth);
      default:
        return noOwner;
    }
  }

  #typeReference(scope: RowReference, nameIndex: number, namespaceIndex: number, depth: number): Owner {
    const name = readable(this.string(nameIndex));
    if (scope.table === table.typeRef) {
      const outer = this.#findOwner(scope, depth + 1);
      return { ...outer, type: `${outer.type}.${name}` };
    }
    const assembly = scope.table === table.assemblyRef ? this.assemblyName(scope.row) : '';
    return { assembly, namespace: this.string(namespaceIndex), type: name };
  }

  #ownerInSignature(index: number, depth: number): Owner {
    let { at } = compressed(this.#blobs, index);
    for (let i = 0; i < mostNesting; i++) {
      const element = this.#blobs.u8(at++, 'A signature');
      const primitive = primitives[element];
      if (primitive) return { assembly: coreLibrary, namespace: 'System', type: primitive };
      if (element === functionPointer) return noOwner;
      if (namedTypes.has(element)) {
        const { length: token } = compressed(this.#blobs, at);
        return this.#findOwner(decodeIndex(token, coded.typeDefOrRef), depth + 1);
      }
      if (modifiers.has(element)) at = compressed(this.#blobs, at).at;
      else if (element !== genericInstance && !wrappers.has(element)) return noOwner;
    }
    throw new ElfError('A signature does not end');
  }
}

/** ``List`1`` as `List<>`, the way C# writes it in typeof. */
function readable(name: string): string {
  return name.replace(/`(\d+)/, (_, arity: string) => `<${','.repeat(Math.min(Number(arity), 32) - 1)}>`);
}

/** II.23.2: a number in one, two or four bytes, and where it ends. */
function compressed(reader: BoundedReader, offset: number): { at: number; length: number } {
  const first = reader.u8(offset, 'A length');
  if (first < 0x80) return { at: offset + 1, length: first };
  const second = reader.u8(offset + 1, 'A length');
  if (first < 0xc0) return { at: offset + 2, length: ((first & 0x3f) << 8) | second };
  const rest = (reader.u8(offset + 2, 'A length') << 8) | reader.u8(offset + 3, 'A length');
  return { at: offset + 4, length: ((first & 0x1f) << 24) | (second << 16) | rest };
}
