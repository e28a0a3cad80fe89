import { describe, expect, it } from 'vitest';
import { readSchedule } from '../../../src/emulator/sources/schedule.ts';

// Sunday.
const now = Date.parse('2026-11-29T09:20:30Z');

/** The next times of an expression, to the minute. */
function times(expression: string, count = 3): string[] {
  const schedule = readSchedule(expression);
  if ('problem' in schedule) throw new Error(schedule.problem);
  const found: string[] = [];
  let at: number | undefined = now;
  while (found.length < count) {
    at = schedule.next(at);
    if (at === undefined) break;
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
}

const problem = (expression: string) => {
  const schedule = readSchedule(expression);
  return 'problem' in schedule ? schedule.problem : undefined;
};

describe('rate(…)', () => {
  it.each([
    ['rate(1 minute)', '2026-11-29T09:21', '2026-11-29T09:22'],
    ['rate(90 minutes)', '2026-11-29T10:50', '2026-11-29T12:20'],
    ['rate(1 hour)', '2026-11-29T10:20', '2026-11-29T11:20'],
    ['rate(36 hours)', '2026-11-30T21:20', '2026-12-02T09:20'],
    ['rate(30 days)', '2026-12-29T09:20', '2027-01-28T09:20'],
  ])('%s', (expression, ...expected) => {
    expect(times(expression, expected.length)).toEqual(expected);
  });

  it.each([
    'rate(0 minutes)',
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(1 second)',
    'rate(1.5 hours)',
    'rate(-1 days)',
    'rate( 5 minutes)',
    'rate(5 weeks)',
    'rate()',
  ])('%s is refused', (expression) => {
    expect(problem(expression)).toBe(
      `"${expression}" is not a rate; write rate(1 minute), rate(5 minutes), rate(2 hours) or rate(1 day)`,
    );
  });
});

// The first column's meaning: EventBridge user guide, "Cron expressions reference".
describe('cron(…), in UTC', () => {
  it.each([
    ['cron(0 10 * * ? *)', ['2026-11-29T10:00', '2026-11-30T10:00']],
    ['cron(15 12 * * ? *)', ['2026-11-29T12:15', '2026-11-30T12:15']],
    ['cron(0 18 ? * MON-FRI *)', ['2026-11-30T18:00', '2026-12-01T18:00']],
    ['cron(0 8 1 * ? *)', ['2026-12-01T08:00', '2027-01-01T08:00']],
    ['cron(0/10 * ? * MON-FRI *)', ['2026-11-30T00:00', '2026-11-30T00:10']],
    ['cron(0/5 8-17 ? * MON-FRI *)', ['2026-11-30T08:00', '2026-11-30T08:05']],
    ['cron(*/15 * * * ? *)', ['2026-11-29T09:30', '2026-11-29T09:45']],
    ['cron(0 9 ? * 2#1 *)', ['2026-12-07T09:00', '2027-01-04T09:00']],
    ['cron(0 9 ? * 1 *)', ['2026-12-06T09:00', '2026-12-13T09:00']],
    ['cron(0 9 ? * L *)', ['2026-12-05T09:00', '2026-12-12T09:00']],
    ['cron(0 9 ? * 6L *)', ['2026-12-25T09:00', '2027-01-29T09:00']],
    ['cron(0 0 L * ? *)', ['2026-11-30T00:00', '2026-12-31T00:00']],
    ['cron(0 0 3W 10 ? *)', ['2027-10-04T00:00', '2028-10-03T00:00']],
    ['cron(0 0 29 2 ? *)', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['cron(5,10 1 ? jan,MAR sun 2027-2028)', ['2027-01-03T01:05', '2027-01-03T01:10']],
  ])('%s', (expression, expected) => {
    expect(times(expression, 2)).toEqual(expected);
  });

  it('has an end where its years have one', () => {
    expect(times('cron(0 0 1 1 ? 2027)')).toEqual(['2027-01-01T00:00']);
    expect(times('cron(0 0 1 1 ? 2020)')).toEqual([]);
  });

  it.each([
    ['cron(0 10 * * ?)', 'has 5 fields in place of six: minutes, hours, day of the month, month, day of'],
    ['cron(0 10 * * * *)', 'needs ? either as day of the month or as day of the week'],
    ['cron(0 10 ? * ? *)', 'needs ? either'],
    ['cron(60 10 * * ? *)', '"60" cannot be read as minutes'],
    ['cron(0 24 * * ? *)', '"24" cannot be read as hours'],
    ['cron(0 0 0 * ? *)', 'cannot be read: '],
    ['cron(0 0 ? * 0 *)', 'cannot be read: '],
    ['cron(0 0 ? * 3#1,6#3 *)', '"3#1,6#3" cannot be read as day of the week'],
    ['cron(0 0 ? * 3#6 *)', '"3#6" cannot be read as day of the week'],
    ['cron(0 0 ? * MON/2 *)', '"MON/2" cannot be read as day of the week'],
    ['cron(0 0 LW * ? *)', '"LW" cannot be read as day of the month'],
    ['cron(0 0 1 ? ? *)', '"?" cannot be read as month'],
    ['cron(0 0 1 JANUARY ? *)', '"JANUARY" cannot be read as month'],
    ['cron(0 0 1 1 ? 2200)', '"2200" cannot be read as year'],
    ['cron(50-10 0 1 1 ? *)', 'cannot be read: From value is larger'],
    ['cron(5/0 0 1 1 ? *)', 'cannot be read: '],
  ])('%s is refused', (expression, expected) => {
    expect(problem(expression)).toContain(expected);
  });
});

it('anything else is no schedule', () => {
  for (const text of ['', 'at(2027-01-01T00:00:00)', '@daily', 'rate(1 minute', '* * * * *'])
    expect(problem(text)).toBe(
      `"${text}" is not a schedule; it looks like rate(5 minutes) or cron(0 8 * * ? *)`,
    );
});
