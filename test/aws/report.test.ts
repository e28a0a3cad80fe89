import { describe, expect, it } from 'vitest';
import { parseReport } from '../../src/aws/logs/report.ts';
import { reportLine } from '../../src/emulator/log.ts';

describe('a report', () => {
  it('of a cold start is read with its init', () => {
    const log =
      'START RequestId: 1 Version: $LATEST\nEND RequestId: 1\nREPORT RequestId: 8f5\tDuration: 1.81 ms\tBilled Duration: 15 ms\tMemory Size: 256 MB\tMax Memory Used: 21 MB\tInit Duration: 12.90 ms\t\n';
    expect(parseReport(log)).toEqual({
      requestId: '8f5',
      durationMs: 1.81,
      billedMs: 15,
      memorySize: 256,
      maxMemoryUsed: 21,
      initDurationMs: 12.9,
    });
  });

  it('of a warm start has no init', () => {
    const line = reportLine({ requestId: 'x', durationMs: 2, memorySize: 128, maxMemoryUsed: 9 });
    expect(parseReport(line)).toEqual({
      requestId: 'x',
      durationMs: 2,
      billedMs: 2,
      memorySize: 128,
      maxMemoryUsed: 9,
    });
  });

  it('is the last one of several', () => {
    const report = (requestId: string) =>
      reportLine({ requestId, durationMs: 1, memorySize: 128, maxMemoryUsed: 9 });
    expect(parseReport(`${report('a')}\n${report('b')}\n`)?.requestId).toBe('b');
  });

  it('is read from the JSON format as well', () => {
    const record = {
      time: '2026-01-01T00:00:00.000Z',
      type: 'platform.report',
      record: {
        requestId: '8f5',
        metrics: {
          durationMs: 1.5,
          billedDurationMs: 15,
          memorySizeMB: 256,
          maxMemoryUsedMB: 20,
          initDurationMs: 13,
        },
        status: 'success',
      },
    };
    expect(parseReport(`cut off"}\n${JSON.stringify(record)}\n`)).toEqual({
      requestId: '8f5',
      durationMs: 1.5,
      billedMs: 15,
      memorySize: 256,
      maxMemoryUsed: 20,
      initDurationMs: 13,
    });
  });

  it('of an invocation that failed says how', () => {
    const figures = { requestId: 'x', durationMs: 3000, memorySize: 128, maxMemoryUsed: 9 };
    const read = (more: object) => parseReport(reportLine({ ...figures, ...more }));
    expect(read({ status: 'timeout' })).toMatchObject({ failure: 'timeout' });
    expect(read({ initDurationMs: 4, status: 'error', errorType: 'Runtime.ExitError' })).toMatchObject({
      initDurationMs: 4,
      failure: 'error',
      errorType: 'Runtime.ExitError',
    });
    const record = { requestId: 'x', metrics: { durationMs: 1 }, status: 'timeout' };
    expect(parseReport(JSON.stringify({ type: 'platform.report', record }))).toMatchObject({
      failure: 'timeout',
    });
  });

  it('is missing from a log without one', () => {
    expect(parseReport('')).toBeUndefined();
    expect(parseReport('{"type":"platform.report"')).toBeUndefined();
    expect(parseReport('{"type":"platform.report","record":{"metrics":{}}}')).toBeUndefined();
    expect(parseReport('START RequestId: 1')).toBeUndefined();
  });
});
