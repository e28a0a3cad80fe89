import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { privateFolder, removeFolder, writeOutput, writeTree } from '../../src/files/write.ts';
import { requireFreeTarget } from '../../src/project/target.ts';
import { listFiles, readTree, temporaryFolder } from '../support/folders.ts';

const tree = [
  { path: 'a.txt', contents: 'a' },
  { path: 'deep/er/b.txt', contents: 'b' },
  { path: 'z.txt', contents: 'z' },
];
const written = { 'a.txt': 'a', 'deep/er/b.txt': 'b', 'z.txt': 'z' };

describe('writing a tree', () => {
  test('makes the folder, and those above it', async () => {
    const target = join(await temporaryFolder(), 'one', 'two');
    await writeTree(target, tree);
    expect(await readTree(target)).toEqual(written);
    expect(await listFiles(dirname(target))).toHaveLength(3);
  });

  test.skipIf(process.platform === 'win32')('gives the execute bit to programs alone', async () => {
    const target = await temporaryFolder();
    await writeFile(join(target, 'tool'), 'old', { mode: 0o644 });
    await writeTree(target, [{ path: 'tool', contents: '#!/bin/sh\n', executable: true }, ...tree]);
    expect((await stat(join(target, 'tool'))).mode & 0o100).toBe(0o100);
    expect((await stat(join(target, 'a.txt'))).mode & 0o111).toBe(0);
  });

  test.skipIf(process.platform === 'win32')('leaves a file the mode that it had', async () => {
    const target = await temporaryFolder();
    await writeFile(join(target, 'a.txt'), 'old');
    await chmod(join(target, 'a.txt'), 0o755);
    await writeTree(target, tree);
    expect((await stat(join(target, 'a.txt'))).mode & 0o777).toBe(0o755);
  });

  test('goes over files of the same name and leaves others alone', async () => {
    const target = await temporaryFolder();
    await writeFile(join(target, 'a.txt'), 'old');
    await writeFile(join(target, 'mine.txt'), 'mine');
    await writeTree(target, tree);
    expect(await readTree(target)).toEqual({ ...written, 'mine.txt': 'mine' });
  });

  test('that fails halfway puts everything back', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'project');
    await mkdir(target);
    await writeFile(join(target, 'a.txt'), 'old');
    // A file where a folder must go: found only when the second file is put in its place.
    await writeFile(join(target, 'deep'), 'in the way');
    await expect(writeTree(target, tree)).rejects.toThrow(/exists already|a file, not a folder/);
    expect(await readTree(folder)).toEqual({ 'project/a.txt': 'old', 'project/deep': 'in the way' });
  });

  test('removes files with it, and the folders that they leave empty', async () => {
    const target = await temporaryFolder();
    await writeTree(target, [...tree, { path: 'old/deep/gone.txt', contents: 'x' }]);
    await writeTree(
      target,
      [{ path: 'a.txt', contents: 'new' }],
      ['old/deep/gone.txt', 'deep/er/b.txt', 'no.txt'],
    );
    expect(await readTree(target)).toEqual({ 'a.txt': 'new', 'z.txt': 'z' });
    expect((await readdir(target)).sort()).toEqual(['a.txt', 'z.txt']);
  });

  test('removes nothing behind a link', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'project');
    await writeTree(target, tree);
    await writeTree(join(folder, 'elsewhere'), [{ path: 'x', contents: 'x' }]);
    await symlink(join(folder, 'elsewhere'), join(target, 'link'));
    const changed = [{ path: 'a.txt', contents: 'new' }];
    await expect(writeTree(target, changed, ['z.txt', 'link/x'])).rejects.toThrow(/link is a symbolic link/);
    expect(await readFile(join(folder, 'elsewhere', 'x'), 'utf8')).toBe('x');
    expect(await readFile(join(target, 'a.txt'), 'utf8')).toBe('a');
    expect(await listFiles(target)).toContain('z.txt');
  });

  test('that is interrupted leaves nothing', async () => {
    const folder = await temporaryFolder();
    const run = writeTree(join(folder, 'sub', 'project'), tree);
    process.emit('SIGINT');
    await expect(run).rejects.toMatchObject({ code: 130 });
    expect(await listFiles(folder)).toEqual([]);
  });

  test('into one new folder from two sides leaves the whole of one of them', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'project');
    const other = [{ path: 'other.txt', contents: 'other' }];
    const runs = await Promise.allSettled([writeTree(target, tree), writeTree(target, other)]);
    const [failed, ...more] = runs.filter(({ status }) => status === 'rejected');
    expect(more).toEqual([]);
    expect(String((failed as PromiseRejectedResult).reason)).toContain(
      `${target} cannot be used: something else was written into it meanwhile.`,
    );
    expect([written, { 'other.txt': 'other' }]).toContainEqual(await readTree(target));
    expect(await readdir(folder)).toEqual(['project']);
  });

  test('never follows a link out of the target', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'project');
    await mkdir(join(folder, 'elsewhere'));
    await mkdir(target);
    await symlink(join(folder, 'elsewhere'), join(target, 'deep'));
    await expect(writeTree(target, tree)).rejects.toThrow(/deep is a symbolic link/);
    expect(await listFiles(join(folder, 'elsewhere'))).toEqual([]);
    expect(await listFiles(target)).toEqual(['deep']);
  });

  test('where no folder can be made says so of the target, not of a folder of its own', async () => {
    const target = process.platform === 'linux' ? '/proc/project' : '/dev/null/project';
    const run = writeTree(target, tree);
    await expect(run).rejects.toBeInstanceOf(UserError);
    await expect(run).rejects.toThrow(new RegExp(`^${target} cannot be `));
  });

  test.skipIf(process.getuid?.() === 0)('into a read-only folder says so', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o555);
    await expect(writeTree(join(folder, 'project'), tree)).rejects.toThrow(/permission denied/);
  });
});

describe('a target', () => {
  test('is free when it is missing or empty', async () => {
    const folder = await temporaryFolder();
    await requireFreeTarget(folder, false);
    await requireFreeTarget(join(folder, 'missing', 'too'), false);
  });

  test('with something in it needs force', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, '.hidden'), '');
    await expect(requireFreeTarget(folder, false)).rejects.toThrow(
      /is not empty; choose another folder .*--force/,
    );
    await requireFreeTarget(folder, true);
    expect(await readFile(join(folder, '.hidden'), 'utf8')).toBe('');
  });

  test('that is a file is a usage error even with force', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    await expect(requireFreeTarget(file, true)).rejects.toMatchObject({ code: 2 });
  });

  test.each([
    ['file/below', /below would lie in a file; choose another folder/],
    ['link', /link is a link to something that does not exist; remove it/],
  ])('%s is refused with the reason', async (path, message) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    await symlink(join(folder, 'nowhere'), join(folder, 'link'));
    await expect(requireFreeTarget(join(folder, path), true)).rejects.toThrow(message);
  });
});

describe('the writer', () => {
  test.each(['../out', '/tmp/out', 'a/../../out', '.git/config', 'sub/.GIT/commondir', 'a\\b'])(
    'neither writes nor removes %j, and then nothing else either',
    async (path) => {
      const place = await temporaryFolder();
      const target = join(place, 'target');
      await writeTree(target, tree);
      const more = [...tree, { path: 'more', contents: '' }];
      await expect(writeTree(target, [...more, { path, contents: 'x' }])).rejects.toThrow(
        'neither written nor removed',
      );
      await expect(writeTree(target, more, [path])).rejects.toThrow('neither written nor removed');
      await expect(writeTree(join(place, 'fresh'), [{ path, contents: 'x' }])).rejects.toThrow(UserError);
      await expect(removeFolder(target, path)).rejects.toThrow(UserError);
      expect(await readTree(target)).toEqual(written);
      expect(await readdir(place)).toEqual(['target']);
    },
  );

  test('follows no link, to write or to remove, a file or a folder', async () => {
    const [target, outside] = [await temporaryFolder(), await temporaryFolder()];
    await writeFile(join(outside, 'a.txt'), 'theirs');
    await symlink(outside, join(target, 'deep'));
    await symlink(join(outside, 'a.txt'), join(target, 'a.txt'));
    await expect(writeTree(target, tree)).rejects.toThrow('a.txt is a symbolic link');
    await expect(writeTree(target, [], ['a.txt'])).rejects.toThrow('a.txt is a symbolic link');
    await expect(writeTree(target, [], ['deep/a.txt'])).rejects.toThrow('deep is a symbolic link');
    await expect(removeFolder(target, 'deep/er')).rejects.toThrow('deep is a symbolic link');
    await expect(writeOutput(join(target, 'a.txt'), 'x')).rejects.toThrow('a.txt is a symbolic link');
    expect(await readTree(outside)).toEqual({ 'a.txt': 'theirs' });
  });

  test('replaces no device, pipe or folder', async () => {
    const target = await temporaryFolder();
    await mkdir(join(target, 'a.txt'));
    await expect(writeTree(target, tree)).rejects.toThrow('a.txt is not a regular file');
    await expect(writeOutput('/dev/null', 'x')).rejects.toThrow('/dev/null is not a regular file');
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  test('keeps what is private to its user', async () => {
    const target = await temporaryFolder();
    const identity = await privateFolder(target, '.own');
    expect(await privateFolder(target, '.own')).toBe(identity);
    await writeTree(target, [{ path: '.own/a', contents: '', isPrivate: true }]);
    expect((await stat(join(target, '.own'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(target, '.own', 'a'))).mode & 0o777).toBe(0o600);
  });
});
