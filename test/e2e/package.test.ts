import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { listFiles } from '../support/folders.ts';

// The package as a user gets it: packed, and installed elsewhere together with yo.

let folder: string;
const installed = () => join(folder, 'installed');

/** An ordinary user, also where the tests run as root: yo does not work as root. */
const ordinary: { uid?: number; gid?: number } = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-nativeaot-'));
  await chmod(folder, 0o755);
  await mkdir(installed());
  await writeFile(join(installed(), 'package.json'), '{"private": true}');
  await execa('npm', ['pack', packageRoot(), '--ignore-scripts', '--pack-destination', folder], {
    cwd: folder,
  });
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) as string;
  await execa(
    'npm',
    [
      'install',
      '--ignore-scripts',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      join(folder, tarball),
      'yo@7.0.1',
    ],
    { cwd: installed() },
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function home(name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  const { uid, gid } = ordinary;
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
  return path;
}

describe('the packed package', () => {
  test('has what it needs and nothing else', async () => {
    const files = await listFiles(join(installed(), 'node_modules', 'generator-lambda-nativeaot'));
    const tops = new Set(files.map((path) => path.split('/')[0]));
    expect([...tops].sort()).toEqual([
      'Dockerfile.al2',
      'LICENSE',
      'README.md',
      'dist',
      'package.json',
      'templates',
    ]);
    expect(files).toContain('templates/project/gitignore');
    expect(files.filter((path) => path.startsWith('dist/') && !path.endsWith('.js'))).toEqual([]);
  });

  test('is executable as lambda-nativeaot', async () => {
    const bin = join(installed(), 'node_modules', '.bin', 'lambda-nativeaot');
    expect((await stat(bin)).mode & 0o111).toBe(0o111);
    const work = await home('by-bin');
    const { stdout } = await execa(bin, ['new', 'hello', '--yes', '--skip-git', '--json'], {
      cwd: work,
      stdin: 'ignore',
    });
    expect(await listFiles(join(work, 'hello'))).toEqual([...JSON.parse(stdout).files].sort());
  });

  test('is found by yo, with the same files and the same strictness', async () => {
    const work = await home('by-yo');
    const yo = (...args: string[]) =>
      execa(
        process.execPath,
        [join(installed(), 'node_modules', 'yo', 'lib', 'cli.js'), 'lambda-nativeaot', ...args],
        {
          ...ordinary,
          cwd: work,
          env: { HOME: work, NODE_PATH: join(installed(), 'node_modules') },
          stdin: 'ignore',
          reject: false,
        },
      );
    const written = await yo('hello', '--skip-git', '--no-color');
    expect(written.stdout).toContain('yo lambda-nativeaot hello --skip-git --yes');
    expect(written.exitCode).toBe(0);
    expect(await listFiles(join(work, 'hello'))).toEqual(await listFiles(join(folder, 'by-bin', 'hello')));

    const unknown = await yo('other', '--frmework', 'net9.0');
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/did you mean --framework/) });
    expect(await readdir(work)).not.toContain('other');

    const help = await yo('--help');
    expect(help.all ?? help.stdout).toContain('--architecture');
  });
});
