import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkArtifact, checks, type Finding, hasErrors, type Target } from '../../src/artifact/gate.ts';
import { UserError } from '../../src/errors.ts';
import { centralEntry, pack, patch, soundElf, staticElf } from './samples.ts';
import { buildZip } from './zip-builder.ts';

const al2023: Target = { architecture: 'x86_64', runtime: 'provided.al2023' };
const al2: Target = { architecture: 'x86_64', runtime: 'provided.al2' };
const arm64: Target = { architecture: 'arm64', runtime: 'provided.al2023' };

const find = (findings: readonly Finding[], id: string) => findings.find((finding) => finding.id === id);
const problems = (findings: readonly Finding[]) => findings.filter(({ fix }) => fix !== undefined);

/** A PE file with a CLR header, as far as telling it from a Windows program goes. */
const assembly = Buffer.alloc(0x200);
assembly.write('MZ');
assembly.writeUInt32LE(0x80, 0x3c);
assembly.write('PE', 0x80);
assembly.writeUInt16LE(0x20b, 0x98);
assembly.writeUInt32LE(0x2000, 0x98 + 112 + 14 * 8);

const openSslShim = 'No usable version of libssl was found\0';
const icuShim = 'Cannot get symbol %s from libicuuc\0';
const host = 'hostfxr_main_startupinfo\0';

describe('a good artifact', () => {
  it('passes every check as a zip', async () => {
    const findings = await checkArtifact(await pack([{ name: 'bootstrap', data: soundElf() }]), al2023);
    expect(findings.filter(({ severity }) => severity !== 'ok')).toEqual([]);
    expect(findings.map(({ id }) => id)).toEqual([
      'zip',
      'bootstrap',
      'creator',
      'executable',
      'format',
      'class',
      'machine',
      'loader',
      'glibc',
      'libraries',
      'opened-libraries',
      'native',
      'stripped',
      'extra-files',
      'zipped-size',
      'unzipped-size',
      'times',
    ]);
  });

  it('passes for arm64', async () => {
    const elf = soundElf({
      machine: 183,
      interpreter: '/lib/ld-linux-aarch64.so.1',
      needed: ['libc.so.6', 'ld-linux-aarch64.so.1'],
    });
    expect(problems(await checkArtifact(elf, arm64))).toEqual([]);
  });

  it('passes on provided.al2 when it was linked against an old glibc', async () => {
    const elf = soundElf({ versions: [{ library: 'libc.so.6', version: 'GLIBC_2.26' }] });
    expect(problems(await checkArtifact(elf, al2))).toEqual([]);
  });

  it('passes when it is static, and says that it has no glibc floor', async () => {
    const findings = await checkArtifact(staticElf(), al2);
    expect(problems(findings)).toEqual([]);
    expect(find(findings, 'glibc')).toMatchObject({
      severity: 'info',
      what: expect.stringContaining('no glibc floor'),
    });
  });

  it('passes when it brings the libraries that Lambda lacks', async () => {
    const elf = soundElf({ needed: ['libc.so.6', 'libfoo.so.1', 'libbar.so'] });
    const zip = await pack([
      { name: 'bootstrap', data: elf },
      { name: 'lib/libfoo.so.1', data: 'x' },
      { name: 'libbar.so', data: 'x' },
    ]);
    expect(problems(await checkArtifact(zip, al2023))).toEqual([]);
  });

  it('passes when its own search path leads to a library of the zip', async () => {
    const elf = soundElf({ needed: ['libc.so.6', 'libfoo.so.1'], runpath: '/home/me/lib:$ORIGIN/native/' });
    const library = { name: 'native/libfoo.so.1', data: soundElf({ interpreter: undefined }) };
    const findings = await checkArtifact(await pack([{ name: 'bootstrap', data: elf }, library]), al2023);
    expect(problems(findings)).toEqual([]);
    expect(find(findings, 'packed-libraries')?.what).toBe('native/libfoo.so.1.');
  });

  it.each(['app/bootstrap', './app/../app/bootstrap', '/var/task/app/bootstrap'])(
    'passes when bootstrap is a link to %s in the zip',
    async (path) => {
      const link = { name: 'bootstrap', data: path, mode: 0o120777 };
      const zip = await pack([link, { name: 'app/bootstrap', data: soundElf() }]);
      const findings = await checkArtifact(zip, al2023);
      expect(problems(findings)).toEqual([]);
      expect(find(findings, 'bootstrap')?.what).toBe(`bootstrap is in the root, a link to "${path}".`);
      expect(find(findings, 'machine')?.severity).toBe('ok');
    },
  );

  it.each([
    '#!/bin/sh\n',
    '#! /bin/bash -e\n',
    '#!/usr/bin/env bash\n',
    '#!/usr/bin/env -S A=b sh -e\n',
    '#!/opt/bin/python3\n',
  ])('passes as a script that starts with %j', async (line) => {
    const zip = await pack([{ name: 'bootstrap', data: `${line}exec ./hello\n` }]);
    expect(problems(await checkArtifact(zip, al2023))).toEqual([]);
  });

  it('passes when the zip has the files that the program reads', async () => {
    const zip = await pack([
      { name: 'bootstrap', data: soundElf() },
      { name: 'appsettings.json', data: '{}', mode: 0o100644 },
      { name: 'wwwroot/', data: '', mode: 0o40755 },
      { name: 'wwwroot/index.html', data: '<p>', mode: 0o100644 },
    ]);
    expect(problems(await checkArtifact(zip, al2023))).toEqual([]);
  });
});

interface BadProgram {
  readonly what: string;
  readonly program: Buffer | string;
  readonly target?: Target;
  readonly id: string;
  readonly severity?: 'error' | 'warning';
  readonly says: string | RegExp;
}

const badPrograms: readonly BadProgram[] = [
  { what: 'is empty', program: '', id: 'format', says: 'empty' },
  { what: 'is text', program: 'echo hello\n', id: 'format', says: 'first line is not like #!/bin/sh' },
  {
    what: 'is text in UTF-16',
    program: Buffer.from('\ufeff#!/bin/sh', 'utf16le'),
    id: 'format',
    says: 'UTF-16',
  },
  { what: 'is something else', program: '\0\x01', id: 'format', says: 'neither an ELF program nor a script' },
  { what: 'is a .NET assembly', program: assembly, id: 'format', says: 'a .NET assembly (IL)' },
  { what: 'is a Windows program', program: 'MZ\x90\0', id: 'format', says: 'Windows program' },
  {
    what: 'is a macOS program',
    program: Buffer.from([0xcf, 0xfa, 0xed, 0xfe]),
    id: 'format',
    says: 'macOS program',
  },
  { what: 'is cut off', program: soundElf().subarray(0, 400), id: 'format', says: 'damaged' },
  {
    what: 'is a library',
    program: soundElf({ interpreter: undefined }),
    id: 'format',
    says: 'not a program',
  },
  { what: 'is an object file', program: soundElf({ type: 1 }), id: 'format', says: 'not a program' },
  {
    what: 'is a 32-bit program',
    program: patch(soundElf({ machine: 3 }), 4, 1),
    id: 'class',
    says: '32-bit',
  },
  { what: 'is big-endian', program: patch(soundElf(), 5, 2), id: 'class', says: 'big-endian' },
  {
    what: 'is built for x86_64',
    program: soundElf(),
    target: arm64,
    id: 'machine',
    says: 'Built for x86_64',
  },
  { what: 'is built for arm64', program: soundElf({ machine: 183 }), id: 'machine', says: 'Built for arm64' },
  { what: 'is built for RISC-V', program: soundElf({ machine: 243 }), id: 'machine', says: 'RISC-V' },
  {
    what: 'wants the loader of musl',
    program: soundElf({ interpreter: '/lib/ld-musl-x86_64.so.1' }),
    id: 'loader',
    says: 'of musl',
  },
  {
    what: 'wants a loader of Nix',
    program: soundElf({ interpreter: '/nix/store/abc-glibc-2.34/lib/ld-linux-x86-64.so.2' }),
    id: 'loader',
    says: '/nix/store',
  },
  {
    what: 'needs GLIBC_2.34 on provided.al2',
    program: soundElf(),
    target: al2,
    id: 'glibc',
    says: 'glibc 2.34',
  },
  {
    what: 'needs GLIBC_2.38',
    program: soundElf({ versions: [{ library: 'libm.so.6', version: 'GLIBC_2.38' }] }),
    id: 'glibc',
    says: 'Needs glibc 2.38; provided.al2023 has 2.34',
  },
  {
    what: 'needs packed relocations',
    program: soundElf({ versions: [{ library: 'libc.so.6', version: 'GLIBC_ABI_DT_RELR' }] }),
    id: 'glibc',
    says: 'glibc 2.36 (GLIBC_ABI_DT_RELR)',
  },
  {
    what: 'has packed relocations and does not say so',
    program: soundElf({ relr: true }),
    id: 'glibc',
    says: 'DT_RELR',
  },
  {
    what: "needs glibc's internal symbols",
    program: soundElf({ versions: [{ library: 'libc.so.6', version: 'GLIBC_PRIVATE' }] }),
    id: 'glibc',
    says: 'GLIBC_PRIVATE',
  },
  {
    what: 'needs ICU',
    program: soundElf({ needed: ['libicuuc.so.72', 'libc.so.6'] }),
    id: 'libraries',
    says: 'libicuuc.so.72',
  },
  {
    what: 'needs OpenSSL 3 on provided.al2',
    program: soundElf({ needed: ['libssl.so.3'] }),
    target: al2,
    id: 'libraries',
    says: 'libssl.so.3',
  },
  {
    what: 'needs a library that nobody promises',
    program: soundElf({ needed: ['libcurl.so.4'] }),
    id: 'libraries',
    severity: 'warning',
    says: 'libcurl.so.4',
  },
  {
    what: 'has a symbol table',
    program: soundElf({ sections: ['.text', '.symtab'] }),
    id: 'stripped',
    severity: 'warning',
    says: 'a symbol table',
  },
  {
    what: 'has debug information',
    program: soundElf({ sections: ['.text', '.symtab', '.debug_info'] }),
    id: 'stripped',
    severity: 'warning',
    says: 'debug information',
  },
  {
    what: 'formats with a culture although there is no ICU',
    program: soundElf({ tail: icuShim }),
    id: 'opened-libraries',
    severity: 'warning',
    says: 'InvariantGlobalization is off',
  },
  {
    what: 'is static and opens OpenSSL',
    program: staticElf({ tail: openSslShim }),
    id: 'opened-libraries',
    says: 'opens OpenSSL at run time',
  },
  {
    what: 'is static and opens OpenSSL and ICU',
    program: staticElf({ tail: openSslShim + icuShim }),
    id: 'opened-libraries',
    says: 'opens OpenSSL and ICU at run time',
  },
  {
    what: 'is the launcher of a framework-dependent program',
    program: soundElf({ sections: ['.text'], tail: host }),
    id: 'native',
    says: 'launcher',
  },
  {
    what: 'contains the JIT',
    program: soundElf({ sections: ['.text'], tail: `${host}DotNetRuntimeDebugHeader\0` }),
    id: 'native',
    severity: 'warning',
    says: 'just in time',
  },
  { what: 'is a script with CR LF', program: '#!/bin/sh\r\necho\r\n', id: 'script', says: 'CR LF' },
  {
    what: 'is a script with CR LF in other lines',
    program: '#!/bin/sh\necho a\r\necho b\r\n',
    id: 'script',
    severity: 'warning',
    says: '2 lines end in CR LF',
  },
  {
    what: 'is a script with a byte order mark',
    program: Buffer.from('\ufeff#!/bin/sh\n'),
    id: 'script',
    says: 'byte order mark',
  },
  { what: 'is a script without interpreter', program: '#!\n', id: 'script', says: 'No interpreter' },
  {
    what: 'is a script for an interpreter that is not there',
    program: '#!/usr/bin/python3\n',
    id: 'script',
    says: '/usr/bin/python3',
  },
  {
    what: 'is a script that looks for its interpreter on PATH',
    program: '#!/usr/bin/env -S python3 -u\n',
    id: 'script',
    says: 'The interpreter "python3" is not in the runtime',
  },
];

describe('a program is named for what is wrong with it when it', () => {
  it.each(badPrograms)('$what', async ({ program, target = al2023, id, severity = 'error', says }) => {
    const findings = await checkArtifact(await pack([{ name: 'bootstrap', data: program }]), target);
    const finding = find(findings, id);
    expect(finding).toMatchObject({ severity, what: expect.stringContaining(String(says)) });
    expect(finding?.why).toMatch(/\S/);
    expect(finding?.fix).toMatch(/\S/);
    expect(hasErrors(findings)).toBe(severity === 'error');
  });

  it.each([
    ['provided.al2023 for 2.34 on provided.al2', soundElf(), /or choose provided\.al2023/],
    [
      'no other runtime for 2.38 on provided.al2',
      soundElf({ versions: [{ library: 'libc.so.6', version: 'GLIBC_2.38' }] }),
      /docker-package"\.$/,
    ],
  ])('and offers %s', async (_name, program, fix) => {
    expect(find(await checkArtifact(program, al2), 'glibc')?.fix).toMatch(fix);
  });
});

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

describe('an artifact given as a path', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gate-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, data: Buffer | string, mode = 0o755) => {
    const path = join(folder, name);
    writeFileSync(path, data, { mode });
    return path;
  };

  it('is a bootstrap', async () => {
    const findings = await checkArtifact(write('bootstrap', soundElf()), al2023);
    expect(problems(findings)).toEqual([]);
    expect(findings.map(({ id }) => id)).toContain('name');
  });

  it('is a bootstrap with another name and without an execute bit', async () => {
    const findings = await checkArtifact(write('HelloNative', soundElf(), 0o644), al2023);
    const ids = problems(findings).map(({ id }) => id);
    expect(ids).toEqual(process.platform === 'win32' ? ['name'] : ['name', 'executable']);
  });

  it('is a zip', async () => {
    const path = write('hello.zip', await pack([{ name: 'bootstrap', data: soundElf() }]), 0o644);
    expect(problems(await checkArtifact(path, al2023))).toEqual([]);
  });

  it.each([
    ['nothing', '', 'The file is empty.'],
    ['a text', 'hello', 'It is a text whose first line is not like #!/bin/sh, not a zip.'],
    ['an ELF program', soundElf(), 'It is an ELF program, not a zip.'],
    ['a gzip archive', Buffer.from([0x1f, 0x8b, 8]), 'It is a gzip archive, not a zip.'],
    ['something else', '\x00\x01', 'It has no list of entries: it is not a zip, or is cut off.'],
  ])('is named .zip and is %s', async (_name, data, what) => {
    const findings = await checkArtifact(write('broken.zip', data), al2023);
    expect(problems(findings)).toMatchObject([{ id: 'zip', what }]);
  });

  it('is too large to be read', async () => {
    const path = write('bootstrap', '');
    truncateSync(path, 262_144_000);
    const findings = await checkArtifact(path, al2023);
    expect(findings.map(({ id, severity }) => [id, severity])).toEqual([['unzipped-size', 'error']]);
  });

  it.each([
    ['that does not exist', () => join(folder, 'nothing'), /^There is no \S+nothing\.$/],
    ['to a folder', () => folder, 'is a folder, not a file.'],
  ])('is refused for a path %s', async (_name, path, message) => {
    const checking = checkArtifact(path(), al2023);
    await expect(checking).rejects.toThrow(UserError);
    await expect(checking).rejects.toThrow(message);
  });
});

describe('the table of checks', () => {
  it('names every check once', () => {
    const ids = checks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  });
});
