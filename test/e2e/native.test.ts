import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewResult } from '../../src/project/summary.ts';
import { awsPackages } from '../support/aws-packages.ts';
import { lambdaNativeaot } from '../support/bin.ts';
import { takesAllCases } from '../support/cases.ts';
import { debianSysroot } from '../support/debian-sysroot.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { answer, make, newProject } from '../support/project.ts';
import { missingTools } from '../support/tools.ts';

// Real projects, compiled for real. Everything stands in one folder whose name has a space and an accent.

let folder: string;

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'lambda-nativeaot-')), 'my pröjects');
  await mkdir(folder);
});

afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

const sha256 = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
const warnings = /\bwarning [A-Z]+\d+/;

/** The highest version of the C library that a binary asks for. */
async function glibcFloor(binary: string): Promise<number> {
  const { stdout } = await execa('readelf', ['-V', binary]);
  const minors = [...stdout.matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor));
  return Math.max(...minors);
}

describe('a new project', () => {
  let project: string;

  beforeAll(async () => {
    const { exitCode, stdout } = await lambdaNativeaot(folder, ['new', 'hello', '--json', '--skip-git']);
    expect(exitCode).toBe(0);
    project = (JSON.parse(stdout) as NewResult).directory;
  });

  test('packages without a warning into a zip of bootstrap alone, executable, again the same bytes', async () => {
    const first = await make(project, ['package']);
    expect(first).toMatchObject({ exitCode: 0 });
    expect(first.all).not.toMatch(warnings);
    const zip = join(project, 'dist', 'hello.zip');
    const { stdout } = await execa('zipinfo', [zip]);
    const entries = stdout.split('\n').filter((line) => /^[-dl]/.test(line));
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatch(/^-rwxr-xr-x .* unx .* 80-Jan-01 00:00 bootstrap$/);
    // test/e2e/cross-build.test.ts compares the zips of two folders.
    if (!takesAllCases) return;
    const before = await sha256(zip);
    expect(await make(project, ['package'])).toMatchObject({ exitCode: 0 });
    expect(await sha256(zip)).toBe(before);
  });

  test('answers "Hello World" with "HELLO WORLD"', async () => {
    expect(await answer(project, 'Hello World')).toBe('HELLO WORLD');
  });

  test("says the framework's own messages, not their keys", async () => {
    const program = await readFile(join(project, 'dist', 'publish', 'bootstrap'));
    const message = 'Object reference not set to an instance';
    expect(program.includes(Buffer.from(message, 'utf16le'))).toBe(true);
  });

  test('builds as the solution that editors open, both projects of it, without make', async () => {
    const { stdout } = await execa('dotnet', ['build', '--nologo'], { cwd: project, env: dotnetEnvironment });
    expect(stdout).toMatch(/Hello -> .*bootstrap\.dll/);
    expect(stdout).toMatch(/Hello\.Tests -> /);
    expect(stdout).toMatch(/0 Warning\(s\)/);
  });

  test('passes its own unit tests', async () => {
    const result = await make(project, ['test']);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.all).toMatch(/Passed! .*Passed: +5/);
    expect(result.all).not.toMatch(warnings);
  });

  test('linked against an older C library, as in Dockerfile.al2, needs less than this machine has', async (context) => {
    const missing = await missingTools('clang', 'ld.lld');
    context.skip(missing !== undefined, missing);
    const sysroot = await debianSysroot('x86_64');
    if (sysroot.folder === undefined) return context.skip(sysroot.reason);
    const bootstrap = join(project, 'dist', 'publish', 'bootstrap');
    const here = await glibcFloor(bootstrap);
    const result = await make(project, ['package', `SYSROOT=${sysroot.folder}`]);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(await glibcFloor(bootstrap)).toBeLessThan(here);
    expect(await answer(project, 'old')).toBe('OLD');
  });

  test('is clean again after make clean', async () => {
    expect(await make(project, ['clean'])).toMatchObject({ exitCode: 0 });
    await expect(stat(join(project, 'dist'))).rejects.toThrow();
    await expect(stat(join(project, 'src', 'Hello', 'obj'))).rejects.toThrow();
  });
});

test('a project for arm64 restores here', async () => {
  const project = await newProject(folder, 'graviton', '--architecture', 'arm64');
  const { exitCode } = await execa(
    'dotnet',
    ['restore', join(project, 'src', 'Graviton'), '--runtime', 'linux-arm64'],
    {
      env: dotnetEnvironment,
    },
  );
  expect(exitCode).toBe(0);
});

test("a project on AWS's library compiles, with the same function", async (context) => {
  const packages = await awsPackages();
  if (packages.standIns !== undefined) await context.annotate(packages.standIns);
  const project = await newProject(folder, 'with-aws', '--library', 'aws');
  const { stdout } = await execa(
    'dotnet',
    ['build', join(project, 'src', 'WithAws'), '--nologo', ...packages.arguments],
    { env: { ...dotnetEnvironment, ...packages.environment } },
  );
  expect(stdout).not.toMatch(warnings);
  expect(stdout).toMatch(/0 Warning\(s\)/);
  const handler = (of: string) => readFile(join(of, 'Functions', 'Uppercase.cs'), 'utf8');
  const builtin = await newProject(folder, 'builtin');
  expect((await handler(join(project, 'src', 'WithAws'))).replaceAll('WithAws', 'Builtin')).toBe(
    await handler(join(builtin, 'src', 'Builtin')),
  );
});
