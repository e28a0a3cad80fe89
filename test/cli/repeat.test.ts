import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../src/cli/parse.ts';
import { repeatCommand } from '../../src/cli/repeat.ts';
import { newCommand } from '../../src/commands/new.ts';
import { quote } from '../../src/ui/shell-word.ts';

const repeat = (argv: string[], frontend: 'yo' | 'bin' = 'bin') => {
  const { arguments: args, values } = parseCommandLine(newCommand, argv);
  return repeatCommand(newCommand, frontend, args, values);
};

describe('the command that repeats a run', () => {
  test.each([
    [['orders'], 'lambda-nativeaot new orders --yes'],
    [['orders', '--yes', '--dry-run'], 'lambda-nativeaot new orders --yes'],
    [['orders', '--library', 'builtin'], 'lambda-nativeaot new orders --yes'],
    [
      ['orders', '--library', 'aws', '--with', 'sam,github', '--skip-git'],
      'lambda-nativeaot new orders --library aws --with sam,github --skip-git --yes',
    ],
    [['orders', '--output', "my dir/it's"], `lambda-nativeaot new orders --output 'my dir/it'\\''s' --yes`],
  ])('%j → %s', (argv, expected) => {
    expect(repeat(argv)).toBe(expected);
  });

  test('names the frontend that was used', () => {
    expect(repeat(['orders'], 'yo')).toBe('yo lambda-nativeaot orders --yes');
  });

  test('quotes what a shell would take apart, and nothing else', () => {
    expect(['plain-1_a.b/c', 'a b', '$HOME', '', 'é'].map(quote)).toEqual([
      'plain-1_a.b/c',
      "'a b'",
      "'$HOME'",
      "''",
      "'é'",
    ]);
  });
});
