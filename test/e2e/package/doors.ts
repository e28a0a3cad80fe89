import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { listFiles } from '../../support/folders.ts';
import { home, type Installed, ordinary } from './installed.ts';

/** The two ways in: the bin, also as root, and yo, as an ordinary user. */
export function testDoors(installed: () => Installed): void {
  test('is executable as lambda-nativeaot', async () => {
    const { bin } = installed();
    expect((await stat(bin)).mode & 0o111).toBe(0o111);
    const work = await home(installed(), 'by bin');
    const { stdout } = await execa(bin, ['new', 'hello', '--yes', '--skip-git', '--json'], {
      cwd: work,
      stdin: 'ignore',
    });
    expect(await listFiles(join(work, 'hello'))).toEqual([...JSON.parse(stdout).files].sort());
  });

  test('is found by yo, with the same files and the same strictness', async () => {
    const work = await home(installed(), 'by yo');
    const runYo = (cwd: string, ...args: string[]) =>
      execa(process.execPath, [installed().yo, ...args], {
        ...ordinary,
        cwd,
        env: { HOME: work, NODE_PATH: installed().modules },
        stdin: 'ignore',
        reject: false,
      });
    const yo = (...args: string[]) => runYo(work, 'lambda-nativeaot', ...args);
    const written = await yo('hello', '--skip-git', '--no-color');
    expect(written.stdout).toContain('yo lambda-nativeaot hello --skip-git --yes');
    expect(written.exitCode).toBe(0);
    const byBin = join(await home(installed(), 'by bin'), 'hello');
    expect(await listFiles(join(work, 'hello'))).toEqual(await listFiles(byBin));

    const project = join(work, 'hello');
    const doctor = await runYo(project, 'lambda-nativeaot:doctor', '--json');
    // 3 where this machine lacks a tool.
    expect([0, 3], doctor.stderr).toContain(doctor.exitCode);
    expect(JSON.parse(doctor.stdout)).toMatchObject({ findings: expect.any(Array) });

    const unknown = await yo('other', '--frmework', 'net9.0');
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/did you mean --framework/) });
    expect(await readdir(work)).not.toContain('other');

    const help = await yo('--help');
    expect(help.all ?? help.stdout).toContain('--architecture');
  });
}
