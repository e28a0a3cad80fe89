import results from '../../bench/results.json' with { type: 'json' };
import samples from '../../bench/samples.json' with { type: 'json' };

// What the benchmarks have measured (`npm run bench`, bench/samples.ts), for those who choose.

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const milliseconds = (microseconds: number) => `${(microseconds / 1000).toFixed(1)} ms`;

/** A program of the comparison that is a sample has its times there, and its size with the samples. */
const timesOf = (id: string): { readonly firstMicroseconds?: number } | undefined =>
  results.programs.find((program) => 'sample' in program && program.sample === id) ??
  samples.samples.find((sample) => sample.id === id);

/** A sample's size and cold start as the benchmark had them, in words; undefined where it was not measured. */
export function sampleFigures(id: string): string | undefined {
  const found = samples.samples.find((sample) => sample.id === id);
  if (found === undefined) return undefined;
  const { binaryBytes, zipBytes } = found;
  const { firstMicroseconds } = timesOf(id) ?? {};
  const start =
    firstMicroseconds === undefined ? '' : `; first response after ${milliseconds(firstMicroseconds)}`;
  return `${megabytes(binaryBytes)} binary, ${megabytes(zipBytes)} zip${start}, as benchmarked`;
}
