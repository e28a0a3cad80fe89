import { describe, expect, it } from 'vitest';
import type { LogEvent } from '../../src/aws/logs/event.ts';
import { readLine } from '../../src/aws/logs/line.ts';
import { Requests } from '../../src/aws/logs/requests.ts';
import { Totals } from '../../src/aws/logs/summary.ts';
import { groupText, recordOf } from '../../src/aws/logs/text.ts';
import { paintFor, toTerminal } from '../../src/ui/colours.ts';

const plain = paintFor({ isTTY: false }, true, {});
const coloured = paintFor({ isTTY: true }, false, {});

const first = '8f507cfc-0000-4000-8000-000000000001';
const second = '8f507cfc-0000-4000-8000-000000000002';

/** Events of a stream, a ms apart; a stream is named before its lines. */
function eventsOf(...streams: readonly (readonly [stream: string, ...messages: string[]])[]): LogEvent[] {
  const begin = Date.parse('2026-01-31T10:00:00.000Z');
  return streams
    .flatMap(([stream, ...messages], s) =>
      messages.map((message, i) => ({ id: `${stream}${i}`, time: begin + i * 10 + s, stream, message })),
    )
    .sort((a, b) => a.time - b.time);
}

const shown = (events: readonly LogEvent[], paint = plain) => {
  const requests = new Requests(Number.POSITIVE_INFINITY);
  const groups = [...requests.push(events.map(readLine), 0), ...requests.flush()];
  return groups.map((group) => groupText(group, paint)).join('\n');
};

const report = (id: string, more = '') =>
  `REPORT RequestId: ${id}\tDuration: 1.81 ms\tBilled Duration: 15 ms\tMemory Size: 256 MB\tMax Memory Used: 21 MB\t${more}`;

describe('the log for people', () => {
  it('has the lines of a request together, whatever came between them', () => {
    const text = shown(
      eventsOf(
        [
          'a',
          'INIT_START Runtime Version: provided:al2023.v1',
          `START RequestId: ${first} Version: 3`,
          `2026-01-31T10:00:00.020Z\t${first}\twarn\tlow stock\rof tea`,
          'printed by hand',
          `END RequestId: ${first}`,
          report(first, 'Init Duration: 12.90 ms\t\nXRAY TraceId: 1-a-b\tSegmentId: c\tSampled: true\t'),
        ],
        [
          'b',
          `START RequestId: ${second} Version: $LATEST`,
          `RequestId: ${second} Error: Runtime exited with error: exit status 1`,
          `END RequestId: ${second}`,
          report(second, 'Status: error\tError Type: Runtime.ExitError'),
        ],
      ),
    );
    expect(text.split('\n')).toEqual([
      `2026-01-31T10:00:00.000Z  request ${first}  version 3`,
      '  10:00:00.000  INIT    INIT_START Runtime Version: provided:al2023.v1',
      '  10:00:00.020  WARN    low stock',
      '                        of tea',
      '  10:00:00.030          printed by hand',
      '  10:00:00.050  REPORT  1.81 ms, init 12.9 ms, billed 15 ms, 21 of 256 MB, trace 1-a-b',
      `2026-01-31T10:00:00.001Z  request ${second}`,
      '  10:00:00.011  ERROR   Error: Runtime exited with error: exit status 1',
      '  10:00:00.031  REPORT  error Runtime.ExitError, 1.81 ms, billed 15 ms, 21 of 256 MB',
    ]);
  });

  it('lays out JSON records, with all digits of a number and stack traces in lines of their own', () => {
    const record = (more: object | string) =>
      typeof more === 'string'
        ? more
        : JSON.stringify({
            timestamp: '2026-01-31T10:00:00.000Z',
            level: 'Error',
            requestId: first,
            ...more,
          });
    const platform = (type: string, more: object) =>
      JSON.stringify({
        time: '2026-01-31T10:00:00Z',
        type: `platform.${type}`,
        record: { requestId: first, ...more },
      });
    const text = shown(
      eventsOf([
        'a',
        platform('start', { version: '$LATEST' }),
        record({ message: 'no such order', errorType: 'KeyNotFound', stackTrace: ['at A()', 'at B()'] }),
        record(
          '{"level":"info","message":"taken","order":12345678901234567890,"to":"a b","lines":{"x":[1, 2]}}',
        ),
        record('{"level":"loud","msg":"odd"}'),
        platform('report', {
          metrics: { durationMs: 3000, billedDurationMs: 3000, memorySizeMB: 256, maxMemoryUsedMB: 20 },
          status: 'timeout',
          tracing: { spanId: 'c', type: 'X-Amzn-Trace-Id', value: 'Root=1-d-e;Parent=c;Sampled=1' },
        }),
      ]),
    );
    expect(text.split('\n')).toEqual([
      `2026-01-31T10:00:00.000Z  request ${first}`,
      '  10:00:00.010  ERROR   no such order  errorType=KeyNotFound',
      '                        stackTrace:',
      '                          at A()',
      '                          at B()',
      '  10:00:00.020  INFO    taken  order=12345678901234567890  to="a b"  lines={"x":[1, 2]}',
      '  10:00:00.030          odd  level=loud',
      '  10:00:00.040  REPORT  timeout, 3000 ms, billed 3000 ms, 20 of 256 MB, trace 1-d-e',
    ]);
  });

  it('colours levels, and lets nothing in a line reach the terminal', () => {
    const text = toTerminal(
      shown(eventsOf(['a', `2026-01-31T10:00:00.000Z\t${first}\tfail\tred \x1b[2J\u202e`]), coloured),
    );
    expect(text).toContain('\x1b[31mERROR \x1b[39m');
    expect(text).toContain('\x1b[31mred \\u001b[2J\\u202e\x1b[39m');
  });

  it.each([
    ['JSON that is cut off', '{"level":"info","mess'],
    ['JSON that is nested too deeply', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['a list', '[1,2]'],
    ['an empty line', ''],
    ['a member called like one of every object', '{"__proto__":{"level":"info"},"constructor":1}'],
  ])('shows %s as it is', (_, message) => {
    const text = shown(eventsOf(['a', message]));
    const members = message.startsWith('{"__proto__"')
      ? '__proto__={"level":"info"}  constructor=1'
      : message;
    expect(text).toBe(
      `2026-01-31T10:00:00.000Z  stream a\n${`  10:00:00.000          ${members}`.trimEnd()}`,
    );
  });

  it("keeps a caller's id in a record, which is not the request's own", () => {
    const text = shown(
      eventsOf([
        'a',
        `START RequestId: ${first} Version: $LATEST`,
        '{"level":"info","requestId":"from-the-gateway","message":"in"}',
        report(first),
      ]),
    );
    expect(text.split('\n')[1]).toBe('  10:00:00.010  INFO    in  requestId=from-the-gateway');
    expect(text.match(/request 8f507/g)).toHaveLength(1);
  });
});

describe('a request that takes long', () => {
  const [start, line, ...rest] = eventsOf([
    'a',
    `START RequestId: ${first} Version: $LATEST`,
    'at work',
    report(first),
    'after it',
  ]).map(readLine);

  it('is shown while it runs, and its rest as a continuation', () => {
    const requests = new Requests(3000);
    expect(
      requests.push(
        [start, line].filter((l) => l !== undefined),
        1000,
      ),
    ).toEqual([]);
    expect(requests.waited(3999)).toEqual([]);
    const [begun] = requests.waited(4000);
    expect(begun).toMatchObject({ requestId: first, continued: false, lines: [{}, {}] });
    const [ended] = requests.push(rest, 5000);
    expect(ended).toMatchObject({ requestId: first, continued: true, lines: [{ kind: 'report' }] });
    expect(requests.flush()).toMatchObject([{ requestId: undefined, lines: [{ text: 'after it' }] }]);
    expect(requests.flush()).toEqual([]);
  });
});

describe('the sum of reports', () => {
  it('has requests, failures, durations, cold starts and memory', () => {
    const totals = new Totals();
    expect(totals.text()).toBeUndefined();
    const messages = [report(first, 'Init Duration: 12.90 ms\t'), report(second, 'Status: timeout'), 'other'];
    totals.add(eventsOf(['a', ...messages]).map(readLine));
    expect(totals.lines).toBe(3);
    expect(totals.text()).toBe(
      '2 requests, 1 failed; duration p50 1.81 ms, p99 1.81 ms, max 1.81 ms; 1 cold start, init p50 12.9 ms; memory up to 21 of 256 MB',
    );
  });
});

describe('the log for machines', () => {
  it('has the message as it was written, and what was found in it', () => {
    const [event] = eventsOf(['a', report(first, 'Status: timeout')]) as [LogEvent];
    expect(recordOf('/aws/lambda/x', readLine(event))).toEqual({
      time: '2026-01-31T10:00:00.000Z',
      group: '/aws/lambda/x',
      stream: 'a',
      id: 'a0',
      requestId: first,
      message: event.message,
      report: {
        requestId: first,
        durationMs: 1.81,
        billedMs: 15,
        memorySize: 256,
        maxMemoryUsed: 21,
        failure: 'timeout',
      },
    });
  });
});
