import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyChanges, applyUndo, planUndo } from '../../src/convert/undo.ts';
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

  it('refuses to lose what was edited since, and does it when it is told to', async () => {
    const { target, before } = await converted();
    await writeFile(join(target, 'src', 'Blog', 'Program.cs'), '// mine\n');
    await expect(planUndo(target, false)).rejects.toThrow(
      'Edited since the conversion: src/Blog/Program.cs; --undo would lose that, give --force to do it all the same.',
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
    const record = { runs: [{ files: [{ path: '../outside', before: 'x', after: '' }] }] };
    await writeFile(join(target, '.lambda-nativeaot', 'undo.json'), JSON.stringify(record));
    await expect(planUndo(target, true)).rejects.toThrow(
      'undo.json is damaged (it leads out of the project)',
    );
    await writeFile(join(target, '.lambda-nativeaot', 'undo.json'), '{');
    await expect(planUndo(target, true)).rejects.toThrow(
      'undo.json is damaged, so nothing can be taken back',
    );
  });
});
