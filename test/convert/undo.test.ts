import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { chmod, cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { applyChanges, applyUndo, planUndo } from '../../src/convert/apply/undo.ts';
import { listFiles, readTree, temporaryFolder } from '../support/folders.ts';
import { copyFixture, plan } from './fixtures.ts';

async function converted() {
  const target = await copyFixture('api-gateway', await temporaryFolder());
  const before = await readTree(target);
  await applyChanges(target, (await plan(target)).changes);
  return { target, before };
}

const undo = async (target: string, force = false) => applyUndo(target, await planUndo(target, force));

describe('an undo', () => {
  it('leaves every file as it was, and no folder that was not there', async () => {
    const { target, before } = await converted();
    expect(await listFiles(target)).toContain('.lambda-nativeaot/undo.json');
    await undo(target);
    expect(await readTree(target)).toEqual(before);
    await expect(planUndo(target, false)).rejects.toThrow('has no conversion to undo');
  });

  it('takes what was built meanwhile of a project that is gone with it, and nothing else', async () => {
    const target = await copyFixture('empty-function', await temporaryFolder());
    const before = await readTree(target);
    await applyChanges(target, (await plan(target, { library: 'builtin' })).changes);
    const client = (await listFiles(target)).find((path) => path.endsWith('/LambdaRuntime.csproj'));
    const folder = join(target, client as string, '..');
    for (const name of ['bin', 'obj']) {
      await mkdir(join(folder, name, 'Release'), { recursive: true });
      await writeFile(join(folder, name, 'Release', 'AssemblyInfo.cs'), '// built');
    }
    await undo(target);
    expect(await readTree(target)).toEqual(before);
  });

  it('refuses to lose what was edited since, and does it when it is told to', async () => {
    const { target, before } = await converted();
    await writeFile(join(target, 'src', 'Blog', 'Program.cs'), '// mine\n');
    await expect(planUndo(target, false)).rejects.toThrow(
      'Edited since the conversion: src/Blog/Program.cs; --undo would lose that; give --force to undo anyway.',
    );
    await undo(target, true);
    expect(await readTree(target)).toEqual(before);
  });

  it('brings back what was removed since', async () => {
    const { target, before } = await converted();
    await rm(join(target, 'src', 'Blog', 'Blog.csproj'));
    await undo(target);
    expect(await readTree(target)).toEqual(before);
  });

  it('takes two runs back one after the other', async () => {
    const { target, before } = await converted();
    const first = await readTree(target);
    await applyChanges(target, (await plan(target, { framework: 'net10.0' })).changes);
    await undo(target);
    const { '.lambda-nativeaot/undo.json': _, ...files } = await readTree(target);
    const { '.lambda-nativeaot/undo.json': __, ...expected } = first;
    expect(files).toEqual(expected);
    await undo(target);
    expect(await readTree(target)).toEqual(before);
  });

  it('keeps to its folder, whatever its record says', async () => {
    const { target } = await converted();
    const path = join(target, '.lambda-nativeaot', 'undo.json');
    const own = JSON.parse(readFileSync(path, 'utf8'));
    for (const outside of [
      '../outside',
      '/etc/motd',
      'a/../../b',
      '.git/commondir',
      'sub/.GIT/config',
      'git~1/x',
    ]) {
      const record = { ...own, runs: [{ files: [{ path: outside, before: 'x', after: '' }] }] };
      writeFileSync(path, JSON.stringify(record));
      await expect(planUndo(target, true), outside).rejects.toThrow(
        'undo.json is damaged (a path leads out of the project)',
      );
    }
    writeFileSync(path, '{');
    await expect(planUndo(target, true)).rejects.toThrow(
      'undo.json is damaged, so it cannot be used to undo',
    );
  });

  it('removes nothing through a link', async () => {
    const { target } = await converted();
    const outside = await temporaryFolder();
    writeFileSync(join(outside, 'Makefile'), 'theirs');
    const restorations = await planUndo(target, true);
    await rename(join(target, 'events'), join(target, 'moved'));
    symlinkSync(outside, join(target, 'events'));
    await expect(applyUndo(target, restorations)).rejects.toThrow('events is a symbolic link');
    expect(readFileSync(join(outside, 'Makefile'), 'utf8')).toBe('theirs');
  });

  it.each<[string, (target: string) => Promise<string>]>([
    [
      'a copy of the folder',
      async (target) => {
        const copy = join(await temporaryFolder(), 'copy');
        await cp(target, copy, { recursive: true, preserveTimestamps: true });
        return copy;
      },
    ],
    [
      'a repository that has the record committed',
      async (target) => {
        for (const args of [
          ['init', '-q'],
          ['add', '-f', '.lambda-nativeaot/undo.json'],
        ])
          await execa('git', args, { cwd: target });
        return target;
      },
    ],
    [
      'a record that others may write',
      async (target) => {
        await chmod(join(target, '.lambda-nativeaot', 'undo.json'), 0o644);
        return target;
      },
    ],
  ])('does not believe %s', async (_, change) => {
    const target = await change((await converted()).target);
    const before = await readTree(target);
    await expect(planUndo(target, true)).rejects.toThrow(
      'was not written here by this user, so it is not trusted',
    );
    expect(await readTree(target)).toEqual(before);
  });
});
