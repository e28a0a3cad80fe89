import { cpus } from 'node:os';
import * as v from 'valibot';
import { vcpuText } from '../../emulator/cpu/share.ts';
import { UserError } from '../../errors.ts';
import { fileLimits } from '../../files/limits.ts';
import { readTextIfThere, UnreadableFile } from '../../files/read.ts';
import { writeOutput } from '../../files/write.ts';
import { type Series, type SeriesSummary, summariseSeries } from './series.ts';

/** What `cold-start --json` prints and `--baseline` keeps. ms and MB. */
export interface ColdStartResult {
  readonly mode: 'local' | 'remote';
  readonly function: string;
  /** Where it was measured: figures of two places say nothing about the code. */
  readonly place: string;
  readonly memorySize: number;
  /** The processors that it had from its first event on; absent where it ran at full speed, and on AWS. */
  readonly vcpus?: number;
  readonly series: readonly (Series & { readonly summary: SeriesSummary })[];
}

export const thisMachine = (): string => {
  const all = cpus();
  return `${all[0]?.model ?? 'unknown processor'}, ${all.length} cores, ${process.platform}`;
};

export const resultOf = (
  head: Omit<ColdStartResult, 'series'>,
  series: readonly Series[],
): ColdStartResult => ({ ...head, series: series.map((one) => ({ ...one, summary: summariseSeries(one) })) });

const baselineSchema = v.object({
  mode: v.picklist(['local', 'remote']),
  function: v.string(),
  place: v.string(),
  memorySize: v.number(),
  vcpus: v.optional(v.number()),
  series: v.pipe(
    v.array(
      v.object({
        label: v.string(),
        summary: v.object({ n: v.number(), total: v.object({ p50: v.number(), p90: v.number() }) }),
      }),
    ),
    v.readonly(),
  ),
});

/** The part of an earlier result that a later one is compared with. */
export type Baseline = v.InferOutput<typeof baselineSchema>;

/**
 * Reads an earlier result; undefined when there is none yet.
 * @throws UserError when the file is something else.
 */
export async function readBaseline(file: string): Promise<Baseline | undefined> {
  const text = await readTextIfThere(file, fileLimits.settings).catch((error: unknown) => {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new UserError(`--baseline: ${error.message}`, 1, { cause: error });
  });
  if (text === undefined) return undefined;
  try {
    return v.parse(baselineSchema, JSON.parse(text));
  } catch (error) {
    throw new UserError(
      `--baseline ${file} is not a result of "cold-start --json"; delete it to write a new one.`,
      1,
      { cause: error },
    );
  }
}

/** @throws UserError when it cannot be written. */
export const writeResult = (file: string, result: ColdStartResult): Promise<void> =>
  writeOutput(file, `${JSON.stringify(result, null, 2)}\n`);

/** One figure beside the same of the baseline, in ms; the change in percent. */
export interface Comparison {
  readonly label: string;
  readonly p90: number;
  readonly baselineP90: number;
  readonly changePercent: number;
}

/** p90 of Init + Duration against the baseline's, for each series that both have. */
export function compareWith(baseline: Baseline, { series }: ColdStartResult): Comparison[] {
  return series.flatMap(({ label, summary }) => {
    const before = baseline.series.find((other) => other.label === label)?.summary.total.p90;
    if (before === undefined) return [];
    const { p90 } = summary.total;
    return [{ label, p90, baselineP90: before, changePercent: (p90 / before - 1) * 100 }];
  });
}

/** Why the figures of a baseline are another matter, or undefined. */
export function incomparable(baseline: Baseline, result: ColdStartResult): string | undefined {
  const fields = ['mode', 'function', 'place', 'memorySize', 'vcpus'] as const;
  const differing = fields.filter((field) => baseline[field] !== result[field]);
  if (differing.length === 0) return undefined;
  const shown = ({ vcpus, ...rest }: Baseline | ColdStartResult, field: (typeof fields)[number]) => {
    if (field !== 'vcpus') return rest[field];
    return vcpus === undefined ? 'full speed' : vcpuText(vcpus);
  };
  const texts = differing.map(
    (field) => `${field} ${shown(baseline, field)} then, ${shown(result, field)} now`,
  );
  return `the baseline was measured under other conditions (${texts.join('; ')})`;
}
