import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultOf, templateOptions } from '../../scripts/dotnet-templates/options.ts';
import { libraries } from '../../src/platform/options.ts';
import { decidedBy } from '../../src/project/answers.ts';
import { allSamples } from '../../src/samples/catalogue.ts';
import { DotnetNew } from '../support/dotnet-new.ts';
import { folderOfFile, listFiles, readTree } from '../support/folders.ts';
import { newProject } from '../support/project.ts';

// The templates of `dotnet new`, packed and installed as a user would: what they write is what `new` writes.

const folder = await folderOfFile();
let dotnetNew: DotnetNew;
let count = 0;

beforeAll(async () => {
  ({ dotnetNew } = await DotnetNew.install(folder));
});

const isExecutable = async (file: string) => ((await stat(file)).mode & 0o100) !== 0;

async function programs(project: string): Promise<string[]> {
  const found: string[] = [];
  for (const path of await listFiles(project)) if (await isExecutable(join(project, path))) found.push(path);
  return found;
}

/** Writes a project of one name with both, and compares them to the byte. @returns what dotnet new said. */
async function compare(name: string, flags: readonly (readonly [flag: string, value: string])[]) {
  const place = join(folder, `projects-${count++}`);
  await mkdir(join(place, 'dotnet'), { recursive: true });
  const words = flags.flatMap(([flag, value]) => [`--${flag}`, value]);
  const { exitCode, all } = await dotnetNew.run(
    join(place, 'dotnet'),
    'lambda-nativeaot',
    '-n',
    name,
    ...words,
  );
  expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
  const expected = await newProject(place, name, ...words);
  const actual = join(place, 'dotnet', name);
  expect(await readTree(actual)).toEqual(await readTree(expected));
  expect(await programs(actual)).toEqual(await programs(expected));
  return { all, project: actual };
}

describe('dotnet new lambda-nativeaot writes what new writes', () => {
  const pairs = allSamples().flatMap(({ id, libraries: known = libraries }) =>
    known.map((library) => ({ sample: id, library })),
  );

  test.each(pairs)('for the sample $sample with the library $library', async ({ sample, library }) => {
    // A library that the sample decides is not given, as new wants it.
    const flags = decidedBy(sample).includes('library') ? [] : [['library', library] as const];
    await compare('orders-api', [['sample', sample], ...flags]);
  });

  const others = templateOptions()
    .filter(({ name }) => name !== 'sample')
    .flatMap((option) =>
      option.choices.map(({ value }) => ({
        flag: option.name,
        value,
        isDefault: value === defaultOf(option),
      })),
    );

  test.each(others.filter(({ isDefault }) => !isDefault))('for --$flag $value', async ({ flag, value }) => {
    await compare('orders-api', [[flag, value]]);
  });
});
