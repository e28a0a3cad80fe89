import { describe, expect, it } from 'vitest';
import {
  check,
  elf,
  expectRefused,
  file,
  type Hostile,
  other,
  problems,
  program,
  withFlag,
} from './hostile-zip-support.ts';
import { buildZip, descriptor, field, u64, unicodePath } from './zip-builder.ts';

describe('a zip whose two headers say different things is refused when they differ in', () => {
  it.each<Hostile>([
    {
      what: 'the name',
      entries: [{ ...program, local: { name: 'bootstrip' } }],
      says: 'another name in its local',
    },
    {
      what: 'the length of the name',
      entries: [{ ...program, local: { name: 'boot' } }],
      says: 'another name',
    },
    {
      what: 'the method',
      entries: [{ ...program, local: { method: 8 } }],
      says: 'the method 0 in the list and 8',
    },
    {
      what: 'the CRC',
      entries: [{ ...program, local: { crc: 1 } }],
      says: /the CRC \d+ in the list and 1 in its/,
    },
    {
      what: 'the size',
      entries: [{ ...program, local: { size: 5 } }],
      says: /the size \d+ in the list and 5 in/,
    },
    {
      what: 'the compressed size',
      entries: [{ ...program, local: { compressedSize: 7 } }],
      says: /the compressed size \d+ in the list and 7 in its local header/,
    },
    {
      what: 'encryption',
      entries: [{ ...program, local: { flags: 1 } }],
      says: 'the flags 0 in the list and 1',
    },
    {
      what: 'the language of the name',
      entries: [{ ...program, local: { flags: 0x800 } }],
      says: 'the flags 0',
    },
    {
      what: 'the descriptor',
      entries: [{ ...program, local: { flags: 8 } }],
      says: 'the flags 0 in the list and 8',
    },
    {
      what: 'what follows the data',
      entries: [
        {
          ...withFlag(elf, { signed: true, wide: false }),
          after: descriptor(other, 5, { signed: true, wide: false }),
        },
      ],
      says: 'has another CRC or size behind its data',
    },
    {
      what: 'a size that the descriptor leaves open',
      entries: [
        { ...withFlag(elf, { signed: true, wide: false }), local: { crc: 0, size: 5, compressedSize: 0 } },
      ],
      says: /the size \d+ in the list and 5/,
    },
    {
      what: 'a second name of the local header alone',
      entries: [{ ...program, local: { extra: unicodePath('bootstrap', 'other') } }],
      says: 'has the name "other" in an extra field',
    },
    {
      what: 'a size of 64 bits',
      entries: [
        {
          ...program,
          local: {
            size: 0xffffffff,
            compressedSize: 0xffffffff,
            extra: field(1, Buffer.concat([u64(elf.length), u64(elf.length - 1)])),
          },
        },
      ],
      says: 'the compressed size',
    },
  ])('$what', expectRefused);
});

describe('a zip with bytes that no entry speaks of is refused when they are', () => {
  const hidden = buildZip([{ name: 'bootstrap', data: other, only: 'local' }], { end: {} }).subarray(0, -22);

  it.each<Hostile>([
    {
      what: 'before it',
      entries: [program],
      zip: { before: Buffer.from('#!/bin/sh\n') },
      says: 'before its beginning',
    },
    {
      what: 'before it, with offsets that do not count them',
      entries: [{ ...program, offset: 0 }],
      zip: { before: Buffer.alloc(10), end: { offset: 0 } },
      says: 'before its beginning',
    },
    {
      what: 'a second program before the first',
      entries: [{ ...program, data: other, only: 'local' }, program],
      says: 'before its beginning',
    },
    {
      what: 'a second program behind it',
      entries: [program, { ...program, data: other, only: 'local' }],
      says: /behind the entry "bootstrap" belong to no entry/,
    },
    {
      what: 'between two entries',
      entries: [{ ...program, after: hidden }, file('a')],
      says: `${hidden.length} bytes behind the entry "bootstrap"`,
    },
    {
      what: 'between entries and list',
      entries: [program],
      zip: { gap: Buffer.alloc(3) },
      says: '3 bytes behind the entry',
    },
    {
      what: 'in the place of a descriptor',
      entries: [{ ...withFlag(elf, { signed: true, wide: false }), after: Buffer.alloc(7) }],
      says: '7 bytes behind the entry',
    },
    {
      what: 'a second end in the comment',
      entries: [program],
      zip: { comment: buildZip([file('a')]) },
      says: 'before its beginning',
    },
    {
      what: 'in the list',
      entries: [program, file('a')],
      zip: { end: { entries: 1 } },
      says: /longer than its entries|one part/,
    },
  ])('$what', expectRefused);

  it('of two entries at once', async () => {
    const inner = buildZip([{ name: 'a', data: elf, only: 'local' }]).subarray(0, -22);
    const outer = { name: 'outer', data: inner };
    await expectRefused({
      what: 'a quoted entry',
      entries: [outer, { ...program, name: 'a', only: 'central', offset: 30 + 'outer'.length }],
      says: /overlap: "(?:a|outer)" shares bytes with another/,
    });
    await expectRefused({
      what: 'one entry twice',
      entries: [program, { ...program, name: 'bootstrap2', only: 'central', offset: 0 }],
      says: 'overlap',
    });
  });
});

describe('a zip of other kinds', () => {
  it.each<Hostile>([
    {
      what: 'in several parts',
      entries: [program],
      zip: { end: { disk: 1 } },
      says: 'one part of a zip that was split',
    },
    {
      what: 'with an encrypted entry',
      entries: [program, { ...file('a'), flags: 1 }],
      says: '"a" cannot be unpacked: it is encrypted',
    },
    {
      what: 'with a list that is encrypted',
      entries: [program, { ...file('a'), flags: 0x2041 }],
      says: 'it is encrypted',
    },
    {
      what: 'with two ends that differ',
      entries: [program],
      zip: { zip64: true, end: { size: 5 } },
      says: 'before its beginning',
    },
    {
      what: 'with an unknown method',
      entries: [program, { ...file('a'), central: { method: 12 }, local: { method: 12 } }],
      says: 'compression method 12',
    },
    {
      what: 'with a size of 64 bits that is not there',
      entries: [program, { ...file('a'), central: { size: 0xffffffff } }],
      says: 'has no zip64 field',
    },
    {
      what: 'with cut off extra fields',
      entries: [{ ...program, central: { extra: Buffer.from([1, 0, 9, 0, 1]) } }],
      says: 'cut off or damaged',
    },
    {
      what: 'with a meaning twice',
      entries: [{ ...program, extra: Buffer.concat([field(1, u64(1)), field(1, u64(2))]) }],
      says: 'an extra field twice',
    },
  ])('$what is refused', expectRefused);

  it('with zip64 records, wide sizes and descriptors of all forms is read', async () => {
    for (const signed of [true, false]) {
      for (const wide of [true, false]) {
        expect(problems(await check([withFlag(elf, { signed, wide })], { zip64: wide }))).toEqual([]);
      }
    }
    const extra = field(1, Buffer.concat([u64(elf.length), u64(elf.length)]));
    const wide = { size: 0xffffffff, compressedSize: 0xffffffff, extra };
    expect(problems(await check([{ ...program, local: wide }]))).toEqual([]);
    expect(
      problems(await check([{ ...program, local: wide, central: wide }, file('a')], { zip64: true })),
    ).toEqual([]);
  });

  it('with a flag for a descriptor but without one, since both headers say all, is read', async () => {
    expect(problems(await check([{ ...program, flags: 8 }]))).toEqual([]);
  });
});
