import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyChanges, applyUndo, planUndo } from '../../src/convert/apply/undo.ts';
import { inFolder } from '../../src/convert/read/locate.ts';
import { packageVersion } from '../../src/package.ts';
import { listFiles, readTree, temporaryFolder } from '../support/folders.ts';
import { type OldPackage, version010 } from '../update/old-package.ts';
import { convert, copyFixture, plan } from './fixtures.ts';

describe('a project that version 0.1.0 converted', () => {
  let old: OldPackage;

  beforeAll(async () => {
    old = await version010();
  });
  afterAll(() => old.dispose());

  /** Puts a project that was converted into the layout that version 0.1.0 gave it. */
  async function asEarlier(target: string, project: string, folder: string): Promise<void> {
    const place = join(target, folder, 'LambdaRuntime');
    await rm(join(target, folder === '.' ? '.' : join(folder, '..'), 'LambdaRuntime'), { recursive: true });
    await cp(join(old.folder, 'templates', 'runtime'), place, { recursive: true });
    await writeFile(join(place, 'Mine.cs'), 'namespace LambdaRuntime;\n');
    const path = join(target, project);
    const text = await readFile(path, 'utf8');
    const without = text
      .replaceAll(/ *<(ProjectReference|Import|DefaultItemExcludes)\b.*LambdaRuntime.*\n/g, '')
      .replaceAll(/ *<!-- (The runtime client is|Settings of the native).*\n/g, '');
    const unsafe = `<!-- LambdaRuntime/ reads and writes its socket through libc. -->
    <AllowUnsafeBlocks>true</AllowUnsafeBlocks>`;
    await writeFile(path, without.replace('<PublishAot>', `${unsafe}\n    <PublishAot>`));
    const settings = join(target, '.yo-rc.json');
    await writeFile(settings, (await readFile(settings, 'utf8')).replace(packageVersion(), '0.1.0'));
  }

  it.each([
    ['json-function', 'OrderService.csproj', '.', 'LambdaRuntime'],
    ['solution', 'src/Shop.Function/Shop.Function.csproj', 'src/Shop.Function', 'src/LambdaRuntime'],
  ])(
    '%s gets the runtime client as a project, in the place of the source that was in its own, when it is converted again',
    async (name, project, folder, place) => {
      const target = await copyFixture(name, await temporaryFolder());
      await convert(target, { library: 'builtin' });
      const expected = await readTree(target);
      await asEarlier(target, project, folder);
      const { changes, warnings } = await convert(target, { library: 'builtin' });
      expect(changes.filter(({ after }) => after === undefined).map(({ path }) => path)).toEqual(
        expect.arrayContaining([
          `${inFolder(folder, 'LambdaRuntime')}/Text.cs`,
          `${inFolder(folder, 'LambdaRuntime')}/Mine.cs`,
        ]),
      );
      expect(changes.map(({ path }) => path)).toContain(`${place}/LambdaRuntime.csproj`);
      expect(warnings).toEqual([]);
      const after = await readTree(target);
      expect(Object.keys(after)).toEqual(Object.keys(expected));
      expect(after[project]).not.toContain('AllowUnsafeBlocks');
      expect(after[project]).toContain('LambdaRuntime.csproj" />');
      expect({ ...after, [project]: '' }).toEqual({ ...expected, [project]: '' });
    },
  );

  it('is as it was when that is undone', async () => {
    const target = await copyFixture('json-function', await temporaryFolder());
    await convert(target, { library: 'builtin' });
    await asEarlier(target, 'OrderService.csproj', '.');
    const before = await readTree(target);
    await applyChanges(target, (await plan(target, { library: 'builtin' })).changes);
    expect(await listFiles(target)).not.toContain('LambdaRuntime/Text.cs');
    await applyUndo(target, await planUndo(target, false));
    expect(await readTree(target)).toEqual(before);
  });

  it('keeps a package of the runtime client, and is told to pack this version', async () => {
    const target = await copyFixture('json-function', await temporaryFolder());
    await convert(target, { library: 'builtin' });
    const path = join(target, 'OrderService.csproj');
    const text = await readFile(path, 'utf8');
    const reference = '<ProjectReference Include="LambdaRuntime/LambdaRuntime.csproj" />';
    expect(text).toContain(reference);
    const packaged = '<PackageReference Include="Contoso.LambdaRuntime" Version="0.1.9" />';
    await writeFile(path, text.replace(reference, packaged));
    await rm(join(target, 'LambdaRuntime'), { recursive: true });
    const { changes, remarks } = await plan(target, { library: 'builtin' });
    expect(changes).toEqual([]);
    expect(remarks).toContain(
      `The runtime client comes from the package Contoso.LambdaRuntime; pack version ${packageVersion()} of it for your feed.`,
    );
  });
});
