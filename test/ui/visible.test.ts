import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { paintFor, toTerminal } from '../../src/ui/colours.ts';
import { StatusLine } from '../../src/ui/status-line.ts';
import { renderTable } from '../../src/ui/table.ts';
import { visible, visibleLine } from '../../src/ui/visible.ts';

const clipboard = '\u001b]52;c;ZWNobyBoaQ==\u0007';

describe('a text for a terminal', () => {
  it.each([
    [`name${clipboard}`, 'name\\u001b]52;c;ZWNobyBoaQ==\\u0007'],
    ['\u001b[31mred', '\\u001b[31mred'],
    ['a\rb', 'a\\u000db'],
    ['one\r\ntwo\n\tthree', 'one\r\ntwo\n\tthree'],
    ['\u009b2J', '\\u009b2J'],
    ['abc\u202e\u2066def', 'abc\\u202e\\u2066def'],
    ['a\u2028b\u007f', 'a\\u2028b\\u007f'],
    ['grün 日本 👍 e\u0301', 'grün 日本 👍 e\u0301'],
  ])('quotes what a terminal would obey: %j', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  it('has no line that was not meant, in an error', () => {
    expect(visibleLine('a\nerror: forged')).toBe('a error: forged');
    expect(new UserError(`No function "x\r\nok\u001b[2K".`).message).toBe('No function "x ok\\u001b[2K".');
  });

  it('becomes one line in a time that grows with its length', () => {
    const blanks = ' '.repeat(1_000_000);
    expect(visibleLine(`a${blanks}b`)).toBe(`a${blanks}b`);
    expect(visibleLine(`a ${blanks}\r\n\t${blanks}b`)).toBe('a b');
  });

  it('has our own colours and no others', () => {
    const paint = paintFor({ isTTY: true }, false, {});
    expect(toTerminal(paint.red(`a\u001b[0m${clipboard}`))).toBe(
      '\u001b[31ma\\u001b[0m\\u001b]52;c;ZWNobyBoaQ==\\u0007\u001b[39m',
    );
    expect(toTerminal(paint.bold(paint.cyan('x')))).toBe('\u001b[1m\u001b[36mx\u001b[39m\u001b[22m');
    expect(toTerminal(paintFor({}, false, {}).red('x'))).toBe('x');
  });

  it('is quoted by the status line too, in the line and above it', () => {
    const written: string[] = [];
    const line = new StatusLine({ isTTY: true, columns: 80, write: (text) => written.push(text) }, {});
    line.begin(`Building ${clipboard}`);
    line.print(`log ${clipboard}`);
    line.end();
    expect(written.join('')).not.toContain(clipboard);
    expect(written.join('')).toContain('log \\u001b]52;');
  });

  it('counts wide characters as two columns', () => {
    const lines = renderTable(
      [{ title: 'a' }, { title: 'b' }],
      [
        ['日本', 'x'],
        ['y', 'x'],
      ],
    ).split('\n');
    expect(lines).toEqual(['a     b', '日本  x', 'y     x']);
  });
});
