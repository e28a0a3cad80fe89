import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../src/project/settings.ts';
import { bin } from '../support/bin.ts';
import { listFiles, temporaryFolder } from '../support/folders.ts';
import { openTerminal } from '../support/terminal.ts';
import { missingTools } from '../support/tools.ts';

const missing = await missingTools('tmux');
if (missing !== undefined) console.warn(`new on a terminal is not tested: ${missing}`);

const start = (cwd: string, ...args: string[]) => openTerminal(cwd, [process.execPath, bin, 'new', ...args]);

describe.skipIf(missing !== undefined)('new on a terminal', () => {
  test('asks for what was not given, and writes what was answered', async () => {
    const folder = await temporaryFolder();
    const terminal = await start(folder, '--sample', 'uppercase', '--framework', 'net10.0', '--skip-git');
    await terminal.see('Name of the project');
    await terminal.type('1st', 'Enter');
    await terminal.see('A name must start with a letter');
    await terminal.type('C-u', 'orders', 'Enter');
    await terminal.see(/Architecture\n❯ x86_64/);
    await terminal.type('Down', 'Enter');
    await terminal.see(/provided\.al2 +deprecated 2026-07-31/);
    await terminal.type('Enter');
    await terminal.see('Runtime library');
    await terminal.type('Enter');
    await terminal.see('Extra files');
    await terminal.type('Enter');
    const screen = await terminal.see('exit 0');
    expect(screen).toContain('lambda-nativeaot new orders --architecture arm64 --skip-git --yes');
    expect(await readSettings(join(folder, 'orders'))).toMatchObject({
      name: 'orders',
      architecture: 'arm64',
      with: [],
    });
  });

  test('asks nothing that the sample has decided, and says what was made', async () => {
    const folder = await temporaryFolder();
    const terminal = await start(folder, 'old', '--sample', 'dotnet6', '--skip-git');
    await terminal.see('Architecture');
    await terminal.type('Enter');
    await terminal.see('Lambda runtime');
    await terminal.type('Enter');
    await terminal.see('Extra files');
    await terminal.type('Enter');
    const screen = await terminal.see('exit 0');
    expect(screen).not.toContain('Target framework');
    expect(screen).not.toContain('Runtime library');
    expect(screen).toMatch(/^ {2}function +old \(handler dotnet6, 256 MB, 30 s\)$/m);
    expect(screen).toMatch(/^ {2}framework +net6\.0$/m);
    expect(screen).toContain('new old --sample dotnet6 --skip-git --yes');
  });

  test('ended with Ctrl-C leaves nothing and says so', async () => {
    const folder = await temporaryFolder();
    const terminal = await start(folder);
    await terminal.see('Name of the project');
    await terminal.type('orders', 'Enter');
    await terminal.see('Sample to start from');
    await terminal.type('C-c');
    const screen = await terminal.see('exit 130');
    expect(screen).toContain('error: Interrupted; nothing was changed.');
    expect(await listFiles(folder)).toEqual([]);
  });

  test('asks nothing with --yes, with CI, or with --json', async () => {
    const folder = await temporaryFolder();
    await (await start(folder, 'one', '--yes', '--skip-git')).see('exit 0');
    const args = [process.execPath, bin, 'new', 'two', '--skip-git'];
    await (await openTerminal(folder, args, { CI: 'true' })).see('exit 0');
    await (await start(folder, 'three', '--json', '--skip-git')).see('exit 0');
    expect(new Set((await listFiles(folder)).map((path) => path.split('/')[0]))).toEqual(
      new Set(['one', 'two', 'three']),
    );
  });

  test('asks for another name where the folder of the first one is taken', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'hello-native'));
    await writeFile(join(folder, 'hello-native', 'notes.txt'), 'mine');
    const terminal = await start(folder, '--skip-git', '--dry-run');
    await terminal.see('Name of the project');
    await terminal.type('Enter');
    await terminal.see(/hello-native is not empty[\s\S]*Name of the project/);
    await terminal.type('orders', 'Enter');
    // All samples are in sight, those that have a project of their own at the end.
    expect(await terminal.see('Sample to start from')).toMatch(/❯ uppercase[\s\S]*dotnet7/);
    await terminal.type('C-c');
    await terminal.see('exit 130');
  });

  test('refuses a folder that is taken before it asks anything, where the name was given', async () => {
    const folder = await temporaryFolder();
    await (await start(folder, 'taken', '--yes', '--skip-git')).see('exit 0');
    const screen = await (await start(folder, 'taken')).see('exit 1');
    expect(screen).toContain('is not empty');
    expect(screen).not.toContain('Sample');
  });
});

describe.skipIf(missing !== undefined)('add-function on a terminal', () => {
  test('refuses a name that is taken where another one can be typed', async () => {
    const folder = await temporaryFolder();
    await (await start(folder, 'shop', '--yes', '--skip-git')).see('exit 0');
    const terminal = await openTerminal(join(folder, 'shop'), [process.execPath, bin, 'add-function']);
    await terminal.see('Name of the handler');
    await terminal.type('Uppercase', 'Enter');
    await terminal.see('The project has a function uppercase already (shop on Lambda)');
    await terminal.type('C-u', 'orders', 'Enter');
    await terminal.see('Sample to start from');
    await terminal.type('Enter');
    const screen = await terminal.see('exit 0');
    expect(screen).toContain('add-function orders --yes');
  });
});
