import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import Generator from 'yeoman-generator';
import helpers from 'yeoman-test';
import { commands } from '../../src/commands/commands.ts';
import { packageRoot } from '../../src/package.ts';

const load = async (generator: string) => {
  const file = join(packageRoot(), 'generators', generator, 'index.ts');
  return { file, Class: (await import(file)).default as typeof Generator };
};

describe('a generator class', () => {
  test.each(commands.map(({ generator }) => generator))(
    '%s: has no method but the priorities of Yeoman, since any other would be run as a task',
    async (generator) => {
      const { Class } = await load(generator);
      const tasks = Object.getOwnPropertyNames(Class.prototype).filter((name) => !name.startsWith('_'));
      expect(['constructor', ...Generator.queues]).toEqual(expect.arrayContaining(tasks));
    },
  );

  test('of new writes a project when Yeoman runs it', async () => {
    const { file, Class } = await load('app');
    const result = await helpers
      .run(Class, { namespace: 'lambda-nativeaot:app', resolved: file })
      .withArguments(['orders'])
      .withOptions({ skipGit: true, architecture: 'arm64' } as object);
    result.assertFile(['orders/Makefile', 'orders/src/Orders/Orders.csproj']);
    result.assertFileContent('orders/Makefile', /^ARCH +:= arm64$/m);
  });

  test('of new refuses an option that it does not know', async () => {
    const { file, Class } = await load('app');
    const run = helpers
      .run(Class, { namespace: 'lambda-nativeaot:app', resolved: file })
      .withArguments(['orders'])
      .withOptions({ architektur: 'arm64' } as object);
    await expect(run).rejects.toThrow('Unknown flag --architektur; did you mean --architecture?');
  });

  test('of new refuses a flag without its value, which Yeoman hands over as the word true', async () => {
    const { file, Class } = await load('app');
    const run = helpers
      .run(Class, { namespace: 'lambda-nativeaot:app', resolved: file })
      .withArguments(['orders'])
      .withOptions({ output: 'true' } as object);
    await expect(run).rejects.toThrow('--output needs a value.');
  });
});
