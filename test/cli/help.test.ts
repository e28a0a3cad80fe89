import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandHelp, commandReference, overview } from '../../src/cli/help.ts';
import { commands } from '../../src/commands/commands.ts';
import { packageRoot } from '../../src/package.ts';

const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('help', () => {
  test('lists every command', () => {
    const text = overview(commands, '/docs');
    expect(text).toContain('\nDocumentation:\n  /docs/README.md\n');
    for (const { name } of commands) expect(text).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });

  test.each(commands.map((command) => [command.name, command] as const))(
    '%s: names every flag and fits into 80 columns',
    (_, command) => {
      const text = commandHelp(command, '/docs');
      for (const { name } of command.options) expect(text).toContain(`--${name}`);
      expect(widest(text)).toBeLessThanOrEqual(80);
    },
  );

  test.each(commands)('$name: names a page that comes with the package and is about it', ({ name, page }) => {
    const command = commands.find((candidate) => candidate.name === name) as (typeof commands)[number];
    const path = commandHelp(command).trimEnd().split('\n').at(-1)?.trim() as string;
    expect(path).toBe(join(packageRoot(), 'docs', page));
    expect(readFileSync(path, 'utf8')).toContain(`lambda-nativeaot ${name}`);
  });

  test('of every command stands in docs/commands.md', async () => {
    await expect(commandReference(commands)).toMatchFileSnapshot(join(packageRoot(), 'docs', 'commands.md'));
  });
});
