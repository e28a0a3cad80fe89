import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { addableSampleChoices } from '../../src/commands/choices.ts';
import { writeTree } from '../../src/files/write.ts';
import { planAddition } from '../../src/functions/addition.ts';
import { filesOf } from '../../src/functions/change.ts';
import type { Framework } from '../../src/platform/frameworks.ts';
import { settingsOf } from '../../src/project/answers.ts';
import { renderProject } from '../../src/project/render.ts';
import { allSamples, defaultSample } from '../../src/samples/catalogue.ts';
import type { Sample } from '../../src/samples/sample.ts';
import { awsPackages } from '../support/aws-packages.ts';
import { someCases } from '../support/cases.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { temporaryFolder } from '../support/folders.ts';

const addable = new Set(addableSampleChoices().map(({ value }) => value));
const worksWithAws = ({ libraries }: Sample) => libraries === undefined || libraries.includes('aws');
const samples = allSamples().filter(worksWithAws);

async function newProject(sample: string, framework: Framework = 'net10.0'): Promise<string> {
  const folder = await temporaryFolder();
  const answers = {
    sample,
    framework,
    architecture: 'x86_64',
    runtime: 'provided.al2023',
    library: 'aws',
    with: [],
  } as const;
  await writeTree(folder, renderProject(settingsOf('shop', { ...answers, with: [] }, '0.0.0')));
  return folder;
}

/** Compiles a project with AWS's packages, the trim and AOT analysers on, and runs its unit tests. */
async function compileAndTest(folder: string): Promise<void> {
  const { arguments: args, environment } = await awsPackages();
  const tests = join(folder, 'test', 'Shop.Tests');
  const { exitCode, all } = await execa('dotnet', ['test', tests, '--nologo', ...args], {
    env: { ...dotnetEnvironment, ...environment },
    reject: false,
    all: true,
  });
  expect({ exitCode, all }).toMatchObject({
    exitCode: 0,
    all: expect.not.stringMatching(/warning [A-Z]+\d+/),
  });
}

test('every sample that can join a project compiles with AWS’s library, all in one', async () => {
  const folder = await newProject(defaultSample);
  for (const { id } of samples.filter((sample) => addable.has(sample.id) && sample.id !== defaultSample)) {
    await writeTree(folder, filesOf((await planAddition(folder, id, id)).changes));
  }

  await compileAndTest(folder);
});

test.each(
  someCases(
    samples.filter((sample) => !addable.has(sample.id)),
    6,
  ),
)('$id compiles with AWS’s library', async ({ id }) => {
  await compileAndTest(await newProject(id));
});
