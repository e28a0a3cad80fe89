import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paintFor, unpainted } from '../../src/ui/colours.ts';
import { fold, toSink } from '../../src/ui/fold.ts';
import { renderTable } from '../../src/ui/table.ts';

const lines = (text: string, width: number) => fold(text, width).split('\n');

describe('a long line', () => {
  it('is broken between words, and goes on further in', () => {
    expect(lines('error: one two three four', 14)).toEqual(['error: one two', '  three four']);
    expect(lines('  one two three four', 12)).toEqual(['  one two', '    three', '    four']);
  });

  it('of a table goes on below its last column', () => {
    const table = renderTable([{ title: 'a' }, { title: 'b' }], [['name', 'one two three']]);
    expect(fold(table, 14)).toBe('a     b\nname  one two\n      three');
  });

  it('of a table whose last column begins too far to the right goes on near its start', () => {
    expect(lines(`${'x'.repeat(30)}  one two three`, 40)).toEqual([`${'x'.repeat(30)}  one two`, '  three']);
  });

  it('keeps paths and other words whole, however long', () => {
    const path = `/home/somebody/${'x'.repeat(60)}/bootstrap`;
    expect(lines(`${path} is no ELF file`, 40)).toEqual([path, '  is no ELF file']);
    expect(lines(`error: ${path}`, 40)).toEqual(['error:', `  ${path}`]);
  });

  it('keeps what is quoted together, where it fits', () => {
    expect(lines('then "make package ZIG=1" does it', 24)).toEqual([
      'then',
      '  "make package ZIG=1"',
      '  does it',
    ]);
  });

  it('keeps the blanks between words that stay together', () => {
    expect(lines('ab  cd  ef gh ij', 14)).toEqual(['ab  cd  ef gh', '        ij']);
  });

  it('that is a command goes on behind a backslash, so that a shell reads it back', () => {
    expect(lines('  aws lambda invoke --payload \'{"a b": 1}\' --region x out.json', 40)).toEqual([
      '  aws lambda invoke \\',
      '    --payload \'{"a b": 1}\' --region x \\',
      '    out.json',
    ]);
    expect(lines('note  make deploy FUNCTION=hello HANDLER=hello', 34)).toEqual([
      'note  make deploy FUNCTION=hello \\',
      '        HANDLER=hello',
    ]);
    expect(lines('lambda-nativeaot new shop --with sam,github --yes', 36)).toEqual([
      'lambda-nativeaot new shop \\',
      '  --with sam,github --yes',
    ]);
  });

  it('with words that have no room behind the margin goes on further to the left', () => {
    const path = `/${'x'.repeat(24)}`;
    expect(lines(`name  note  aws s3 cp ${path} s3://bucket`, 32)).toEqual([
      'name  note  aws s3 cp \\',
      `    ${path} \\`,
      '    s3://bucket',
    ]);
  });

  it('with a JSON document is broken between its tokens, where a shell and JSON take a line end', () => {
    const folded = lines(`aws x --doc '{ "one two": [ "three", "four" ], "five": 6 }' --y`, 24);
    expect(folded).toEqual([
      `aws x --doc '{`,
      '  "one two": [',
      '  "three", "four" ],',
      `  "five": 6 }' --y`,
    ]);
  });

  it('of a patch is no command, and its tabs take their columns', () => {
    expect(lines('+\tdocker build --file Dockerfile .', 30)).toEqual([
      '+\tdocker build --file',
      '        Dockerfile .',
    ]);
  });

  it('that ends with a command has that on a line of its own', () => {
    expect(lines('error: it is not clean; commit first, or run: git stash --all && git status', 40)).toEqual([
      'error: it is not clean; commit first, or',
      '  run:',
      '  git stash --all && git status',
    ]);
  });

  it('that only begins like a command is a sentence', () => {
    expect(lines('git was not found, so there is no repository.', 30)).toEqual([
      'git was not found, so there is',
      '  no repository.',
    ]);
  });

  it('does not count colours, and keeps them', () => {
    const { red } = paintFor({ isTTY: true }, false, {});
    const text = red('one two three');
    expect(fold(text, 13)).toBe(text);
    expect(unpainted(fold(text, 8))).toBe('one two\n  three');
  });

  it('of a size that nobody reads stays as it is', () => {
    const text = 'a: b  '.repeat(100_000);
    expect(fold(text, 80)).toBe(text);
  });

  it('counts wide characters twice', () => {
    expect(lines('日本 日本', 8)).toEqual(['日本', '  日本']);
  });

  it('loses no word, and is wider than the terminal only for a word that is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 20, max: 60 }), (text, width) => {
        const folded = fold(text, width);
        expect(folded.replaceAll(/\s+\\?\s*/g, '')).toBe(text.replaceAll(/\s+\\?\s*/g, ''));
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 40 }), (words) => {
        for (const line of lines(words.join(' '), 20)) expect(line.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});

describe('where text goes', () => {
  const text = 'one two three four five six seven';

  it('is folded for a terminal, and never for a file, a pipe or one whose width is not known', () => {
    expect(toSink(text, { isTTY: true, columns: 20 })).toBe('one two three four\n  five six seven');
    for (const sink of [
      { columns: 20 },
      { isTTY: true },
      { isTTY: true, columns: 0 },
      { isTTY: false, columns: 20 },
    ])
      expect(toSink(text, sink)).toBe(text);
  });

  it('shows a terminal nothing that it would obey', () => {
    expect(toSink('a\x1b[2J', { isTTY: true, columns: 80 })).toBe('a\\u001b[2J');
  });
});
