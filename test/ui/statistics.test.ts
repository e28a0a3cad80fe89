import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentile, summarise } from '../../src/ui/statistics.ts';

describe('percentiles', () => {
  it('are figures that were measured, by nearest rank', () => {
    const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect([0, 10, 50, 51, 90, 99, 100].map((p) => percentile(ten, p))).toEqual([1, 1, 5, 6, 9, 10, 10]);
  });

  it('come of any order, and leave the figures as they are', () => {
    const figures = [3, 1, 2];
    expect(summarise(figures)).toEqual({ n: 3, min: 1, p50: 2, p90: 3, p99: 3, max: 3 });
    expect(figures).toEqual([3, 1, 2]);
  });

  it('have at least that share of the figures at or below them', () => {
    const figures = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(figures, fc.integer({ min: 1, max: 100 }), (all, p) => {
        const sorted = [...all].sort((a, b) => a - b);
        const value = percentile(sorted, p);
        expect(sorted).toContain(value);
        expect(sorted.filter((figure) => figure <= value).length).toBeGreaterThanOrEqual(
          (p / 100) * all.length,
        );
        expect(sorted.filter((figure) => figure < value).length).toBeLessThan((p / 100) * all.length);
      }),
    );
  });
});
