import { posix } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ElfError, readElf, readElfIdentity } from '../../src/artifact/elf.ts';
import { checkArtifact, type Target } from '../../src/artifact/gate.ts';
import { extract } from '../../src/artifact/zip/data.ts';
import { ZipError } from '../../src/artifact/zip/error.ts';
import { readZip } from '../../src/artifact/zip/zip.ts';
import { pack, soundElf } from './samples.ts';
import { buildZip, descriptor, unicodePath } from './zip-builder.ts';

/**
 * Hostile bytes end in a finding or a typed error. A hang shows as the timeout of the test, a crash as any
 * other error. FUZZ_RUNS raises the number of runs.
 */
const numRuns = Number(process.env.FUZZ_RUNS ?? 400);
const timeout = 20_000 + numRuns * 50;
const target: Target = { architecture: 'x86_64', runtime: 'provided.al2023' };

/** Values that break sizes, offsets and counts. */
const nasty = fc.constantFrom(0x00, 0x01, 0x7f, 0x80, 0xff, 0x3f, 0x10);
const mutation = fc.record({
  position: fc.nat(),
  bytes: fc.array(fc.oneof(nasty, fc.nat(255)), { minLength: 1, maxLength: 8 }),
});

/** Copies of `original` with some bytes overwritten, possibly cut off or lengthened. */
const mutationsOf = (original: () => Buffer) =>
  fc
    .record({
      mutations: fc.array(mutation, { minLength: 1, maxLength: 12 }),
      cut: fc.option(fc.nat(), { freq: 4 }),
      more: fc.option(fc.uint8Array({ maxLength: 64 }), { freq: 4 }),
    })
    .map(({ mutations, cut, more }) => {
      const copy = Buffer.from(original());
      for (const { position, bytes } of mutations) Buffer.from(bytes).copy(copy, position % copy.length);
      const kept = cut === null ? copy : copy.subarray(0, cut % (copy.length + 1));
      return more === null ? kept : Buffer.concat([kept, more]);
    });

const randomBytes = fc.uint8Array({ maxLength: 4096 });

/** What a reader says: something, or its own error. */
async function outcome<T>(
  read: () => T | Promise<T>,
  expected: new (message: string) => Error,
): Promise<string> {
  try {
    await read();
    return 'read';
  } catch (error) {
    if (error instanceof expected) return 'refused';
    throw error;
  }
}

async function readWholeZip(bytes: Uint8Array): Promise<void> {
  const zip = await readZip(bytes);
  for (const entry of zip.entries) await extract(zip, entry, 1_000_000);
}

describe('hostile bytes', () => {
  let elf: Buffer;
  let zip: Buffer;
  beforeAll(async () => {
    elf = soundElf({ sections: ['.text', '.dynsym', '.debug_info'] });
    zip = await pack([
      { name: 'bootstrap', data: elf },
      { name: 'lib/data.bin', data: Buffer.alloc(200), compress: false },
      { name: 'folder/', data: '' },
    ]);
  });

  const inputs = [
    { what: 'random bytes', bytes: randomBytes },
    {
      what: 'an ELF header before random bytes',
      bytes: randomBytes.map((b) => Buffer.concat([elf.subarray(0, 64), b])),
    },
    { what: 'a damaged ELF file', bytes: mutationsOf(() => elf) },
    {
      what: 'a zip header before random bytes',
      bytes: randomBytes.map((b) => Buffer.concat([zip.subarray(0, 30), b])),
    },
    { what: 'a damaged zip', bytes: mutationsOf(() => zip) },
    {
      what: 'a zip whose directory alone is damaged',
      bytes: mutationsOf(() => zip.subarray(zip.indexOf('PK\x01\x02'))).map((directory) =>
        Buffer.concat([zip.subarray(0, zip.indexOf('PK\x01\x02')), directory]),
      ),
    },
  ];

  it.each(inputs)(
    'are read or refused by the ELF reader: $what',
    async ({ bytes }) => {
      await fc.assert(
        fc.asyncProperty(bytes, async (input) => {
          expect(await outcome(() => readElf(input), ElfError)).toMatch(/read|refused/);
          expect(await outcome(() => readElfIdentity(input), ElfError)).toMatch(/read|refused/);
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it.each(inputs)(
    'are read or refused by the zip reader: $what',
    async ({ bytes }) => {
      await fc.assert(
        fc.asyncProperty(bytes, async (input) => {
          expect(await outcome(() => readWholeZip(input), ZipError)).toMatch(/read|refused/);
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it.each(inputs)(
    'become findings of the gate: $what',
    async ({ bytes }) => {
      await fc.assert(
        fc.asyncProperty(bytes, async (input) => {
          const findings = await checkArtifact(input, target);
          expect(findings.length).toBeGreaterThan(0);
          for (const { what } of findings) expect(what).toMatch(/^\P{Cc}+$/u);
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    'of a program within a sound zip become findings',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            randomBytes,
            mutationsOf(() => elf),
          ),
          async (input) => {
            const packed = await pack([{ name: 'bootstrap', data: Buffer.from(input) }]);
            const findings = await checkArtifact(packed, target);
            expect(findings.find(({ id }) => id === 'zip')?.severity).toBe('ok');
            expect(findings.some(({ id }) => id === 'format' || id === 'class')).toBe(true);
          },
        ),
        { numRuns },
      );
    },
    timeout,
  );
});

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
