import { describe, expect, it } from 'vitest';
import { parseReport } from '../../src/aws/logs/report.ts';
import { platformLog } from '../../src/emulator/platform-log.ts';
import { buildBootstrap, emulate, fixture, invoke } from './support.ts';

const folder = buildBootstrap();
const json = { logFormat: 'json' } as const;
const emulator = await emulate([
  fixture(folder, 'echo', { log: json }),
  fixture(folder, 'hang', { log: json, timeout: 0.1 }),
  fixture(folder, 'exit-three', { log: { ...json, systemLogLevel: 'debug' } }),
  fixture(folder, 'pid', { log: { ...json, systemLogLevel: 'warn' } }),
  fixture(folder, 'http', { log: { logFormat: 'text' } }),
]);

/** The service's records of one invocation. */
async function records(name: string) {
  const { tail } = await invoke(emulator, name);
  return tail.flatMap((line) => (line.startsWith('{"time"') ? [JSON.parse(line)] : []));
}

describe("the service's records of a function with the JSON format", () => {
  it('are a start and a report, each a line of JSON', async () => {
    const [start, report, ...more] = await records('echo');
    expect(more).toEqual([]);
    expect(start).toMatchObject({ type: 'platform.start', record: { version: '$LATEST' } });
    expect(report).toMatchObject({
      type: 'platform.report',
      record: { requestId: start.record.requestId, status: 'success', metrics: { memorySizeMB: 128 } },
    });
    expect(Date.parse(report.time)).toBeGreaterThan(0);
    expect(Object.keys(report.record.metrics).sort()).toEqual(
      ['billedDurationMs', 'durationMs', 'initDurationMs', 'maxMemoryUsedMB', 'memorySizeMB'].sort(),
    );
  });

  it('are read by cold-start, as those of AWS', async () => {
    const { tail, requestId } = await invoke(emulator, 'echo');
    expect(parseReport(tail.join('\n'))).toMatchObject({ requestId, memorySize: 128 });
  });

  it('say how an invocation failed', async () => {
    expect((await records('hang')).map(({ type, record }) => [type, record.status])).toEqual([
      ['platform.start', undefined],
      ['platform.runtimeDone', 'timeout'],
      ['platform.report', 'timeout'],
    ]);
    const failed = await records('exit-three');
    expect(failed.at(-1)).toMatchObject({ record: { status: 'error', errorType: 'Runtime.ExitError' } });
  });

  it('are those that the system log level lets through', () => {
    const report = { requestId: 'x', durationMs: 1, memorySize: 128, maxMemoryUsed: 9 };
    const types = (systemLogLevel: 'debug' | 'info' | 'warn') =>
      platformLog({ ...json, systemLogLevel })
        .end(report)
        .map((line) => JSON.parse(line).type);
    expect(types('debug')).toEqual(['platform.runtimeDone', 'platform.report']);
    expect(types('info')).toEqual(['platform.report']);
    expect(types('warn')).toEqual([]);
  });

  it('of a level that lets only warnings through are none when all went well', async () => {
    expect(await records('pid')).toEqual([]);
  });

  it('are text in the other format', async () => {
    const { tail } = await invoke(emulator, 'http');
    expect(tail.map((line) => line.split(' ')[0])).toEqual(['START', 'END', 'REPORT']);
  });
});
