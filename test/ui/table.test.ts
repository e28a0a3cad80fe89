import { describe, expect, it } from 'vitest';
import { paintFor } from '../../src/ui/colours.ts';
import { renderTable } from '../../src/ui/table.ts';

const columns = [{ title: 'function' }, { title: 'ms', align: 'right' }, { title: 'note' }] as const;

describe('a table', () => {
  it('puts cells below their titles and numbers to the right', () => {
    expect(
      renderTable(columns, [
        ['hello-native', '2.4', 'cold'],
        ['orders', '112.0', ''],
      ]),
    ).toBe('function         ms  note\nhello-native    2.4  cold\norders        112.0');
  });

  it('does not count colours as width', () => {
    const red = paintFor({ isTTY: true }, false, {}).red;
    const [, first, second] = renderTable(
      [{ title: 'a' }, { title: 'b' }],
      [
        [red('x'), 'y'],
        ['xx', 'y'],
      ],
    ).split('\n');
    expect(first).toBe(`${red('x')}   y`);
    expect(second).toBe('xx  y');
  });

  it('leaves cells that are missing empty', () => {
    expect(renderTable(columns, [['a']])).toBe('function  ms  note\na');
  });
});
