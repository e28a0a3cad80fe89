import { cp, mkdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultOf, templateOptions } from '../../scripts/dotnet-templates/options.ts';
import { addableSampleChoices } from '../../src/commands/choices.ts';
import { packageVersion } from '../../src/package.ts';
import { libraries } from '../../src/platform/options.ts';
import { decidedBy } from '../../src/project/answers.ts';
import { nameAdvice } from '../../src/project/names.ts';
import { allSamples } from '../../src/samples/catalogue.ts';
import { lambdaNativeaot } from '../support/bin.ts';
import { someCases } from '../support/cases.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { DotnetNew } from '../support/dotnet-new.ts';
import { folderOfFile, listFiles, readTree } from '../support/folders.ts';
import { newProject } from '../support/project.ts';

// The templates of `dotnet new`, packed and installed as a user would: what they write is what `new` and `add-function`
// write. That it compiles, test/e2e says of the same files.

const folder = await folderOfFile();
let dotnetNew: DotnetNew;
let file: string;
let count = 0;

beforeAll(async () => {
  ({ dotnetNew, file } = await DotnetNew.install(folder));
});

async function emptyFolder(): Promise<string> {
  const place = join(folder, `place-${count++}`);
  await mkdir(join(place, 'dotnet'), { recursive: true });
  return place;
}

async function programs(project: string): Promise<string[]> {
  const files = await listFiles(project);
  const modes = await Promise.all(files.map(async (path) => (await stat(join(project, path))).mode));
  return files.filter((_, at) => ((modes[at] as number) & 0o100) !== 0);
}

/** Writes a project of one name with both, and compares them to the byte. @returns what dotnet new said. */
async function compare(name: string, words: readonly string[], how = ['-n', name]): Promise<string> {
  const place = await emptyFolder();
  const { exitCode, all } = await dotnetNew.run(join(place, 'dotnet'), 'lambda-nativeaot', ...how, ...words);
  expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
  const expected = await newProject(place, name, ...words);
  const actual = join(place, 'dotnet', name);
  expect(await readTree(actual)).toEqual(await readTree(expected));
  expect(await programs(actual)).toEqual(await programs(expected));
  return all;
}

test('the package has the version of package.json, and dotnet new lists both templates', async () => {
  expect(basename(file)).toBe(`LambdaNativeAot.Templates.${packageVersion()}.nupkg`);
  const { all } = await dotnetNew.run(folder, 'list', 'lambda-nativeaot');
  expect(all).toMatch(/\blambda-nativeaot +\[C#\] +AWS\/Lambda/);
  expect(all).toMatch(/\blambda-nativeaot-function +\[C#\] +AWS\/Lambda/);
});

test('the help has every option of new, and every choice', async () => {
  const { all } = await dotnetNew.run(folder, 'lambda-nativeaot', '--help');
  for (const { name, choices } of templateOptions()) {
    expect(all).toContain(`--${name} `);
    for (const { value } of choices) expect(all).toContain(value);
  }
});

describe('dotnet new lambda-nativeaot writes what new writes', () => {
  const pairs = allSamples().flatMap(({ id, libraries: known = libraries }) =>
    known.map((library) => ({ sample: id, library })),
  );

  // Two libraries a sample: every eleventh case has each of them, one after the other.
  test.each(someCases(pairs, 11))(
    'for the sample $sample with the library $library',
    async ({ sample, library }) => {
      // A library that the sample decides is not given, as new wants it.
      const flags = decidedBy(sample).includes('library') ? [] : ['--library', library];
      await compare('orders-api', ['--sample', sample, ...flags]);
    },
  );

  const others = templateOptions()
    .filter(({ name }) => name !== 'sample' && name !== 'library')
    .flatMap((option) => option.choices.map(({ value }) => ({ option, flag: option.name, value })))
    .filter(({ option, value }) => value !== defaultOf(option));

  test.each(someCases(others, 3))('for --$flag $value', async ({ flag, value }) => {
    await compare('orders-api', [`--${flag}`, value]);
  });

  const lists = templateOptions().filter(({ type }) => type === 'list');

  test.each(lists)('for all of --$name together', async ({ name, choices }) => {
    await compare('orders-api', [
      ...['--sample', 'streaming', '--library', 'aws', '--architecture', 'arm64'],
      ...choices.flatMap(({ value }) => [`--${name}`, value]),
    ]);
  });

  test.each(someCases(['orders_api--v2-', 'a', 'String', 'Orders', 'xmlHTTPRequest', 'uppercase'], 2))(
    'for the name %s',
    async (name) => {
      await compare(name, ['--sample', 'container', '--with', 'github', '--with', 'vscode']);
    },
  );

  test('for several options at once', async () => {
    await compare('orders-api', ['--sample', 'http-api', '--architecture', 'arm64']);
  });

  test('for a name that is that of the folder', async () => {
    await compare('payments-2', [], ['--output', 'payments-2']);
  });
});

test('a runtime and a sample at their end are said to be, as new says it', async () => {
  const said = await compare('orders', ['--sample', 'dotnet6', '--runtime', 'provided.al2']);
  expect(said).toContain('provided.al2 was deprecated on 2026-07-31');
  expect(said).toContain('.NET 6 has been out of support since 12 November 2024');
});

describe('dotnet new refuses, and writes nothing,', () => {
  test.each([
    { what: 'a name with a dot', words: ['-n', 'orders.api'], why: nameAdvice },
    { what: 'a name of Windows', words: ['-n', 'Aux'], why: nameAdvice },
    { what: 'a name that begins with a digit', words: ['-n', '9orders'], why: nameAdvice },
    { what: 'a name that is too long', words: ['-n', 'a'.repeat(65)], why: nameAdvice },
    { what: "the namespace of the framework's", words: ['-n', 'system'], why: nameAdvice },
    {
      what: 'a framework that the sample decides',
      words: ['-n', 'orders', '--sample', 'dotnet6', '--framework', 'net8.0'],
      why: '--framework "net8.0": the sample dotnet6 is about net6.0; leave the flag out.',
    },
    {
      what: 'a library that the sample does not go with',
      words: ['-n', 'orders', '--sample', 'dotnet7', '--library', 'aws'],
      why: '--library "aws": the sample dotnet7 works only with builtin.',
    },
  ])('$what', async ({ words, why }) => {
    const place = await emptyFolder();
    const { exitCode, all } = await dotnetNew.run(place, 'lambda-nativeaot', ...words);
    expect(exitCode).not.toBe(0);
    expect(all).toContain(why);
    expect(await listFiles(place)).toEqual([]);
  });

  test('files that are there', async () => {
    const place = await newProject(await emptyFolder(), 'orders');
    const before = await readTree(place);
    const { exitCode } = await dotnetNew.run(place, 'lambda-nativeaot', '--sample', 'json');
    expect(exitCode).not.toBe(0);
    expect(await readTree(place)).toEqual(before);
  });
});

describe('dotnet new lambda-nativeaot-function', () => {
  let project: string;
  let sources: string;

  beforeAll(async () => {
    project = await newProject(await emptyFolder(), 'hello-native', '--sample', 'container');
    sources = join(project, 'src', 'HelloNative');
    // The engine knows the namespace of a restored project only.
    await execa('dotnet', ['restore'], { cwd: sources, env: dotnetEnvironment, stdin: 'ignore' });
  });

  /** What a folder has more than another. */
  async function added(from: string, before: readonly string[]): Promise<Record<string, string>> {
    const tree = Object.entries(await readTree(from));
    return Object.fromEntries(tree.filter(([path]) => !before.includes(path)));
  }

  const names = ['payments', 'task', 'helloNative', 'nightly-tests', 'a_b-c', 'BadRequestException'];
  const cases = addableSampleChoices().flatMap(({ value: sample }, at) => [
    { sample, name: names[at % names.length] as string },
    // The class is the sample's own where the function has its name.
    ...(sample === 'json' ? [{ sample, name: sample }] : []),
  ]);

  test.each(someCases(cases, 3))(
    'writes the sources that add-function writes for $name of $sample',
    async ({ sample, name }) => {
      const copy = join(await emptyFolder(), 'hello-native');
      const before = await listFiles(sources);
      await cp(project, copy, { recursive: true });
      const { exitCode, all } = await dotnetNew.run(
        sources,
        ...['lambda-nativeaot-function', '-n', name, '--sample', sample],
      );
      const actual = await added(sources, before);
      for (const path of Object.keys(actual)) await rm(join(sources, path));
      expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
      expect(all).toContain('.Handle("NAME", NAME.Handle');

      const run = await lambdaNativeaot(copy, ['add-function', name, '--sample', sample, '--yes']);
      expect(run).toMatchObject({ exitCode: 0 });
      const expected = await added(join(copy, 'src', 'HelloNative'), before);
      expect(Object.keys(expected).length).toBeGreaterThan(0);
      expect(actual).toEqual(expected);
    },
  );

  test('leaves out what samples share', async () => {
    const before = await listFiles(sources);
    const words = ['-n', 'queue', '--sample', 'sqs-batch', '--shared', 'false'];
    await dotnetNew.run(sources, 'lambda-nativeaot-function', ...words);
    const actual = await added(sources, before);
    for (const path of Object.keys(actual)) await rm(join(sources, path));
    expect(Object.keys(actual)).toEqual(['Functions/Queue.cs', 'Functions/QueueMessage.cs']);
  });

  test('refuses a folder without a project file, and writes nothing', async () => {
    const place = await emptyFolder();
    const { exitCode, all } = await dotnetNew.run(place, 'lambda-nativeaot-function', '-n', 'orders');
    expect(exitCode).not.toBe(0);
    expect(all).toContain('run this in the folder of its .csproj, after "dotnet restore"');
    expect(await listFiles(place)).toEqual([]);
  });
});
