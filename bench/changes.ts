import type { SampleResults } from './figures.ts';
import type { Results } from './report.ts';

// What changed between two sets of results. Sizes are exact; times of two machines, or of two nights, are not, so only ratios
// to the program in C are compared, which was measured interleaved with the others.

/** The results that are compared. */
export interface Measurements {
  readonly programs: Results;
  readonly samples: SampleResults;
}

/** A figure before and after. */
export interface Change {
  /** What was measured: a program's title or a sample's name. */
  readonly of: string;
  readonly figure: string;
  readonly before: number;
  readonly after: number;
  /** In percent; above 0 it got larger or slower. */
  readonly percent: number;
  /** Whether that is more than the figure varies by itself. */
  readonly isWorse: boolean;
}

/** By how many percent a figure may grow. Ratios of times spread; a build gives the same bytes each time. */
const mayGrow = {
  'start to C': 15,
  'warm to C': 15,
  '6 MB to C': 15,
  memory: 10,
  binary: 1,
  zip: 1,
} as const;
type Figure = keyof typeof mayGrow;
type Figures = Readonly<Partial<Record<Figure, number | undefined>>>;

/** Every figure by what it is of. */
function figuresOf({ programs, samples }: Measurements): Map<string, Figures> {
  const found = new Map<string, Figures>();
  for (const { title, firstRatio, warmRatio, binaryBytes, zipBytes } of programs.programs) {
    found.set(title, {
      'start to C': firstRatio,
      'warm to C': warmRatio,
      binary: binaryBytes,
      zip: zipBytes,
    });
  }
  for (const { title, ratio } of programs.large) found.set(`${title}, 6 MB`, { '6 MB to C': ratio });
  for (const { id, binaryBytes, zipBytes, memoryKiB } of samples.samples) {
    found.set(id, { binary: binaryBytes, zip: zipBytes, memory: memoryKiB });
  }
  return found;
}

/** The figures that both have, and how they changed; what was not measured in both is left out. */
export function changesBetween(before: Measurements, after: Measurements): Change[] {
  const earlier = figuresOf(before);
  return [...figuresOf(after)].flatMap(([of, figures]) =>
    (Object.keys(mayGrow) as Figure[]).flatMap((figure): Change[] => {
      const [old, now] = [earlier.get(of)?.[figure], figures[figure]];
      if (old === undefined || now === undefined || old === 0) return [];
      const percent = (now / old - 1) * 100;
      return [{ of, figure, before: old, after: now, percent, isWorse: percent > mayGrow[figure] }];
    }),
  );
}
