import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { UserError } from '../../errors.ts';
import { orAbort } from '../../processes/interrupt.ts';
import { oneLine } from '../session/one-line.ts';
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
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

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
    Period: hourMs / 1000,
    Stat: 'Sum',
  },
});

/** From when to count, in ms since 1970: never before what CloudWatch keeps. */
function startOf(published: string | undefined, now: number): number {
  // Lambda writes +0000, without a colon.
  const time = Date.parse((published ?? '').replace(/\+0000$/, 'Z'));
  const oldest = now - keptDays * dayMs;
  return Number.isNaN(time) ? oldest : Math.max(time, oldest);
}

/**
 * Whole hours, with which figures of an hour agree. Nothing is counted that should not be: a version has no calls from before
 * it was published.
 */
const hoursOf = (from: number, to: number) => ({
  StartTime: new Date(Math.floor(from / hourMs) * hourMs),
  EndTime: new Date((Math.floor(to / hourMs) + 1) * hourMs),
});

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
  const start = startOf(target.published, now);
  const MetricDataQueries = (Object.keys(queries) as (keyof typeof queries)[]).map((id) =>
    queryOf(id, target),
  );
  const client = await session.metrics();
  const sums = { invocations: 0, errors: 0 };
  const states: { -readonly [Id in keyof typeof queries]?: string | undefined } = {};
  const read = async () => {
    const pages = paginateGetMetricData({ client }, { ...hoursOf(start, now), MetricDataQueries });
    for await (const { MetricDataResults = [] } of pages) {
      for (const { Id, Values = [], StatusCode } of MetricDataResults) {
        if (Id !== 'invocations' && Id !== 'errors') continue;
        sums[Id] += Values.reduce((sum, value) => sum + value, 0);
        // Until the last page, the data is partial.
        states[Id] = StatusCode;
      }
    }
  };
  await orAbort(read(), signal);
  const state = Object.values(states).find((one) => one !== 'Complete');
  if (state !== undefined) {
    throw new UserError(
      `CloudWatch could not read all metrics of ${target.name} (${oneLine(state)}); run it again, or give --skip-check.`,
    );
  }
  return { ...sums, since: `${new Date(start).toISOString().slice(0, 16)}Z` };
}
