import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bin } from '../support/bin.ts';
import { takesAllCases } from '../support/cases.ts';
import { soundElf } from './samples.ts';
import { type BuiltEntry, buildZip } from './zip-builder.ts';

/** What a large artifact costs `doctor`: the process of the built bin is asked for the most that it held. */

const mostMegabytes = 250;
/** Just below Lambda's limit for unzipped code. */
const largest = 262_143_999;
const elf = soundElf();

vi.setConfig({ testTimeout: 120_000 });

/** Tells its peak at the end, in kilobytes, as the last line of standard error. */
const tellPeak =
  "data:text/javascript,process.on('exit',()=>process.stderr.write('\\npeak '+process.resourceUsage().maxRSS))";

describe.skipIf(process.platform === 'win32')('doctor holds little of', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'memory-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Standard output of doctor, after its peak was looked at. */
  async function doctor(name: string): Promise<string> {
    // Linux counts the memory of the process that was copied to start this one: a small shell, not the test's.
    const command = ['-c', '"$@"; exit $?', 'sh', process.execPath, '--import', tellPeak, bin];
    const args = ['doctor', name, '--json', '--runtime', 'provided.al2023', '--architecture', 'x86_64'];
    const { stdout, stderr, exitCode } = await execa('/bin/sh', [...command, ...args], {
      cwd: folder,
      reject: false,
      stdin: 'ignore',
    });
    expect([0, 3]).toContain(exitCode);
    const peak = Number(/peak (\d+)$/.exec(stderr)?.[1]) / 1024;
    expect(peak).toBeGreaterThan(20);
    expect(peak).toBeLessThan(mostMegabytes);
    return stdout;
  }

  const write = (name: string, entries: readonly BuiltEntry[]): string => {
    writeFileSync(join(folder, name), buildZip(entries));
    return name;
  };
  const program: BuiltEntry = { name: 'bootstrap', data: elf };
  const inflated = (name: string, data: Buffer): BuiltEntry => ({ name, data, deflate: true });
  const zeros = (size: number) => Buffer.alloc(size);
  /** An ELF program with zeros behind it. */
  const long = (size: number) => Buffer.concat([elf], size);

  it('a file of zeros in a small zip', async () => {
    const out = await doctor(write('zeros.zip', [program, inflated('zeros', zeros(largest - elf.length))]));
    expect(out).toContain('2 entries, every CRC right.');
  });

  it('a program that is as large as Lambda takes, in a small zip', async () => {
    const out = await doctor(write('program.zip', [inflated('bootstrap', long(largest))]));
    expect(out).toContain('Needs 2.34; provided.al2023 has 2.34.');
  });

  it('large libraries in a small zip', async () => {
    const libraries = Array.from({ length: 5 }, (_, n) => inflated(`lib/${n}.so`, long(50_000_000)));
    const out = await doctor(write('libraries.zip', [program, ...libraries]));
    expect(out).toContain('lib/4.so.');
  });

  it.runIf(takesAllCases)('thousands of small libraries', async () => {
    const libraries = Array.from({ length: 2000 }, (_, n) => inflated(`lib/${n}.so`, long(120_000)));
    expect(await doctor(write('many.zip', [program, ...libraries]))).toContain(
      '2001 entries, every CRC right.',
    );
  });

  it('a program whose tables lie in its middle', async () => {
    const data = long(largest);
    const middle = 100_000_000;
    // The section headers: four times 64 bytes, where neither the first nor the last pages are.
    const table = Number(data.readBigUInt64LE(40));
    elf.copy(data, middle, table, table + 256);
    data.writeBigUInt64LE(BigInt(middle), 40);
    const out = await doctor(write('middle.zip', [inflated('bootstrap', data)]));
    expect(out).toContain('Compiled ahead of time.');
  });

  it.runIf(takesAllCases)('a program whose tables lie everywhere, which is refused', async () => {
    const data = long(largest);
    const count = 40;
    data.writeUInt16LE(count, 56);
    data.writeBigUInt64LE(BigInt(1_000_000), 32);
    for (let n = 0; n < count; n++) {
      const at = 1_000_000 + n * 56;
      data.writeUInt32LE(4, at);
      data.writeBigUInt64LE(BigInt(20_000_000 + n * 5_000_000), at + 8);
      data.writeBigUInt64LE(13n, at + 32);
    }
    const out = await doctor(write('everywhere.zip', [inflated('bootstrap', data)]));
    expect(out).toContain('Its tables lie scattered over the whole file');
  });

  /** Writes a file that has zeros in its middle and takes no space there. */
  function sparse(name: string, head: Buffer, size: number, tail: Buffer): string {
    const file = openSync(join(folder, name), 'w', 0o755);
    writeSync(file, head, 0, head.length, 0);
    ftruncateSync(file, size);
    writeSync(file, tail, 0, tail.length, size);
    closeSync(file);
    return name;
  }

  it('a zip that is as large as Lambda takes, without compression', async () => {
    const size = 261_000_000;
    let crc = crc32(elf);
    for (let left = size - elf.length; left > 0; left -= 1_000_000) {
      crc = crc32(zeros(Math.min(1_000_000, left)), crc);
    }
    const header = { crc, size, compressedSize: size };
    const zip = buildZip([{ name: 'bootstrap', data: elf, central: header, local: header }], {
      end: { offset: 39 + size },
    });
    const list = zip.indexOf('PK\x01\x02', 0, 'latin1');
    const out = await doctor(sparse('stored.zip', zip.subarray(0, list), 39 + size, zip.subarray(list)));
    expect(out).toContain('1 entry, every CRC right.');
  });

  it('a bare program that is as large as Lambda takes', async () => {
    expect(await doctor(sparse('bootstrap', elf, largest, Buffer.alloc(0)))).toContain(
      'Compiled ahead of time.',
    );
  });

  it.runIf(takesAllCases)('a list of entries that is as long as is read', async () => {
    const names = Array.from(
      { length: 19_990 },
      (_, n) => `d${n % 100}/${'deep/'.repeat(60)}${'x'.repeat(200)}${n}`,
    );
    const extra = names.map((name) => ({ name, data: 'x', comment: Buffer.alloc(200) }));
    expect(await doctor(write('list.zip', [program, ...extra]))).toContain('19991 entries, every CRC right.');
  });
});
