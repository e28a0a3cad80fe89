import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareWith, incomparable, readBaseline, resultOf } from '../../src/aws/cold-start/result.ts';
import { coldStart, here, noted, useColdStarts } from './cold-start-support.ts';

useColdStarts();

describe('a baseline', () => {
  const file = () => join(here.folder, 'baseline.json');
  const chart = () => join(here.folder, 'charts', 'chart.svg');

  it('is written by the first run, and the next are compared with it', async () => {
    const first = await coldStart({ baseline: file(), svg: chart(), tolerance: 100_000 });
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(JSON.parse(JSON.stringify(first)));
    expect(existsSync(chart())).toBe(true);
    const taken = join(file(), 'chart.svg');
    await expect(coldStart({ count: 1, svg: taken })).rejects.toThrow(file());
    await coldStart({ baseline: file(), tolerance: 100_000 });
    expect(noted.at(-1)).toMatch(
      /^hello-echo: p90 of Init \+ Duration [\d.]+ ms, baseline [\d.]+ ms \([+-]\d+ %\)$/,
    );
  });

  it('that is beaten by more than the tolerance, and --max-p90, end with exit code 3', async () => {
    const first = await coldStart();
    const fast = {
      ...first,
      series: [
        { ...first.series[0], summary: { ...first.series[0]?.summary, total: { p50: 1e-6, p90: 1e-6 } } },
      ],
    };
    writeFileSync(file(), JSON.stringify(fast));
    await expect(coldStart({ baseline: file() })).rejects.toMatchObject({
      code: 3,
      message: expect.stringContaining('slower than the baseline by'),
    });
    await expect(coldStart({ 'max-p90': 1e-6 })).rejects.toMatchObject({
      code: 3,
      message: expect.stringContaining('p90 of Init + Duration is'),
    });
  });

  const sample = (total: number) => ({ initMs: total, durationMs: 0, memoryMB: 1 });
  const head = { mode: 'local', function: 'f', place: 'here', memorySize: 128 } as const;
  const made = (...totals: number[]) =>
    resultOf(head, [{ label: 'aot', samples: totals.map(sample), notCold: 0 }]);

  it('is compared by its p90, series by series', () => {
    expect(compareWith(made(10, 10, 20), made(10, 10, 25))).toEqual([
      { label: 'aot', p90: 25, baselineP90: 20, changePercent: 25 },
    ]);
    const other = resultOf(head, [{ label: 'jit', samples: [sample(1)], notCold: 0 }]);
    expect(compareWith(made(1), other)).toEqual([]);
  });

  it('of another place or setting is said to be one', () => {
    expect(incomparable(made(1), made(2))).toBeUndefined();
    expect(incomparable(made(1), { ...made(1), place: 'there', memorySize: 256 })).toBe(
      'the baseline was measured under other conditions (place here then, there now; memorySize 128 then, 256 now)',
    );
    expect(incomparable(made(1), { ...made(1), vcpus: 128 / 1769 })).toBe(
      'the baseline was measured under other conditions (vcpus full speed then, 0.07 vCPU now)',
    );
  });

  it('that is none is refused', async () => {
    writeFileSync(file(), '{"some":"json"}');
    await expect(readBaseline(file())).rejects.toThrow(
      /baseline\.json is not a result of "cold-start --json"/,
    );
    expect(await readBaseline(`${file()}.none`)).toBeUndefined();
    await expect(readBaseline(here.folder)).rejects.toThrow(/^--baseline: .* is a folder, not a file\.$/);
    // And before anything is measured.
    await expect(coldStart({ baseline: file() })).rejects.toMatchObject({ code: 1 });
    expect(here.fake.requests).toEqual([]);
  });
});
