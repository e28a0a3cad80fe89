import { describe, expect, test } from 'vitest';
import { type BuildTool, crossCompiler, type Host } from '../../src/build/host.ts';
import { chooseLink, type LinkFlags, type LinkTarget } from '../../src/build/link.ts';
import { UsageError } from '../../src/errors.ts';

const linux = (glibc: string | undefined, ...tools: BuildTool[]): Host => ({
  platform: 'linux',
  architecture: 'x86_64',
  glibc,
  tools: new Set(tools),
});
const other = (platform: 'darwin' | 'win32', ...tools: BuildTool[]): Host => ({
  platform,
  architecture: platform === 'darwin' ? 'arm64' : 'x86_64',
  glibc: undefined,
  tools: new Set(tools),
});
const al2023: LinkTarget = { architecture: 'x86_64', runtime: 'provided.al2023' };
const al2: LinkTarget = { architecture: 'x86_64', runtime: 'provided.al2' };
const arm64: LinkTarget = { architecture: 'arm64', runtime: 'provided.al2023' };
const cross = crossCompiler('arm64');

test.each([[{ 'nuget-config': '/NuGet.Config' }], [{ 'build-arg': ['SDK_IMAGE=x'] }]])(
  '%j needs --docker',
  (flags) => {
    const host = linux('2.34', 'gcc', 'docker');
    expect(() => chooseLink(flags, al2023, host)).toThrow(/give --docker with it/);
    expect(chooseLink({ ...flags, docker: true }, al2023, host).method).toBe('docker');
  },
);

describe('without a flag', () => {
  test.each<[what: string, Host, LinkTarget, method: string, why: RegExp]>([
    ['clang', linux('2.36', 'clang', 'zig'), al2023, 'host', /^clang: .*glibc 2\.36 fits provided\.al2023/],
    ['gcc', linux('2.34', 'gcc'), al2023, 'host', /^gcc: /],
    ['gcc and a C library that may be too new', linux('2.39', 'gcc'), al2023, 'host', /may need .*check/],
    ['the same, with zig', linux('2.39', 'gcc', 'zig'), al2023, 'zig', /^zig for glibc 2\.26\. .* may need/],
    [
      'one that is too new',
      linux('2.36', 'clang', 'zig'),
      al2,
      'zig',
      /needs a newer one than provided\.al2/,
    ],
    ['the same, with Docker', linux('2.36', 'clang', 'docker'), al2, 'docker', /^docker\. .* needs a newer/],
    ['one as old as the runtime', linux('2.26', 'gcc', 'zig'), al2, 'host', /fits provided\.al2 \(2\.26\)/],
    ['musl', linux(undefined, 'clang', 'zig'), al2023, 'zig', /no glibc/],
    ['no compiler', linux('2.36', 'zig'), al2023, 'zig', /Neither clang nor gcc/],
    ['cross packages', linux('2.36', 'clang', cross, 'zig'), arm64, 'host', /^clang: /],
    ['gcc for the other processor', linux('2.36', 'gcc', cross, 'zig'), arm64, 'zig', /clang was not found/],
    [
      'clang alone for it',
      linux('2.36', 'clang', 'docker'),
      arm64,
      'docker',
      /aarch64-linux-gnu-gcc was not/,
    ],
    ['macOS', other('darwin', 'clang', 'zig', 'docker'), arm64, 'zig', /only on Linux, and this is macOS/],
    ['Windows', other('win32', 'zig'), al2023, 'zig', /only on Linux, and this is Windows/],
    ['Windows with Docker', other('win32', 'docker'), arm64, 'docker', /this is Windows/],
  ])('%s', (_what, host, target, method, why) => {
    expect(chooseLink({}, target, host)).toMatchObject({
      method,
      isStatic: false,
      why: expect.stringMatching(why),
    });
  });

  test.each<[what: string, Host, LinkTarget, message: RegExp]>([
    ['nothing', linux('2.36'), al2023, /^Neither clang nor gcc was found; install clang\. Install zig/],
    [
      'a C library that is too new',
      linux('2.36', 'clang'),
      al2,
      /has \(2\.26\)\. Install zig .* or Docker\.$/,
    ],
    ['macOS', other('darwin', 'clang'), arm64, /this is macOS\. Install zig \(https:/],
    ['Windows', other('win32'), al2023, /this is Windows\. Install zig/],
  ])('%s says what to install', (_what, host, target, message) => {
    expect(() => chooseLink({}, target, host)).toThrow(message);
  });

  test('to run here, the C library always fits, and a container is of no use', () => {
    const here = { ...al2, isForHere: true };
    expect(chooseLink({}, here, linux('2.41', 'gcc', 'zig')).method).toBe('host');
    expect(() => chooseLink({}, here, linux('2.41', 'docker'))).toThrow(/Neither clang nor gcc/);
  });
});

describe('the flags', () => {
  const all = linux('2.36', 'clang', 'ld.lld', 'zig', 'docker');

  test.each<[LinkFlags, object]>([
    [{ zig: true }, { method: 'zig', zigGlibc: '2.26', isStatic: false }],
    [
      { zig: true, 'zig-glibc': '2.17' },
      { method: 'zig', zigGlibc: '2.17' },
    ],
    [{ sysroot: '/al2' }, { method: 'sysroot', sysroot: '/al2', isStatic: false }],
    [
      { sysroot: '/al2', static: true },
      { method: 'sysroot', isStatic: true },
    ],
    [{ static: true }, { method: 'host', isStatic: true }],
    [{ docker: true }, { method: 'docker', isStatic: false }],
  ])('%j', (flags, link) => {
    expect(chooseLink(flags, al2, all)).toMatchObject(link);
  });

  test.each<[LinkFlags, RegExp]>([
    [{ zig: true, sysroot: '/al2' }, /--zig and --sysroot are two C libraries/],
    [{ zig: true, static: true }, /--zig and --static exclude each other: zig cannot link statically/],
    [{ docker: true, zig: true }, /--docker and --zig are two ways/],
    [{ docker: true, static: true }, /--docker and --static exclude each other/],
    [{ docker: true, sysroot: '/al2' }, /--docker and --sysroot are two/],
    [{ 'zig-glibc': '2.17' }, /--zig-glibc is what zig links for; give --zig/],
  ])('%j exclude each other', (flags, message) => {
    expect(() => chooseLink(flags, al2, all)).toThrow(UsageError);
    expect(() => chooseLink(flags, al2, all)).toThrow(message);
  });

  test.each<[LinkFlags, Host, RegExp]>([
    [{ zig: true }, linux('2.36', 'clang'), /^zig was not found; install zig/],
    [{ docker: true }, linux('2.36', 'clang'), /^docker was not found/],
    [{ sysroot: '/al2' }, linux('2.36', 'gcc', 'ld.lld'), /^clang was not found/],
    [{ sysroot: '/al2' }, linux('2.36', 'clang'), /^ld\.lld was not found; install lld/],
    [{ sysroot: '/al2' }, other('win32', 'clang', 'ld.lld'), /this is Windows\. Build with --zig/],
    [{ static: true }, other('darwin', 'clang'), /this is macOS/],
  ])('%j without what it needs says what to install', (flags, host, message) => {
    expect(() => chooseLink(flags, al2, host)).toThrow(message);
  });
});
