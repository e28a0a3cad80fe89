import { describe, expect, it } from 'vitest';
import { chartIndex, chartPaths, chartText, chartX, milliseconds } from '../../src/console-page/chart.ts';
import type { InvocationSummary } from '../../src/emulator/console/data.ts';

const size = { width: 652, height: 132, memoryHeight: 40 };

const one = (number: number, changes: Partial<InvocationSummary> = {}): InvocationSummary => ({
  id: String(number),
  number,
  functionName: 'f',
  acceptedAt: 0,
  state: 'succeeded',
  change: number,
  durationMs: 1,
  memorySize: 100,
  maxMemoryUsed: 50,
  ...changes,
});

/** The places that the marks of a path begin at. */
const marks = (path: string) =>
  [...path.matchAll(/M([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

describe('the chart', () => {
  it('has a mark for each invocation that is over, by its kind', () => {
    const paths = chartPaths(
      [
        one(1, { initDurationMs: 100 }),
        one(2, { durationMs: 10 }),
        one(3, { durationMs: 100, state: 'failed' }),
        one(4, { durationMs: undefined, state: 'running' }),
        one(5, { maxMemoryUsed: 0 }),
      ],
      size,
    );
    // From 1 to 100 ms on a logarithmic scale: 10 is in the middle.
    expect(marks(paths.succeeded)).toEqual([
      [62, 126],
      [82, 66],
      [142, 126],
    ]);
    expect(marks(paths.failed)).toEqual([[102, 6]]);
    expect(marks(paths.init)).toEqual([[62, 2]]);
    // Half of the limit.
    expect(paths.memory.match(/V[\d.]+/g)).toEqual(['V170', 'V170', 'V170']);
    expect(paths.grid).toEqual([
      { y: 126, label: '1 ms' },
      { y: 66, label: '10 ms' },
      { y: 6, label: '100 ms' },
    ]);
  });

  it('has its scale without invocations, too', () => {
    expect(chartPaths([], size)).toMatchObject({ succeeded: '', memory: '', grid: [{}, {}, {}] });
  });

  it.each([3, 30, 2000])('finds the invocation at a place among %d', (count) => {
    for (const index of [0, 1, count - 1])
      expect(chartIndex(chartX(index, count, 900), count, 900)).toBe(index);
    expect([chartIndex(-5, count, 900), chartIndex(5000, count, 900)]).toEqual([0, count - 1]);
  });

  it('is said in words', () => {
    const text = chartText([one(1, { initDurationMs: 9 }), one(2, { durationMs: 12_000, state: 'failed' })]);
    expect(text).toBe('2 invocations, median 12.0 s, longest 12.0 s; 1 cold starts, 1 failed.');
    expect(chartText([])).toBe('No invocation is over yet.');
  });
});

it.each([
  [0.1234, '0.12 ms'],
  [99.5, '99.50 ms'],
  [123.4, '123 ms'],
  [12_345, '12.3 s'],
])('%d ms is %s', (ms, text) => {
  expect(milliseconds(ms)).toBe(text);
});
