import { describe, expect, it } from 'vitest';
import { checkArtifact, hasErrors, type Target } from '../../src/artifact/gate.ts';
import { al2, al2023, arm64, assembly, find, host, icuShim, openSslShim } from './gate-support.ts';
import { pack, patch, soundElf, staticElf } from './samples.ts';

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
      /--docker\.$/,
    ],
  ])('and offers %s', async (_name, program, fix) => {
    expect(find(await checkArtifact(program, al2), 'glibc')?.fix).toMatch(fix);
  });
});
