import { barChart } from '../../ui/chart.ts';
import { renderTable } from '../../ui/table.ts';
import { oneOf, withCommas } from '../../ui/wording.ts';
import { ms } from '../cold-start/text.ts';
import { alike, type Choice } from './choice.ts';
import { type ColdSample, type SizeResult, type TuneResult, totalOf } from './result.ts';

/** US dollars: cents, and below ten dollars hundredths of them, in which sizes of quick functions differ. */
export const dollars = (value: number): string => `$${value.toFixed(value < 10 ? 4 : 2)}`;

const names = ['cheapest', 'fastest', 'balanced'] as const satisfies readonly (keyof Choice)[];

const marksOf = (memorySize: number, choice: Choice): string =>
  names.filter((name) => choice[name] === memorySize).join(', ');

const billedText = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(1));

function row(size: SizeResult, choice: Choice): string[] {
  const { memorySize, vcpus, cold, warm, billed, costPerMillion, maxMemoryUsed } = size;
  return [
    `${memorySize} MB`,
    vcpus.toFixed(2),
    ...[cold.p50, cold.p90, cold.p99].map(ms),
    ...[warm.p50, warm.p90, warm.p99].map(ms),
    billedText(billed.cold),
    billedText(billed.warm),
    `${maxMemoryUsed} MB`,
    dollars(costPerMillion),
    marksOf(memorySize, choice),
  ];
}

/** A row for each size, in ms; below it what the figures are of. */
export function tuneTable(result: TuneResult): string {
  const { sizes, failed, choice, coldPercent, prices, region, architecture } = result;
  const right = { align: 'right' } as const;
  const titles = ['MEMORY', 'VCPU', 'COLD p50', 'p90', 'p99', 'WARM p50', 'p90', 'p99'];
  const billed = ['BILLED COLD', 'WARM', 'USED', '1M REQUESTS'];
  const columns = [...titles, ...billed].map((title) => ({ title, ...right }));
  const table = renderTable(
    [...columns, { title: '' }],
    sizes.map((size) => row(size, choice)),
  );
  const { checkedOn, perRequest, perGbSecond } = prices;
  const whose = prices.isOfRegion ? region : `us-east-1, which may not be those of ${region}`;
  const [{ cold, warm }] = sizes as [SizeResult];
  return [
    table,
    ...failed.map(({ memorySize, error }) => `${memorySize} MB: ${error}`),
    `Milliseconds; ${cold.n} cold starts (Init and first Duration) and ${warm.n} warm invocations of each size. Cost: ${coldPercent} % cold starts, free tier left out; $${(1_000_000 * perRequest).toFixed(2)} a million requests, $${perGbSecond} a GB-second (${architecture}, prices of ${whose}, ${checkedOn}).`,
    `Fastest: the smallest size within ${alike * 100} % of the least latency. Balanced: the same of cost and latency together.`,
  ].join('\n');
}

/** The median cold start of each size as a bar, every one as a dot, and what warm ones take and cost. */
export function tuneChart(result: TuneResult): string {
  const { sizes, choice } = result;
  return barChart({
    title: `${result.function}: ${names.map((name) => `${name} ${choice[name]} MB`).join(', ')}`,
    unit: 'ms',
    bars: sizes.map(({ memorySize, cold, warm, costPerMillion, samples }) => {
      // By nearest rank the median is a start that was measured, so its two parts add up to it.
      const median = samples.cold.find((sample) => totalOf(sample) === cold.p50) as ColdSample;
      return {
        label: `${memorySize} MB`,
        parts: [
          { name: 'Init of the median', value: median.initMs },
          { name: 'first Duration', value: median.durationMs },
        ],
        points: samples.cold.map(totalOf),
        mark: { name: 'p90 of both', value: cold.p90 },
        remark: `warm ${ms(warm.p50)} ms, ${dollars(costPerMillion)} a million`,
      };
    }),
  });
}

/** What a run on AWS does at most, before it is asked for. */
export interface RemoteBound {
  readonly functionName: string;
  readonly region: string;
  readonly sizes: readonly number[];
  readonly changes: number;
  readonly invocations: number;
  /** US dollars: every invocation at its timeout, every start at ten seconds. */
  readonly cost: number;
}

export function boundText({ functionName, region, sizes, changes, invocations, cost }: RemoteBound): string {
  return [
    `tune --remote changes memory and timeout of ${functionName} in ${region} up to ${withCommas(changes)} times (${sizes.join(', ')} MB) and sets them back at the end.`,
    `Callers of $LATEST get these settings meanwhile; versions and aliases do not.`,
    `It invokes the function up to ${withCommas(invocations)} times, which really run, and costs at most ${dollars(cost)}: that is if each ran into its timeout.`,
  ].join('\n');
}

/** The choice in words. */
export function choiceText(choice: Choice): string {
  const sizes = [...new Set(names.map((name) => choice[name]))];
  const texts = sizes.map(
    (memorySize) =>
      `${memorySize} MB is the ${oneOf(marksOf(memorySize, choice).split(', ')).replace(' or ', ' and ')}`,
  );
  return `${texts.join('; ')}. Set it with "memorySize" in .yo-rc.json.`;
}
