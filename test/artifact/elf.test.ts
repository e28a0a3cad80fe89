import { describe, expect, it } from 'vitest';
import { ElfError, readElf, readElfIdentity } from '../../src/artifact/elf.ts';
import { buildElf, offsets } from './elf-builder.ts';
import { patch, soundElf } from './samples.ts';

describe('the identity of an ELF file', () => {
  it('is read for 64-bit little-endian files', () => {
    expect(readElfIdentity(soundElf())).toEqual({
      class: 64,
      endianness: 'little',
      type: 'shared',
      machine: 62,
    });
  });

  it('is read for 32-bit files', () => {
    expect(readElfIdentity(patch(soundElf({ machine: 40 }), 4, 1))).toMatchObject({ class: 32, machine: 40 });
  });

  it('is read in the byte order of the file', () => {
    const bigEndian = patch(patch(soundElf(), 5, 2), 16, 0, 2, 0, 22);
    expect(readElfIdentity(bigEndian)).toEqual({
      class: 64,
      endianness: 'big',
      type: 'executable',
      machine: 22,
    });
  });

  it.each([
    ['no bytes', Buffer.alloc(0), 'does not start with'],
    ['text', Buffer.from('#!/bin/sh\n'), 'does not start with'],
    ['the magic alone', Buffer.from('\x7fELF', 'latin1'), 'cut off'],
    ['an unknown class', patch(soundElf(), 4, 7), 'class is 7'],
    ['an unknown byte order', patch(soundElf(), 5, 3), 'byte order is 3'],
  ])('is refused for %s', (_name, bytes, message) => {
    expect(() => readElfIdentity(bytes)).toThrow(ElfError);
    expect(() => readElfIdentity(bytes)).toThrow(message);
  });
});

describe('reading a 64-bit ELF file', () => {
  it('finds the loader, the needed libraries and the versions they must have', () => {
    const elf = readElf(
      buildElf({
        interpreter: '/lib64/ld-linux-x86-64.so.2',
        needed: ['libm.so.6', 'libc.so.6'],
        versions: [
          { library: 'libc.so.6', version: 'GLIBC_2.34' },
          { library: 'libc.so.6', version: 'GLIBC_2.36', weak: true },
          { library: 'libm.so.6', version: 'GLIBC_2.29' },
        ],
      }),
    );
    expect(elf).toMatchObject({
      isProgram: true,
      isStatic: false,
      interpreter: '/lib64/ld-linux-x86-64.so.2',
      needed: ['libm.so.6', 'libc.so.6'],
      requirements: [
        { library: 'libc.so.6', version: 'GLIBC_2.34', weak: false },
        { library: 'libc.so.6', version: 'GLIBC_2.36', weak: true },
        { library: 'libm.so.6', version: 'GLIBC_2.29', weak: false },
      ],
    });
  });

  it('needs no section headers to find them', () => {
    const elf = readElf(soundElf({ sections: [] }));
    expect(elf.sections).toEqual([]);
    expect(elf.needed).toEqual(['libm.so.6', 'libc.so.6']);
    expect(elf.requirements.map(({ version }) => version)).toEqual([
      'GLIBC_2.2.5',
      'GLIBC_2.34',
      'GLIBC_2.29',
    ]);
  });

  it.each([
    { what: 'a program with a loader', parts: { interpreter: '/x' }, isProgram: true, isStatic: false },
    { what: 'a static executable', parts: { type: 2 }, isProgram: true, isStatic: true },
    {
      what: 'a static position-independent executable',
      parts: { pie: true },
      isProgram: true,
      isStatic: true,
    },
    { what: 'a library', parts: { needed: ['libc.so.6'] }, isProgram: false, isStatic: false },
    { what: 'an object file', parts: { type: 1 }, isProgram: false, isStatic: false },
    { what: 'a core dump', parts: { type: 4 }, isProgram: false, isStatic: false },
    { what: 'a file without entry point', parts: { type: 2, entry: 0 }, isProgram: false, isStatic: false },
    { what: 'debug symbols without code', parts: { type: 2, entry: 1 }, isProgram: false, isStatic: false },
  ])('tells $what', ({ parts, isProgram, isStatic }) => {
    expect(readElf(buildElf(parts))).toMatchObject({ isProgram, isStatic });
  });

  it.each([
    { sections: ['.text'], hasSymbolTable: false, hasDebugInfo: false },
    { sections: ['.text', '.symtab'], hasSymbolTable: true, hasDebugInfo: false },
    { sections: ['.text', '.debug_info'], hasSymbolTable: false, hasDebugInfo: true },
    { sections: ['.text', '.zdebug_line', '.symtab'], hasSymbolTable: true, hasDebugInfo: true },
    { sections: ['.text', '.gnu_debuglink'], hasSymbolTable: false, hasDebugInfo: false },
  ])('sees what strip would remove from $sections', ({ sections, ...expected }) => {
    expect(readElf(soundElf({ sections }))).toMatchObject(expected);
  });
});

describe('a damaged ELF file is refused', () => {
  const sound = soundElf();
  const u64 = (value: bigint) => [...new Uint8Array(new BigUint64Array([value]).buffer)];
  /** The value of the dynamic entry with that number; soundElf writes needed, needed, verneed, count, strings. */
  const dynamicValue = (index: number) => offsets.dynamic + index * 16 + 8;

  it.each([
    ['when it is cut off', sound.subarray(0, 300), 'cut off or damaged'],
    ['when its program headers lie beyond the end', patch(sound, 32, ...u64(1n << 40n)), 'program headers'],
    ['when an offset is beyond any file', patch(sound, 32, ...u64(1n << 63n)), 'impossible value'],
    ['when a program header has another size', patch(sound, 54, 57, 0), '57 bytes instead of 56'],
    ['when it claims 65,535 program headers', patch(sound, 56, 255, 255), '65535 program headers'],
    ['when it claims 65,535 section headers', patch(sound, 60, 255, 255), '65535 section headers'],
    ['when a section header has another size', patch(sound, 58, 40, 0), '40 bytes instead of 64'],
    [
      'when the names of its libraries have no end',
      patch(sound, dynamicValue(0), 255, 255),
      'needed library',
    ],
    ['when its versions are nowhere', patch(sound, dynamicValue(2), 0, 0, 0, 1), 'which no segment loads'],
    ['when its strings are nowhere', patch(sound, dynamicValue(4), 0, 0, 0, 1), 'which no segment loads'],
    [
      'when a version record points outside',
      patch(sound, offsets.versions + 8, 255, 255, 255, 255),
      'version',
    ],
  ])('%s', (_name, bytes, message) => {
    expect(() => readElf(bytes)).toThrow(ElfError);
    expect(() => readElf(bytes)).toThrow(message);
  });

  it.each([
    ['one library requires 5,000 versions', 5000, 1],
    ['5,000 libraries require one each', 1, 5000],
  ])('when %s', (_name, auxiliaries, libraries) => {
    const bytes = soundElf({ tail: '\0'.repeat(200_000), sections: [] });
    const area = bytes.length - 190_000;
    let at = area;
    for (let n = 0; n < libraries; n++) {
      bytes.writeUInt16LE(auxiliaries, at + 2);
      bytes.writeUInt32LE(16, at + 8);
      bytes.writeUInt32LE(16 + auxiliaries * 16, at + 12);
      for (let a = 1; a <= auxiliaries; a++) bytes.writeUInt32LE(16, at + a * 16 + 12);
      at += 16 + auxiliaries * 16;
    }
    bytes.writeUInt32LE(0x400000 + area, dynamicValue(2));
    bytes.writeUInt32LE(libraries, dynamicValue(3));
    expect(() => readElf(bytes)).toThrow('more than 4096 versions');
  });

  it('when its dynamic section has no end', () => {
    const bytes = soundElf({ tail: '\x01'.repeat(200_000), sections: [] });
    const dynamicHeader = 64 + 2 * 56;
    bytes.writeBigUInt64LE(BigInt(bytes.length - offsets.dynamic), dynamicHeader + 32);
    for (let at = offsets.dynamic; at + 16 <= bytes.length; at += 16) bytes.writeBigUInt64LE(1n, at);
    expect(() => readElf(bytes)).toThrow('more than 4096 entries');
  });

  it('when a note is longer than its segment, only the build id is missing', () => {
    const bytes = soundElf();
    bytes.writeUInt32LE(4, 64 + 56);
    expect(readElf(bytes).buildId).toBeUndefined();
  });
});
