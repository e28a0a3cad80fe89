import { UsageError } from '../../errors.ts';
import { queueSourceLimits as limits, streamSourceLimits } from '../../platform/limits.ts';
import { type Refuse, readOptions } from './flag-options.ts';
import { readSchedule, type Schedule } from './schedule.ts';
import type { StreamKind } from './stream.ts';

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

/** A stream of records: of Kinesis, or of the changes of a DynamoDB table. */
export interface StreamSource {
  readonly kind: StreamKind;
  /** The stream's name or ARN; for DynamoDB also that of its table. */
  readonly stream: string;
  readonly fn: string;
  /** The most records in an event. */
  readonly batch: number;
  /** How long a batch is gathered for, in seconds. */
  readonly window: number;
  readonly from: 'LATEST' | 'TRIM_HORIZON';
  /** Attempts after the first one; undefined where there is no end to them. */
  readonly retries: number | undefined;
  /** Whether a batch that failed is split in two. */
  readonly bisect: boolean;
  readonly reportFailures: boolean;
}

export type Source = QueueSource | ScheduleSource | StreamSource;

const shape =
  'it is not of the form "sqs:QUEUE_URL=FUNCTION", "kinesis:STREAM=FUNCTION", "dynamodb:TABLE=FUNCTION" or "schedule:rate(1 minute)=FUNCTION"; options follow after commas, as in ",batch=10,window=5"';

/**
 * Reads a value of --source.
 * @throws UsageError that names the value and what is wrong with it.
 */
export function readSource(text: string): Source {
  const refuse = (problem: string): never => {
    throw new UsageError(`--source "${text}": ${problem}.`);
  };
  const [, kind, where = '', fn = '', rest = ''] =
    /^(sqs|kinesis|dynamodb|schedule):([^=]+)=([^=,\s]+)((?:,[^,]*)*)$/.exec(text.trim()) ?? [];
  if (kind === undefined) return refuse(shape);
  const options = rest.split(',').slice(1);
  if (kind === 'sqs') return queueSource(where, fn, options, refuse);
  if (kind === 'kinesis' || kind === 'dynamodb') return streamSource(kind, where, fn, options, refuse);
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

const queueOptions = {
  owner: 'a queue',
  numbers: { batch: limits.batch, window: limits.windowSeconds, concurrency: limits.concurrency },
  choices: {},
  switches: ['report-failures'],
} as const;

function queueSource(url: string, fn: string, options: readonly string[], refuse: Refuse): QueueSource {
  if (!isQueueUrl(url)) {
    return refuse(
      `"${url}" is not the URL of a queue; it looks like https://sqs.eu-central-1.amazonaws.com/123456789012/orders`,
    );
  }
  const { numbers: given, switches } = readOptions(options, queueOptions, refuse);
  const source = {
    kind: 'sqs',
    url,
    fn,
    batch: given.batch ?? limits.batch.withoutWindow,
    window: given.window ?? 0,
    concurrency: given.concurrency,
    reportFailures: switches.has('report-failures'),
  } as const;
  const problem = batchProblem(source);
  return problem === undefined ? source : refuse(problem);
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

const positions = { latest: 'LATEST', 'trim-horizon': 'TRIM_HORIZON' } as const;

const streamOptions = {
  owner: 'a stream',
  numbers: {
    batch: streamSourceLimits.batch,
    window: streamSourceLimits.windowSeconds,
    retries: streamSourceLimits.retries,
  },
  choices: { from: Object.keys(positions) },
  switches: ['bisect', 'report-failures'],
} as const;

/** A name as Kinesis and DynamoDB have them, or an ARN. */
const streamName = /^(?:[\w.-]{1,255}|arn:[\w-]+:(?:kinesis|dynamodb):[\w-]*:\d{12}:[\w.:/-]{1,512})$/;

function streamSource(
  kind: StreamKind,
  stream: string,
  fn: string,
  options: readonly string[],
  refuse: Refuse,
): StreamSource {
  const owner = stream.startsWith('arn:') ? stream.split(':')[2] : kind;
  if (!streamName.test(stream) || owner !== kind) {
    const known =
      kind === 'kinesis' ? 'name or ARN of a Kinesis stream' : 'name of a table or ARN of its stream';
    return refuse(`"${stream}" is not the ${known}`);
  }
  const { numbers, choices, switches } = readOptions(options, streamOptions, refuse);
  return {
    kind,
    stream,
    fn,
    batch: numbers.batch ?? streamSourceLimits.batch.first,
    window: numbers.window ?? 0,
    from: positions[(choices.from ?? 'latest') as keyof typeof positions],
    retries: numbers.retries,
    bisect: switches.has('bisect'),
    reportFailures: switches.has('report-failures'),
  };
}
