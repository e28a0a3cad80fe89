import type { Finding, Severity } from '../artifact/finding.ts';
import type { Paint } from '../ui/colours.ts';
import { renderTable } from '../ui/table.ts';
import { wrap } from '../ui/wrap.ts';
import { type Area, areas, type DoctorFinding } from './check.ts';

export interface TableOptions {
  /** Of the terminal, in characters. */
  readonly width: number;
  /** Whether what is in order gets a line of its own as well. */
  readonly all: boolean;
  readonly paint: Paint;
  /** What was looked at, by area: a project's name, an artifact's path. */
  readonly subjects: { readonly [A in Area]?: string | undefined };
}

/** The worst first; what is in order comes last. */
const order: Record<Severity, number> = { error: 0, warning: 1, info: 2, ok: 3 };

const colour = (paint: Paint): Record<Severity, (text: string) => string> => ({
  error: paint.red,
  warning: paint.yellow,
  info: paint.dim,
  ok: paint.green,
});

/** The longest of the words in the first column. */
const firstColumn = 'ARTIFACT'.length;
const gap = 2;
const narrowest = 20;

type Row = readonly [state: string, check: string, text: string];

/** The lines of one finding: what is the case, and for a problem why it matters and how to fix it. */
function rowsOf(finding: DoctorFinding, room: number, paint: Paint): Row[] {
  const { severity, title, what } = finding;
  const fix =
    finding.fix === undefined
      ? ''
      : `Fix: ${finding.fix}${finding.fixable ? ' "doctor --fix" does it.' : ''}`;
  const lines = [
    ...wrap(what, room),
    ...wrap(finding.why ?? '', room).map((line) => paint.dim(line)),
    ...wrap(fix, room).map((line) => paint.cyan(line)),
  ];
  return lines.map((line, i) =>
    i === 0 ? [colour(paint)[severity](severity), title, line] : ['', '', line],
  );
}

/** What is in order, in one row: how many checks, and which. */
function foldedRows(findings: readonly DoctorFinding[], room: number, paint: Paint): Row[] {
  if (findings.length === 0) return [];
  const count = findings.length === 1 ? '1 check' : `${findings.length} checks`;
  const lines = wrap(findings.map(({ title }) => title).join(', '), room);
  return lines.map((line, i) => (i === 0 ? [paint.green('ok'), count, line] : ['', '', line]));
}

/** The findings as a table for people, problems first; it fits into `width` columns from about 60 on. */
export function findingsTable(findings: readonly DoctorFinding[], options: TableOptions): string {
  const { width, all, paint, subjects } = options;
  const isFolded = ({ severity }: Finding) => severity === 'ok' && !all;
  const titles = findings.filter((finding) => !isFolded(finding)).map(({ title }) => title.length);
  const title = Math.max('99 checks'.length, ...titles);
  const room = Math.max(narrowest, width - firstColumn - title - 2 * gap);
  const tables = areas.flatMap((area) => {
    const own = findings.filter((finding) => finding.area === area);
    if (own.length === 0) return [];
    const shown = own.filter((f) => !isFolded(f)).sort((a, b) => order[a.severity] - order[b.severity]);
    const [subject = '', ...more] = wrap(subjects[area] ?? '', room);
    const head: Row[] = [
      [
        paint.bold(area.toUpperCase().padEnd(firstColumn)),
        paint.bold('CHECK'.padEnd(title)),
        paint.bold(subject),
      ],
      ...more.map((line): Row => ['', '', paint.bold(line)]),
    ];
    const rows = [
      ...head,
      ...shown.flatMap((finding) => rowsOf(finding, room, paint)),
      ...foldedRows(own.filter(isFolded), room, paint),
    ];
    const [first, ...rest] = rows as [Row, ...Row[]];
    return [
      renderTable(
        first.map((cell) => ({ title: cell })),
        rest,
      ),
    ];
  });
  return tables.join('\n\n');
}

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
}

export function countsOf(findings: readonly Finding[]): Counts {
  const count = (wanted: Severity) => findings.filter(({ severity }) => severity === wanted).length;
  return { errors: count('error'), warnings: count('warning') };
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** `2 errors, 1 warning`. */
export function countsText({ errors, warnings }: Counts): string {
  const parts = [errors > 0 ? plural(errors, 'error') : '', warnings > 0 ? plural(warnings, 'warning') : ''];
  return parts.filter((part) => part !== '').join(', ') || 'no problem';
}
