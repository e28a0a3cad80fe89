import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { error, info, ok, warning } from '../../src/artifact/finding.ts';
import { type Area, type DoctorFinding, found } from '../../src/doctor/check.ts';
import { countsOf, countsText, findingsTable } from '../../src/doctor/report.ts';
import { paintFor, toTerminal } from '../../src/ui/colours.ts';

const plain = paintFor({}, true);
const long = 'A sentence that is longer than a line of a terminal has room for beside two other columns.';
const finding = (
  area: Area,
  title: string,
  verdict: Parameters<typeof found>[2],
  fixable = false,
): DoctorFinding => found(area, { id: title.toLowerCase(), title }, verdict, fixable);

const findings = [
  finding('machine', 'Node', ok('22.11.0.')),
  finding('machine', 'zig', info('Not installed.')),
  finding('machine', 'Linker', error('Neither is there.', 'Why it matters.', 'Run "apt-get install clang".')),
  finding('machine', 'zip', ok('3.0.')),
  finding('project', 'InvariantGlobalization', warning(long, long, long), true),
  finding('artifact', 'Architecture', ok('x86_64.')),
];
const subjects = {
  machine: 'linux x86_64',
  project: 'hello',
  artifact: 'dist/hello.zip, for x86_64 on provided.al2023',
};
const table = (options: Partial<Parameters<typeof findingsTable>[1]> = {}) =>
  findingsTable(findings, { width: 80, all: false, paint: plain, subjects, ...options });

describe('the table', () => {
  it('has problems first, each with why and fix, and folds what is in order', () => {
    expect(table()).toMatchInlineSnapshot(`
      "MACHINE   CHECK                   linux x86_64
      error     Linker                  Neither is there.
                                        Why it matters.
                                        Fix: Run "apt-get install clang".
      info      zig                     Not installed.
      ok        2 checks                Node, zip

      PROJECT   CHECK                   hello
      warning   InvariantGlobalization  A sentence that is longer than a line of a
                                        terminal has room for beside two other
                                        columns.
                                        A sentence that is longer than a line of a
                                        terminal has room for beside two other
                                        columns.
                                        Fix: A sentence that is longer than a line of
                                        a terminal has room for beside two other
                                        columns. "doctor --fix" does it.

      ARTIFACT  CHECK                   dist/hello.zip, for x86_64 on provided.al2023
      ok        1 check                 Architecture"
    `);
  });

  it('lists what is in order as well when asked to', () => {
    const text = table({ all: true });
    expect(text).toMatch(/^ok +Node +22\.11\.0\.$/m);
    expect(text).not.toMatch(/checks/);
  });

  it.each([60, 80, 100, 132])('fits into %s columns', (width) => {
    for (const all of [true, false]) {
      const lines = table({ width, all }).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    }
  });

  it('says the same in colours', () => {
    const coloured = toTerminal(table({ paint: paintFor({ isTTY: true }, false, {}) }));
    expect(coloured).toContain('\u001b[31merror\u001b[39m');
    expect(stripVTControlCharacters(coloured)).toBe(table());
  });

  it('leaves out areas without findings', () => {
    const only = findings.filter(({ area }) => area === 'artifact');
    expect(findingsTable(only, { width: 80, all: false, paint: plain, subjects })).toMatch(/^ARTIFACT/);
  });
});

it.each([
  [0, 0, 'no problem'],
  [1, 0, '1 error'],
  [2, 1, '2 errors, 1 warning'],
  [0, 3, '3 warnings'],
])('%s errors and %s warnings are "%s"', (errors, warnings, text) => {
  expect(countsText({ errors, warnings })).toBe(text);
});

it('counts errors and warnings alone', () => {
  expect(countsOf(findings)).toEqual({ errors: 1, warnings: 1 });
});
