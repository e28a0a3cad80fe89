import { Cron } from 'croner';

/** When a rule's next event is due. */
export interface Schedule {
  /** The first time after `ms` (since 1970), in ms; undefined when there is none any more. */
  next(ms: number): number | undefined;
}

export interface Unreadable {
  /** What is wrong with an expression, as the end of a sentence. */
  readonly problem: string;
}

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
type Unit = keyof typeof unitMs;

/** EventBridge wants the unit's plural with every number but 1. */
const rate = /^(\d{1,9}) (minute|hour|day)(s?)$/;

/** What stands in each field of a cron expression, with the characters that EventBridge gives a meaning there. */
const month = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC';
const weekday = 'SUN|MON|TUE|WED|THU|FRI|SAT';
const fields = [
  { name: 'minutes', holds: /^[\d,*/-]+$/, last: 59 },
  { name: 'hours', holds: /^[\d,*/-]+$/, last: 23 },
  { name: 'day of the month', holds: /^(?:\?|L|\d{1,2}W|[\d,*/-]+)$/, last: 31 },
  { name: 'month', holds: new RegExp(`^(?:${month}|[\\d,*/-])+$`), last: 12 },
  {
    name: 'day of the week',
    holds: new RegExp(`^(?:\\?|L|[1-7]L|[1-7]#[1-5]|(?:${weekday}|[\\d,*-])+)$`),
    last: 7,
  },
  { name: 'year', holds: /^(?:\*|[\d,*/-]+)$/, last: 2199 },
] as const;

/**
 * Reads `rate(…)` or `cron(…)` of an EventBridge rule. A cron expression has six fields, from minutes to year, and its times
 * are UTC. Source: EventBridge user guide, "Setting a schedule pattern for scheduled rules (legacy)".
 */
export function readSchedule(expression: string): Schedule | Unreadable {
  const [, kind, inside = ''] = /^(rate|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return readRate(inside);
  if (kind === 'cron') return readCron(inside);
  return { problem: `"${expression}" is not a schedule; it looks like rate(5 minutes) or cron(0 8 * * ? *)` };
}

function readRate(text: string): Schedule | Unreadable {
  const [, digits, unit, plural] = rate.exec(text) ?? [];
  const value = Number(digits);
  if (digits === undefined || value === 0 || (value === 1) !== (plural === ''))
    return {
      problem: `"rate(${text})" is not a rate; write rate(1 minute), rate(5 minutes), rate(2 hours) or rate(1 day)`,
    };
  const ms = value * unitMs[unit as Unit];
  return { next: (after) => after + ms };
}

const outside = (field: string, { last }: (typeof fields)[number]): boolean =>
  (field.match(/\d+/g) ?? []).some((digits) => Number(digits) > last);

function readCron(text: string): Schedule | Unreadable {
  const shown = `"cron(${text})"`;
  const parts = text.trim().toUpperCase().split(/\s+/);
  if (parts.length !== fields.length) {
    const names = fields.map(({ name }) => name).join(', ');
    return { problem: `${shown} has ${parts.length} fields in place of six: ${names}` };
  }
  const wrong = fields.findIndex((field, i) => {
    const part = parts[i] as string;
    return !field.holds.test(part) || outside(part, field);
  });
  if (wrong >= 0) return { problem: `${shown}: "${parts[wrong]}" cannot be read as ${fields[wrong]?.name}` };
  if ((parts[2] === '?') === (parts[4] === '?'))
    return { problem: `${shown} needs ? either as day of the month or as day of the week` };
  let cron: Cron;
  try {
    cron = new Cron(`0 ${parts.map(forCroner).join(' ')}`, {
      mode: '7-part',
      timezone: 'UTC',
      // 1 is Sunday.
      alternativeWeekdays: true,
      // EventBridge's "0/15" is every 15 from 0 on.
      sloppyRanges: true,
    });
  } catch (error) {
    const reason = (error as Error).message.replace(/^CronPattern: /, '');
    return { problem: `${shown} cannot be read: ${reason}` };
  }
  return { next: (after) => cron.nextRun(new Date(after))?.getTime() };
}

/** The same field in the library's words: it knows no ? that means nothing, and no last day of the week. */
function forCroner(part: string, i: number): string {
  if (part === '?') return '*';
  return i === 4 && part === 'L' ? '7' : part;
}
