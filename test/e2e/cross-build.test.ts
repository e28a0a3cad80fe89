import { cp, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test, vi } from 'vitest';
import { measure } from '../../src/artifact/size/sizes.ts';
import { packageRoot } from '../../src/package.ts';
import { compareVersions } from '../../src/platform/versions.ts';
import { firstCases, takesAllCases } from '../support/cases.ts';
import { answer, make, newProject } from '../support/project.ts';
import { glibc226Sysroot } from '../support/zig.ts';
import { testBarePath } from './cross-build/bare-path.ts';
import {
  answerUnderQemu,
  bootstrapOf,
  build,
  buildWithCli,
  floorOf,
  inWorkFolder,
  projectFor,
  requireSysroot,
  requireTools,
  requireZig,
  workFolder,
  zipOf,
} from './cross-build/builds.ts';

// Real builds, linked in every way that the Makefile and "build" know, in a folder whose name has a space and an accent.
// Each project is compiled once: another way to link reuses its object file.

// Two native builds in one test, and zig builds its C library the first time.
vi.setConfig({ testTimeout: 900_000 });

inWorkFolder();

describe.skipIf(process.arch !== 'x64')('the same source in another folder', () => {
  const links = [
    { link: [], flags: [] },
    { link: ['ZIG=1'], flags: ['--zig'] },
  ];

  test.for(firstCases(links, 1))(
    'and of another commit gives the same zip, from make and from build, linked with $link',
    async ({ link, flags }, context) => {
      const environment = link.length > 0 ? await requireZig(context) : {};
      const project = await projectFor('net10.0');
      const other = join(workFolder(), 'sömewhere else', 'net10-0');
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
      await commit();
      expect(first.equals(await withCli(other))).toBe(true);
      if (!takesAllCases) return;
      expect(first.equals(await withCli(project))).toBe(true);
      await commit();
      expect(first.equals(await withMake(other))).toBe(true);
    },
  );
});

testBarePath();

describe.skipIf(process.arch !== 'x64').each(firstCases(['net10.0', 'net9.0', 'net8.0'], 1))(
  '%s for x86_64',
  (framework) => {
    // The usual run links with zig for arm64, below.
    test.runIf(takesAllCases)('linked with zig runs on provided.al2', async (context) => {
      const environment = await requireZig(context);
      const project = await projectFor(framework);
      await build(project, { link: ['ZIG=1'], environment });
      expect(compareVersions(await floorOf(project), '2.26')).toBeLessThanOrEqual(0);
      expect(await answer(project, 'Hello World')).toBe('HELLO WORLD');
    });

    test.runIf(takesAllCases)(
      'linked against a sysroot with glibc 2.26 runs on provided.al2',
      async (context) => {
        const environment = await requireZig(context);
        await requireTools(context, 'clang', 'ld.lld');
        const sysroot = await glibc226Sysroot(environment, await requireSysroot(context, 'x86_64'));
        const project = await projectFor(framework);
        await build(project, { link: [`SYSROOT=${sysroot}`] });
        expect(compareVersions(await floorOf(project), '2.26')).toBeLessThanOrEqual(0);
        expect(await answer(project, 'Hello World')).toBe('HELLO WORLD');
      },
    );

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
      const cli = join(workFolder(), 'lambda-nativeaot');
      const bin = join(packageRoot(), 'dist', 'src', 'cli', 'bin.js');
      await writeFile(cli, `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, { mode: 0o755 });
      const run = await make(project, ['size', 'ARGS=--max-size 10KB'], {
        PATH: `${workFolder()}:${process.env.PATH}`,
      });
      expect(run.exitCode).toBe(2);
      expect(run.stdout).toMatch(/^System\.Private\.CoreLib +[\d,]+ +\d+\.\d %$/m);
      expect(run.stderr).toMatch(/The bootstrap has .* --max-size allows 10,240 bytes/);
      expect((await stat(join(project, 'dist', 'size.svg'))).size).toBeGreaterThan(1000);
    });

    test.runIf(takesAllCases)('linked statically needs no C library', async () => {
      const project = await projectFor(framework);
      const output = await build(project, { link: ['STATIC=1'] });
      expect(output).toMatch(/static, needs no C library, fits provided\.al2 and any other Linux/);
      expect(await bootstrapOf(project)).toMatchObject({ isStatic: true, needed: [], requirements: [] });
      expect(await answer(project, 'Hello World')).toBe('HELLO WORLD');
    });
  },
);

test.runIf(process.arch === 'x64' && takesAllCases)(
  'a function that opens OpenSSL is not linked statically',
  async () => {
    const project = await newProject(workFolder(), 'tokens');
    const function_ = join(project, 'src', 'Tokens', 'Functions', 'Uppercase.cs');
    const source = await readFile(function_, 'utf8');
    const hash = 'System.Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(new byte[1]))';
    await writeFile(function_, source.replace('input.ToUpperInvariant()', `input + ${hash}`));
    const { exitCode, stderr } = await make(project, ['package', 'STATIC=1']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/error: dist\/publish\/bootstrap opens OpenSSL .* build without STATIC=1/);
  },
);

describe.skipIf(process.arch !== 'x64')('net10.0 for arm64, built on x86_64', () => {
  const arm64 = { architecture: 'arm64', runtime: 'provided.al2023' } as const;

  test('linked with zig runs on provided.al2', async (context) => {
    const environment = await requireZig(context);
    const project = await projectFor('net10.0');
    await build(project, { ...arm64, runtime: 'provided.al2', link: ['ZIG=1'], environment });
    expect(compareVersions(await floorOf(project), '2.26')).toBeLessThanOrEqual(0);
    expect(await answerUnderQemu(context, project)).toBe('HELLO WORLD');
  });

  test.runIf(takesAllCases)("linked against Debian 11's C library needs no newer one", async (context) => {
    await requireTools(context, 'clang', 'ld.lld');
    const sysroot = await requireSysroot(context, 'arm64');
    const project = await projectFor('net10.0');
    await build(project, { ...arm64, link: [`SYSROOT=${sysroot}`] });
    expect(compareVersions(await floorOf(project), '2.31')).toBeLessThanOrEqual(0);
    expect(await answerUnderQemu(context, project)).toBe('HELLO WORLD');
  });

  test.runIf(takesAllCases).for([{ link: ['STATIC=1'] }, { link: [] }])(
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
