import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../src/cli/parse.ts';
import type { Command } from '../../src/commands/command.ts';
import { withDefaults } from '../../src/commands/command.ts';
import { UsageError } from '../../src/errors.ts';

const command = {
  name: 'brew',
  generator: 'brew',
  page: 'commands.md',
  summary: 'Makes coffee.',
  argument: {
    name: 'BEAN',
    description: 'what to grind',
    validate: (b) => (b === 'pea' ? 'no bean.' : undefined),
  },
  options: [
    { name: 'milk', type: 'boolean', description: 'with milk' },
    { name: 'cups', type: 'number', placeholder: 'N', min: 1, max: 12, default: 2, description: 'cups' },
    {
      name: 'size',
      type: 'choice',
      choices: [{ value: 'small' }, { value: 'large' }],
      default: 'small',
      description: '',
    },
    { name: 'with', type: 'list', choices: [{ value: 'sugar' }, { value: 'ice' }], description: 'extras' },
    { name: 'label', type: 'text', placeholder: 'TEXT', description: 'label' },
    { name: 'env', type: 'texts', placeholder: 'K=V', description: 'variables' },
  ],
  examples: [],
} as const satisfies Command;

const parse = (...argv: string[]) => parseCommandLine(command, argv);

describe('a command line', () => {
  test('is read into typed values and arguments', () => {
    expect(
      parse(
        'arabica',
        '--milk',
        '--cups',
        '3',
        '--with',
        'sugar,ice',
        '--label=a b',
        '--env',
        'A=1',
        '--env',
        'B=2',
      ),
    ).toEqual({
      arguments: ['arabica'],
      values: { milk: true, cups: 3, with: ['sugar', 'ice'], label: 'a b', env: ['A=1', 'B=2'] },
    });
  });

  test('takes an option of an empty list as none', () => {
    expect(parse('--with', 'none').values).toEqual({ with: [] });
  });

  test('takes what is in a list twice once', () => {
    expect(parse('--with', 'sugar,ice', '--with', 'sugar').values).toEqual({ with: ['sugar', 'ice'] });
  });

  test('takes the word true as a text', () => {
    expect(parse('--label', 'true').values).toEqual({ label: 'true' });
  });

  test('takes as a value what looks like a flag and is a flag, or is said to be one', () => {
    expect(parse('--label', '-1').values).toEqual({ label: '-1' });
    expect(parse('--label', '--nothing of ours').values).toEqual({ label: '--nothing of ours' });
    expect(parse('--label', '--constructor').values).toEqual({ label: '--constructor' });
    expect(parse('--label=--milk').values).toEqual({ label: '--milk' });
  });

  test('knows -h', () => {
    expect(parse('-h').values.help).toBe(true);
  });

  test('gets defaults only where nothing was given', () => {
    expect(withDefaults(command, parse('--cups', '5').values)).toMatchObject({
      cups: 5,
      size: 'small',
      with: [],
    });
  });

  test.each([
    [['--mlik'], 'Unknown flag --mlik; did you mean --milk?'],
    [
      ['--zzzzzz'],
      'Unknown flag --zzzzzz; known are: --milk, --cups, --size, --with, --label, --env, --json, --no-color, --debug, --help.',
    ],
    [
      ['-x'],
      'Unknown flag -x; known are: --milk, --cups, --size, --with, --label, --env, --json, --no-color, --debug, --help.',
    ],
    [['--si', 'small'], 'Unknown flag --si; did you mean --size?'],
    [['--mil'], 'Unknown flag --mil; did you mean --milk?'],
    [['--MILK'], 'Unknown flag --MILK; did you mean --milk?'],
    [['-m'], 'Unknown flag -m; did you mean --milk?'],
    [['-l', 'x'], 'Unknown flag -l; did you mean --label?'],
    [['--cup'], 'Unknown flag --cup; did you mean --cups?'],
    [['--tea'], 'Unknown flag --tea; known are: '],
    [['--__proto__'], 'Unknown flag --__proto__; known are: '],
    [['--constructor'], 'Unknown flag --constructor; known are: '],
    [
      ['--label', '--milk'],
      '--label needs a value, and --milk is a flag; to give it as the value write --label=--milk.',
    ],
    [
      ['--label', '--cups=3'],
      '--label needs a value, and --cups=3 is a flag; to give it as the value write --label=--cups=3.',
    ],
    [['--size', 'a\nb'], '--size "a\\nb" is not one of small, large.'],
    [['--size='], '--size needs a value; it is empty.'],
    [['--milk=yes'], '--milk takes no value; it was given "yes".'],
    [['--cups', 'many'], '--cups "many" is not a whole number from 1 to 12.'],
    [['--cups', '13'], '--cups "13" is not a whole number from 1 to 12.'],
    [['--cups', '1.5'], '--cups "1.5" is not a whole number from 1 to 12.'],
    [['--cups', ''], '--cups needs a value; it is empty.'],
    [['--cups', ' '], '--cups " " is not a whole number from 1 to 12.'],
    [['--cups'], '--cups needs a value.'],
    [['--size', 'huge'], '--size "huge" is not one of small, large.'],
    [['--size', 'small', '--size', 'large'], '--size was given 2 times; give it once.'],
    [['--with', 'sugar,salt'], '--with "salt" is not one of sugar, ice.'],
    [['--label', ''], '--label needs a value; it is empty.'],
    [['--label'], '--label needs a value.'],
    [['pea'], 'BEAN "pea": no bean.'],
    [['arabica', 'robusta'], '"robusta" is one argument too many; brew takes 1.'],
  ])('%j is refused in words that name the flag and the value', (argv, message) => {
    const run = () => parse(...argv);
    expect(run).toThrow(UsageError);
    expect(run).toThrow(message);
  });
});
