import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initReportLine, LineSplitter, LogTail, reportLine } from '../../src/emulator/log.ts';

describe('the REPORT line', () => {
  const report = { requestId: 'ID', durationMs: 1.234, memorySize: 128, maxMemoryUsed: 4 };

  it('of a warm invocation', () => {
    expect(reportLine(report)).toBe(
      'REPORT RequestId: ID\tDuration: 1.23 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 4 MB\t',
    );
  });

  it('of a cold start bills the init phase too', () => {
    expect(reportLine({ ...report, initDurationMs: 20 })).toBe(
      'REPORT RequestId: ID\tDuration: 1.23 ms\tBilled Duration: 22 ms\tMemory Size: 128 MB\tMax Memory Used: 4 MB\tInit Duration: 20.00 ms\t',
    );
  });

  it('of a timeout has no error type', () => {
    expect(reportLine({ ...report, status: 'timeout', errorType: 'Sandbox.Timedout' })).toMatch(
      /Used: 4 MB\tStatus: timeout$/,
    );
  });
});

it('INIT_REPORT names the phase, the status and the error type', () => {
  expect(
    initReportLine({ durationMs: 3, phase: 'init', status: 'error', errorType: 'Runtime.ExitError' }),
  ).toBe('INIT_REPORT Init Duration: 3.00 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError');
});

describe('the tail of a log', () => {
  it('is the whole log while it is short', () => {
    const tail = new LogTail();
    tail.push('one');
    tail.push('');
    expect(tail.bytes().toString()).toBe('one\n\n');
  });

  it('is the last 4 KB of it, whatever was written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3000, unit: 'grapheme' }), { maxLength: 30 }), (lines) => {
        const tail = new LogTail();
        for (const line of lines) tail.push(line);
        const whole = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        expect(tail.bytes().equals(whole.subarray(-4096))).toBe(true);
      }),
    );
  });
});

describe('lines', () => {
  it('are the same however their bytes arrive', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(
      fc.property(fc.array(text), fc.infiniteStream(fc.integer({ min: 1, max: 7 })), (parts, sizes) => {
        const bytes = Buffer.from(parts.join('\n'));
        const splitter = new LineSplitter();
        const lines: string[] = [];
        for (let at = 0; at < bytes.length; ) {
          const size = sizes.next().value as number;
          lines.push(...splitter.push(bytes.subarray(at, at + size)));
          at += size;
        }
        lines.push(...splitter.end());
        const expected = bytes.toString().split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(lines).toEqual(expected.map((line) => line.replace(/\r$/, '')));
      }),
    );
  });

  it('longer than 256 KB are cut into several', () => {
    const splitter = new LineSplitter();
    const lines = splitter.push(Buffer.alloc(600 * 1024, 'x'));
    expect(lines.map((line) => line.length)).toEqual([256 * 1024, 256 * 1024]);
    expect(splitter.end().map((line) => line.length)).toEqual([88 * 1024]);
  });
});
