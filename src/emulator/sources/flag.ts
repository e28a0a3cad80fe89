import { UsageError } from '../../errors.ts';
import { queueSourceLimits as limits } from '../../platform/limits.ts';
import { readSchedule, type Schedule } from './schedule.ts';

/** An SQS queue whose messages become events. */
export interface QueueSource {
  readonly kind: 'sqs';
  readonly url: string;
  /** The function, as the user wrote it. */
  readonly fn: string;
  /** The most messages in an event. */
  readonly batch: number;
  /** How long a batch is gathered for, in seconds. */
  readonly window: number;
  /** The most batches at one time; undefined where the source does not say. */
  readonly concurrency: number | undefined;
  /** Whether the function's response names the messages that failed (ReportBatchItemFailures). */
  readonly reportFailures: boolean;
}

/** An EventBridge rule with a schedule. */
export interface ScheduleSource {
  readonly kind: 'schedule';
  readonly expression: string;
  readonly fn: string;
  readonly schedule: Schedule;
}

export type Source = QueueSource | ScheduleSource;

const shape =
  'it is not of the form "sqs:QUEUE_URL=FUNCTION" or "schedule:rate(1 minute)=FUNCTION"; options follow after commas, as in ",batch=10,window=5"';

/** The numbers that a queue takes, as options behind the function. */
const numbers = { batch: limits.batch, window: limits.windowSeconds, concurrency: limits.concurrency };

type NumberName = keyof typeof numbers;
const isNumberName = (name: string): name is NumberName => Object.hasOwn(numbers, name);

/**
 * Reads a value of --source.
 * @throws UsageError that names the value and what is wrong with it.
 */
export function readSource(text: string): Source {
  const refuse = (problem: string): never => {
    throw new UsageError(`--source "${text}": ${problem}.`);
  };
  const [, kind, where = '', fn = '', rest = ''] =
    /^(sqs|schedule):([^=]+)=([^=,\s]+)((?:,[^,]*)*)$/.exec(text.trim()) ?? [];
  if (kind === undefined) return refuse(shape);
  const options = rest.split(',').slice(1);
  if (kind === 'sqs') return queueSource(where, fn, options, refuse);
  if (options.length > 0) return refuse(`a schedule has no options, and "${options[0]}" is one`);
  const expression = where.trim();
  const schedule = readSchedule(expression);
  return 'problem' in schedule ? refuse(schedule.problem) : { kind: 'schedule', expression, fn, schedule };
}

/** Whether a text is a queue's URL: two segments, account and name, end its path. */
const isQueueUrl = (text: string): boolean =>
  URL.canParse(text) &&
  /^https?:\/\/[^\s@?#]+\/\w+\/[\w-]{1,80}(\.fifo)?$/.test(text) &&
  !/[/]\.\.?[/]/.test(text);

type Refuse = (problem: string) => never;

function queueSource(url: string, fn: string, options: readonly string[], refuse: Refuse): QueueSource {
  if (!isQueueUrl(url)) {
    return refuse(
      `"${url}" is not the URL of a queue; it looks like https://sqs.eu-central-1.amazonaws.com/123456789012/orders`,
    );
  }
  const given: Partial<Record<NumberName, number>> = {};
  let reportFailures = false;
  for (const option of options) {
    const [, name = '', value] = /^([a-z-]+)(?:=(.*))?$/.exec(option.trim()) ?? [];
    if (name === 'report-failures' && value === undefined) reportFailures = true;
    else if (isNumberName(name)) given[name] = readNumber(name, value, refuse);
    else
      return refuse(
        `"${option}" is not an option; a queue has batch, window, concurrency and report-failures`,
      );
  }
  const source = {
    kind: 'sqs',
    url,
    fn,
    batch: given.batch ?? limits.batch.withoutWindow,
    window: given.window ?? 0,
    concurrency: given.concurrency,
    reportFailures,
  } as const;
  const problem = batchProblem(source);
  return problem === undefined ? source : refuse(problem);
}

function readNumber(name: NumberName, value: string | undefined, refuse: Refuse): number {
  const { min, max } = numbers[name];
  const number = value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
  if (number !== undefined && number >= min && number <= max) return number;
  return refuse(`${name} is a whole number from ${min} to ${max}, as in ${name}=${Math.max(min, 5)}`);
}

/** What Lambda itself refuses. Source: Lambda API reference, CreateEventSourceMapping. */
function batchProblem({ url, batch, window }: QueueSource): string | undefined {
  const { fifo, withoutWindow } = limits.batch;
  if (url.endsWith('.fifo')) {
    if (window > 0) return 'Lambda gathers no batches of a FIFO queue; leave window out';
    if (batch > fifo) return `a batch of a FIFO queue has at most ${fifo} messages, and batch is ${batch}`;
  }
  if (batch > withoutWindow && window === 0)
    return `a batch of more than ${withoutWindow} messages needs time to gather; add window=1 or more (seconds)`;
  return undefined;
}
