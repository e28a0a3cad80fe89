import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkArtifact, type Target } from '../../src/artifact/gate.ts';
import { missingTools as missingOf } from '../support/tools.ts';
import { run, soundElf } from './samples.ts';
import { type BuiltEntry, buildZip, descriptor, field } from './zip-builder.ts';

/** What archivers write that people use: the gate says of it what the function deserves, and nothing of the zip. */

const target: Target = { architecture: 'x86_64', runtime: 'provided.al2023' };
const elf = soundElf();

const problems = async (zip: Buffer | string) =>
  (await checkArtifact(zip, target, 'zip'))
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ severity, id }) => `${severity} ${id}`);

const missing = await missingOf('zip', 'python3');
if (missing) console.warn(`The archivers are not tested here: ${missing}`);

describe.skipIf(missing)('the zip of', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'honest-'));
    mkdirSync(join(folder, 'lib'));
    writeFileSync(join(folder, 'bootstrap'), elf, { mode: 0o755 });
    writeFileSync(join(folder, 'lib', 'é.json'), '{}');
    symlinkSync('lib/é.json', join(folder, 'link'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = () => join(folder, 'function.zip');

  it.each([
    ['Info-ZIP, as "make zip" calls it', ['-9', '-X', 'function.zip', 'bootstrap']],
    ['Info-ZIP with times and owners', ['-r', 'function.zip', 'bootstrap', 'lib']],
    ['Info-ZIP with links', ['-r', '-y', 'function.zip', 'bootstrap', 'lib', 'link']],
    ['Info-ZIP without compression', ['-0', 'function.zip', 'bootstrap', 'lib', 'lib/é.json']],
    ['Info-ZIP with descriptors', ['-fd', 'function.zip', 'bootstrap', 'lib/é.json']],
    ['Info-ZIP with sizes of 64 bits', ['-fz', 'function.zip', 'bootstrap', 'lib/é.json']],
    ['Info-ZIP with names in UTF-8', ['-UN=UTF8', 'function.zip', 'bootstrap', 'lib/é.json']],
    ['Info-ZIP with folders named from here', ['-r', 'function.zip', './bootstrap', './lib/']],
  ])('%s passes', async (_what, args) => {
    rmSync(path(), { force: true });
    run(folder, 'zip', '-q', ...args);
    expect(await problems(path())).toEqual([]);
  });

  it('Info-ZIP, written into a pipe, passes', async () => {
    run(folder, 'sh', '-c', 'zip -q - bootstrap lib/é.json | cat > function.zip');
    expect(await problems(path())).toEqual([]);
  });

  it('Info-ZIP, changed afterwards, passes', async () => {
    rmSync(path(), { force: true });
    run(folder, 'zip', '-q', 'function.zip', 'lib/é.json', 'bootstrap');
    run(folder, 'zip', '-q', 'function.zip', 'bootstrap');
    run(folder, 'zip', '-q', '-d', 'function.zip', 'lib/é.json');
    expect(await problems(path())).toEqual([]);
  });

  it.each([
    ['a file', "z.write('bootstrap'); z.write('lib/é.json')"],
    ['texts and folders', "z.write('bootstrap'); z.mkdir('data') if hasattr(z, 'mkdir') else None"],
    ['sizes of 64 bits', "z.write('bootstrap'); z.open('x', 'w', force_zip64=True).close()"],
    ['a comment', "z.write('bootstrap'); z.comment = b'built today'"],
  ])("Python's zipfile with %s passes", async (_what, code) => {
    const python = `import zipfile\nwith zipfile.ZipFile('function.zip', 'w', zipfile.ZIP_DEFLATED) as z:\n  ${code}`;
    run(folder, 'python3', '-c', python);
    const found = await problems(path());
    // What zipfile makes itself only its owner may read; that is no matter of the zip.
    expect(found.filter((problem) => problem !== 'warning permissions')).toEqual([]);
  });

  it("Python's zipfile, written into a stream and appended to, passes", async () => {
    const python = [
      'import zipfile, io',
      'class Stream(io.RawIOBase):',
      '  def __init__(self, file): self.file = file',
      '  def writable(self): return True',
      '  def write(self, data): return self.file.write(data)',
      "with open('function.zip', 'wb') as f, zipfile.ZipFile(Stream(f), 'w', zipfile.ZIP_DEFLATED) as z: z.write('bootstrap')",
      "with zipfile.ZipFile('function.zip', 'a') as z: z.write('lib/é.json')",
    ].join('\n');
    run(folder, 'python3', '-c', python);
    expect(await problems(path())).toEqual([]);
  });
});

/** As a program writes an entry that cannot go back in its output. */
const streamed = (entry: BuiltEntry, data: Buffer): BuiltEntry => ({
  ...entry,
  data,
  flags: (entry.flags ?? 0) | 8,
  local: { ...entry.local, crc: 0, size: 0, compressedSize: 0 },
  after: descriptor(data, data.length, { signed: true, wide: false }),
});

describe('a zip as it is written by', () => {
  it("macOS's ditto and Archive Utility passes, its own files apart", async () => {
    const times = {
      central: { extra: field(0x5855, Buffer.alloc(8)) },
      local: { extra: field(0x5855, Buffer.alloc(12)) },
    };
    const zip = buildZip([
      { name: 'lib/', mode: 0o40755, ...times },
      streamed({ name: 'bootstrap', ...times }, elf),
      streamed({ name: '__MACOSX/._bootstrap', mode: 0o100644, ...times }, Buffer.from('xattr')),
    ]);
    expect(await problems(zip)).toEqual(['warning extra-files']);
  });

  it(".NET's ZipArchive into a stream passes", async () => {
    const zip = buildZip([
      streamed({ name: 'bootstrap' }, elf),
      streamed({ name: 'lib/é.json', flags: 0x800 }, Buffer.from('{}')),
    ]);
    expect(await problems(zip)).toEqual([]);
  });

  it('Windows lacks the modes, and nothing else', async () => {
    const windows = { creator: 0, mode: 0 };
    const zip = buildZip([
      { name: 'bootstrap', data: elf, ...windows },
      { name: 'lib/a.json', data: '{}', ...windows },
    ]);
    expect(await problems(zip)).toEqual(['error creator']);
  });

  it('the .NET Framework before 4.6.1 has backslashes as well', async () => {
    const windows = { creator: 0, mode: 0 };
    const zip = buildZip([
      { name: 'bootstrap', data: elf, ...windows },
      { name: 'lib\\a.json', data: '{}', ...windows },
    ]);
    expect(await problems(zip)).toEqual(['error zip-names', 'error creator']);
  });

  it('a tool that aligns data with extra fields passes', async () => {
    const aligned = {
      name: 'bootstrap',
      data: elf,
      local: { extra: Buffer.from([0xd9, 0x35, 3, 0, 4, 0, 0]) },
    };
    const padded = { name: 'lib/a.json', data: '{}', local: { extra: Buffer.alloc(3) } };
    expect(await problems(buildZip([aligned, padded]))).toEqual([]);
  });
});
