import { logRetentionDays } from '../../../src/platform/limits.ts';
import { ApiError } from './errors.ts';

/** The operation of a request to CloudWatch Logs, from its X-Amz-Target; undefined for other services. */
export const logsOperation = (target: string | string[] | undefined): string | undefined =>
  /^Logs_20140328\.(\w+)$/.exec(String(target))?.[1];

interface LogsRequest {
  readonly logGroupName: string;
  readonly logGroupNamePrefix?: string;
  readonly retentionInDays?: number;
  readonly nextToken?: string;
}

/** CloudWatch Logs as far as a deployment uses it: groups, and how long each keeps its lines. */
export class FakeLogs {
  /** Days by group; undefined keeps them. */
  readonly groups = new Map<string, number | undefined>();

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
