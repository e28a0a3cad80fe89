import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { extract, isUnsafeName, readZip, ZipError } from '../../src/artifact/zip.ts';
import { centralEntry, pack, patch } from './samples.ts';

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

  it('keeps names that climb out of the folder, so that somebody can report them', async () => {
    const zip = await pack([{ name: 'aa/bootstrap', data: program }]);
    const evil = Buffer.from(zip.toString('latin1').replaceAll('aa/', '../'), 'latin1');
    const [entry] = (await readZip(evil)).entries;
    expect(entry?.name).toBe('../bootstrap');
    expect(isUnsafeName('../bootstrap')).toBe(true);
  });

  it.each([
    ['no bytes', async () => Buffer.alloc(0), 'It has no list of entries'],
    ['text', async () => Buffer.from('hello'), 'it is no zip'],
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
    const zip = await pack([{ name: 'bootstrap', data: Buffer.alloc(200, 'x'), compress: false }]);
    await expect(readZip(repeatEntry(zip, 50))).rejects.toThrow('overlap');
  });

  it('is refused beyond 20,000 entries', async () => {
    const zip = await pack([{ name: 'empty', data: '', compress: false }]);
    expect((await readZip(repeatEntry(zip, 100))).entries).toHaveLength(100);
    await expect(readZip(repeatEntry(zip, 20_001))).rejects.toThrow('more than 20,000 entries');
  });
});

/** A zip whose directory names its only entry again and again. */
function repeatEntry(zip: Buffer, times: number): Buffer {
  const start = zip.indexOf('PK\x01\x02');
  const end = zip.indexOf('PK\x05\x06');
  const tail = Buffer.from(zip.subarray(end));
  tail.writeUInt16LE(times, 8);
  tail.writeUInt16LE(times, 10);
  tail.writeUInt32LE((end - start) * times, 12);
  const entries = Array.from({ length: times }, () => zip.subarray(start, end));
  return Buffer.concat([zip.subarray(0, start), ...entries, tail]);
}

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
  const field = async (offset: number, ...values: number[]) => {
    const zip = await pack([{ name: 'bootstrap', data: zeros }]);
    return patch(zip, centralEntry(zip, 'bootstrap') + offset, ...values);
  };

  it.each([
    [
      'a bomb that declares 16 bytes',
      () => field(24, 16, 0, 0, 0),
      'more than the 16 bytes that it declares',
    ],
    ['less than it declares', () => field(24, 0, 0, 80, 0), 'declares 5242880 bytes and holds 5000000'],
    ['a wrong CRC', () => field(16, 1, 2, 3, 4), 'CRC is wrong'],
    ['an encrypted entry', () => field(8, 1), 'encrypted'],
    ['another compression', () => field(10, 93), 'compression method 93'],
  ])('is refused for %s', async (_name, zip, message) => {
    const unpacking = unpack(await zip(), 10_000_000);
    await expect(unpacking).rejects.toThrow(ZipError);
    await expect(unpacking).rejects.toThrow(message);
  });

  it('is refused for bytes that are no deflate stream', async () => {
    const zip = await pack([{ name: 'bootstrap', data: zeros }]);
    const packed = deflateRawSync(zeros);
    const damaged = Buffer.from(zip);
    damaged.fill(0xff, zip.indexOf(packed.subarray(0, 64)), zip.indexOf(packed.subarray(0, 64)) + 64);
    await expect(unpack(damaged, 10_000_000)).rejects.toThrow('it cannot be unpacked');
  });
});

describe('names that unpack outside of the folder, or into another one', () => {
  it.each(['/bootstrap', '../bootstrap', 'a/../../b', 'C:/bootstrap', 'publish\\bootstrap'])('%s', (name) => {
    expect(isUnsafeName(name)).toBe(true);
  });

  it.each(['bootstrap', './bootstrap', 'lib/..data', 'a/b/c'])('but not %s', (name) => {
    expect(isUnsafeName(name)).toBe(false);
  });
});
