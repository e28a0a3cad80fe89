import { expect, it } from 'vitest';
import { resultOf } from '../../src/aws/cold-start/result.ts';
import { coldStartChart, coldStartTable, resultText } from '../../src/aws/cold-start/text.ts';

/** A result whose series have these medians of Init + Duration, in ms. */
const medians = (series: Readonly<Record<string, number>>) =>
  resultOf(
    { mode: 'local', function: 'hello', place: 'here', memorySize: 256 },
    Object.entries(series).map(([label, total]) => ({
      label,
      notCold: 0,
      samples: [{ initMs: total - 1, durationMs: 1, memoryMB: 20 }],
    })),
  );

it.each([
  [{ jit: 130, aot: 10 }, 'aot starts 13 × as fast as jit (median of Init + Duration).'],
  [
    { jit: 52, aot: 10, r2r: 40 },
    'aot starts 4.0 × as fast as r2r, 5.2 × as fast as jit (median of Init + Duration).',
  ],
  [{ jit: 10, aot: 10.5 }, 'jit starts about as fast as aot (median of Init + Duration).'],
  [{ aot: 10 }, undefined],
])('the medians %j are said in words', (series, sentence) => {
  const result = medians(series);
  expect(resultText(result)).toBe(sentence);
  const lines = coldStartTable(result).split('\n');
  expect(lines.filter((line) => line.includes(' starts '))).toEqual(sentence === undefined ? [] : [sentence]);
  expect(coldStartChart(result).includes('(median of Init + Duration)')).toBe(sentence !== undefined);
});
