import { appendFile, chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeTree } from '../../src/files/write.ts';
import { settingsOf } from '../../src/project/answers.ts';
import { renderProject } from '../../src/project/render.ts';
import { make } from '../support/project.ts';

// The Makefile's manners, without a native build: tools are taken away, artifacts are damaged.

let folder: string;
let project: string;

const targets = [
  ...['build', 'test', 'publish', 'check', 'zip', 'package', 'size', 'docker-package', 'docker-run'],
  ...['local', 'invoke', 'deploy', 'invoke-remote', 'cold-start', 'logs', 'clean'],
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-nativeaot-'));
  project = join(folder, 'my project');
  const answers = {
    sample: 'uppercase',
    framework: 'net10.0',
    architecture: 'x86_64',
    runtime: 'provided.al2023',
    library: 'builtin',
    with: [],
  } as const;
  await writeTree(project, renderProject(settingsOf('hello', { ...answers, with: [] }, '1.0.0')));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** A PATH with everything that a shell script needs, less some tools. */
async function pathWithout(...missing: string[]): Promise<string> {
  const tools = join(await mkdtemp(join(folder, 'path-')), 'bin');
  await mkdir(tools);
  const common = [
    'sh',
    'make',
    'awk',
    'sed',
    'grep',
    'sort',
    'tail',
    'mkdir',
    'rm',
    'cp',
    'mv',
    'chmod',
    'touch',
    'uname',
    'ln',
    'find',
    'dirname',
    'echo',
    'test',
  ];
  for (const tool of [...common, 'wc', 'tr', 'cat', 'dotnet', 'gcc', 'readelf', 'aws']) {
    if (missing.includes(tool)) continue;
    const { stdout } = await execa('which', [tool], { reject: false });
    if (stdout) await symlink(stdout, join(tools, tool));
  }
  return tools;
}

/** The other one of Lambda's two architectures, as a variable for make. */
const foreign = process.arch === 'arm64' ? 'ARCH=x86_64' : 'ARCH=arm64';
const crossTool = (name: string) =>
  name.replace('CROSS', process.arch === 'arm64' ? 'x86_64-linux-gnu' : 'aarch64-linux-gnu');

/** A PATH with a program under the name of each tool that links, less some: how far does make get? */
async function pathOfStandIns(...missing: string[]): Promise<string> {
  const linkers = ['clang', 'gcc', 'ld.lld', 'zig', 'CROSS-gcc'];
  const tools = await pathWithout('dotnet', 'gcc', ...missing);
  for (const name of ['dotnet', ...linkers].filter((name) => !missing.includes(name))) {
    await writeFile(join(tools, crossTool(name)), '#!/bin/sh\necho /stand-in\n', { mode: 0o755 });
  }
  return tools;
}

/** A small native program in the place of a published bootstrap. */
async function bootstrap(...flags: string[]): Promise<string> {
  const built = join(project, 'dist', 'publish');
  await rm(join(project, 'dist'), { recursive: true, force: true });
  await mkdir(built, { recursive: true });
  await writeFile(join(folder, 'main.c'), 'int main(void) { return 0; }\n');
  await execa('gcc', [...flags, '-o', join(built, 'bootstrap'), join(folder, 'main.c')]);
  return join(built, 'bootstrap');
}

describe('make', () => {
  test('alone lists every target with a line on each', async () => {
    const { stdout, exitCode } = await make(project, []);
    expect(exitCode).toBe(0);
    for (const target of targets) expect(stdout).toMatch(new RegExp(`^  ${target} +\\S.{8}`, 'm'));
  });

  test.each([
    ['publish', 'dotnet', /error: dotnet was not found; install the \.NET SDK/],
    ['build', 'dotnet', /error: dotnet was not found/],
    ['test', 'dotnet', /error: dotnet was not found/],
    ['publish', 'gcc', /error: gcc was not found; install clang or gcc/],
    ['check', 'readelf', /error: readelf was not found; install binutils/],
    ['zip', 'dotnet', /error: dotnet was not found; install the \.NET SDK/],
    ['docker-package', 'docker', /error: docker was not found/],
    [
      'local',
      'lambda-nativeaot',
      /error: lambda-nativeaot was not found; run: npm install --global generator-lambda-nativeaot/,
    ],
    ['size', 'lambda-nativeaot', /error: lambda-nativeaot was not found; run: npm install/],
    ['invoke-remote', 'aws', /error: aws was not found; install the AWS CLI/],
    ['logs', 'aws', /error: aws was not found/],
  ])('%s without %s says in one line what to install', async (target, tool, message) => {
    const PATH = await pathWithout(tool);
    const { exitCode, stderr } = await make(project, [target], { PATH });
    expect(exitCode).toBe(2);
    expect(stderr.split('\n').filter((line) => line.startsWith('error:'))).toHaveLength(1);
    expect(stderr).toMatch(message);
  });

  test.each([
    [['ZIG=1'], ['zig'], /error: zig was not found; install zig: /],
    [['SYSROOT=/'], ['clang'], /error: clang was not found; install clang/],
    [['SYSROOT=/'], ['ld.lld'], /error: ld\.lld was not found; install lld/],
    [[foreign], ['clang'], /error: clang was not found; install clang \(or build with ZIG=1\)/],
    [[foreign], ['CROSS-gcc'], /-gcc was not found; install gcc-[a-z0-9-]+-linux-gnu \(or build with ZIG=1/],
  ])('publish %j without %j says in one line what to install', async (variables, tools, message) => {
    const { exitCode, stderr } = await make(project, ['publish', ...variables], {
      PATH: await pathOfStandIns(...tools),
    });
    expect(exitCode).toBe(2);
    expect(stderr.split('\n').filter((line) => line.startsWith('error:'))).toHaveLength(1);
    expect(stderr).toMatch(message);
  });

  test.each([
    [['publish', 'ZIG=yes'], /ZIG is "yes"; set it to 1 or not at all/],
    [['publish', 'STATIC=0'], /STATIC is "0"; set it to 1 or not at all/],
    [['publish', 'ZIG=1', 'SYSROOT=/'], /ZIG and SYSROOT are two C libraries; choose one/],
    [['publish', 'ZIG=1', 'STATIC=1'], /ZIG=1 cannot link statically; use STATIC=1 without ZIG=1/],
    [['publish', 'SYSROOT=/nowhere'], /SYSROOT is \/nowhere, which has no folder usr/],
    [['package', 'ARCH=mips'], /ARCH is "mips"; it must be x86_64 or arm64/],
    [['package', 'RUNTIME=dotnet6'], /RUNTIME is "dotnet6"; it must be provided\.al2023 or provided\.al2/],
    [
      ['invoke-remote', 'EVENT=events/none.json'],
      /there is no events\/none\.json; choose one with EVENT=FILE/,
    ],
  ])('%j says which value is wrong', async (args, message) => {
    const { exitCode, stderr } = await make(project, args, { PATH: await pathOfStandIns() });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('takes nothing from variables of the environment that are named like its own', async () => {
    const { exitCode } = await make(project, ['help'], {
      ZIG: '/opt/zig',
      STATIC: 'no',
      SYSROOT: '/nowhere',
    });
    expect(exitCode).toBe(0);
  });

  test('publish on another system than Linux says where it can be done', async () => {
    const PATH = await pathOfStandIns('uname');
    await writeFile(join(PATH, 'uname'), '#!/bin/sh\necho Darwin\n', { mode: 0o755 });
    const { exitCode, stderr } = await make(project, ['publish'], { PATH });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /error: \.NET's own linker makes programs for Linux only on Linux; run: make package ZIG=1 \(or make docker-package\)/,
    );
    expect(await make(project, ['publish', 'ZIG=1'], { PATH })).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test.each([',', ';', '=', '"'])('publish in a folder with %s in its path says to move it', async (sign) => {
    const elsewhere = join(folder, `Smith${sign} John`);
    await cp(project, elsewhere, { recursive: true });
    const { exitCode, stderr } = await make(elsewhere, ['publish'], { PATH: await pathOfStandIns() });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /error: \.NET does not publish from a folder with .* in its path; move the project/,
    );
  });

  test.each([
    [[], []],
    [['ZIG=1'], ['-p:LinkWithZig=true', '-p:ZigGlibc=2.26']],
    [
      ['ZIG=1', 'ZIG_GLIBC=2.17'],
      ['-p:LinkWithZig=true', '-p:ZigGlibc=2.17'],
    ],
    [['SYSROOT=/'], ['-p:SysRoot=obj/sysroot']],
    [['STATIC=1'], ['-p:StaticExecutable=true']],
  ])('publish %j tells MSBuild %j', async (variables, properties) => {
    const elsewhere = join(folder, "it's $HOME (1)");
    await cp(project, elsewhere, { recursive: true });
    const PATH = await pathOfStandIns();
    const dotnet = '#!/bin/sh\nprintf "%s\\n" "$@"\n';
    await writeFile(join(PATH, 'dotnet'), dotnet, { mode: 0o755 });
    await writeFile(join(PATH, 'libc.a'), '');
    await writeFile(join(PATH, 'clang'), `#!/bin/sh\necho "${join(PATH, 'libc.a')}"\n`, { mode: 0o755 });
    const { exitCode, stdout } = await make(elsewhere, ['publish', ...variables], { PATH });
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').filter((line) => line.startsWith('-p:'))).toEqual([
      '-p:EnableSourceControlManagerQueries=false',
      ...properties,
    ]);
  });

  test('package without readelf says so before the slow compilation', async () => {
    const PATH = await pathOfStandIns('readelf');
    const { exitCode, stdout, stderr } = await make(project, ['package'], { PATH });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/error: readelf was not found; install/);
    expect(stdout).not.toContain('dotnet publish');
  });

  test('docker-run needs no name that Docker takes: it runs the image by its id', async () => {
    const PATH = await pathOfStandIns();
    const docker =
      '#!/bin/sh\nif [ "$1" = build ]; then echo sha256:1f >dist/image; else echo "ran $*"; fi\n';
    await writeFile(join(PATH, 'docker'), docker, { mode: 0o755 });
    const { stdout, stderr } = await make(project, ['docker-run', 'NAME=MyFunction'], { PATH });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^docker build .* --iidfile dist\/image /m);
    expect(stdout).toMatch(/^ran run .* sha256:1f uppercase$/m);
    expect(stdout).not.toContain('--secret');
    const inputs = [
      'SDK_IMAGE=sdk@sha256:0',
      'RUN_IMAGE=lambda@sha256:1',
      'NUGET_CONFIG=my feeds/NuGet.Config',
    ];
    const fixed = await make(project, ['docker-run', ...inputs], { PATH });
    expect(fixed.stdout).toMatch(/^docker build .* --build-arg RUN_IMAGE=lambda@sha256:1 /m);
    expect(fixed.stdout).toContain('--build-arg SDK_IMAGE=sdk@sha256:0 ');
    expect(fixed.stdout).toContain('--secret id=nuget,src="my feeds/NuGet.Config"');
  });

  test.each(['check', 'zip'])('%s before a build says to publish first', async (target) => {
    await rm(join(project, 'dist'), { recursive: true, force: true });
    const { exitCode, stderr } = await make(project, [target]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/error: there is no dist\/publish\/bootstrap; run: make publish/);
  });
});

describe('make check', () => {
  test('passes a bootstrap that fits and says what it needs', async () => {
    await bootstrap();
    const { exitCode, stdout } = await make(project, ['check']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/x86_64, needs GLIBC_2\.\d+, fits provided\.al2023/);
  });

  test('refuses the wrong architecture', async () => {
    await bootstrap();
    const { exitCode, stderr } = await make(project, ['check', 'ARCH=arm64']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /is for Advanced Micro Devices X86-64, the function is arm64; run: make publish ARCH=arm64/,
    );
  });

  test('refuses a C library that is newer than the runtime has', async () => {
    const { stdout } = await execa('gcc', ['-dumpmachine']);
    const path = await bootstrap();
    await writeFile(
      join(folder, 'new.c'),
      '#include <math.h>\n#include <stdlib.h>\nint main(int n, char **a) { return (int)exp(atof(a[0])); }\n',
    );
    await execa('gcc', ['-o', path, join(folder, 'new.c'), '-lm']);
    expect(stdout).toMatch(/linux-gnu/);
    const { exitCode, stderr } = await make(project, ['check', 'RUNTIME=provided.al2']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/needs GLIBC_2\.\d+, provided\.al2 has 2\.26; build with: make package ZIG=1/);
  });

  test('knows a static bootstrap, which needs no C library', async () => {
    await bootstrap('-static');
    const { exitCode, stdout } = await make(project, ['check', 'RUNTIME=provided.al2']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/x86_64, static, needs no C library, fits provided\.al2 and any other Linux/);
  });

  test.each([
    ['No usable version of libssl was found', /opens OpenSSL \(TLS, hashes, .* build without STATIC=1/],
    ['Cannot get symbol %s from libicuuc', /opens ICU, .* build without STATIC=1 .*InvariantGlobalization/],
  ])('refuses a static bootstrap that says "%s"', async (text, message) => {
    const path = await bootstrap('-static');
    await appendFile(path, `\0${text}\0`);
    const { exitCode, stderr } = await make(project, ['check']);
    expect(exitCode).toBe(2);
    expect(stderr.split('\n').filter((line) => line.startsWith('error:'))).toHaveLength(1);
    expect(stderr).toMatch(message);
  });

  test('refuses a loader that Lambda does not have', async () => {
    await bootstrap('-Wl,--dynamic-linker=/lib/ld-musl-x86_64.so.1');
    const { exitCode, stderr } = await make(project, ['check']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /wants the loader \/lib\/ld-musl-x86_64\.so\.1, provided\.al2023 has \/lib64\/ld-linux-x86-64\.so\.2/,
    );
  });

  test('refuses a bootstrap without the execute bit', async () => {
    await chmod(await bootstrap(), 0o644);
    const { exitCode, stderr } = await make(project, ['check']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/is not executable; run: chmod 755 dist\/publish\/bootstrap/);
  });
});

describe('make zip', () => {
  test('gives the same bytes for the same bootstrap, in another time zone too', async () => {
    const path = await bootstrap();
    await make(project, ['zip']);
    const first = await execa('sha256sum', [join(project, 'dist', 'hello.zip')]);
    const other = join(folder, 'elsewhere');
    await cp(project, other, { recursive: true });
    await execa('touch', [path.replace(project, other)]);
    await make(other, ['zip'], { TZ: 'Asia/Tokyo' });
    const second = await execa('sha256sum', [join(other, 'dist', 'hello.zip')]);
    expect(second.stdout.split(' ')[0]).toBe(first.stdout.split(' ')[0]);
  });

  test('takes FILES along, readable by everybody, in the same order whatever the disk has', async () => {
    const built = dirname(await bootstrap());
    await mkdir(join(built, 'texts'));
    for (const file of ['texts/b.txt', 'texts/a.txt', 'settings.json'])
      await writeFile(join(built, file), file, { mode: 0o600 });

    const { exitCode, stderr } = await make(project, ['zip', 'FILES=texts settings.json']);

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const { stdout } = await execa('zipinfo', [join(project, 'dist', 'hello.zip')]);
    const entries = stdout.split('\n').filter((line) => /^[-dl]/.test(line));
    expect(entries.map((line) => `${line.slice(0, 10)} ${line.split(' ').at(-1)}`)).toEqual([
      '-rwxr-xr-x bootstrap',
      '-rw-r--r-- settings.json',
      '-rw-r--r-- texts/a.txt',
      '-rw-r--r-- texts/b.txt',
    ]);
  });

  test('names a file of FILES that was not published', async () => {
    await bootstrap();
    const { exitCode, stderr } = await make(project, ['zip', 'FILES=settings.json']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/error: there is no dist\/publish\/settings\.json; let src\/.*csproj copy it/);
  });
});
