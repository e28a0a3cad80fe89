import { describe, expect, it } from 'vitest';
import { estimatesTable, firstRequestsTable, floorTable } from '../../bench/start-figures.ts';

const spread = (p50: number) => ({ min: p50 - 0.1, p50, p90: p50 * 2 });
const quiet = { machine: 'a machine', dotnet: '10.0.100', starts: 20, load: [0.4, 1, 2] };

describe('the tables of starts', () => {
  it('of first requests have a column for each memory size', () => {
    const row = (memorySize: number, first: number) => ({
      id: 'json',
      memorySize,
      init: spread(2.5),
      first: spread(first),
      warm: spread(0.1),
    });
    expect(firstRequestsTable({ ...quiet, rows: [row(128, 12.3), row(1769, 0.4)] })).toBe(
      [
        '| sample | INIT | first request at 128 MB | first request at 1769 MB |',
        '| --- | --- | --- | --- |',
        '| `json` | 2.5 (5.0) | 12 (25) | 0.4 (0.8) |',
        '',
        'Milliseconds: medians of 20 starts, in parentheses the 90th percentile; a machine, .NET 10.0.100.',
        '',
      ].join('\n'),
    );
  });

  it('of the floor say what is timed, and that other programs ran where they did', () => {
    const rows = [{ title: 'an empty C program', until: 'exit' as const, ...spread(600) }];
    const text = floorTable({ ...quiet, load: [7.25], isPinned: true, ownMicroseconds: 65, rows });
    expect(text).toContain('| an empty C program | its end | 0.6 (1.2) |');
    expect(text).toContain("The client's own share is 0.07 ms. Other programs ran meanwhile (load 7.3).");
  });

  it('of estimates have the difference to the arithmetic', () => {
    const rows = [{ memorySize: 128, expected: 2764, p50: 2761.3, p90: 2778, differencePercent: -0.1 }];
    expect(estimatesTable({ machine: 'a machine', load: [0], workMs: 200, rows })).toContain(
      '| 128 MB | 2764 | 2761 | -0.1 % |',
    );
  });

  it('are missing until their bench was run', () => {
    expect([firstRequestsTable(undefined), floorTable(undefined), estimatesTable(undefined)]).toEqual([
      '',
      '',
      '',
    ]);
  });
});
