import { systemLogLevels } from '../platform/options.ts';
import type { FunctionSettings } from '../project/settings.ts';
import type { ExtensionStatus } from './extension-state.ts';
import type { Failure } from './failures.ts';
import {
  endLine,
  extensionLine,
  failureLines,
  type InitReport,
  initReportLine,
  reportLine,
  startLine,
  subscriptionLine,
  timeoutLines,
} from './log.ts';
import { type PlatformRecord, platformRecords } from './platform-records.ts';
import type { InvocationReport } from './types.ts';

/** What the service itself writes into a function's log. */
export interface PlatformLog {
  /** The lines at the start of an invocation. */
  start(requestId: string): readonly string[];
  /** The lines for the extensions at the end of an init. */
  extensions(statuses: readonly ExtensionStatus[]): readonly string[];
  /** The lines for an extension that subscribed to telemetry. */
  subscription(record: PlatformRecord): readonly string[];
  /** The lines for an init that failed. */
  initReport(report: InitReport): readonly string[];
  /** The lines for a failure of the runtime as a whole. */
  failure(requestId: string, failure: Failure): readonly string[];
  /** The lines for a timeout (seconds). */
  timeout(requestId: string, seconds: number): readonly string[];
  /** The lines at the end. */
  end(report: InvocationReport): readonly string[];
}

const text: PlatformLog = {
  start: (requestId) => [startLine(requestId)],
  extensions: (statuses) => statuses.map(extensionLine),
  subscription: ({ record }) => [subscriptionLine(record as Parameters<typeof subscriptionLine>[0])],
  initReport: (report) => [initReportLine(report)],
  failure: failureLines,
  timeout: (requestId, seconds) => timeoutLines(requestId, seconds, new Date()),
  end: (report) => [endLine(report.requestId), reportLine(report)],
};

type Level = NonNullable<FunctionSettings['systemLogLevel']>;

/**
 * The records of the JSON format that the system log level lets through.
 * Source: AWS, "Log-level filtering" (system log level event mapping) and the Telemetry API's event schema.
 */
function jsonLog(least: Level): PlatformLog {
  const write = (level: Level, { type, record }: PlatformRecord): string[] =>
    systemLogLevels.indexOf(level) < systemLogLevels.indexOf(least)
      ? []
      : [JSON.stringify({ time: new Date().toISOString(), type: `platform.${type}`, record })];
  const levelOf = (status: string, usual: Level) => (status === 'success' ? usual : 'warn');
  return {
    start: (requestId) => write('info', platformRecords.start(requestId)),
    extensions: (statuses) => statuses.flatMap((one) => write('info', platformRecords.extension(one))),
    subscription: (record) => write('info', record),
    initReport: (report) => write('warn', platformRecords.initReport(report)),
    // The report says it.
    failure: () => [],
    timeout: () => [],
    end: (report) => {
      const { requestId, durationMs, errorType } = report;
      const status = report.status ?? 'success';
      return [
        ...write(
          levelOf(status, 'debug'),
          platformRecords.runtimeDone(requestId, { status, errorType }, { durationMs }),
        ),
        ...write(levelOf(status, 'info'), platformRecords.report(report)),
      ];
    },
  };
}

/** The service's part of a function's log, in the format that is set. */
export const platformLog = ({
  logFormat,
  systemLogLevel = 'info',
}: Pick<FunctionSettings, 'logFormat' | 'systemLogLevel'>): PlatformLog =>
  logFormat === 'json' ? jsonLog(systemLogLevel) : text;
