import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ElfError } from '../../../src/artifact/bounded-reader.ts';
import { readMstat } from '../../../src/artifact/size/mstat.ts';
import { buildMstat } from './mstat-builder.ts';

const core = 'System.Private.CoreLib';
const handler = { assembly: 'Shop', namespace: 'Shop.Orders', type: 'Handler' };
const list = { assembly: core, namespace: 'System.Collections.Generic', type: 'List<>' };

describe('a size report', () => {
  const report = readMstat(buildMstat());
  const of = (kind: string) => report.members.filter((member) => member.kind === kind);

  test('says its version', () => {
    expect(report.version).toEqual({ major: 2, minor: 1 });
  });

  test('has methods with code, collector and handler data, those of generic types and methods with them', () => {
    expect(of('method')).toEqual([
      { ...handler, kind: 'method', member: 'Handle', size: 1023 },
      { ...list, kind: 'method', member: 'Add', size: 210 },
      { ...list, kind: 'method', member: 'Add', size: 310 },
    ]);
  });

  test('lays nested types, instances of generic types and arrays at the door of their definition', () => {
    expect(
      of('type').map(({ assembly, namespace, type, size }) => [assembly, namespace, type, size]),
    ).toEqual([
      ['Shop', 'Shop.Orders', 'Handler', 60],
      ['Shop', 'Shop.Orders', 'Handler.State', 40],
      [core, 'System.Collections.Generic', 'List<>', 50],
      ['Shop', 'Shop.Orders', 'Handler', 50],
    ]);
  });

  test('gives a frozen object to the type whose field holds it, else to its own', () => {
    expect(of('frozen object').map(({ type }) => type)).toEqual(['String', 'Handler']);
  });

  test('has resources by their name', () => {
    expect(of('resource')).toEqual([
      { assembly: 'Shop', namespace: '', type: '', kind: 'resource', member: 'icon.png', size: 4096 },
    ]);
  });

  test('tells nothing twice: blobs that a list breaks down are left out', () => {
    expect(report.blobs).toEqual([
      { name: 'Metadata', size: 500 },
      { name: 'DehydratedData', size: 200 },
    ]);
  });
});

describe('what is no size report', () => {
  test.each([
    ['an empty file', Buffer.alloc(0), /cut off/],
    ['text', Buffer.from('hello '.repeat(40)), /no PE file|cut off/],
    ['another version', buildMstat({}, { major: 3 }), /version 3\.1, and 1 and 2 are known/],
    ['a list of something else', buildMstat({ Types: Buffer.from([0x2a]) }), /where a token should be/],
    ['a list that ends early', buildMstat({ Types: Buffer.from([0xd0, 1, 0, 0, 1]) }), /cut off/],
    [
      'a token of nothing',
      buildMstat({ Types: Buffer.from([0xd0, 9, 9, 0, 1, 0x16, 0x16]) }),
      /does not exist/,
    ],
    [
      'a negative size',
      buildMstat({ Types: Buffer.from([0xd0, 1, 0, 0, 1, 0x15, 0x16]) }),
      /has the size -1/,
    ],
  ])('is refused: %s', (_, bytes, message) => {
    expect(() => readMstat(bytes)).toThrow(ElfError);
    expect(() => readMstat(bytes)).toThrow(message);
  });

  test('damaged anywhere, cut off anywhere: an error that says so, or a report, and never anything else', () => {
    const sound = buildMstat();
    const damage = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(damage, fc.nat(sound.length), (bytes, length) => {
        const damaged = Buffer.from(sound);
        for (const [at, value] of bytes) damaged[at] = value;
        for (const input of [damaged, damaged.subarray(0, length)]) {
          try {
            readMstat(input);
          } catch (error) {
            expect(error).toBeInstanceOf(ElfError);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
