import { describe, expect, it } from 'vitest';
import { checkArtifact, type Finding, type Target } from '../../src/artifact/gate.ts';
import { soundElf } from './samples.ts';
import {
  type BuiltEntry,
  type BuiltZip,
  buildZip,
  descriptor,
  field,
  u64,
  unicodePath,
} from './zip-builder.ts';

/** Zips that one unpacker takes for another thing than the next. The gate refuses all of them. */

const target: Target = { architecture: 'x86_64', runtime: 'provided.al2023' };
const elf = soundElf();
const program: BuiltEntry = { name: 'bootstrap', data: elf };
const other = Buffer.from('#!/bin/sh\necho another program\n');
const link = (name: string, path: string): BuiltEntry => ({ name, data: path, mode: 0o120777 });
const file = (name: string): BuiltEntry => ({ name, data: 'x', mode: 0o100644 });

const check = (entries: readonly BuiltEntry[], zip?: BuiltZip): Promise<Finding[]> =>
  checkArtifact(buildZip(entries, zip), target, 'zip');
const problems = (findings: readonly Finding[]) =>
  findings.filter(({ severity }) => severity === 'error').map(({ id, what }) => `${id}: ${what}`);

interface Hostile {
  readonly what: string;
  readonly entries: readonly BuiltEntry[];
  readonly zip?: BuiltZip;
  /** The check that speaks, and what it says. */
  readonly says: string | RegExp;
}

async function expectRefused({ entries, zip, says }: Hostile): Promise<void> {
  const found = problems(await check(entries, zip));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(says);
  expect(found[0]).toMatch(/^\P{Cc}+$/u);
}

const withFlag = (data: Buffer, form: { signed: boolean; wide: boolean }): BuiltEntry => ({
  name: 'bootstrap',
  data,
  flags: 8,
  local: { crc: 0, size: 0, compressedSize: 0 },
  after: descriptor(data, data.length, form),
});

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

describe('names that meet are refused:', () => {
  it.each([
    ['bootstrap', './/bootstrap'],
    ['bootstrap', './bootstrap'],
    ['a/b', 'a//b'],
    ['a/b', './a/././b'],
    ['lib/', 'lib//'],
    ['lib', 'lib/'],
    ['lib/', './lib'],
  ])('%j and %j', async (one, two) => {
    const entries = [...new Set([one, two])].map((name) => ({ name, data: name === 'bootstrap' ? elf : '' }));
    const [found, ...more] = problems(await check([...(one === 'bootstrap' ? [] : [program]), ...entries]));
    expect(more).toEqual([]);
    expect(found).toBe(
      `zip-names: More than one entry leads to the same path: ${JSON.stringify(two)} and ${JSON.stringify(one)}.`,
    );
  });

  it('one that is UTF-8 by its flag, and one that is the same bytes without it', async () => {
    const bytes = Buffer.from('é.txt');
    const flagged = { ...file('x'), name: bytes, flags: 0x800 };
    expect(problems(await check([program, flagged]))).toEqual([]);
    const [found] = problems(await check([program, flagged, { ...file('x'), name: bytes }]));
    expect(found).toContain('More than one entry leads to the same path');
  });

  it('one in code page 437, and one with its letters in a second name', async () => {
    const old = { ...file('x'), name: Buffer.from([0x82, 0x2e, 0x61]) };
    const named = { ...file('x'), name: Buffer.from('#U00e9.a'), extra: unicodePath('#U00e9.a', 'é.a') };
    expect(problems(await check([program, old]))).toEqual([]);
    expect(problems(await check([program, named]))).toEqual([]);
    expect(problems(await check([program, old, named]))[0]).toContain(
      'leads to the same path: "é.a" and "é.a"',
    );
  });

  it.each([
    ['bootstrap', 'boots'],
    ['boots', 'bootstrap'],
    ['é', 'bootstrap'],
  ])('%j that is %j in a second name', async (plain, second) => {
    const entry = { ...program, name: plain, extra: unicodePath(plain, second) };
    expect(problems(await check([entry]))).toEqual([
      expect.stringContaining(`has the name ${JSON.stringify(second)} in an extra field`),
    ]);
  });

  it('but not a second name of an entry that was renamed since', async () => {
    const extra = unicodePath('older', 'other');
    expect(problems(await check([{ ...program, extra }]))).toEqual([]);
  });

  it('and those that differ in case or accents alone are a hint', async () => {
    for (const names of [
      ['Data.json', 'data.json'],
      ['é.json', 'e\u0301.json'],
    ]) {
      const entries = names.map((name) => ({ ...file(name), flags: 0x800 }));
      const findings = await check([program, ...entries]);
      expect(problems(findings)).toEqual([]);
      expect(findings.find(({ id }) => id === 'similar-names')).toMatchObject({ severity: 'info' });
    }
  });

  it.each([
    ['is absolute', '/bootstrap'],
    ['climbs', 'lib/../bootstrap'],
    ['has a NUL', 'bootstrap\0.txt'],
    ['has a backslash', 'lib\\a.so'],
    ['is a drive', 'C:bootstrap'],
    ['is nothing', './.'],
  ])('one that %s', async (_what, name) => {
    expect(problems(await check([program, file(name)]))).toEqual([
      expect.stringContaining('zip-names: Names that'),
    ]);
  });

  it.each([
    ['a'.repeat(256), 'has a part of more than 255 bytes'],
    [`${'abcdefg/'.repeat(512)}a`, 'has more than 4095 bytes'],
    [`${'a/'.repeat(128)}a`, 'lies more than 128 folders deep'],
  ])('one that is too long', async (name, says) => {
    expect(problems(await check([program, file(name)]))).toEqual([expect.stringContaining(says)]);
  });
});

describe('files and folders at the same path are refused', () => {
  const below = file('a/b');

  it.each<Hostile>([
    {
      what: 'a file before what lies below it',
      entries: [program, file('a'), below],
      says: 'is a file and the folder of another: "a/b" and "a"',
    },
    {
      what: 'a file behind it',
      entries: [program, below, file('./a')],
      says: 'is a file and the folder of another: "a/b" and "./a"',
    },
    {
      what: 'a file below bootstrap',
      entries: [program, file('bootstrap/x')],
      says: '"bootstrap/x" and "bootstrap"',
    },
    {
      what: 'a link before what lies below it',
      entries: [program, link('a', 'c'), below],
      says: 'below a symbolic link: "a/b" and "a"',
    },
    {
      what: 'a link behind it',
      entries: [program, below, link('a', 'c')],
      says: 'below a symbolic link: "a/b" and "a"',
    },
    {
      what: 'a link far above it',
      entries: [program, link('a/l', '.'), file('a//l/c/d/e')],
      says: '"a//l/c/d/e" and "a/l"',
    },
  ])('$what', expectRefused);
});

describe('links', () => {
  it.each([
    ['to an absolute path', [link('a', '/etc/passwd')], '"a" leads to "/etc/passwd"'],
    ['above the package', [link('a', '../x')], '"a" leads to "../x"'],
    ['above it from a folder', [link('lib/a', '../../x')], '"lib/a" leads to "../../x"'],
    ['to a folder beside it', [link('a', '/var/task2/x')], '"a" leads to "/var/task2/x"'],
    ['over another link', [link('a', 'b/x'), link('b', '/etc')], '"a" leads to "b/x"; "b" leads to "/etc"'],
    [
      'over a link to a folder, whose parent is another one than it looks',
      [file('top/x'), link('p/q/d', '../../top'), link('a', 'p/q/d/../../x')],
      '"a" leads to "p/q/d/../../x"',
    ],
    ['over layers', [link('a', '/opt/../etc')], '"a" leads to "/opt/../etc"'],
    ['to itself', [link('a', 'a')], '"a" leads to "a", in circles'],
    ['round in circles', [link('a', 'b'), link('b', './a')], '"a" leads to "b", in circles'],
    [
      'over too many links',
      Array.from({ length: 60 }, (_, n) => link(`l${n}`, `l${n + 1}`)),
      'over more than 40 links',
    ],
  ])('that lead out are refused: %s', async (_what, links, says) => {
    expect(problems(await check([program, ...links]))).toEqual([expect.stringContaining(says)]);
  });

  it.each([
    ['to a file of the package', [link('a', 'bootstrap'), link('lib/b', '../bootstrap')]],
    ['to its place on Lambda', [link('a', '/var/task/bootstrap'), link('b', '/var/task/../task/bootstrap')]],
    ['to a layer and to the folder for files', [link('a', '/opt/x'), link('b', '/opt'), link('c', '/tmp/x')]],
    ['over a link to a folder', [file('top/x'), link('p/q/d', '../../top'), link('a', 'p/q/d/../top/x')]],
    ['to nothing', [link('a', 'nothing/at/all')]],
    [
      'over forty links',
      Array.from({ length: 39 }, (_, n) => link(`l${n}`, n === 38 ? 'bootstrap' : `l${n + 1}`)),
    ],
  ])('are accepted: %s', async (_what, links) => {
    expect(problems(await check([program, ...links]))).toEqual([]);
  });

  it('that no path fits into are refused', async () => {
    expect(problems(await check([program, link('a', 'x/'.repeat(2048))]))).toEqual([
      'zip: "a" cannot be unpacked: it has 4096 bytes, more than 4095.',
    ]);
  });
});

describe('file types', () => {
  it.each([
    [{ mode: 0o020666 }, 'is a device'],
    [{ mode: 0o060666 }, 'is a device'],
    [{ mode: 0o010644 }, 'is a pipe'],
    [{ mode: 0o140644 }, 'is a socket'],
    [{ mode: 0o150644 }, 'has an unknown file type'],
    [{ mode: 0o040755 }, 'is a folder by its mode and a file by its name'],
    [{ mode: 0o120777, creator: 0 }, 'is a link by its mode, and was made on a system without links'],
    [{ mode: 0o120777, name: 'a/', data: 'bootstrap' }, 'is a link by its mode and a folder by its name'],
    [{ mode: 0o040755, name: 'a/' }, 'is a folder that holds bytes'],
  ])('are refused: %j', async (entry, says) => {
    const [found, ...more] = problems(await check([program, { ...file('a'), ...entry }]));
    expect(more).toEqual([]);
    expect(found).toMatch(/^file-types: "a\/?" /);
    expect(found).toContain(says);
  });
});

describe('a zip with more of something than any function has', () => {
  it.each<Hostile>([
    {
      what: 'folders',
      entries: [program, ...Array.from({ length: 200 }, (_, n) => file(`${n}/${'a/'.repeat(120)}a`))],
      says: 'more than 20,000 folders',
    },
    {
      what: 'comments',
      entries: [
        program,
        ...Array.from({ length: 260 }, (_, n) => ({ ...file(`${n}`), comment: Buffer.alloc(65_535) })),
      ],
      says: /Its list of entries has \d+ bytes, more than 16777216/,
    },
    {
      what: 'bytes in extra fields',
      entries: [
        program,
        ...Array.from({ length: 260 }, (_, n) => ({
          ...file(`${n}`),
          local: { extra: field(0xcafe, Buffer.alloc(65_531)) },
        })),
      ],
      says: 'Its extra fields take more than 16 MB',
    },
    {
      what: 'bytes in links',
      entries: [program, ...Array.from({ length: 300 }, (_, n) => link(`${n}`, 'x/'.repeat(2000)))],
      says: 'The paths of its links take more than 1 MB',
    },
    {
      what: 'names in its libraries',
      entries: [
        program,
        ...Array.from({ length: 60 }, (_, n) => ({
          name: `${n}.so`,
          data: soundElf({ needed: Array.from({ length: 20 }, (_unused, k) => `${k}`.padEnd(4000, 'x')) }),
        })),
      ],
      says: /more than 4 MB of names/,
    },
  ])('$what is refused', expectRefused);
});

describe('a large package', () => {
  it('of 20,000 files in folders is checked as a whole', async () => {
    const files = Array.from({ length: 19_998 }, (_, n) => file(`dir${n % 500}/sub${n % 7}/${n}.json`));
    const findings = await check([program, ...files, file('lib/extra.json')]);
    expect(problems(findings)).toEqual([]);
    expect(findings.find(({ id }) => id === 'zip')?.what).toBe('20000 entries, every CRC right.');
  });

  it('of 20,000 links that lead over each other is followed', async () => {
    const links = Array.from({ length: 19_999 }, (_, n) =>
      link(`l${n}`, n % 39 === 0 ? 'bootstrap' : `l${n - 1}`),
    );
    expect(problems(await check([program, ...links]))).toEqual([]);
  });
});
