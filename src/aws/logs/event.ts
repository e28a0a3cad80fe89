import { type FilteredLogEvent, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { orAbort } from '../../processes/interrupt.ts';
import type { Session } from '../session/session.ts';

/**
 * The order in which CloudWatch Logs promises them: by time, and by the time when they came in.
 * Source: CloudWatch Logs API, FilterLogEvents.
 */
const inOrder = (a: FilteredLogEvent, b: FilteredLogEvent) =>
  (a.timestamp ?? 0) - (b.timestamp ?? 0) || (a.ingestionTime ?? 0) - (b.ingestionTime ?? 0);

/** One event of a log group: a line of the log, or several in one. */
export interface LogEvent {
  /** CloudWatch Logs' own name for it, the same in every answer. */
  readonly id: string;
  /** When it was written, in ms since 1970. */
  readonly time: number;
  readonly stream: string;
  /** Without the line ends after it. */
  readonly message: string;
}

/** What to read of a log group. */
export interface LogQuery {
  readonly group: string;
  /** Events of this time (ms since 1970) and later. */
  readonly start: number;
  readonly filter: string | undefined;
}

const eventOf = ({
  eventId,
  timestamp = 0,
  logStreamName = '',
  message = '',
}: FilteredLogEvent): LogEvent => ({
  id: eventId ?? `${timestamp}|${logStreamName}|${message}`,
  time: timestamp,
  stream: logStreamName,
  message: message.replace(/[\r\n]+$/, ''),
});

/**
 * The events of a log group in pages, in the order of their times; those of one time and stream as they were written.
 * A page may be empty.
 * @throws the service's errors, AbortError.
 */
export async function* readPages(
  session: Session,
  { group, start, filter }: LogQuery,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogEvent[]> {
  const client = await session.logs();
  const query = {
    logGroupName: group,
    startTime: start,
    // CloudWatch Logs sorts across streams in any case since 2019; what stands in for it may want to be told.
    interleaved: true,
    ...(filter === undefined ? {} : { filterPattern: filter }),
  };
  const pages = paginateFilterLogEvents({ client, stopOnSameToken: true }, query)[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await orAbort(pages.next(), signal);
    if (done) return;
    yield [...(value.events ?? [])].sort(inOrder).map(eventOf);
  }
}
