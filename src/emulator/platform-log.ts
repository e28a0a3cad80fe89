import { systemLogLevels } from '../platform/options.ts';
import type { FunctionSettings } from '../project/settings.ts';
import type { ExtensionStatus } from './extension-state.ts';
import type { Failure } from './failures.ts';
import {
  billedMs,
  endLine,
  extensionLine,
  failureLines,
  type InitReport,
  initReportLine,
  reportLine,
  startLine,
  timeoutLines,
} from './log.ts';
import type { InvocationReport } from './types.ts';

/** What the service itself writes into a function's log. */
export interface PlatformLog {
  /** The lines at the start of an invocation. */
  start(requestId: string): readonly string[];
  /** The lines for the extensions at the end of an init. */
  extensions(statuses: readonly ExtensionStatus[]): readonly string[];
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
  initReport: (report) => [initReportLine(report)],
  failure: failureLines,
  timeout: (requestId, seconds) => timeoutLines(requestId, seconds, new Date()),
  end: (report) => [endLine(report.requestId), reportLine(report)],
};

type Level = NonNullable<FunctionSettings['systemLogLevel']>;

const figure = (value: number) => Number(value.toFixed(3));

/**
 * The records of the JSON format that the system log level lets through.
 * Source: AWS, "Log-level filtering" (system log level event mapping) and the Telemetry API's event schema.
 */
function jsonLog(least: Level): PlatformLog {
  const write = (level: Level, type: string, record: object): string[] =>
    systemLogLevels.indexOf(level) < systemLogLevels.indexOf(least)
      ? []
      : [JSON.stringify({ time: new Date().toISOString(), type: `platform.${type}`, record })];
  const levelOf = (status: string, usual: Level) => (status === 'success' ? usual : 'warn');
  return {
    start: (requestId) => write('info', 'start', { requestId, version: '$LATEST' }),
    extensions: (statuses) => statuses.flatMap((status) => write('info', 'extension', status)),
    initReport: ({ durationMs, phase, status, errorType }) =>
      write('warn', 'initReport', {
        initializationType: 'on-demand',
        phase,
        status,
        errorType,
        metrics: { durationMs: figure(durationMs) },
      }),
    // The report says it.
    failure: () => [],
    timeout: () => [],
    end: (report) => {
      const { requestId, durationMs, memorySize, maxMemoryUsed, initDurationMs, errorType } = report;
      const status = report.status ?? 'success';
      const failed = status === 'success' ? { status } : { status, errorType };
      return [
        ...write(levelOf(status, 'debug'), 'runtimeDone', {
          requestId,
          ...failed,
          metrics: { durationMs: figure(durationMs) },
        }),
        ...write(levelOf(status, 'info'), 'report', {
          requestId,
          metrics: {
            durationMs: figure(durationMs),
            billedDurationMs: billedMs(report),
            memorySizeMB: memorySize,
            maxMemoryUsedMB: maxMemoryUsed,
            ...(initDurationMs === undefined ? {} : { initDurationMs: figure(initDurationMs) }),
          },
          ...failed,
        }),
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
