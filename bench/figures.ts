import type { Sample } from '../src/samples/sample.ts';
import { contestants } from './contestants.ts';
import type { Results, Row } from './report.ts';

// What the pages say of the measured figures: tables in Markdown, made of bench/results.json and bench/samples.json.

/** What bench/samples.json keeps of a sample: bytes, microseconds, KiB; a sample that calls AWS is not timed. */
export interface SampleFigures {
  readonly id: string;
  readonly binaryBytes: number;
  readonly zipBytes: number;
  readonly firstMicroseconds?: number;
  readonly firstP90?: number;
  readonly warmMicroseconds?: number;
  readonly memoryKiB?: number;
}

/** bench/samples.json. */
export interface SampleResults {
  readonly machine: string;
  readonly dotnet: string;
  readonly starts: number;
  readonly samples: readonly SampleFigures[];
}

/** The README's names for the programs. */
const names: Readonly<Record<string, string>> = {
  c: 'in C',
  builtin: '**built-in runtime** (`--library builtin`)',
  aws: "AWS's library (`--library aws`)",
  httpclient: 'NativeAOT with HttpClient',
  readytorun: 'ReadyToRun, self-contained',
  jit: 'JIT',
};

/** A program of many files is no bootstrap of some size. */
const hasManyFiles = (id: string) => contestants.find((contestant) => contestant.id === id)?.wholeFolder;

const sizesOf = (id: string, { samples }: SampleResults) => samples.find((sample) => sample.id === id);

/** A sample with its size, and its times from where they are measured. */
function sampleFiguresOf(id: string, results: SampleResults, { programs }: Results) {
  const program = programs.find(({ sample }) => sample === id);
  const own = sizesOf(id, results);
  return own && { ...own, ...(program === undefined ? {} : timesOf(program)) };
}

const timesOf = ({ firstMicroseconds, firstP90, warmMicroseconds, memoryKiB }: Row) => ({
  firstMicroseconds,
  firstP90,
  warmMicroseconds: Math.round(warmMicroseconds),
  memoryKiB,
});

const known = (value: number | undefined, text: (value: number) => string) =>
  value === undefined ? '' : text(value);

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const inMilliseconds = (microseconds: number) => {
  const value = microseconds / 1000;
  return value.toFixed(value < 10 ? 1 : 0);
};
/** A median, and in parentheses the 90th percentile where it is known. */
const milliseconds = (median: number, p90: number | undefined) =>
  `${inMilliseconds(median)} ms${p90 === undefined ? '' : ` (${inMilliseconds(p90)})`}`;
const megabytes = (bytes: number) =>
  bytes < 100_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 1)} MB`;
const mebibytes = (kib: number) => `${(kib / 1024).toFixed(1)} MiB`;
const times = (ratio: number) => `${ratio.toFixed(ratio < 10 ? 1 : 0)} ×`;

function programRow({ id, title, ...figures }: Row, samples: SampleResults): string {
  const sizes = figures.sample === undefined ? figures : sizesOf(figures.sample, samples);
  return row([
    names[id] ?? title,
    milliseconds(figures.firstMicroseconds, figures.firstP90),
    times(figures.firstRatio),
    `${Math.round(figures.warmMicroseconds)} µs`,
    mebibytes(figures.memoryKiB),
    hasManyFiles(id) ? '' : known(sizes?.binaryBytes, megabytes),
    // The JIT's zip is without .NET itself.
    id === 'jit' ? '' : known(sizes?.zipBytes, megabytes),
  ]);
}

/** The sample whose size the README names besides: a typed function with source-generated JSON. */
const typed = 'json';

/** The programs side by side, with how they were measured. */
export function programsTable(
  { machine, dotnet, samples, isPinned, programs: rows }: Results,
  sizes: SampleResults,
): string {
  const { binaryBytes, zipBytes } = sizesOf(typed, sizes) as SampleFigures;
  return [
    row(['uppercase function', 'first response', 'to C', 'warm', 'memory', 'binary', 'zip']),
    row(Array.from({ length: 7 }, () => '---')),
    ...rows.map((one) => programRow(one, sizes)),
    '',
    `Medians of ${samples} starts, interleaved (90th percentile), on ${machine}, .NET ${dotnet}; warm${isPinned ? ' on one processor' : ''}. A typed`,
    `function with source-generated JSON is ${megabytes(binaryBytes)} (zip ${megabytes(zipBytes)}).`,
  ].join('\n');
}

/** Every sample of the catalogue with what was measured of it. */
export function samplesTable(
  catalogue: readonly Sample[],
  results: SampleResults,
  programs: Results,
): string {
  const rows = catalogue.map(({ id, description }) => {
    const figures = sampleFiguresOf(id, results, programs);
    return row([
      `[\`${id}\`](#${id})`,
      description,
      known(figures?.binaryBytes, megabytes),
      known(figures?.zipBytes, megabytes),
      known(figures?.firstMicroseconds, (value) => milliseconds(value, figures?.firstP90)),
      known(figures?.warmMicroseconds, (value) => `${value} µs`),
      known(figures?.memoryKiB, mebibytes),
    ]);
  });
  return [
    row(['sample', 'what it is', 'binary', 'zip', 'first response', 'warm', 'memory']),
    row(Array.from({ length: 7 }, () => '---')),
    ...rows,
    '',
    `Medians of ${results.starts} starts (90th percentile) on ${results.machine}, .NET ${results.dotnet}; those of \`uppercase\` are the README's.`,
  ].join('\n');
}

/** What each sample teaches, a section each. */
export function samplesSections(catalogue: readonly Sample[]): string {
  return catalogue
    .map(({ id, title, teaches, ownProject, notice }) => {
      const remarks = [
        notice,
        ownProject ? 'It is a project of its own: `add-function` does not offer it.' : '',
      ];
      return [`### ${id}`, `**${title}.** ${teaches}`, ...remarks.filter(Boolean)].join('\n\n');
    })
    .join('\n\n');
}
