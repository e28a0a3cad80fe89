import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settingsOf } from '../../src/project/answers.ts';
import { renderProject } from '../../src/project/render.ts';
import { writeTree } from '../../src/project/write.ts';
import { make } from '../support/project.ts';

// The Makefile's manners, without a native build: tools are taken away, artifacts are damaged.

let folder: string;
let project: string;

const targets = [
  ...['build', 'test', 'publish', 'strip', 'check', 'zip', 'package', 'docker-package', 'docker-run'],
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
    'test',
  ];
  for (const tool of [...common, 'wc', 'tr', 'cat', 'dotnet', 'gcc', 'strip', 'readelf', 'zip', 'aws']) {
    if (missing.includes(tool)) continue;
    const { stdout } = await execa('which', [tool], { reject: false });
    if (stdout) await symlink(stdout, join(tools, tool));
  }
  return tools;
}

/** A small native program in the place of a published bootstrap. */
async function bootstrap(): Promise<string> {
  const built = join(project, 'dist', 'publish');
  await rm(join(project, 'dist'), { recursive: true, force: true });
  await mkdir(built, { recursive: true });
  await writeFile(join(folder, 'main.c'), 'int main(void) { return 0; }\n');
  await execa('gcc', ['-o', join(built, 'bootstrap'), join(folder, 'main.c')]);
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
    ['strip', 'strip', /error: strip was not found; install binutils/],
    ['check', 'readelf', /error: readelf was not found; install binutils/],
    ['zip', 'zip', /error: zip was not found; install zip/],
    ['docker-package', 'docker', /error: docker was not found/],
    [
      'local',
      'lambda-nativeaot',
      /error: lambda-nativeaot was not found; run: npm install --global generator-lambda-nativeaot/,
    ],
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
    [['package', 'ARCH=mips'], /ARCH is "mips"; it must be x86_64 or arm64/],
    [['package', 'RUNTIME=dotnet8'], /RUNTIME is "dotnet8"; it must be provided\.al2023 or provided\.al2/],
    [
      ['invoke-remote', 'EVENT=events/none.json'],
      /there is no events\/none\.json; choose one with EVENT=FILE/,
    ],
  ])('%j says which value is wrong', async (args, message) => {
    const { exitCode, stderr } = await make(project, args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });

  test.each(['strip', 'check', 'zip'])('%s before a build says to publish first', async (target) => {
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
    expect(stderr).toMatch(/needs GLIBC_2\.\d+, provided\.al2 has 2\.26; build with: make docker-package/);
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
});
