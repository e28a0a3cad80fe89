import { BoundedReader, ElfError } from '../bounded-reader.ts';
import { MetadataNames, type Owner } from './metadata-names.ts';
import { type Assembly, readAssembly } from './metadata-root.ts';
import { decodeToken, table } from './metadata-tables.ts';

/** A compiled method, a type's own data, or a constant of a field, with its size in bytes. */
export interface SizedMember extends Owner {
  readonly kind: 'method' | 'type' | 'field' | 'frozen object' | 'resource';
  /** Empty for a type. */
  readonly member: string;
  readonly size: number;
}

/** Tables and the like that belong to the program as a whole. */
export interface SizedBlob {
  /** The compiler's name for it. */
  readonly name: string;
  readonly size: number;
}

/** What ILCompiler says about a program (`IlcGenerateMstatFile`). */
export interface SizeReport {
  readonly version: { readonly major: number; readonly minor: number };
  readonly members: readonly SizedMember[];
  readonly blobs: readonly SizedBlob[];
}

/**
 * Reads an mstat file: an assembly whose global methods are lists, written as IL. Each entry loads a token and then
 * numbers: sizes, and from version 2 on the place of the symbol's name.
 * Source: MstatObjectDumper.cs in dotnet/runtime.
 * @throws ElfError when it is another kind of file, or is damaged.
 */
export function readMstat(bytes: Uint8Array): SizeReport {
  const assembly = readAssembly(bytes);
  const names = new MetadataNames(assembly.heaps);
  const version = {
    major: names.tables.cell(table.assembly, 1, 1),
    minor: names.tables.cell(table.assembly, 1, 2),
  };
  if (version.major < 1 || version.major > 2) {
    throw new ElfError(`It has version ${version.major}.${version.minor}, and 1 and 2 are known`);
  }
  const hasNames = version.major >= 2;
  const list = (name: string) => instructionsOf(assembly, names, name);
  const members = [
    ...sized(names, 'method', list('Methods'), hasNames),
    ...sized(names, 'type', list('Types'), hasNames),
    ...sized(names, 'field', list('RvaFields'), hasNames),
    ...frozenObjects(names, list('FrozenObjects')),
    ...resources(names, list('ManifestResources')),
  ];
  return { version, members, blobs: blobs(names, list('Blobs'), members) };
}

/** A method's numbers are the sizes of its code, of what the collector reads, and of its exception handlers. */
const sizesOf = { method: 3, type: 1, field: 1 } as const;

function sized(
  names: MetadataNames,
  kind: keyof typeof sizesOf,
  code: Instructions,
  hasNames: boolean,
): SizedMember[] {
  const found: SizedMember[] = [];
  while (!code.atEnd) {
    const reference = decodeToken(code.token());
    let size = 0;
    for (let i = 0; i < sizesOf[kind]; i++) size += code.size();
    // The place of the symbol's name.
    if (hasNames) code.number();
    const member = kind === 'type' ? '' : names.memberName(reference);
    found.push({ ...names.ownerOf(reference), kind, member, size });
  }
  return found;
}

function frozenObjects(names: MetadataNames, code: Instructions): SizedMember[] {
  const found: SizedMember[] = [];
  while (!code.atEnd) {
    const type = code.token();
    const size = code.size();
    code.number();
    // The type whose static field holds it; string literals have none.
    const owner = code.tokenOrNumber();
    const reference = decodeToken(owner === 0 ? type : owner);
    found.push({ ...names.ownerOf(reference), kind: 'frozen object', member: '', size });
  }
  return found;
}

function resources(names: MetadataNames, code: Instructions): SizedMember[] {
  const found: SizedMember[] = [];
  while (!code.atEnd) {
    const assembly = names.assemblyName(decodeToken(code.number()).row);
    const name = names.userString(code.stringToken());
    found.push({ assembly, namespace: '', type: '', kind: 'resource', member: name, size: code.size() });
  }
  return found;
}

/** Blobs that version 2 tells a second time, in detail, in a list of their own. */
const toldInDetail: ReadonlyMap<string, SizedMember['kind']> = new Map([
  ['FieldRvaData', 'field'],
  ['ArrayOfFrozenObjects', 'frozen object'],
  ['ResourceData', 'resource'],
]);

function blobs(names: MetadataNames, code: Instructions, members: readonly SizedMember[]): SizedBlob[] {
  const detailed = new Set(members.map(({ kind }) => kind));
  const found: SizedBlob[] = [];
  while (!code.atEnd) {
    const blob = { name: names.userString(code.stringToken()), size: code.size() };
    const kind = toldInDetail.get(blob.name);
    if (kind === undefined || !detailed.has(kind)) found.push(blob);
  }
  return found;
}

function instructionsOf(assembly: Assembly, names: MetadataNames, name: string): Instructions {
  const { tables } = names;
  for (let row = 1; row <= tables.count(table.methodDef); row++) {
    if (names.string(tables.cell(table.methodDef, row, 3)) !== name) continue;
    return new Instructions(assembly.il(tables.cell(table.methodDef, row, 0)));
  }
  return new Instructions(new Uint8Array());
}

/** The few IL instructions that lists are made of (ECMA-335, III). */
class Instructions {
  readonly #reader: BoundedReader;
  #at = 0;

  constructor(il: Uint8Array) {
    this.#reader = new BoundedReader(il);
  }

  get atEnd(): boolean {
    return this.#at >= this.#reader.size;
  }

  /** ldtoken */
  token(): number {
    return this.#operand(0xd0, 'a token');
  }

  /** ldstr: the row of the string literal. */
  stringToken(): number {
    return this.#operand(0x72, 'a string') & 0xffffff;
  }

  /** ldc.i4 in one of its forms. */
  number(): number {
    const opcode = this.#reader.u8(this.#at, 'A number');
    if (opcode >= 0x15 && opcode <= 0x1e) {
      this.#at += 1;
      return opcode - 0x16;
    }
    if (opcode === 0x1f) {
      const value = this.#reader.u8(this.#at + 1, 'A number');
      this.#at += 2;
      return (value << 24) >> 24;
    }
    return this.#operand(0x20, 'a number') | 0;
  }

  /** A number of bytes. */
  size(): number {
    const value = this.number();
    if (value < 0) throw new ElfError(`A list has the size ${value}`);
    return value;
  }

  tokenOrNumber(): number {
    return this.#reader.u8(this.#at, 'A token or a number') === 0xd0 ? this.token() : this.number();
  }

  #operand(opcode: number, what: string): number {
    const found = this.#reader.u8(this.#at, 'An instruction');
    if (found !== opcode) {
      throw new ElfError(`Byte ${this.#at} of a list is 0x${found.toString(16)}, where ${what} should be`);
    }
    const operand = this.#reader.u32(this.#at + 1, 'An operand');
    this.#at += 5;
    return operand;
  }
}
