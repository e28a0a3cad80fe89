import { describe, expect, it } from 'vitest';
import {
  check,
  elf,
  expectRefused,
  file,
  type Hostile,
  link,
  problems,
  program,
} from './hostile-zip-support.ts';
import { unicodePath } from './zip-builder.ts';

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
