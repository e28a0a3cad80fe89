import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gatherProject } from '../../../src/doctor/project/gather.ts';
import { writeTree } from '../../../src/files/write.ts';
import { planAddition } from '../../../src/functions/addition.ts';
import { settingsOf } from '../../../src/project/answers.ts';
import { renderProject } from '../../../src/project/render.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { answers } from './projects.ts';

// What becomes of the files after "new": a function is added to them, and they are compared with the settings.

const project = settingsOf('shop', { ...answers, with: ['sam', 'cdk', 'terraform'] }, '1.2.3');

async function written(edits: Readonly<Record<string, (text: string) => string>> = {}): Promise<string> {
  const folder = await temporaryFolder();
  await writeTree(folder, renderProject(project));
  for (const [path, edit] of Object.entries(edits)) {
    const file = join(folder, path);
    await writeFile(file, edit(await readFile(file, 'utf8')));
  }
  return folder;
}

describe('add-function in a project with a CDK app', () => {
  const stack = 'infra/FunctionsStack.cs';

  test('adds the construct, its tests and a statement; what was edited stays', async () => {
    const folder = await written({
      [stack]: (text) =>
        text.replace('code);\n', 'code);\n        // mine\n        Tags.Of(this).Add("a", "b");\n'),
    });
    const { changes } = await planAddition(folder, 'orders', 'sqs-batch');
    const change = changes.find(({ path }) => path === stack);
    expect(change?.after).toBe(
      change?.before?.replace('"b");\n', '"b");\n        _ = new OrdersFunction(this, "Orders", code);\n'),
    );
    const paths = changes.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['infra/OrdersFunction.cs', 'test/Infrastructure.Tests/OrdersFunctionTests.cs']),
    );
  });

  test('says so where the stack has no constructor', async () => {
    const folder = await written({ [stack]: () => 'namespace Infrastructure;\n' });
    await expect(planAddition(folder, 'orders', 'json')).rejects.toThrow(
      'infra/FunctionsStack.cs has no class that derives from Stack',
    );
  });
});

describe('doctor', () => {
  const deployed = async (folder: string) => {
    const place = await gatherProject(folder);
    return place.kind === 'project' ? place.project.deployed : [];
  };

  test('reads the function out of all three', async () => {
    const found = await deployed(await written());
    expect(found.map(({ format }) => format)).toEqual(['template', 'terraform', 'cdk']);
    for (const fn of found) {
      expect(fn).toMatchObject({
        name: 'shop',
        handler: 'uppercase',
        runtime: 'provided.al2023',
        architecture: 'x86_64',
        memorySize: 256,
        timeout: 30,
      });
    }
  });

  test('sees what was changed there', async () => {
    const folder = await written({
      'infra/UppercaseFunction.cs': (text) =>
        text
          .replace('MemorySize = 256', 'MemorySize = 512')
          .replace('Seconds(30)', 'Minutes(2)')
          .replace('Runtime.PROVIDED_AL2023', 'new Runtime("dotnet10", RuntimeFamily.DOTNET_CORE)')
          .replace('X86_64', 'ARM_64'),
      'infra/main.tf': (text) => text.replace('= 256', '= 1024'),
    });
    expect((await deployed(folder)).slice(1)).toMatchObject([
      { format: 'terraform', memorySize: 1024 },
      { format: 'cdk', memorySize: 512, timeout: 120, runtime: 'dotnet10', architecture: 'arm64' },
    ]);
  });

  test('leaves open what only the CDK can work out', async () => {
    const folder = await written({
      'infra/UppercaseFunction.cs': (text) =>
        text.replace('MemorySize = 256', 'MemorySize = Memory').replace('"uppercase"', 'Handler'),
    });
    expect((await deployed(folder))[2]).toMatchObject({ handlerIsOpaque: true, memorySize: undefined });
  });
});
