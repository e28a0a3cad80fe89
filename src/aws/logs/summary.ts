import { summarise } from '../../ui/statistics.ts';
import { withCommas } from '../../ui/wording.ts';
import type { LogLine } from './line.ts';
import type { Report } from './report.ts';

/** Durations that a summary is made of; a run that follows for days keeps the newest. */
const mostReports = 100_000;

const plural = (count: number, one: string) => `${withCommas(count)} ${one}${count === 1 ? '' : 's'}`;

/** Adds up the REPORT lines of a run. */
export class Totals {
  #lines = 0;
  #reports: Report[] = [];

  add(lines: readonly LogLine[]): void {
    this.#lines += lines.length;
    this.#reports.push(...lines.flatMap(({ report }) => (report === undefined ? [] : [report])));
    if (this.#reports.length > mostReports) this.#reports = this.#reports.slice(-mostReports / 2);
  }

  /** Lines so far. */
  get lines(): number {
    return this.#lines;
  }

  /** All of it in one line, durations in ms; undefined where no request was reported. */
  text(): string | undefined {
    const reports = this.#reports;
    if (reports.length === 0) return undefined;
    const failed = reports.filter(({ failure }) => failure !== undefined).length;
    const { p50, p99, max } = summarise(reports.map(({ durationMs }) => durationMs));
    const inits = reports.flatMap(({ initDurationMs }) => initDurationMs ?? []);
    const used = reports.reduce((most, { maxMemoryUsed }) => Math.max(most, maxMemoryUsed), 0);
    const size = reports.at(-1)?.memorySize;
    return [
      `${plural(reports.length, 'request')}${failed === 0 ? '' : `, ${withCommas(failed)} failed`}`,
      `duration p50 ${p50} ms, p99 ${p99} ms, max ${max} ms`,
      ...(inits.length === 0
        ? []
        : [`${plural(inits.length, 'cold start')}, init p50 ${summarise(inits).p50} ms`]),
      `memory up to ${used} of ${size} MB`,
    ].join('; ');
  }
}
