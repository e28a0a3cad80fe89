import { describe, expect, it } from 'vitest';
import { boundOf } from '../../../src/aws/tune/bound.ts';
import { choose } from '../../../src/aws/tune/choice.ts';
import { costOfMillion } from '../../../src/aws/tune/cost.ts';
import { readWeighted, sequenceOf } from '../../../src/aws/tune/events.ts';
import type { Invocation, SizeRun } from '../../../src/aws/tune/measure.ts';
import { tuneResult } from '../../../src/aws/tune/result.ts';
import { boundText, choiceText, dollars, tuneChart, tuneTable } from '../../../src/aws/tune/text.ts';
import { readMemorySizes } from '../../../src/commands/tune.ts';
import { UserError } from '../../../src/errors.ts';
import { lambdaPrices, priceOf } from '../../../src/platform/prices.ts';

const [x64, arm64] = lambdaPrices.rows;

describe('the cost of a million requests', () => {
  it.each([
    // Requests $0.20, and 1,000,000 × GB × seconds × price; in words of the price list, by hand.
    { memory: 128, cold: 20, warm: 1, percent: 0, price: x64, dollars: 0.2 + 0.0020833375 },
    { memory: 128, cold: 20, warm: 1, percent: 100, price: x64, dollars: 0.2 + 0.04166675 },
    { memory: 128, cold: 20, warm: 1, percent: 1, price: x64, dollars: 0.2 + 0.00247917 },
    { memory: 1024, cold: 100, warm: 100, percent: 1, price: x64, dollars: 0.2 + 1.66667 },
    { memory: 1024, cold: 100, warm: 100, percent: 1, price: arm64, dollars: 0.2 + 1.33334 },
    { memory: 3008, cold: 0, warm: 2.5, percent: 0, price: arm64, dollars: 0.2 + 0.09791716 },
    { memory: 10_240, cold: 0, warm: 900_000, percent: 0, price: x64, dollars: 0.2 + 150_000.3 },
  ])(
    'of $memory MB, $warm ms warm, $cold ms cold, $percent % cold on $price.architecture is right to the cent',
    ({ memory, cold, warm, percent, price, dollars: expected }) => {
      expect(costOfMillion(memory, { cold, warm }, percent, price)).toBeCloseTo(expected, 6);
    },
  );

  it('is known for an architecture, and it is said when the region has prices of its own', () => {
    expect(priceOf('eu-central-1', 'arm64')).toEqual({ price: arm64, isOfRegion: true });
    expect(priceOf('ap-east-1', 'x86_64')).toEqual({ price: x64, isOfRegion: false });
  });

  it('has cents, and hundredths of them where it is small', () => {
    expect([0, 0.20208, 9.9, 150_000.3].map(dollars)).toEqual([
      '$0.0000',
      '$0.2021',
      '$9.9000',
      '$150000.30',
    ]);
  });
});

describe('the choice', () => {
  const at = (memorySize: number, costPerMillion: number, latencyMs: number) => ({
    memorySize,
    costPerMillion,
    latencyMs,
  });

  it('is by cost, by latency, and by both as parts of their largest', () => {
    expect(choose([at(1024, 8, 50), at(128, 2, 400), at(512, 2.5, 100), at(2048, 16, 49)])).toEqual({
      cheapest: 128,
      // 50 is within 5 % of 49.
      fastest: 1024,
      // 1/8 + 1, 2.5/16 + 1/4, 1/2 + 1/8, 1 + 0.12: the second.
      balanced: 512,
    });
  });

  it('is the smallest of those that are alike', () => {
    expect(choose([at(512, 4, 1), at(128, 1, 1.04), at(256, 1, 1.02)])).toEqual({
      cheapest: 128,
      fastest: 128,
      balanced: 128,
    });
  });

  it('is told in words', () => {
    expect(choiceText({ cheapest: 128, fastest: 1024, balanced: 128 })).toBe(
      '128 MB is the cheapest and balanced; 1024 MB is the fastest. Set it with "memorySize" in .yo-rc.json.',
    );
  });
});

describe('weighted events', () => {
  it.each([
    ['{"a":1}', 1, '{"a":1}'],
    ['3:@small.json', 3, '@small.json'],
    ['12:"a:b"', 12, '"a:b"'],
    ['5', 1, '5'],
    ['2:5', 2, '5'],
    ['sqs', 1, 'sqs'],
  ])('%s has the weight %i', (text, weight, value) => {
    expect(readWeighted(text)).toEqual({ weight, value });
  });

  it('come as often as they weigh, spread evenly', () => {
    const events = [
      { weight: 3, name: 'a' },
      { weight: 1, name: 'b' },
    ];
    expect(
      sequenceOf(events, 8)
        .map(({ name }) => name)
        .join(''),
    ).toBe('aabaaaba');
  });
});

it.each([
  ['128,256', [128, 256]],
  ['512, 128,512', [128, 512]],
  ['10240', [10_240]],
  ['127', undefined],
  ['128,', undefined],
  ['1e3', undefined],
  [Array(21).fill('128').join(','), undefined],
])('--memory %s is %j', (text, sizes) => {
  expect(readMemorySizes(text)).toEqual(sizes);
});

const cold = (initMs: number, durationMs: number): Invocation => ({
  initMs,
  durationMs,
  billedMs: Math.ceil(initMs + durationMs),
  memoryMB: 30,
});
const warm = (durationMs: number): Invocation => ({
  initMs: undefined,
  durationMs,
  billedMs: Math.ceil(durationMs),
  memoryMB: 31,
});
const runs: SizeRun[] = [
  { memorySize: 128, cold: [], warm: [], error: new UserError('f failed: Runtime.OutOfMemory') },
  { memorySize: 256, cold: [cold(5, 60.5), cold(5, 70)], warm: [warm(8), warm(8), warm(9.5)] },
  { memorySize: 512, cold: [cold(5, 20), cold(5, 21)], warm: [warm(4), warm(4), warm(4)] },
];
const head = {
  mode: 'local',
  function: 'f',
  place: 'here',
  region: 'us-east-1',
  architecture: 'x86_64',
  coldPercent: 10,
} as const;

describe('a result', () => {
  const result = tuneResult(head, runs);

  it('has percentiles, what is billed on average, cost and choice; a size that failed is named', () => {
    expect(result.sizes.map(({ memorySize }) => memorySize)).toEqual([256, 512]);
    expect(result.sizes[0]).toMatchObject({
      cold: { n: 2, p50: 65.5, p90: 75 },
      init: { p50: 5 },
      warm: { n: 3, p50: 8, p99: 9.5 },
      // 66 and 75; 8, 8 and 10.
      billed: { cold: 70.5, warm: 26 / 3 },
      latencyMs: 0.1 * 65.5 + 0.9 * 8,
      maxMemoryUsed: 31,
    });
    // 14.85 ms on average at a quarter of a GB; 6.15 ms at half of one.
    expect(result.sizes[0]?.costPerMillion).toBeCloseTo(0.2 + 0.25 * 14.85 * 0.0166667, 6);
    expect(result.sizes[1]?.costPerMillion).toBeCloseTo(0.2 + 0.5 * 6.15 * 0.0166667, 6);
    expect(result.choice).toEqual({ cheapest: 512, fastest: 512, balanced: 512 });
    expect(result.failed).toEqual([{ memorySize: 128, error: 'f failed: Runtime.OutOfMemory' }]);
  });

  it('is shown as a table with what it is of', () => {
    expect(tuneTable(result).split('\n')).toEqual([
      'MEMORY  VCPU  COLD p50   p90   p99  WARM p50   p90   p99  BILLED COLD  WARM   USED  1M REQUESTS',
      '256 MB  0.14      65.5  75.0  75.0      8.00  9.50  9.50         70.5   8.7  31 MB      $0.2619',
      '512 MB  0.29      25.0  26.0  26.0      4.00  4.00  4.00         25.5     4  31 MB      $0.2513  cheapest, fastest, balanced',
      '128 MB: f failed: Runtime.OutOfMemory',
      'Milliseconds; 2 cold starts (Init and first Duration) and 3 warm invocations of each size. Cost: 10 % cold starts, free tier left out; $0.20 a million requests, $0.0000166667 a GB-second (x86_64, prices of us-east-1, 2026-11-29).',
      'Fastest: the smallest size within 5 % of the least latency. Balanced: the same of cost and latency together.',
    ]);
    expect(tuneTable(tuneResult({ ...head, region: 'ap-east-1' }, runs))).toContain(
      'prices of us-east-1, which may not be those of ap-east-1,',
    );
  });

  it('is drawn with a bar for each size', () => {
    const chart = tuneChart(result);
    expect(chart).toContain('>f: cheapest 512 MB, fastest 512 MB, balanced 512 MB</text>');
    expect(chart).toContain('>warm 4.00 ms, $0.2513 a million</text>');
    expect(chart.match(/<circle /g)).toHaveLength(4);
  });
});

describe('a run on AWS', () => {
  it('has a bound: every invocation at its timeout, every INIT at ten seconds', () => {
    const { changes, invocations, cost } = boundOf({ sizes: [128, 1024], count: 2, warm: 3 }, 3, x64);
    // 2 × 2 cold starts and 10 spare ones, 12 warm invocations, and the way back.
    expect({ changes, invocations }).toEqual({ changes: 15, invocations: 26 });
    // 14 s cold, 4 s warm: 2 × (14 + 3 × 4) s at 1/8 and at 1 GB, and 10 × 14 s at 1 GB.
    expect(cost).toBeCloseTo(26 * 0.0000002 + (52 / 8 + 52 + 140) * 0.0000166667, 9);
  });

  it('says it before it begins', () => {
    const bound = {
      functionName: 'f',
      region: 'eu-west-1',
      sizes: [128, 1024],
      changes: 15,
      invocations: 1026,
    };
    expect(boundText({ ...bound, cost: 0.0033 })).toBe(
      [
        'tune --remote changes memory and timeout of f in eu-west-1 up to 15 times (128, 1024 MB) and sets them back at the end.',
        'Callers of $LATEST get these settings meanwhile; versions and aliases do not.',
        'It invokes the function up to 1,026 times, which really run, and costs at most $0.0033: that is if each ran into its timeout.',
      ].join('\n'),
    );
  });
});
