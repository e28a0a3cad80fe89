import { vcpuText } from '../../emulator/cpu/share.ts';
import { type BarChart, barChart } from '../../ui/chart.ts';
import type { Summary } from '../../ui/statistics.ts';
import { renderTable } from '../../ui/table.ts';
import type { ColdStartResult, Comparison } from './result.ts';
import { type Sample, totalOf } from './series.ts';

/** Two decimals below 10 ms, one below 100, none above: what a stopwatch of this kind is good for. */
export function ms(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MB`;

/** At which speed the function ran on this machine; AWS's needs no words. */
function speedLines({ mode, memorySize, vcpus }: ColdStartResult): string[] {
  if (mode === 'remote') return [];
  const share = vcpus === undefined ? 'full speed' : `${vcpuText(vcpus)}, the share of ${memorySize} MB`;
  return [`Init at full speed; from the first event on ${share}.`];
}

/** How many times as long, in words that do not claim more than a few measurements carry. */
const timesText = (factor: number) =>
  factor < 1.1 ? 'about as fast as' : `${factor.toFixed(factor < 10 ? 1 : 0)} × as fast as`;

/** What series side by side show, by the median of Init + Duration; undefined for one alone. */
export function resultText({ series }: ColdStartResult): string | undefined {
  const [fastest, ...others] = series.toSorted((a, b) => a.summary.total.p50 - b.summary.total.p50);
  if (fastest === undefined || others.length === 0) return undefined;
  const than = others.map(
    ({ label, summary }) => `${timesText(summary.total.p50 / fastest.summary.total.p50)} ${label}`,
  );
  return `${fastest.label} starts ${than.join(', ')} (median of Init + Duration).`;
}

/** One row a figure: n, p50, p90, p99 in ms; memory in MB. */
export function coldStartTable(result: ColdStartResult): string {
  const { series } = result;
  const right = { align: 'right' } as const;
  const columns = [
    { title: '' },
    { title: 'cold start' },
    { title: 'n', ...right },
    { title: 'p50', ...right },
    { title: 'p90', ...right },
    { title: 'p99', ...right },
    { title: '' },
  ];
  const rows = series.flatMap(({ label, summary, size, notCold }) => {
    const { n, init, duration, warm, total, memory } = summary;
    const row = (name: string, { p50, p90, p99 }: Summary, show: (value: number) => string, unit: string) => [
      name,
      String(n),
      show(p50),
      show(p90),
      show(p99),
      unit,
    ];
    const rest = size === undefined ? [] : [['size', '', '', '', '', megabytes(size)]];
    const leftOut = notCold === 0 ? [] : [['not cold, left out', String(notCold), '', '', '', '']];
    return [
      row('Init', init, ms, 'ms'),
      row('Duration', duration, ms, 'ms'),
      row('Init + Duration', total, ms, 'ms'),
      ...(warm ? [row('warm Duration', warm, ms, 'ms')] : []),
      row('memory', memory, String, 'MB'),
      ...rest,
      ...leftOut,
    ].map((cells, i) => [i === 0 ? label : '', ...cells]);
  });
  const inWords = resultText(result);
  return [renderTable(columns, rows), ...(inWords ? [inWords] : []), ...speedLines(result)].join('\n');
}

const signed = (percent: number) => `${percent < 0 ? '' : '+'}${percent.toFixed(0)} %`;

export const comparisonText = ({ label, p90, baselineP90, changePercent }: Comparison): string =>
  `${label}: p90 of Init + Duration ${ms(p90)} ms, baseline ${ms(baselineP90)} ms (${signed(changePercent)})`;

/** The median cold start of each series as a bar, every one as a dot. */
export function coldStartChart(result: ColdStartResult): string {
  const share = result.vcpus === undefined ? 'full speed' : vcpuText(result.vcpus);
  const place = result.mode === 'remote' ? result.place : `${share}, this machine`;
  const chart: BarChart = {
    title: `Cold starts of ${result.function} (${result.memorySize} MB, ${place})`,
    result: resultText(result),
    unit: 'ms',
    bars: result.series.map(({ label, samples, summary: { total } }) => {
      // By nearest rank the median is a start that was measured, so its two parts add up to it.
      const median = samples.find((sample) => totalOf(sample) === total.p50) as Sample;
      return {
        label,
        parts: [
          { name: 'Init of the median', value: median.initMs },
          { name: 'Duration of the median', value: median.durationMs },
        ],
        points: samples.map(totalOf),
        mark: { name: 'p90 of both', value: total.p90 },
        remark: `p50 ${ms(total.p50)}, p90 ${ms(total.p90)}`,
      };
    }),
  };
  return barChart(chart);
}
