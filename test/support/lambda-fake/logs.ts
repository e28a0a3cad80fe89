import { logRetentionDays } from '../../../src/platform/limits.ts';
import { ApiError } from './errors.ts';

/** The operation of a request to CloudWatch Logs, from its X-Amz-Target; undefined for other services. */
export const logsOperation = (target: string | string[] | undefined): string | undefined =>
  /^Logs_20140328\.(\w+)$/.exec(String(target))?.[1];

/** A line of the log, as a test puts it there. */
interface FakeEvent {
  readonly logStreamName: string;
  readonly timestamp: number;
  readonly message: string;
}

interface LogsRequest {
  readonly logGroupName: string;
  readonly logGroupNamePrefix?: string;
  readonly retentionInDays?: number;
  readonly nextToken?: string;
  readonly startTime?: number;
  readonly filterPattern?: string;
}

/** CloudWatch Logs as far as it is used: groups, how long each keeps its lines, and the lines. */
export class FakeLogs {
  /** Days by group; undefined keeps them. */
  readonly groups = new Map<string, number | undefined>();

  readonly #events = new Map<string, (FakeEvent & { readonly eventId: string })[]>();
  #lastEvent = 0;

  /** Writes lines into a group, which is made where it is not there. */
  put(group: string, ...events: readonly FakeEvent[]): void {
    if (!this.groups.has(group)) this.groups.set(group, undefined);
    const numbered = events.map((event) => ({ ...event, eventId: String(++this.#lastEvent) }));
    this.#events.set(group, [...(this.#events.get(group) ?? []), ...numbered]);
  }

  /** Two events to a page, and an empty page before them, as the service answers while it searches. */
  private filter({ logGroupName, nextToken, startTime = 0, filterPattern = '' }: LogsRequest): unknown {
    this.require(logGroupName);
    if (filterPattern.startsWith('{') && !filterPattern.endsWith('}')) {
      throw new ApiError(400, 'InvalidParameterException', 'Invalid filter pattern');
    }
    if (nextToken === undefined) return { events: [], nextToken: '0' };
    const found = (this.#events.get(logGroupName) ?? [])
      .filter(({ timestamp, message }) => timestamp >= startTime && message.includes(filterPattern))
      .sort((a, b) => a.timestamp - b.timestamp);
    const at = Number(nextToken);
    return {
      events: found.slice(at, at + 2),
      ...(at + 2 < found.length ? { nextToken: String(at + 2) } : {}),
    };
  }

  private require(name: string): void {
    if (this.groups.has(name)) return;
    throw new ApiError(400, 'ResourceNotFoundException', 'The specified log group does not exist.');
  }

  /** One group to a page, so that a reader that does not turn pages is found out. */
  private describe({ logGroupNamePrefix = '', nextToken = '0' }: LogsRequest): unknown {
    const at = Number(nextToken);
    const found = [...this.groups]
      .filter(([name]) => name.startsWith(logGroupNamePrefix))
      .sort()
      .reverse();
    return {
      logGroups: found.slice(at, at + 1).map(([logGroupName, days]) => ({
        logGroupName,
        ...(days === undefined ? {} : { retentionInDays: days }),
      })),
      ...(at + 1 < found.length ? { nextToken: String(at + 1) } : {}),
    };
  }

  answer(operation: string, request: LogsRequest): unknown {
    const { logGroupName, retentionInDays } = request;
    switch (operation) {
      case 'DescribeLogGroups':
        return this.describe(request);
      case 'FilterLogEvents':
        return this.filter(request);
      case 'CreateLogGroup':
        if (this.groups.has(logGroupName)) {
          throw new ApiError(400, 'ResourceAlreadyExistsException', 'The specified log group already exists');
        }
        this.groups.set(logGroupName, undefined);
        return {};
      case 'PutRetentionPolicy':
        this.require(logGroupName);
        if (!logRetentionDays.some((days) => days === retentionInDays)) {
          throw new ApiError(400, 'InvalidParameterException', 'retentionInDays is not one of the values.');
        }
        this.groups.set(logGroupName, retentionInDays);
        return {};
      case 'DeleteRetentionPolicy':
        this.require(logGroupName);
        this.groups.set(logGroupName, undefined);
        return {};
      default:
        throw new ApiError(400, 'UnknownOperationException', operation);
    }
  }
}
