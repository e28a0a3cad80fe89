import { describe, expect, it, test } from 'vitest';
import { machineChecks } from '../../src/doctor/machine/checks.ts';
import type { MachineFacts, ToolName } from '../../src/doctor/machine/facts.ts';
import type { Settings } from '../../src/project/settings.ts';
import { al2, arm64, noDaemon, outside, verdict, without } from './machine-support.ts';
import { factsOf, toolsOf } from './support.ts';

test('on a machine that has everything every check holds', () => {
  for (const { id, run } of machineChecks) {
    const found = run(factsOf());
    expect([id, found?.severity ?? 'ok']).toEqual([id, 'ok']);
  }
});

describe('what a project cannot be built without is an error', () => {
  it.each<[id: string, machine: Partial<MachineFacts>, what: RegExp, fix: RegExp]>([
    [
      'dotnet-sdk',
      { sdks: undefined, sdk: undefined },
      /^dotnet is not on PATH/,
      /SDK 10\.0 or newer: https:/,
    ],
    ['dotnet-sdk', { sdks: [], sdk: { problem: 'No .NET SDKs were found.' } }, /No \.NET SDKs/, /SDK 10\.0/],
    [
      'dotnet-sdk',
      { sdks: ['8.0.400'], sdk: { text: '8.0.400' } },
      /in use is 8\.0\.400.*targets net10\.0/,
      /SDK 10\.0/,
    ],
    [
      'dotnet-sdk',
      { sdks: ['8.0.400', '10.0.401'], sdk: { text: '8.0.400' } },
      /installed: 8\.0\.400, 10\.0\.401/,
      /Let global\.json ask/,
    ],
    [
      'dotnet-sdk',
      { sdk: { problem: 'A compatible .NET SDK was not found.' } },
      /takes none of its SDKs/,
      /global\.json/,
    ],
    ['sdk-c-library', { glibc: '2.26' }, /10\.0\.401.*glibc 2\.26/, /docker-package/],
    ['linker', without('clang', 'zig'), /Neither clang nor gcc/, /"sudo apt-get install clang"/],
    [
      'linker',
      { tools: { clang: { path: '/usr/bin/clang', problem: 'libLLVM.so: not found' } } },
      /clang does not start: libLLVM/,
      /reinstall clang/,
    ],
  ])('%s: %o', (id, machine, what, fix) => {
    const found = verdict(id, machine);
    expect(found).toMatchObject({
      severity: 'error',
      what: expect.stringMatching(what),
      why: expect.stringMatching(/\.$/),
      fix: expect.stringMatching(fix),
    });
  });

  it('but not make and binutils, which only the Makefile needs, nor a compiler where there is zig', () => {
    expect(verdict('make', without('make'))).toMatchObject({
      severity: 'info',
      what: 'Not installed; only the Makefile needs make.',
    });
    const bsd = verdict('make', { tools: { make: { path: '/usr/bin/make' } } });
    expect(bsd).toMatchObject({ severity: 'info', what: expect.stringMatching(/is not GNU Make/) });
    expect(verdict('binutils', without('readelf'))?.severity).toBe('info');
    expect(verdict('linker', { tools: toolsOf('zig') })).toMatchObject({ severity: 'ok', what: 'zig 1.0.' });
  });

  it('and a warning where there is no project yet', () => {
    expect(outside('linker', without('clang', 'zig'))).toMatchObject({ severity: 'warning' });
    expect(outside('dotnet-sdk', { sdks: undefined, sdk: undefined })).toMatchObject({
      severity: 'warning',
      fix: expect.stringContaining('SDK 10.0'),
    });
  });
});

describe('the SDK', () => {
  it('may be newer than the framework', () => {
    expect(verdict('dotnet-sdk', {}, {}, 'net8.0')).toMatchObject({
      severity: 'ok',
      what: '10.0.401, builds net8.0.',
    });
  });

  it.each([
    ['net11.0', '11.0'],
    ['net12.0', '12.0'],
  ])('that %s needs is named, with where it comes from', (framework, sdk) => {
    expect(verdict('dotnet-sdk', {}, {}, framework)).toMatchObject({
      severity: 'error',
      what: `The SDK in use is 10.0.401 (installed: 10.0.401); the project targets ${framework}.`,
      why: expect.stringContaining('NETSDK1045'),
      fix: `Install the .NET SDK ${sdk} or newer: https://dotnet.microsoft.com/download`,
    });
  });

  it('of .NET 11 builds net11.0, and does not run on Amazon Linux 2 either', () => {
    const sdk11 = { sdks: ['10.0.401', '11.0.100'], sdk: { text: '11.0.100' } };
    expect(verdict('dotnet-sdk', sdk11, {}, 'net11.0')?.what).toBe('11.0.100, builds net11.0.');
    expect(verdict('sdk-c-library', { ...sdk11, glibc: '2.26' }, {}, 'net11.0')?.why).toContain(
      'The compiler of .NET 11 itself needs GLIBC_2.27',
    );
  });

  it('may be there, while global.json asks for an older one', () => {
    const sdks = ['10.0.401', '11.0.100'];
    expect(verdict('dotnet-sdk', { sdks }, {}, 'net11.0')).toMatchObject({
      severity: 'error',
      fix: 'Let global.json ask for the newer one.',
    });
  });

  it('may be of .NET 8 where the project is', () => {
    const sdk8 = { sdks: ['8.0.400'], sdk: { text: '8.0.400' } };
    expect(verdict('dotnet-sdk', sdk8, {}, 'net8.0')?.severity).toBe('ok');
    expect(verdict('sdk-c-library', { ...sdk8, glibc: '2.26' }, {}, 'net8.0')).toBeUndefined();
  });
});

describe('zlib', () => {
  it.each([
    ['net8.0', false, 'error'],
    ['net8.0', true, 'ok'],
    ['net9.0', false, undefined],
    ['net8.0', undefined, undefined],
  ])('%s with libz found %s: %s', (framework, hasZlib, severity) => {
    expect(verdict('zlib', { hasZlib }, {}, framework)?.severity).toBe(severity);
  });
});

describe('the C library', () => {
  const bare = { ...without('zig', 'ld.lld'), ...noDaemon };

  it.each<
    [
      what: string,
      machine: Partial<MachineFacts>,
      settings: Partial<Settings>,
      severity: string,
      text: RegExp,
    ]
  >([
    ['as old as the runtime', { glibc: '2.34' }, {}, 'ok', /2\.34/],
    ['Debian 12', { glibc: '2.36' }, {}, 'ok', /need 2\.34, which provided\.al2023 has/],
    ['Ubuntu 24.04, with zig', { glibc: '2.39' }, {}, 'info', /may need GLIBC_2\.38.*build --zig/],
    ['Ubuntu 24.04, with nothing else', { ...bare, glibc: '2.39' }, {}, 'warning', /may need GLIBC_2\.38/],
    ['any new one for provided.al2, with zig', { glibc: '2.36' }, al2, 'warning', /provided\.al2 has 2\.26/],
    [
      'any new one for provided.al2, with nothing else',
      { ...bare, glibc: '2.36' },
      al2,
      'error',
      /has 2\.26/,
    ],
    ['Amazon Linux 2 for provided.al2', { glibc: '2.26' }, al2, 'ok', /2\.26/],
    ['musl', { ...bare, glibc: undefined }, {}, 'error', /no glibc/],
  ])('%s', (_what, machine, settings, severity, text) => {
    expect(verdict('c-library', machine, settings)).toMatchObject({
      severity,
      what: expect.stringMatching(text),
    });
  });

  it('names the ways that this machine has', () => {
    const fix = (machine: Partial<MachineFacts>) =>
      verdict('c-library', { glibc: '2.36', ...machine }, al2)?.fix;
    expect(fix({})).toBe(
      'Build with "lambda-nativeaot build --zig", "lambda-nativeaot build --sysroot DIR" or "lambda-nativeaot build --docker".',
    );
    expect(fix({ ...without('zig', 'ld.lld') })).toBe('Build with "lambda-nativeaot build --docker".');
    expect(fix(bare)).toMatch(/^Install zig .* or Docker/);
  });
});

describe('the other processor', () => {
  const cross = (...names: ToolName[]) => ({
    tools: toolsOf('clang', 'readelf', ...names),
    ...noDaemon,
  });

  it('cannot be built for with the linker alone', () => {
    expect(verdict('cross-compiler', cross(), arm64)).toMatchObject({
      severity: 'error',
      what: 'The project is for arm64, this machine is x86_64.',
      fix: expect.stringContaining('Install zig'),
    });
    expect(verdict('c-library', cross(), arm64)).toBeUndefined();
  });

  it.each<[ToolName[], RegExp]>([
    [['aarch64-linux-gnu-gcc'], /clang with the cross packages/],
    [['ld.lld'], /--sysroot DIR/],
    [['zig'], /--zig/],
  ])('can with %s', (names, way) => {
    expect(verdict('cross-compiler', cross(...names), arm64)).toMatchObject({
      severity: 'ok',
      what: expect.stringMatching(way),
    });
  });

  it('runs here with qemu alone', () => {
    expect(verdict('emulation', {}, arm64)).toMatchObject({
      severity: 'info',
      what: expect.stringContaining('qemu-user-static'),
    });
    expect(verdict('emulation', { runs: ['x86_64', 'arm64'] }, arm64)?.severity).toBe('ok');
    expect(verdict('emulation', {})).toBeUndefined();
    expect(verdict('emulation', { platform: 'darwin' })).toMatchObject({
      severity: 'info',
      what: expect.stringContaining('does not start on macOS; "local" and "invoke" run it with --jit'),
    });
  });
});

describe('Docker', () => {
  const absent = { ...without('docker', 'zig'), daemon: undefined };
  const silent = { ...without('zig'), ...noDaemon };

  it.each<[what: string, machine: Partial<MachineFacts>, severity: string]>([
    ['absent on Linux', absent, 'info'],
    ['not started on Linux', noDaemon, 'info'],
    ['absent on macOS', { ...absent, platform: 'darwin' }, 'error'],
    ['not started on macOS', { ...silent, platform: 'darwin' }, 'error'],
    ['not started on macOS with zig', { ...noDaemon, platform: 'darwin' }, 'info'],
    ['running on Windows', { platform: 'win32' }, 'ok'],
  ])('%s: %s', (_what, machine, severity) => {
    expect(verdict('docker', machine)?.severity).toBe(severity);
  });

  it('is all that a build needs away from Linux', () => {
    const machine = {
      platform: 'darwin',
      tools: toolsOf('dotnet', 'make', 'docker'),
      glibc: undefined,
    } as const;
    for (const { id } of machineChecks)
      expect([id, verdict(id, machine)?.severity ?? 'ok']).not.toEqual([id, 'error']);
  });
});
