import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { yesOption } from '../../src/commands/command.ts';
import { commands } from '../../src/commands/commands.ts';
import { packageRoot } from '../../src/package.ts';
import { temporaryFolder } from '../support/folders.ts';

// An option is read where its name is a property of the command's values. So every option of a file gets another name
// in a copy of the sources: the compiler then complains wherever one is read. An option without a complaint does nothing.

/** The files that declare options. */
const declaring = [...commands.map(({ name }) => `${name}.ts`), 'aws-options.ts', 'emulator-options.ts'];

const declaration =
  /(\bname: ')([a-z0-9][a-z0-9-]*)(',?\s+(?:\/\/[^\n]*\s+)*(?:formerly: '[^']*',\s+)?(?:alias: '[^']*',\s+)?type: ')/g;

/** The sources in a folder of their own; node_modules is the one here. */
async function copySources(): Promise<string> {
  const folder = await temporaryFolder();
  for (const path of ['src', 'generators', 'bench', 'tsconfig.json', 'package.json']) {
    await cp(join(packageRoot(), path), join(folder, path), { recursive: true });
  }
  await symlink(join(packageRoot(), 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** The options that nothing reads, of one declaring file; `added` is an option that is put in first. */
async function unread(folder: string, file: string, added = ''): Promise<string[]> {
  const path = join(folder, 'src', 'commands', file);
  const before = await readFile(path, 'utf8');
  const text =
    added === '' ? before : before.replace(/options: \[|Options = \[/, (start) => `${start}\n${added}`);
  const names = [...text.matchAll(declaration)].map((match) => match[2] as string);
  await writeFile(path, text.replaceAll(declaration, '$1$2-renamed$3'));
  const tsc = join(packageRoot(), 'node_modules', '.bin', 'tsc');
  const { stdout } = await execa(tsc, ['-p', 'tsconfig.json'], { cwd: folder, reject: false });
  await writeFile(path, before);
  const read = new Set(
    [...stdout.matchAll(/Property '([^']+)' does not exist on type/g)].map((match) => match[1]),
  );
  return names.filter((name) => !read.has(name));
}

describe('the options', () => {
  it('are all found where they are declared', async () => {
    const texts = await Promise.all(
      declaring.map((file) => readFile(join(packageRoot(), 'src', 'commands', file), 'utf8')),
    );
    const found = new Set(texts.flatMap((text) => [...text.matchAll(declaration)].map((match) => match[2])));
    for (const { name, options } of commands) {
      for (const option of options.filter((o) => o !== yesOption))
        expect(found.has(option.name), `--${option.name} of ${name}`).toBe(true);
    }
  });

  it('are read by something, every one', async () => {
    const folder = await copySources();
    for (const file of declaring) {
      expect(
        await unread(folder, file),
        `declared in src/commands/${basename(file)}, and read by nothing`,
      ).toEqual([]);
    }
  });

  it('would be missed otherwise: one that is only declared is found out', async () => {
    const folder = await copySources();
    const host = "{ name: 'host', type: 'text', placeholder: 'HOST', description: 'address to listen on' },";
    expect(await unread(folder, 'local.ts', host)).toEqual(['host']);
    expect(await unread(folder, 'deploy.ts', host.replace('host', 'dead-letter'))).toEqual(['dead-letter']);
  });
});
