import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allOptions, nodeOptions } from '../../src/commands/command.ts';
import { commands } from '../../src/commands/commands.ts';
import { lambdaNativeaot } from '../support/bin.ts';
import { temporaryFolder } from '../support/folders.ts';

describe('no option', () => {
  it.each(commands)('of $name is called like one that Node takes for itself', (command) => {
    const names = allOptions(command).flatMap(({ name, alias }) => [name, alias]);
    for (const name of nodeOptions) expect(names).not.toContain(name);
  });

  it.each(commands.filter(({ options }) => options.some(({ name }) => name === 'env-var-file')))(
    'of $name keeps its old name: the message names the new one',
    async ({ name }) => {
      const folder = await temporaryFolder();
      writeFileSync(join(folder, 'x.env'), 'A=1\n');
      for (const given of [['--env-file', 'x.env'], ['--env-file=x.env']]) {
        expect(await lambdaNativeaot(folder, [name, ...given])).toMatchObject({
          exitCode: 2,
          stderr: 'error: --env-file is called --env-var-file: Node takes --env-file for its own.',
        });
      }
    },
  );
});
