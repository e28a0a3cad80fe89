import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { paintFor } from '../../src/ui/colours.ts';
import { StatusLine } from '../../src/ui/status-line.ts';

function terminal(isTTY: boolean, columns = 80) {
  let text = '';
  return {
    isTTY,
    columns,
    write: (more: string) => {
      text += more;
    },
    text: () => text,
  };
}

describe('a status line', () => {
  it('is plain lines where there is no terminal, and in CI', () => {
    for (const [tty, env] of [
      [false, {}],
      [true, { CI: '1' }],
      [true, { TERM: 'dumb' }],
    ] as const) {
      const out = terminal(tty);
      const status = new StatusLine(out, env);
      status.begin('Building');
      status.print('a line');
      status.end('Built.');
      expect(out.text()).toBe('Building…\na line\nBuilt.\n');
    }
  });

  it('moves below the lines that are printed meanwhile, and goes away', () => {
    const out = terminal(true);
    const status = new StatusLine(out, {});
    status.begin('Building');
    status.print('a line');
    status.end('Built.');
    const shown = stripVTControlCharacters(out.text()).split('\r');
    expect(shown).toEqual([
      expect.stringMatching(/^⠋ Building 0\.0 s$/),
      expect.stringMatching(/^a line\n⠙ Building 0\.0 s$/),
      'Built.\n',
    ]);
  });

  it('shows the time even when its text is longer than the terminal is wide', () => {
    const out = terminal(true, 20);
    const status = new StatusLine(out, {});
    status.begin('A text of many words');
    status.end();
    const [line] = stripVTControlCharacters(out.text()).split('\r') as [string];
    expect(line).toMatch(/^⠋ A text of .*… 0\.0 s$/);
    expect(line.length).toBeLessThan(20);
  });

  it('ends one task when the next begins', () => {
    const out = terminal(false);
    const status = new StatusLine(out, {});
    status.begin('One');
    status.begin('Two');
    status.end();
    expect(out.text()).toBe('One…\nTwo…\n');
  });
});

it('there are colours on a terminal alone, and none against the person’s will', () => {
  const coloured = (tty: boolean, noColor: boolean, env: Record<string, string>) =>
    paintFor(terminal(tty), noColor, env).red('x') !== 'x';
  expect(coloured(true, false, {})).toBe(true);
  expect(coloured(false, false, {})).toBe(false);
  expect(coloured(true, true, {})).toBe(false);
  expect(coloured(true, false, { NO_COLOR: '1' })).toBe(false);
  expect(coloured(true, false, { TERM: 'dumb' })).toBe(false);
  expect(coloured(false, false, { FORCE_COLOR: '1' })).toBe(true);
});
