import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { yesOption } from '../../src/commands/command.ts';
import { commands } from '../../src/commands/commands.ts';
import { packageRoot } from '../../src/package.ts';
import { complaintsAbout, copySources } from '../support/sources.ts';

// An option is read where its name is a property of the command's values. So every option of a file gets another name
// in a copy of the sources: the compiler then complains wherever one is read. An option without a complaint does nothing.

const rowsFolder = join(packageRoot(), 'src', 'settings', 'rows');

/** The files that declare options, below src: commands, and the settings of a function, whose flags `deploy` takes. */
const declaring = [
  ...[...commands.map(({ name }) => name), 'aws-options', 'emulator-options'].map(
    (name) => `commands/${name}.ts`,
  ),
  ...readdirSync(rowsFolder).map((name) => `settings/rows/${name}`),
];

const declaration =
  /(\bname: ')([a-z0-9][a-z0-9-]*)(',?\s+(?:\/\/[^\n]*\s+)*(?:formerly: '[^']*',\s+)?(?:alias: '[^']*',\s+)?type: ')/g;

const namesIn = (text: string) => [...text.matchAll(declaration)].map((match) => match[2] as string);

/** The declaring files in groups of which no two declare the same name: each group takes a run of the compiler. */
async function distinctGroups(): Promise<string[][]> {
  const groups: { files: string[]; names: Set<string> }[] = [];
  for (const file of declaring) {
    const names = namesIn(await readFile(join(packageRoot(), 'src', file), 'utf8'));
    const group = groups.find((g) => names.every((name) => !g.names.has(name)));
    if (group === undefined) groups.push({ files: [file], names: new Set(names) });
    else {
      group.files.push(file);
      for (const name of names) group.names.add(name);
    }
  }
  return groups.map(({ files }) => files);
}

/** Options that only the test declares, by the file that they are put into. Other things have these names. */
const made: Readonly<Record<string, string>> = {
  'commands/local.ts': 'host',
  'commands/deploy.ts': 'proxy',
  'settings/rows/resources.ts': 'proxy',
};

const withMade = (file: string, text: string) =>
  file in made
    ? text.replace(
        /(options|flags): \[|Options = \[/,
        `$&\n{ name: '${made[file]}', type: 'text', placeholder: 'X', description: 'nothing' },`,
      )
    : text;

/** The options that nothing reads, of some declaring files with those that are made up for them. */
async function unread(folder: string, files: readonly string[]): Promise<string[]> {
  const paths = files.map((file) => join(folder, 'src', file));
  const before = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  const texts = before.map((text, i) => withMade(files[i] as string, text));
  const write = (all: readonly string[]) =>
    Promise.all(paths.map((path, i) => writeFile(path, all[i] as string)));
  await write(texts.map((text) => text.replaceAll(declaration, '$1$2-renamed$3')));
  const complaints = await complaintsAbout(folder);
  await write(before);
  const read = new Set(
    [...complaints.matchAll(/Property '([^']+)' does not exist on type/g)].map((match) => match[1]),
  );
  return texts.flatMap(namesIn).filter((name) => !read.has(name));
}

describe('the options', () => {
  it('are all found where they are declared', async () => {
    const read = (file: string) => readFile(join(packageRoot(), 'src', file), 'utf8');
    const texts = await Promise.all(declaring.map(read));
    for (const names of texts.map(namesIn)) expect(new Set(names).size).toBe(names.length);
    const found = new Set(texts.flatMap(namesIn));
    for (const { name, options } of commands) {
      for (const option of options.filter((o) => o !== yesOption))
        expect(found.has(option.name), `--${option.name} of ${name}`).toBe(true);
    }
  });

  it('are read by something, every one, and one that is only declared is found out', async () => {
    const folder = await copySources();
    const found: string[] = [];
    for (const files of await distinctGroups()) found.push(...(await unread(folder, files)));
    expect(found.toSorted(), 'options that nothing reads, and those made up for this').toEqual(
      Object.values(made).toSorted(),
    );
  });
});
