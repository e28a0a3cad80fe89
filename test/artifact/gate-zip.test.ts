import { describe, expect, it } from 'vitest';
import { checkArtifact, hasErrors, type Target } from '../../src/artifact/gate.ts';
import { al2023, arm64, find, host, problems } from './gate-support.ts';
import { centralEntry, pack, patch, soundElf } from './samples.ts';
import { buildZip } from './zip-builder.ts';

describe('a zip is named for what is wrong with it when', () => {
  const program = { name: 'bootstrap', data: soundElf() };
  const check = async (zip: Buffer, target: Target = al2023) => checkArtifact(zip, target);

  it('it is empty', async () => {
    const findings = await check(await pack([]));
    expect(problems(findings)).toHaveLength(1);
    expect(find(findings, 'zip')?.what).toContain('empty');
  });

  it('it is cut off', async () => {
    const zip = await pack([program]);
    expect(find(await check(zip.subarray(0, -30)), 'zip')).toMatchObject({ severity: 'error' });
  });

  it('an entry is damaged', async () => {
    const wrong = { crc: 0 };
    const findings = await check(buildZip([{ ...program, deflate: true, central: wrong, local: wrong }]));
    expect(find(findings, 'zip')?.what).toContain('"bootstrap" cannot be unpacked: its CRC is wrong');
    expect(find(findings, 'format')).toBeUndefined();
  });

  it.each([
    [
      'there is no bootstrap',
      [{ name: 'hello', data: 'x' }],
      'No entry is named bootstrap; there is "hello".',
    ],
    ['bootstrap is a folder', [{ name: 'bootstrap/hello', data: 'x' }], 'bootstrap is a folder.'],
    [
      'it was published for an installed .NET',
      [
        { name: 'MyFn.dll', data: 'MZ' },
        { name: 'MyFn.runtimeconfig.json', data: '{}' },
      ],
      '"MyFn.dll" is a program or a library for an installed .NET',
    ],
    ['bootstrap is in a folder', [{ name: 'publish/bootstrap', data: soundElf() }], '"publish/bootstrap"'],
    ['bootstrap is written otherwise', [{ name: 'Bootstrap', data: soundElf() }], '"Bootstrap"'],
  ])('%s', async (_name, files, what) => {
    expect(find(await check(await pack(files)), 'bootstrap')).toMatchObject({
      severity: 'error',
      what: expect.stringContaining(what),
    });
  });

  it('a managed runtime would start an assembly in place of the program', async () => {
    const managed: Target = { architecture: 'x86_64', runtime: 'dotnet10' };
    const zip = await pack([program, { name: 'bootstrap.dll', data: 'MZ' }]);
    expect(find(await check(zip, managed), 'managed-start')).toMatchObject({
      severity: 'error',
      what: expect.stringContaining('"bootstrap.dll" beside bootstrap'),
    });
    expect(find(await check(zip), 'managed-start')).toBeUndefined();
    expect(find(await check(await pack([program]), managed), 'managed-start')).toMatchObject({
      severity: 'ok',
    });
  });

  it('bootstrap in a folder is broken as well', async () => {
    const findings = await check(
      await pack([{ name: 'publish/bootstrap', data: soundElf(), mode: 0o100644 }]),
      arm64,
    );
    expect(problems(findings).map(({ id }) => id)).toEqual(['bootstrap', 'executable', 'machine']);
  });

  it.each([
    [0o100644, 'may not execute it'],
    [0o100700, 'may not read or execute it'],
    [0o100744, 'may not execute it'],
    [0o100711, 'may not read it'],
    [0o040755, 'a folder or a device'],
  ])('its mode is %o', async (mode, what) => {
    const findings = await check(await pack([{ ...program, mode }]));
    expect(find(findings, 'executable')).toMatchObject({
      severity: 'error',
      what: expect.stringContaining(what),
    });
  });

  it.each([
    ['nothing', 'app/bootstrap', 'It is a link to "app/bootstrap".'],
    ['itself', 'bootstrap', 'It is a link to "bootstrap".'],
    ['a place outside', '/etc/passwd', 'It is a link to "/etc/passwd".'],
    ['no path', 'a\0b', 'It is a link to "".'],
  ])('bootstrap is a link to %s', async (_name, path, what) => {
    const findings = await check(await pack([{ name: 'bootstrap', data: path, mode: 0o120777 }]));
    expect(problems(findings)).toMatchObject([{ id: 'executable', severity: 'error', what }]);
  });

  it.each([
    ['for another processor', soundElf({ machine: 183 }), 'is built for arm64, and the function is x86_64'],
    [
      'against a newer glibc',
      soundElf({ versions: [{ library: 'libc.so.6', version: 'GLIBC_2.38' }] }),
      'needs glibc 2.38, and provided.al2023 has 2.34',
    ],
    ['for musl', soundElf({ needed: ['libc.musl-x86_64.so.1'] }), 'is built for musl'],
    [
      'with a library that is not there',
      soundElf({ needed: ['libfontconfig.so.1'] }),
      '"libfontconfig.so.1"',
    ],
    ['for 32 bits', patch(soundElf({ machine: 3 }), 4, 1), 'is built for x86 (32-bit)'],
    ['and damaged', soundElf().subarray(0, 400), 'is damaged'],
  ])('a library in it was built %s', async (_name, data, what) => {
    const findings = await check(await pack([program, { name: 'lib/libSkia.so', data }]));
    expect(problems(findings)).toMatchObject([
      {
        id: 'packed-libraries',
        severity: 'error',
        what: expect.stringMatching(/^"lib\/libSkia\.so" /),
      },
    ]);
    expect(find(findings, 'packed-libraries')?.what).toContain(what);
  });

  it('other users may not read what is in it', async () => {
    const findings = await check(
      await pack([
        program,
        { name: 'appsettings.json', data: '{}', mode: 0o100600 },
        { name: 'data/', data: '', mode: 0o40700 },
        { name: 'readable.json', data: '{}', mode: 0o100644 },
      ]),
    );
    expect(problems(findings)).toMatchObject([
      {
        id: 'permissions',
        severity: 'warning',
        what: expect.stringMatching(/"appsettings\.json", "data\/"\.$/),
      },
    ]);
  });

  it('it was packed on Windows', async () => {
    const zip = await pack([program]);
    const findings = await check(patch(zip, centralEntry(zip, 'bootstrap') + 5, 0));
    expect(find(findings, 'creator')).toMatchObject({
      severity: 'error',
      what: expect.stringContaining('Windows'),
    });
    expect(find(findings, 'executable')).toBeUndefined();
  });

  it('two entries have one name', async () => {
    const findings = await check(await pack([program, { ...program, name: './bootstrap' }]));
    expect(find(findings, 'zip-names')?.what).toContain('More than one entry');
  });

  it('a name has a backslash', async () => {
    const zip = await pack([program, { name: 'lib/a.so', data: 'x' }]);
    const withBackslash = Buffer.from(zip.toString('latin1').replaceAll('lib/a', 'lib\\a'), 'latin1');
    expect(find(await check(withBackslash), 'zip-names')).toMatchObject({ severity: 'error' });
  });

  it.each([
    ['bootstrap.dbg', 'native debug symbols'],
    ['hello.pdb', 'managed debug symbols'],
    ['Hello.dll', 'assemblies'],
    ['bootstrap.deps.json', 'settings of a runtime'],
    ['src/Program.cs', 'sources'],
    ['obj/bootstrap.mstat', 'size reports'],
    ['__MACOSX/x', 'files of a tool'],
  ])('it contains %s', async (name, what) => {
    const findings = await check(await pack([program, { name, data: 'x' }]));
    expect(find(findings, 'extra-files')).toMatchObject({
      severity: 'warning',
      what: expect.stringContaining(what),
    });
    expect(hasErrors(findings)).toBe(false);
  });

  it('it contains a runtime with a JIT, whose assemblies are not extra', async () => {
    const launcher = soundElf({ sections: ['.text'], tail: host });
    const runtime = ['libhostfxr.so', 'Hello.dll', 'Hello.deps.json', 'Hello.runtimeconfig.json'];
    const zip = await pack([
      { name: 'bootstrap', data: launcher },
      ...runtime.map((name) => ({ name, data: 'x' })),
    ]);
    const findings = await check(zip);
    expect(problems(findings).map(({ id }) => id)).toEqual(['native']);
    expect(find(findings, 'native')).toMatchObject({ severity: 'warning' });
  });

  it('it contains keys', async () => {
    const findings = await check(await pack([program, { name: 'config/.env', data: 'KEY=1' }]));
    expect(find(findings, 'secrets')).toMatchObject({
      severity: 'warning',
      what: expect.stringContaining('.env'),
    });
  });

  it('its entries carry times', async () => {
    const findings = await check(await pack([{ ...program, mtime: new Date(2026, 10, 24, 13, 5) }]));
    expect(find(findings, 'times')).toMatchObject({
      severity: 'info',
      what: expect.stringContaining('2026-11-24 13:05:00'),
    });
  });

  it('it is too large for a direct upload, though not for one through S3', async () => {
    const noise = Buffer.alloc(52_428_800, 'x');
    const zip = await pack([program, { name: 'model.bin', data: noise, compress: false }]);
    expect(find(await check(zip), 'zipped-size')).toMatchObject({ severity: 'error' });
    expect(find(await check(zip, { ...al2023, upload: 's3' }), 'zipped-size')).toMatchObject({
      severity: 'ok',
    });
  });

  it('it unpacks to more than Lambda takes, without being unpacked', async () => {
    const size = { size: 0x10000000 };
    const bomb = { name: 'bomb', data: 'x'.repeat(100), deflate: true, central: size, local: size };
    const findings = await check(buildZip([program, bomb]));
    expect(find(findings, 'unzipped-size')).toMatchObject({
      severity: 'error',
      what: expect.stringContaining('must be smaller than 262,144,000 bytes'),
    });
    expect(find(findings, 'zip')).toBeUndefined();
  });

  it('it is a bomb that hides its size', async () => {
    const size = { size: 100 };
    const bomb = { name: 'bomb', data: Buffer.alloc(20_000_000), deflate: true, central: size, local: size };
    const findings = await check(buildZip([program, bomb]));
    expect(find(findings, 'zip')?.what).toContain(
      '"bomb" cannot be unpacked: it unpacks to more than the 100 bytes',
    );
  });

  it('a name would paint on the terminal, which the finding does not', async () => {
    const findings = await check(await pack([{ name: '\u001b[31m\u202e/bootstrap', data: 'x' }]));
    const text = JSON.stringify(findings.map(({ what }) => what));
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
    expect(find(findings, 'bootstrap')?.what).toContain('\\u001b[31m\\u202e/bootstrap');
  });
});
