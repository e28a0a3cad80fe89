import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { extract } from '../../src/artifact/zip/data.ts';
import { ZipError } from '../../src/artifact/zip/error.ts';
import { nameProblem } from '../../src/artifact/zip/names.ts';
import { readZip } from '../../src/artifact/zip/zip.ts';
import { pack, patch } from './samples.ts';
import { type BuiltEntry, buildZip } from './zip-builder.ts';

const program = Buffer.from('#!/bin/sh\necho hello\n');

describe('listing a zip', () => {
  it('tells name, mode, creator, sizes and time of every entry', async () => {
    const zip = await readZip(
      await pack([
        { name: 'bootstrap', data: program },
        {
          name: 'lib/data.bin',
          data: Buffer.alloc(1000),
          mode: 0o100644,
          mtime: new Date(2026, 10, 24, 13, 5, 8),
        },
      ]),
    );
    expect(zip.unzippedSize).toBe(program.length + 1000);
    expect(zip.entries).toMatchObject([
      {
        name: 'bootstrap',
        mode: 0o100755,
        creator: 3,
        size: program.length,
        modified: '1980-01-01T00:00:00',
      },
      { name: 'lib/data.bin', mode: 0o100644, creator: 3, size: 1000, modified: '2026-11-24T13:05:08' },
    ]);
    expect(zip.entries.every(({ hasVolatileFields }) => !hasVolatileFields)).toBe(true);
  });

  it('has no entries for an empty zip', async () => {
    expect(await readZip(await pack([]))).toMatchObject({ entries: [], unzippedSize: 0 });
  });

  it('keeps names that climb out of the folder, so that they can be reported', async () => {
    const zip = await pack([{ name: 'aa/bootstrap', data: program }]);
    const evil = Buffer.from(zip.toString('latin1').replaceAll('aa/', '../'), 'latin1');
    const [entry] = (await readZip(evil)).entries;
    expect(entry?.name).toBe('../bootstrap');
  });

  it.each([
    ['no bytes', async () => Buffer.alloc(0), 'It has no list of entries'],
    ['text', async () => Buffer.from('hello'), 'it is not a zip'],
    ['half a zip', async (zip: Buffer) => zip.subarray(0, zip.length / 2), 'is cut off'],
    [
      'bytes before it',
      async (zip: Buffer) => Buffer.concat([Buffer.from('hello'), zip]),
      'before its beginning',
    ],
    ['bytes behind it', async (zip: Buffer) => Buffer.concat([zip, Buffer.from('\r\n')]), 'behind its end'],
    ['a directory that lies', async (zip: Buffer) => patch(zip, zip.length - 6, 1, 0, 0, 0), 'it is damaged'],
    [
      'two names for one entry',
      async (zip: Buffer) => patch(zip, zip.indexOf('bootstrap'), 0x42),
      'another name in its local header',
    ],
  ])('is refused for %s', async (_name, damage, message) => {
    const bytes = await damage(await pack([{ name: 'bootstrap', data: program }]));
    const reading = readZip(bytes);
    await expect(reading).rejects.toThrow(ZipError);
    await expect(reading).rejects.toThrow(message);
  });

  it('is refused when entries share their data, as in a zip bomb', async () => {
    const first = { name: 'a', data: Buffer.alloc(200, 'x') };
    const again = Array.from({ length: 50 }, () => ({ ...first, only: 'central', offset: 0 }) as const);
    await expect(readZip(buildZip([first, ...again]))).rejects.toThrow('overlap');
  });

  it('is refused beyond 20,000 entries', async () => {
    const entries = Array.from({ length: 20_001 }, (_, n) => ({ name: `file-${n}` }));
    expect((await readZip(buildZip(entries.slice(1)))).entries).toHaveLength(20_000);
    await expect(readZip(buildZip(entries))).rejects.toThrow('more than 20,000 entries');
  });
});

describe('unpacking an entry', () => {
  const unpack = async (zip: Buffer, most = 1_000_000) => {
    const listing = await readZip(zip);
    const entry = listing.entries[0];
    if (!entry) throw new Error('The zip is empty');
    return extract(listing, entry, most);
  };

  it.each([true, false])('gives the bytes back (deflated: %s)', async (compress) => {
    const data = await unpack(await pack([{ name: 'bootstrap', data: program, compress }]));
    expect(Buffer.from(data)).toEqual(program);
  });

  it('gives an empty file back', async () => {
    expect(await unpack(await pack([{ name: 'bootstrap', data: '' }]))).toHaveLength(0);
  });

  it('is refused beyond the size that the caller allows', async () => {
    const zip = await pack([{ name: 'bootstrap', data: Buffer.alloc(2000) }]);
    await expect(unpack(zip, 1999)).rejects.toThrow('it has 2000 bytes, more than 1999');
  });

  const zeros = Buffer.alloc(5_000_000);
  /** Both headers of a large entry and of a small one say the same, and are wrong. */
  const lying = (header: NonNullable<BuiltEntry['local']>) =>
    [zeros, zeros.subarray(0, 50_000)].map((data) =>
      buildZip([{ name: 'bootstrap', data, deflate: true, central: header, local: header }]),
    );

  it.each([
    ['a bomb that declares 16 bytes', lying({ size: 16 }), 'more than the 16 bytes that it declares'],
    [
      'less than it declares',
      lying({ size: 5_242_880 }),
      /declares 5242880 bytes and holds (?:5000000|50000)$/,
    ],
    ['a wrong CRC', lying({ crc: 0x04030201 }), 'CRC is wrong'],
    ['an encrypted entry', lying({ flags: 1 }), 'encrypted'],
    ['a strongly encrypted entry', lying({ flags: 0x41 }), 'encrypted'],
    ['another compression', lying({ method: 93 }), 'compression method 93'],
  ])('is refused for %s', async (_name, zips, message) => {
    for (const zip of zips) {
      const unpacking = unpack(zip, 10_000_000);
      await expect(unpacking).rejects.toThrow(ZipError);
      await expect(unpacking).rejects.toThrow(message);
    }
  });

  it.each([zeros.length, 1000])('is refused for %i bytes that are no deflate stream', async (size) => {
    const zip = await pack([{ name: 'bootstrap', data: zeros.subarray(0, size) }]);
    const damaged = Buffer.from(zip);
    const start = 30 + 'bootstrap'.length;
    damaged.fill(0xff, start, start + 4);
    await expect(unpack(damaged, 10_000_000)).rejects.toThrow('it cannot be unpacked');
  });

  it.each([5_000_000, 1000])('is refused for bytes behind the end of %i deflated ones', async (size) => {
    const data = zeros.subarray(0, size);
    const stream = deflateRawSync(data);
    const hidden = Buffer.concat([stream, Buffer.from('PK\x03\x04 hidden')]);
    const header = { method: 8, size, crc: crc32(data) };
    const entry = { name: 'bootstrap', data: hidden, central: header, local: header };
    await expect(unpack(buildZip([entry]), 10_000_000)).rejects.toThrow(
      '11 bytes stand behind the end of its data',
    );
  });
});

describe('names that unpack outside of the folder, or into another one', () => {
  it.each([
    '/bootstrap',
    '../bootstrap',
    'a/../../b',
    'a/..',
    'C:/bootstrap',
    'publish\\bootstrap',
    'bootstrap\0.txt',
    '',
    '.',
    'lib/.',
  ])('%j', (name) => {
    expect(nameProblem(name)).toMatch(/\w/);
  });

  it.each(['bootstrap', './bootstrap', 'lib/..data', 'a/b/c', './', 'lib//'])('but not %j', (name) => {
    expect(nameProblem(name)).toBeUndefined();
  });
});
