import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lambdaNativeaot } from '../support/bin.ts';
import { temporaryFolder } from '../support/folders.ts';

describe('new', () => {
  test.each(['net9.0', 'net8.0'])(
    'says that %s gets no fixes any more, in the README too',
    async (framework) => {
      const folder = await temporaryFolder();
      const args = ['new', 'a', '--framework', framework, '--skip-git', '--yes'];
      const { stderr } = await lambdaNativeaot(folder, args);
      expect(stderr).toBe(
        `${framework} has been out of support since 2026-11-10: no fixes, also not for security. Prefer net10.0.`,
      );
      expect(await readFile(join(folder, 'a', 'README.md'), 'utf8')).toContain(`> ${stderr}\n`);
    },
  );

  test('says that net11.0 needs a newer SDK and where it comes from, in the README too', async () => {
    const folder = await temporaryFolder();
    const args = ['new', 'a', '--framework', 'net11.0', '--skip-git', '--yes'];
    const { stderr } = await lambdaNativeaot(folder, args);
    expect(stderr).toBe('net11.0 needs the .NET SDK 11.0 or newer: https://dotnet.microsoft.com/download');
    const read = (path: string) => readFile(join(folder, 'a', path), 'utf8');
    expect(await read('README.md')).toContain(`> ${stderr}\n`);
    expect(await read('src/A/A.csproj')).toContain('<TargetFramework>net11.0</TargetFramework>');
    expect(await read('Makefile')).toContain('DOTNET_VERSION=11.0');
  });
});
