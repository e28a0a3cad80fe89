import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ElfError, readElf, readElfIdentity } from '../../src/artifact/elf.ts';
import { checkArtifact } from '../../src/artifact/gate.ts';
import { extract } from '../../src/artifact/zip/data.ts';
import { ZipError } from '../../src/artifact/zip/error.ts';
import { readZip } from '../../src/artifact/zip/zip.ts';
import { nasty, numRuns, target, timeout } from './fuzzing.ts';
import { pack, soundElf } from './samples.ts';

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
