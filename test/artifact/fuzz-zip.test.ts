import { posix } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkArtifact } from '../../src/artifact/gate.ts';
import { nasty, numRuns, target, timeout } from './fuzzing.ts';
import { soundElf } from './samples.ts';
import { buildZip, descriptor, unicodePath } from './zip-builder.ts';

/** The same zips in every run, and others for each number of runs. */
const seed = 20_261_124;

const parts = fc.constantFrom('a', 'b', 'bootstrap', 'lib', 'é', '.', '..', '', 'A', 'b\\c', '\0');
const names = fc
  .array(parts, { minLength: 1, maxLength: 4 })
  .map((list) => list.join('/'))
  .filter((name) => name !== '');
const bytes = fc.constantFrom('', 'x', 'bootstrap', '../a', '#!/bin/sh\n', 'PK\x03\x04');
const fields = fc.record(
  {
    name: names,
    flags: fc.constantFrom(0, 1, 2, 8, 0x800, 0x808),
    method: fc.constantFrom(0, 8, 9),
    crc: fc.constantFrom(0, 1, 0xffffffff),
    size: fc.constantFrom(0, 1, 9, 100, 0xffffffff),
    compressedSize: fc.constantFrom(0, 1, 9, 100, 0xffffffff),
  },
  { requiredKeys: [] },
);
const rarely = <T>(value: fc.Arbitrary<T>, nothing: T) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(nothing) }, { weight: 1, arbitrary: value });
const entry = fc.record({
  name: names,
  data: bytes,
  mode: fc.constantFrom(0o100755, 0o100755, 0o120777, 0o40755, 0),
  deflate: fc.boolean(),
  flags: fc.constantFrom(0, 0, 0x800),
  central: rarely(fields, {}),
  local: rarely(fields, {}),
  after: rarely(fc.uint8Array({ maxLength: 24 }).map(Buffer.from), Buffer.alloc(0)),
});

/** The files of a zip by one of its two truths: the list, or the headers as they come in the file. */
interface Unpacked {
  readonly name: string;
  readonly data: string;
}

/** What an unpacker makes that reads a stream: header, data, header, data, until the list comes. */
function unpackStream(zip: Buffer): Unpacked[] {
  const files: Unpacked[] = [];
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50; ) {
    const nameEnd = at + 30 + zip.readUInt16LE(at + 26);
    const start = nameEnd + zip.readUInt16LE(at + 28);
    const end = start + zip.readUInt32LE(at + 18);
    const data = zip.subarray(start, end);
    const unpacked = zip.readUInt16LE(at + 8) === 8 ? inflateRawSync(data) : data;
    files.push({ name: zip.toString('utf8', at + 30, nameEnd), data: unpacked.toString('latin1') });
    at = end;
  }
  return files;
}

/** What an unpacker makes that goes by the list. */
function unpackList(zip: Buffer): Unpacked[] {
  const files: Unpacked[] = [];
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  for (let at = zip.readUInt32LE(end + 16); at < end; ) {
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
    const header = zip.readUInt32LE(at + 42);
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const data = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    const unpacked = zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(data) : data;
    files.push({ name: zip.toString('utf8', at + 46, nameEnd), data: unpacked.toString('latin1') });
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}

describe('a zip with headers and names of all kinds', () => {
  const unambiguous = ['zip', 'zip-names', 'file-types'];

  it(
    'means the same to every unpacker when it passes',
    async () => {
      let passed = 0;
      const property = fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 4 }), async (entries) => {
        const packed = buildZip(entries);
        const findings = await checkArtifact(packed, target, 'zip');
        for (const { what } of findings) expect(what).toMatch(/^\P{Cc}+$/u);
        if (findings.some(({ id, severity }) => severity === 'error' && unambiguous.includes(id))) return;
        passed++;
        const files = unpackStream(packed);
        expect(files).toEqual(unpackList(packed));
        const paths = files.map(({ name }) => posix.normalize(name).replace(/\/$/, ''));
        expect(new Set(paths).size).toBe(paths.length);
        for (const [index, { name }] of files.entries()) {
          const isFolder = name.endsWith('/');
          const below = paths.filter((path) => path.startsWith(`${paths[index]}/`));
          expect(isFolder ? [] : below).toEqual([]);
          expect(paths[index]).not.toMatch(/^\.\.(?:\/|$)|^\/|\\|\0/);
        }
      });
      await fc.assert(property, { numRuns: numRuns * 10, seed });
      // The property would hold as well if nothing passed.
      expect(passed).toBeGreaterThan(numRuns / 4);
    },
    timeout,
  );

  it(
    'is read or refused, wherever a header is damaged',
    async () => {
      const form = { signed: true, wide: false };
      const data = Buffer.from('hello');
      const sound = buildZip(
        [
          { name: 'bootstrap', data: soundElf(), deflate: true },
          { name: 'é', data, flags: 0x808, local: { crc: 0 }, after: descriptor(data, data.length, form) },
          { name: 'c', data, extra: unicodePath('c', 'c') },
        ],
        { zip64: true, comment: Buffer.from('packed today') },
      );
      const starts = ['PK\x03\x04', 'PK\x01\x02', 'PK\x05\x06', 'PK\x06\x06', 'PK\x06\x07', 'PK\x07\x08']
        .flatMap((signature) => allIndexes(sound, signature))
        .sort((a, b) => a - b);
      const damage = fc.record({
        start: fc.constantFrom(...starts),
        at: fc.nat(64),
        byte: fc.oneof(nasty, fc.nat(255)),
      });
      const property = fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        const copy = Buffer.from(sound);
        for (const { start, at, byte } of damages) if (start + at < copy.length) copy[start + at] = byte;
        const findings = await checkArtifact(copy, target, 'zip');
        expect(findings.some(({ id }) => id === 'zip')).toBe(true);
      });
      await fc.assert(property, { numRuns: numRuns * 3, seed });
    },
    timeout,
  );
});

function allIndexes(zip: Buffer, text: string): number[] {
  const found: number[] = [];
  for (let at = zip.indexOf(text, 0, 'latin1'); at >= 0; at = zip.indexOf(text, at + 1, 'latin1'))
    found.push(at);
  return found;
}
