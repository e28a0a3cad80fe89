import { describe, expect, it } from 'vitest';
import { changesBetween, type Measurements } from '../../bench/changes.ts';

const measured = (start: number, bytes: number, memory?: number): Measurements => ({
  programs: {
    ...{ machine: 'm', dotnet: '10', samples: 1, isPinned: true, notBuilt: [] },
    programs: [
      {
        ...{ id: 'builtin', sample: 'uppercase', title: 'built-in' },
        ...{
          firstRatio: start,
          warmRatio: 1.1,
          nextMicroseconds: 1,
          firstMicroseconds: 1,
          warmMicroseconds: 1,
        },
        ...{ firstP90: 1, warmP90: 1, memoryKiB: 1 },
      },
    ],
    large: [{ title: 'C', ratio: 1, microseconds: 1 }],
  },
  samples: {
    ...{ machine: 'm', dotnet: '10', starts: 1 },
    samples: [
      {
        ...{ id: 'uppercase', binaryBytes: bytes, zipBytes: 500 },
        ...(memory === undefined ? {} : { memoryKiB: memory }),
      },
    ],
  },
});

describe('changesBetween', () => {
  it('compares what both have', () => {
    const found = changesBetween(measured(2, 1000, 3000), measured(2.1, 1000));
    expect(found.map(({ of, figure }) => `${of}: ${figure}`)).toEqual([
      'built-in: start to C',
      'built-in: warm to C',
      'C, 6 MB: 6 MB to C',
      'uppercase: binary',
      'uppercase: zip',
    ]);
  });

  it.each([
    ['a start that varies', measured(2, 1000), measured(2.2, 1000), []],
    ['a slower start', measured(2, 1000), measured(2.4, 1000), ['start to C']],
    ['a larger binary', measured(2, 1000), measured(2, 1011), ['binary']],
    ['a smaller one', measured(2, 1000), measured(1, 900), []],
    ['more memory', measured(2, 1000, 3000), measured(2, 1000, 3400), ['memory']],
  ])('knows %s', (_, before, after, worse) => {
    const found = changesBetween(before, after);
    expect(found.filter(({ isWorse }) => isWorse).map(({ figure }) => figure)).toEqual(worse);
  });

  it('says by how much, in percent', () => {
    const [change] = changesBetween(measured(2, 1000), measured(2.5, 1000));
    expect(change).toMatchObject({ before: 2, after: 2.5, percent: 25 });
  });
});
