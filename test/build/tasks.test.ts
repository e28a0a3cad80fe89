import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readElf } from '../../src/artifact/elf.ts';
import { packageRoot } from '../../src/package.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';

// The tasks that MSBuild compiles out of linker/BootstrapTasks.cs.txt, on small programs in C, without a native build.

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-nativeaot-'));
  await cp(join(packageRoot(), 'templates', 'project', 'linker'), join(folder, 'linker'), {
    recursive: true,
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const msbuild = (...args: string[]) =>
  execa('dotnet', ['msbuild', ...args, '-nologo', '-verbosity:quiet'], {
    cwd: folder,
    env: dotnetEnvironment,
    reject: false,
    all: true,
  });

const source = `#include <stdio.h>
int counted;
int twice(int n) { return 2 * n; }
int main(int argc, char **argv) { counted = twice(argc); printf("%d\\n", counted); return 0; }
`;

describe.runIf(process.platform === 'linux')('SeparateSymbols', () => {
  const kinds = { pie: [], fixed: ['-no-pie'], static: ['-static'] } as const;

  beforeAll(async () => {
    await writeFile(join(folder, 'main.c'), source);
    for (const [name, flags] of Object.entries({ ...kinds, 'without-symbols': ['-s'] }))
      await execa('gcc', ['-g', '-gz', ...flags, '-o', join(folder, name), join(folder, 'main.c')]);
    // One of them twice, as "make strip" comes after a publish that has done it.
    const steps = ['pie', 'fixed', 'static', 'pie', 'without-symbols', 'main.c'].map(
      (name) =>
        `<SeparateSymbols Program="$(MSBuildThisFileDirectory)${name}" SymbolFile="$(MSBuildThisFileDirectory)${name}.dbg" ContinueOnError="true" />`,
    );
    const target = `<Target Name="All" DependsOnTargets="CompileBootstrapTasks">${steps.join('')}</Target>`;
    await writeFile(
      join(folder, 'all.proj'),
      `<Project DefaultTargets="All"><Import Project="linker/tasks.targets" />${target}</Project>`,
    );
    const { all } = await msbuild('all.proj');
    expect(all.match(/: warning : .*/g)).toEqual([expect.stringMatching(/main\.c is no 64-bit ELF program/)]);
  });

  test.each(Object.keys(kinds))('%s runs as before, without symbols, which are kept', async (name) => {
    const program = join(folder, name);
    expect((await execa(program, ['a', 'b'])).stdout).toBe('6');
    expect(readElf(await readFile(program))).toMatchObject({ hasSymbolTable: false, hasDebugInfo: false });
    const { stdout, stderr } = await execa('readelf', ['--wide', '--sections', '--dyn-syms', program]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/ \.gnu_debuglink .*\n.* \.shstrtab /);
    expect(stdout).toMatch(/ \.bss +NOBITS /);
    // What strip makes of it is not smaller than by a comment and some padding.
    await execa('strip', ['--strip-all', '-o', `${program}.stripped`, `${program}.dbg`]);
    const [ours, theirs] = [await readFile(program), await readFile(`${program}.stripped`)];
    expect(ours.length).toBeLessThanOrEqual(theirs.length + 128);
    expect((await execa(`${program}.dbg`)).stdout).toBe('2');
  });

  test('leaves a program alone that has none', async () => {
    expect((await execa(join(folder, 'without-symbols'))).stdout).toBe('2');
    expect(await readdir(folder)).not.toContain('without-symbols.dbg');
  });

  test('names the file of the symbols as objcopy would', async () => {
    const dump = async (program: string) => {
      const { stdout } = await execa('readelf', ['--hex-dump=.gnu_debuglink', program]);
      return /0x00000000 .*/.exec(stdout)?.[0];
    };
    const other = join(folder, 'other');
    await execa('objcopy', [
      '--strip-all',
      `--add-gnu-debuglink=${join(folder, 'pie.dbg')}`,
      join(folder, 'pie.dbg'),
      other,
    ]);
    expect(await dump(join(folder, 'pie'))).toBe(await dump(other));
  });
});

describe('WriteZip', () => {
  const zip = () => join(folder, 'dist', 'hello.zip');
  const write = () => msbuild('linker/zip.proj', '-p:Name=hello');

  beforeAll(async () => {
    const files = {
      'z.txt': 'z',
      bootstrap: '\x7fELF',
      'scripts/run': '#!/bin/sh\n',
      'scripts/notes.sh': 'no script',
      'scripts-2/empty': '',
      'Ä.txt': 'é',
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(folder, 'dist', 'zip', name, '..'), { recursive: true });
      await writeFile(join(folder, 'dist', 'zip', name), text, { encoding: 'latin1', mode: 0o600 });
    }
    expect(await write()).toMatchObject({ exitCode: 0, all: '' });
  });

  test('sorts its files, gives all one date, and those the execute bit that are programs', async () => {
    const { stdout } = await execa('zipinfo', [zip()]);
    const entries = stdout.split('\n').filter((line) => /^[-dl?]/.test(line));
    expect(
      entries.map((line) => [
        line.slice(0, 10),
        line.slice(line.indexOf('80-')).slice(0, 15),
        line.slice(line.lastIndexOf(':') + 4),
      ]),
    ).toEqual([
      ['-rwxr-xr-x', '80-Jan-01 00:00', 'bootstrap'],
      ['-rw-r--r--', '80-Jan-01 00:00', 'scripts-2/empty'],
      ['-rw-r--r--', '80-Jan-01 00:00', 'scripts/notes.sh'],
      ['-rwxr-xr-x', '80-Jan-01 00:00', 'scripts/run'],
      ['-rw-r--r--', '80-Jan-01 00:00', 'z.txt'],
      ['-rw-r--r--', '80-Jan-01 00:00', 'Ä.txt'],
    ]);
  });

  test('holds what the files hold, which unzip finds sound', async () => {
    const target = join(folder, 'unpacked');
    await execa('unzip', ['-q', zip(), '-d', target]);
    expect((await readdir(target, { recursive: true })).sort()).toEqual(
      [
        'bootstrap',
        'scripts',
        'scripts-2',
        'scripts-2/empty',
        'scripts/notes.sh',
        'scripts/run',
        'z.txt',
        'Ä.txt',
      ].sort(),
    );
    expect(await readFile(join(target, 'Ä.txt'), 'latin1')).toBe('é');
    expect(await readFile(join(target, 'scripts-2', 'empty'), 'utf8')).toBe('');
  });

  test('is not written when a link is among them, which would be missing in it', async () => {
    const link = join(folder, 'dist', 'zip', 'link.txt');
    await symlink('z.txt', link);
    const { exitCode, all } = await write();
    await rm(link);
    expect(exitCode).toBe(1);
    expect(all).toMatch(/error : .*link\.txt is a link; put the file itself into dist\/zip/);
  });
});
