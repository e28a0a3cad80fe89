import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, type TestContext, test, vi } from 'vitest';
import { readElf } from '../../src/artifact/elf.ts';
import { checkArtifact } from '../../src/artifact/gate.ts';
import { glibcFloor } from '../../src/artifact/glibc.ts';
import { measure } from '../../src/artifact/size/sizes.ts';
import type { Packaged } from '../../src/build/package.ts';
import { packageRoot } from '../../src/package.ts';
import type { Architecture } from '../../src/platform/architectures.ts';
import type { Runtime } from '../../src/platform/runtimes.ts';
import { compareVersions } from '../../src/platform/versions.ts';
import { fakeEnvironment } from '../aws/support.ts';
import { pathOf } from '../support/bare-path.ts';
import { lambdaNativeaot } from '../support/bin.ts';
import { debianSysroot } from '../support/debian-sysroot.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { startMoto } from '../support/moto.ts';
import { answer, make, newProject } from '../support/project.ts';
import { missingTools } from '../support/tools.ts';
import { glibc226Sysroot, zig } from '../support/zig.ts';

// Real builds, linked in every way that the Makefile and "build" know, in a folder whose name has a space and an accent.
// Each project is compiled once: another way to link reuses its object file.

// Two native builds in one test, and zig builds its C library the first time.
vi.setConfig({ testTimeout: 900_000 });

let folder: string;

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'lambda-nativeaot-')), 'my pröjects');
  await mkdir(folder);
});

afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

const projects = new Map<string, Promise<string>>();

/** A project for a framework, made when it is first asked for. */
function projectFor(framework: string): Promise<string> {
  const name = framework.replace('.', '-');
  const known = projects.get(name) ?? newProject(folder, name, '--framework', framework);
  projects.set(name, known);
  return known;
}

const zipOf = (project: string) => join(project, 'dist', `${basename(project)}.zip`);

/** Packages a project; the gate must have nothing against the zip. */
async function build(
  project: string,
  { architecture = 'x86_64', runtime = 'provided.al2', ...options }: Options,
): Promise<string> {
  const args = ['package', `ARCH=${architecture}`, `RUNTIME=${runtime}`, ...(options.link ?? [])];
  const result = await make(project, args, options.environment);
  expect(result).toMatchObject({ exitCode: 0, all: expect.not.stringMatching(/\bwarning [A-Z]+\d+/) });
  const findings = await checkArtifact(zipOf(project), { architecture, runtime });
  expect(findings.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
  return result.all;
}

interface Options {
  readonly architecture?: Architecture;
  readonly runtime?: Runtime;
  /** Variables for make that say how to link. */
  readonly link?: readonly string[];
  readonly environment?: Record<string, string>;
}

/** The same with the command line; `flags` say how to link. */
async function buildWithCli(
  project: string,
  architecture: Architecture,
  flags: readonly string[],
  environment: Record<string, string>,
): Promise<Packaged> {
  const args = ['build', '--json', '--architecture', architecture, ...flags];
  const { exitCode, stdout, stderr } = await lambdaNativeaot(project, args, {
    ...dotnetEnvironment,
    ...environment,
  });
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  const findings = await checkArtifact(zipOf(project), { architecture, runtime: 'provided.al2023' });
  expect(findings.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
  return JSON.parse(stdout) as Packaged;
}

async function bootstrapOf(project: string) {
  return readElf(await readFile(join(project, 'dist', 'publish', 'bootstrap')));
}

/** The oldest glibc that a project's bootstrap runs with. */
async function floorOf(project: string): Promise<string> {
  return glibcFloor((await bootstrapOf(project)).requirements).version ?? 'none';
}

async function requireZig(context: TestContext): Promise<Record<string, string>> {
  const found = await zig();
  return found.environment ?? context.skip(found.reason);
}

async function requireTools(context: TestContext, ...tools: string[]): Promise<void> {
  const missing = await missingTools(...tools);
  context.skip(missing !== undefined, missing);
}

/** What the bootstrap answers under qemu; it finds its C library among Debian's cross packages. */
async function answerUnderQemu(context: TestContext, project: string): Promise<unknown> {
  await requireTools(context, 'qemu-aarch64-static');
  const { stdout: qemu } = await execa('which', ['qemu-aarch64-static']);
  return answer(project, 'Hello World', undefined, [qemu, '-L', '/usr/aarch64-linux-gnu']);
}

async function requireSysroot(context: TestContext, architecture: Architecture): Promise<string> {
  const sysroot = await debianSysroot(architecture);
  return sysroot.folder ?? context.skip(sysroot.reason);
}

describe.skipIf(process.arch !== 'x64')('the same source in another folder', () => {
  test.for([
    { link: [], flags: [] },
    { link: ['ZIG=1'], flags: ['--zig'] },
  ])(
    'and of another commit gives the same zip, from make and from build, linked with $link',
    async ({ link, flags }, context) => {
      const environment = link.length > 0 ? await requireZig(context) : {};
      const project = await projectFor('net10.0');
      const other = join(folder, 'sömewhere else', 'net10-0');
      const isSource = (path: string) => !/\/(?:bin|obj|dist)$/.test(path);
      await cp(project, other, { recursive: true, filter: isSource });
      const withMake = async (place: string) => {
        await build(place, { runtime: 'provided.al2023', link, environment });
        return await readFile(zipOf(place));
      };
      const withCli = async (place: string) => {
        await buildWithCli(place, 'x86_64', flags, environment);
        return await readFile(zipOf(place));
      };
      const commit = async () => {
        const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
        await execa('git', ['init', '--quiet'], { cwd: other });
        await execa('git', ['add', '.'], { cwd: other });
        await execa('git', [...identity, 'commit', '--quiet', '--allow-empty', '-m', 'One'], { cwd: other });
      };
      const first = await withMake(project);
      expect(first.equals(await withCli(project))).toBe(true);
      await commit();
      expect(first.equals(await withCli(other))).toBe(true);
      await commit();
      expect(first.equals(await withMake(other))).toBe(true);
    },
  );
});

describe.skipIf(process.arch !== 'x64')('with nothing on PATH but', () => {
  test('dotnet, a linker and node, everything from new to deploy works', async (context) => {
    const linker = (await missingTools('clang')) === undefined ? 'clang' : 'gcc';
    const environment = { PATH: await pathOf(folder, 'dotnet', linker, 'node') };
    const here = await mkdtemp(join(folder, 'bare-'));
    expect(await lambdaNativeaot(here, ['new', 'hello', '--yes'], environment)).toMatchObject({
      exitCode: 0,
    });
    const project = await projectFor('net10.0');
    expect(await buildWithCli(project, 'x86_64', [], environment)).toMatchObject({
      zip: 'dist/net10-0.zip',
      method: 'host',
      architecture: 'x86_64',
      glibc: '2.34',
    });
    const invoked = await lambdaNativeaot(project, ['invoke'], environment);
    expect(invoked).toMatchObject({ exitCode: 0, stdout: '"HELLO WORLD"' });
    await requireTools(context, 'moto_server');
    const moto = await startMoto();
    try {
      // It is built where there is none.
      await rm(zipOf(project));
      const aws = { ...fakeEnvironment, ...dotnetEnvironment, ...environment };
      const args = ['deploy', '--create-role', '--yes', '--endpoint-url', moto.url];
      const deployed = await lambdaNativeaot(project, args, aws);
      expect(deployed).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/net10-0 +create/) });
      expect(deployed.stderr).toMatch(/^Linking with (?:clang|gcc): /);
    } finally {
      await moto.close();
    }
  });

  test.for(['x86_64', 'arm64'] as const)(
    'dotnet, zig and node, build --zig links for %s',
    async (architecture, context) => {
      const environment = await requireZig(context);
      const PATH = await pathOf(folder, 'dotnet', 'node', join(environment.PATH?.split(':')[0] ?? '', 'zig'));
      const project = await projectFor('net10.0');
      const made = await buildWithCli(project, architecture, ['--zig'], { ...environment, PATH });
      expect(made).toMatchObject({ architecture, method: 'zig' });
      expect(compareVersions(made.glibc ?? '', '2.26')).toBeLessThanOrEqual(0);
      const symbols = readElf(await readFile(join(project, 'dist', 'publish', 'bootstrap.dbg')));
      expect(symbols).toMatchObject({ hasDebugInfo: true, hasSymbolTable: true });
      expect(await bootstrapOf(project)).toMatchObject({ hasDebugInfo: false, hasSymbolTable: false });
      const answered =
        architecture === 'arm64' ? answerUnderQemu(context, project) : answer(project, 'Hello World');
      expect(await answered).toBe('HELLO WORLD');
    },
  );
});

describe.skipIf(process.arch !== 'x64').each(['net10.0', 'net9.0', 'net8.0'])(
  '%s for x86_64',
  (framework) => {
    test('linked with zig runs on provided.al2', async (context) => {
      const environment = await requireZig(context);
      const project = await projectFor(framework);
      await build(project, { link: ['ZIG=1'], environment });
      expect(compareVersions(await floorOf(project), '2.26')).toBeLessThanOrEqual(0);
      expect(await answer(project, 'Hello World')).toBe('HELLO WORLD');
    });

    test('linked against a sysroot with glibc 2.26 runs on provided.al2', async (context) => {
      const environment = await requireZig(context);
      await requireTools(context, 'clang', 'ld.lld');
      const sysroot = await glibc226Sysroot(environment, await requireSysroot(context, 'x86_64'));
      const project = await projectFor(framework);
      await build(project, { link: [`SYSROOT=${sysroot}`] });
      expect(compareVersions(await floorOf(project), '2.26')).toBeLessThanOrEqual(0);
      expect(await answer(project, 'Hello World')).toBe('HELLO WORLD');
    });

    test('has a size report that adds up to the bootstrap and knows the function and the runtime', async () => {
      const project = await projectFor(framework);
      await build(project, { runtime: 'provided.al2023' });
      expect(await answer(project, 'Hello World')).toBe('HELLO WORLD');
      const bootstrap = join(project, 'dist', 'publish', 'bootstrap');
      const projectFolder = join(project, 'src', framework.replace('net', 'Net').replace('.', ''));
      const sizes = await measure({ bootstrap, zip: zipOf(project), projectFolder, architecture: 'x86_64' });
      const { assemblies, tables, native } = sizes.breakdown;
      const sum = (parts: readonly { size: number }[]) => parts.reduce((all, { size }) => all + size, 0);
      expect(sum([...assemblies, tables, native])).toBe((await stat(bootstrap)).size);
      // The linker's own account: compiled methods are a section, and most of what assemblies have.
      const { stdout } = await execa('readelf', ['-SW', bootstrap]);
      const managed = Number.parseInt(
        / __managedcode +PROGBITS +\w+ +\w+ +(\w+)/.exec(stdout)?.[1] ?? '',
        16,
      );
      expect(sum(assemblies)).toBeGreaterThan(managed);
      expect(sum(assemblies)).toBeLessThan(2 * managed);
      const names = assemblies.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['bootstrap', 'LambdaRuntime']));
      expect(assemblies[0]?.name).toBe('System.Private.CoreLib');
      // The command as an installed package has it on PATH.
      const cli = join(folder, 'lambda-nativeaot');
      const bin = join(packageRoot(), 'dist', 'src', 'cli', 'bin.js');
      await writeFile(cli, `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, { mode: 0o755 });
      const run = await make(project, ['size', 'ARGS=--max-size 10KB'], {
        PATH: `${folder}:${process.env.PATH}`,
      });
      expect(run.exitCode).toBe(2);
      expect(run.stdout).toMatch(/^System\.Private\.CoreLib +[\d,]+ +\d+\.\d %$/m);
      expect(run.stderr).toMatch(/The bootstrap has .* --max-size allows 10,240 bytes/);
      expect((await stat(join(project, 'dist', 'size.svg'))).size).toBeGreaterThan(1000);
    });

    test('linked statically needs no C library', async () => {
      const project = await projectFor(framework);
      const output = await build(project, { link: ['STATIC=1'] });
      expect(output).toMatch(/static, needs no C library, fits provided\.al2 and any other Linux/);
      expect(await bootstrapOf(project)).toMatchObject({ isStatic: true, needed: [], requirements: [] });
      expect(await answer(project, 'Hello World')).toBe('HELLO WORLD');
    });
  },
);

test.skipIf(process.arch !== 'x64')('a function that opens OpenSSL is not linked statically', async () => {
  const project = await newProject(folder, 'tokens');
  const function_ = join(project, 'src', 'Tokens', 'Functions', 'Uppercase.cs');
  const source = await readFile(function_, 'utf8');
  const hash = 'System.Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(new byte[1]))';
  await writeFile(function_, source.replace('input.ToUpperInvariant()', `input + ${hash}`));
  const { exitCode, stderr } = await make(project, ['package', 'STATIC=1']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/error: dist\/publish\/bootstrap opens OpenSSL .* build without STATIC=1/);
});

describe.skipIf(process.arch !== 'x64')('net10.0 for arm64, built on x86_64', () => {
  const arm64 = { architecture: 'arm64', runtime: 'provided.al2023' } as const;

  test('linked with zig runs on provided.al2', async (context) => {
    const environment = await requireZig(context);
    const project = await projectFor('net10.0');
    await build(project, { ...arm64, runtime: 'provided.al2', link: ['ZIG=1'], environment });
    expect(compareVersions(await floorOf(project), '2.26')).toBeLessThanOrEqual(0);
    expect(await answerUnderQemu(context, project)).toBe('HELLO WORLD');
  });

  test("linked against Debian 11's C library needs no newer one", async (context) => {
    await requireTools(context, 'clang', 'ld.lld');
    const sysroot = await requireSysroot(context, 'arm64');
    const project = await projectFor('net10.0');
    await build(project, { ...arm64, link: [`SYSROOT=${sysroot}`] });
    expect(compareVersions(await floorOf(project), '2.31')).toBeLessThanOrEqual(0);
    expect(await answerUnderQemu(context, project)).toBe('HELLO WORLD');
  });

  test.for([{ link: [] }, { link: ['STATIC=1'] }])(
    "linked by clang with the distribution's cross packages and $link answers",
    async ({ link }, context) => {
      await requireTools(context, 'clang', 'aarch64-linux-gnu-gcc');
      const project = await projectFor('net10.0');
      await build(project, { ...arm64, link });
      expect(await bootstrapOf(project)).toMatchObject({ machine: 183, isStatic: link.length > 0 });
      expect(await answerUnderQemu(context, project)).toBe('HELLO WORLD');
    },
  );
});
