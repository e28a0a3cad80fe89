import type { ExtensionStatus } from './extension-state.ts';
import { billedMs, type InitReport } from './log.ts';
import type { InvocationReport } from './types.ts';

/** What the service records of a sandbox: the type without `platform.`, and its fields. */
export interface PlatformRecord {
  readonly type: string;
  readonly record: object;
}

/** How something ended. */
export interface EndStatus {
  readonly status: 'success' | 'error' | 'timeout';
  readonly errorType?: string | undefined;
}

const figure = (value: number) => Number(value.toFixed(3));

/** The status, with the type of the error only where there is one. */
const ended = ({ status, errorType }: EndStatus) =>
  status === 'success' ? { status } : { status, errorType };

/**
 * The records of the service, as JSON logs and the Telemetry API have them.
 * Source: AWS, "Lambda Telemetry API Event schema reference".
 */
export const platformRecords = {
  initStart: (phase: InitReport['phase'], functionName: string, runtimeVersion: string): PlatformRecord => ({
    type: 'initStart',
    record: {
      initializationType: 'on-demand',
      phase,
      runtimeVersion,
      functionName,
      functionVersion: '$LATEST',
    },
  }),
  initRuntimeDone: (phase: InitReport['phase'], status: EndStatus): PlatformRecord => ({
    type: 'initRuntimeDone',
    record: { initializationType: 'on-demand', phase, ...ended(status) },
  }),
  initReport: ({
    durationMs,
    phase,
    status,
    errorType,
  }: Omit<InitReport, 'status'> & EndStatus): PlatformRecord => ({
    type: 'initReport',
    record: {
      initializationType: 'on-demand',
      phase,
      status,
      errorType,
      metrics: { durationMs: figure(durationMs) },
    },
  }),
  extension: (status: ExtensionStatus): PlatformRecord => ({ type: 'extension', record: status }),
  telemetrySubscription: (name: string, state: string, types: readonly string[]): PlatformRecord => ({
    type: 'telemetrySubscription',
    record: { name, state, types },
  }),
  logsDropped: (reason: string, droppedRecords: number, droppedBytes: number): PlatformRecord => ({
    type: 'logsDropped',
    record: { reason, droppedRecords, droppedBytes },
  }),
  start: (requestId: string): PlatformRecord => ({
    type: 'start',
    record: { requestId, version: '$LATEST' },
  }),
  runtimeDone: (
    requestId: string,
    status: EndStatus,
    metrics: { readonly durationMs: number; readonly producedBytes?: number | undefined },
  ): PlatformRecord => ({
    type: 'runtimeDone',
    record: {
      requestId,
      ...ended(status),
      metrics: { ...metrics, durationMs: figure(metrics.durationMs) },
    },
  }),
  report: (report: InvocationReport): PlatformRecord => {
    const { requestId, durationMs, memorySize, maxMemoryUsed, initDurationMs, status, errorType } = report;
    return {
      type: 'report',
      record: {
        requestId,
        metrics: {
          durationMs: figure(durationMs),
          billedDurationMs: billedMs(report),
          memorySizeMB: memorySize,
          maxMemoryUsedMB: maxMemoryUsed,
          ...(initDurationMs === undefined ? {} : { initDurationMs: figure(initDurationMs) }),
        },
        ...ended({ status: status ?? 'success', errorType }),
      },
    };
  },
} as const;
