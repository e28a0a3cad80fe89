import { ApiError } from './errors.ts';

/** The operation of a request to CloudWatch, from its X-Amz-Target; undefined for other services. */
export const metricsOperation = (target: string | string[] | undefined): string | undefined =>
  /^GraniteServiceVersion20100801\.(\w+)$/.exec(String(target))?.[1];

interface Query {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Stat: string;
  };
}

interface MetricsRequest {
  /** In seconds since 1970. */
  readonly StartTime: number;
  readonly EndTime: number;
  readonly MetricDataQueries: readonly Query[];
  readonly NextToken?: string;
}

interface Point {
  readonly series: string;
  readonly at: number;
  readonly value: number;
}

const pageSize = 500;

/** CloudWatch's figures of versions that an alias calls: some points to a page. */
export class FakeMetrics {
  private readonly points: Point[] = [];

  /** Counts a call of a version through an alias. @param at in ms since 1970. */
  count(name: string, alias: string, version: string, failed: boolean, at = Date.now()): void {
    const of = (metric: string) => `${metric} ${name} ${name}:${alias} ${version}`;
    this.points.push({ series: of('Invocations'), at, value: 1 });
    this.points.push({ series: of('Errors'), at, value: failed ? 1 : 0 });
  }

  private static seriesOf({ MetricStat: { Metric, Stat } }: Query): string {
    if (Metric.Namespace !== 'AWS/Lambda' || Stat !== 'Sum') return '';
    const value = (name: string) => Metric.Dimensions.find(({ Name }) => Name === name)?.Value;
    return `${Metric.MetricName} ${value('FunctionName')} ${value('Resource')} ${value('ExecutedVersion')}`;
  }

  answer(operation: string, request: MetricsRequest): unknown {
    if (operation !== 'GetMetricData') throw new ApiError(400, 'UnknownOperationException', operation);
    const { StartTime, EndTime, MetricDataQueries, NextToken = '0' } = request;
    const at = Number(NextToken);
    const found = MetricDataQueries.map((query) => ({
      id: query.Id,
      points: this.points.filter(
        (point) =>
          point.series === FakeMetrics.seriesOf(query) &&
          point.at >= StartTime * 1000 - 1 &&
          point.at <= EndTime * 1000 + 1000,
      ),
    }));
    const more = found.some(({ points }) => at + pageSize < points.length);
    return {
      MetricDataResults: found.map(({ id, points }) => ({
        Id: id,
        Label: id,
        Timestamps: points.slice(at, at + pageSize).map((point) => point.at / 1000),
        Values: points.slice(at, at + pageSize).map(({ value }) => value),
        StatusCode: at + pageSize < points.length ? 'PartialData' : 'Complete',
      })),
      ...(more ? { NextToken: String(at + pageSize) } : {}),
    };
  }
}
