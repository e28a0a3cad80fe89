import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkArtifact } from '../../src/artifact/gate.ts';
import type { Packaged } from '../../src/build/package.ts';
import { buildBootstrap, hostArchitecture, temporaryFolder } from '../emulator/support.ts';
import { lambdaNativeaot } from '../support/bin.ts';
import { make, newProject } from '../support/project.ts';

// "build" as a whole. In place of the native compiler, dotnet publish copies a program in C; what packs is real.

const tools = temporaryFolder();
const program = join(temporaryFolder(), 'publish');
let project: string;

const run = (...flags: string[]) =>
  lambdaNativeaot(project, ['build', ...flags], { PATH: `${tools}:${process.env.PATH}` });

/** What dotnet publish does, as a script for a shell. */
const publish = async (script: string) => {
  const { stdout: dotnet } = await execa('which', ['dotnet']);
  const text = `#!/bin/sh\nif [ "$1" = msbuild ]; then exec "${dotnet}" "$@"; fi\n${script}\n`;
  await writeFile(join(tools, 'dotnet'), text, { mode: 0o755 });
};

beforeAll(async () => {
  project = await newProject(temporaryFolder(), 'hello', '--architecture', hostArchitecture);
  buildBootstrap(program);
  // Not the symbols of the one in C either.
  await execa('strip', ['--strip-all', join(program, 'bootstrap')]);
});

beforeEach(async () => {
  await rm(join(project, 'dist', 'publish'), { recursive: true, force: true });
  await publish(`mkdir -p dist/publish && cp "${join(program, 'bootstrap')}" dist/publish/`);
});

const zip = () => readFile(join(project, 'dist', 'hello.zip'));

describe('build', () => {
  it('makes a zip that is fit for Lambda, with the bytes of "make zip"', async () => {
    const { exitCode, stdout, stderr } = await run('--json');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const made = JSON.parse(stdout) as Packaged;
    const bytes = await zip();
    expect(made).toMatchObject({
      zip: 'dist/hello.zip',
      zipSize: bytes.length,
      bootstrapSize: (await readFile(join(program, 'bootstrap'))).length,
      architecture: hostArchitecture,
      runtime: 'provided.al2023',
      method: 'host',
    });
    const target = { architecture: hostArchitecture, runtime: 'provided.al2023' } as const;
    const findings = await checkArtifact(bytes, target, 'zip');
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(await make(project, ['zip'])).toMatchObject({ exitCode: 0 });
    expect((await zip()).equals(bytes)).toBe(true);
  });

  it('packs the FILES of the Makefile too, as make does, and says which was not published', async () => {
    const makefile = join(project, 'Makefile');
    const before = await readFile(makefile, 'utf8');
    try {
      await writeFile(makefile, before.replace(/^FILES .*$/m, 'FILES     := texts settings.json'));
      const missing = await run();
      expect(missing).toMatchObject({ exitCode: 1 });
      expect(missing.stderr).toMatch(
        /^error: There is no dist\/publish\/texts; let src\/Hello\/Hello\.csproj copy it/m,
      );
      const files =
        'mkdir dist/publish/texts; echo a >dist/publish/texts/a.txt; echo 1 >dist/publish/settings.json';
      await publish(`mkdir -p dist/publish && cp "${join(program, 'bootstrap')}" dist/publish/; ${files}`);
      expect(await run()).toMatchObject({ exitCode: 0 });
      const bytes = await zip();
      const { stdout } = await execa('unzip', ['-Z1', join(project, 'dist', 'hello.zip')]);
      expect(stdout.split('\n')).toEqual(['bootstrap', 'settings.json', 'texts/a.txt']);
      expect(await make(project, ['zip'])).toMatchObject({ exitCode: 0 });
      expect((await zip()).equals(bytes)).toBe(true);
    } finally {
      await writeFile(makefile, before);
    }
  });

  it('says how it links and why, what each step took, and what came of it', async () => {
    const { stdout, stderr } = await run();
    expect(stdout).toMatch(
      /^zip +dist\/hello\.zip, [\d,]+ bytes\nbootstrap +[\d,]+ bytes\narchitecture +\w+\nneeds +glibc 2\.\d+ or later; provided\.al2023 has 2\.34$/,
    );
    expect(stderr).toMatch(
      /^Linking with (?:gcc|clang): .*\.\nCompiling natively…\nCompiling natively: \d+\.\d s\nPacking…\nPacking: \d+\.\d s$/,
    );
  });

  it('with --dry-run prints the commands and runs none', async () => {
    const { exitCode, stdout } = await run('--dry-run', '--json', '--architecture', hostArchitecture);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      method: 'host',
      commands: [
        expect.stringMatching(
          /^dotnet publish src\/Hello\/Hello\.csproj .* --output dist\/publish -p:EnableSourceControlManagerQueries=false$/,
        ),
        'dotnet msbuild linker/zip.proj -nologo -verbosity:quiet -p:Name=hello',
      ],
    });
    expect(existsSync(join(project, 'dist', 'publish'))).toBe(false);
  });

  it('shows what the compiler complains of, and packs nothing', async () => {
    await rm(join(project, 'dist'), { recursive: true, force: true });
    await publish('echo "Program.cs(3,5): error CS1002: ; expected [/x/App.csproj]"; exit 1');
    const { exitCode, stderr } = await run();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /\nProgram\.cs\(3,5\): error CS1002: ; expected\nerror: The build failed; its errors are above\.$/,
    );
    expect(existsSync(join(project, 'dist', 'hello.zip'))).toBe(false);
  });

  it('ends with 3 when Lambda would not start the result', async () => {
    await publish('mkdir -p dist/publish && printf "no program" >dist/publish/bootstrap');
    const { exitCode, stderr } = await run();
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/\nerror: dist\/publish\/bootstrap does not fit provided\.al2023 on \w+: /);
  });

  it.each([
    [['--zig', '--static'], 2, /^error: --zig and --static exclude each other/m],
    [['--zig', '--zig-glibc', '2.9'], 2, /--zig-glibc.*"2\.9" is not a release of glibc from 2\.17 on/],
    [['--sysroot', '/nowhere'], 1, /--sysroot is \/nowhere, which has no folder usr|was not found; install/],
    [['--architecture', 'mips'], 2, /--architecture/],
  ])('refuses %j', async (flags, code, message) => {
    const { exitCode, stderr } = await run(...flags);
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(message);
  });

  it('says of a project of an older version how to bring it up to date', async () => {
    const old = await newProject(temporaryFolder(), 'old', '--architecture', hostArchitecture);
    await rm(join(old, 'linker', 'zip.proj'));
    await mkdir(join(old, 'dist', 'publish'), { recursive: true });
    await copyFile(join(program, 'bootstrap'), join(old, 'dist', 'publish', 'bootstrap'));
    const { exitCode, stderr } = await lambdaNativeaot(old, ['build']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /error: There is no linker\/zip\.proj in this project, .* run "lambda-nativeaot update"/,
    );
  });
});
