import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { UserError } from '../../errors.ts';
import { orAbort } from '../../processes/interrupt.ts';
import type { Session } from '../session/session.ts';

/** How a version did that an alias sends calls to. */
export interface VersionMetrics {
  readonly invocations: number;
  readonly errors: number;
  /** From when on they are counted, in ISO 8601. */
  readonly since: string;
}

/** The version to ask about. */
export interface MetricsTarget {
  readonly name: string;
  readonly alias: string;
  readonly version: string;
  /**
   * When the version was published, as Lambda has it: no call of it is older. An alias does not tell when its shares
   * were changed.
   */
  readonly published: string | undefined;
}

/** How long CloudWatch keeps figures of an hour. Source: Amazon CloudWatch, "Metrics retention". */
const keptDays = 455;
const dayMs = 86_400_000;
const periodSeconds = 3600;

const queries = { invocations: 'Invocations', errors: 'Errors' } as const;

/**
 * What Lambda counts for an alias with shares: the calls of each version through it.
 * Source: AWS, "Types of metrics for Lambda functions", dimensions Resource and ExecutedVersion.
 */
const queryOf = (Id: keyof typeof queries, { name, alias, version }: MetricsTarget): MetricDataQuery => ({
  Id,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/Lambda',
      MetricName: queries[Id],
      Dimensions: [
        { Name: 'FunctionName', Value: name },
        { Name: 'Resource', Value: `${name}:${alias}` },
        { Name: 'ExecutedVersion', Value: version },
      ],
    },
    Period: periodSeconds,
    Stat: 'Sum',
  },
});

/** From when to count: never before what CloudWatch keeps. */
function startOf(published: string | undefined, now: number): Date {
  // Lambda writes +0000, without a colon.
  const time = Date.parse((published ?? '').replace(/\+0000$/, 'Z'));
  const oldest = now - keptDays * dayMs;
  return new Date(Number.isNaN(time) ? oldest : Math.max(time, oldest));
}

/**
 * Asks CloudWatch for the calls and the errors of a version.
 * @throws UserError when CloudWatch answers with a part only; the service's errors.
 */
export async function readVersionMetrics(
  session: Session,
  target: MetricsTarget,
  signal?: AbortSignal,
): Promise<VersionMetrics> {
  const { paginateGetMetricData } = await import('@aws-sdk/client-cloudwatch');
  const now = Date.now();
  const StartTime = startOf(target.published, now);
  const MetricDataQueries = (Object.keys(queries) as (keyof typeof queries)[]).map((id) =>
    queryOf(id, target),
  );
  const client = await session.metrics();
  const sums = { invocations: 0, errors: 0 };
  const read = async () => {
    const pages = paginateGetMetricData({ client }, { StartTime, EndTime: new Date(now), MetricDataQueries });
    for await (const { MetricDataResults = [] } of pages) {
      for (const { Id, Values = [], StatusCode } of MetricDataResults) {
        if (StatusCode !== undefined && !['Complete', 'PartialData'].includes(StatusCode)) {
          throw new UserError(
            `CloudWatch could not read the metrics of ${target.name} (${StatusCode}); run it again, or give --skip-check.`,
          );
        }
        if (Id === 'invocations' || Id === 'errors')
          sums[Id] += Values.reduce((sum, value) => sum + value, 0);
      }
    }
  };
  await orAbort(read(), signal);
  return { ...sums, since: `${StartTime.toISOString().slice(0, 16)}Z` };
}
