import { expect, test } from 'vitest';
import { invoke, type Start } from '../native-program.ts';

/** A message that contains what looks like a record of its own. */
const forged = 'message\n2026-01-31T23:59:59.123Z\trequest-2\tfail\tforged';

/** The frames in which Lambda takes records: type, length, time and message, big-endian. */
function frames(bytes: Buffer): { type: number; microseconds: bigint; message: string }[] {
  const found = [];
  for (let at = 0; at + 16 <= bytes.length; ) {
    const end = at + 16 + bytes.readUInt32BE(at + 4);
    const message = bytes.subarray(at + 16, end).toString();
    found.push({ type: bytes.readUInt32BE(at), microseconds: bytes.readBigInt64BE(at + 8), message });
    at = end;
  }
  return found;
}

/** The function's log. */
export function logging(start: Start): void {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

  test('records in text have time, request and level', async () => {
    const { api, stdout } = await start('log');
    await invoke(await api.accept(), '"warning"');
    await expect.poll(stdout).toMatch(/info\t line\n$/);
    const lines = stdout().split('\n');
    const [stamp, ...rest] = lines[0]?.split('\t') ?? [];
    expect(stamp).toMatch(time);
    expect(rest).toEqual(['request-1', 'info', '3 orders for Ann']);
    expect(stdout()).not.toContain('details');
    expect(lines[1]).toMatch(/\tfail\tit failed\rSystem.InvalidOperationException: no$/);
    expect(lines[2]).toMatch(/\twarn\tby name$/);
    // Log writes the text as it is; what follows begins where it ended.
    expect(lines[3]).toMatch(/^raw\d{4}-.*\tinfo\t line$/);
  });

  test('records in JSON have the values as members', async () => {
    const { api, stdout } = await start('log', {
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_LAMBDA_LOG_LEVEL: 'DEBUG',
    });
    await invoke(await api.accept(), '"critical"');
    await expect.poll(stdout).toContain('" line"');
    const records = stdout()
      .replace('raw{', '{')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records[0]).toEqual({
      timestamp: expect.stringMatching(time),
      level: 'Information',
      requestId: 'request-1',
      traceId: 'Root=1-request-1',
      message: '3 orders for Ann',
      count: 3,
      customer: 'Ann',
    });
    expect(records[1]).toMatchObject({ level: 'Debug', message: 'details' });
    expect(records[2]).toMatchObject({
      level: 'Error',
      message: 'it failed',
      errorType: 'System.InvalidOperationException',
      errorMessage: 'no',
      stackTrace: ['System.InvalidOperationException: no'],
    });
    expect(records[3]).toMatchObject({ level: 'Critical', message: 'by name' });
  });

  test('values are shown by their kind, and the static logger belongs to the invocation', async () => {
    const { api, stdout } = await start('log-values');
    await invoke(await api.accept(), '{}');
    await expect.poll(stdout).toMatch(/no\n$/);
    const [values, ...rest] = stdout().split('\n');
    expect(values).toMatch(/\trequest-1\tinfo\t\[1,2\] {"a":1} 01FF 2026-01-31T01:02:03.000Z 7 {missing}$/);
    expect(rest[0]).toMatch(/\trequest-1\tinfo\tstatic$/);
    expect(rest[1]).toMatch(/\trequest-1\twarn\t1 static\rSystem.InvalidOperationException: no$/);
  });

  test('records in JSON have lists, bytes and times as members, and the tenant', async () => {
    const { api, stdout } = await start('log-values', { AWS_LAMBDA_LOG_FORMAT: 'json' });
    await invoke(await api.accept(), '{}', { 'Lambda-Runtime-Aws-Tenant-Id': 'tenant-1' });
    await expect.poll(() => stdout().trimEnd().split('\n').length).toBe(3);
    const records = stdout()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records[0]).toMatchObject({
      tenantId: 'tenant-1',
      message: '{list} {map} 01FF 2026-01-31T01:02:03.000Z 7 {missing}',
      list: [1, 2],
      map: { a: 1 },
      bytes: '01FF',
      time: '2026-01-31T01:02:03.000Z',
      bad: '7',
    });
    for (const record of records) {
      expect(record).toMatchObject({ requestId: 'request-1', tenantId: 'tenant-1' });
    }
    expect(records[2]).toMatchObject({ level: 'Warning', message: '1 static', n: 1, errorMessage: 'no' });
  });

  test('outside of an invocation the static logger writes records of none', async () => {
    const { api, stdout } = await start('echo', { TEST_INIT: 'logs' });
    await api.accept();
    await expect.poll(stdout).toMatch(/^\S+Z\t\tfail\tin init\n$/);
  });

  test("what is said for the function's code alone comes before what is said for the function", async () => {
    const { api, stdout } = await start('log', {
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_LAMBDA_LOG_LEVEL: 'DEBUG',
      AWS_LAMBDA_HANDLER_LOG_FORMAT: 'Text',
      AWS_LAMBDA_HANDLER_LOG_LEVEL: 'ERROR',
    });
    await invoke(await api.accept(), '"critical"');
    await expect.poll(stdout).toContain('raw');
    expect(stdout().match(/\t(trce|dbug|info|warn|fail|crit)\t/g)).toEqual(['\tfail\t', '\tcrit\t']);
  });

  test('unformatted records are their messages', async () => {
    const { api, stdout } = await start('log', { AWS_LAMBDA_HANDLER_LOG_FORMAT: 'Unformatted' });
    await invoke(await api.accept(), '"warning"');
    await expect.poll(stdout).toMatch(/ line\n$/);
    expect(stdout()).toBe(
      '3 orders for Ann\nit failed\rSystem.InvalidOperationException: no\nby name\nraw line\n',
    );
  });

  test('a record of several lines is one line, so that none of them passes for a record', async () => {
    const { api, stdout, stderr } = await start('log-forged');
    await invoke(await api.accept(), JSON.stringify(forged));
    await expect.poll(stderr).toMatch(/\n$/);
    expect(stdout()).toMatch(/^\S+\trequest-1\tinfo\tmessage\r2026-\S+\trequest-2\tfail\tforged\n$/);
    expect(stderr()).toMatch(
      /^\S+\trequest-1\tfail\tSystem.*: message\r2026-\S+\trequest-2\tfail\tforged\r[^\n]*\n$/,
    );
  });

  test('records are frames on the descriptor that Lambda offers, with their lines as they are', async () => {
    const { api, stdout, stderr, telemetry } = await start('log-forged', { _LAMBDA_TELEMETRY_LOG_FD: '3' });
    const before = Date.now() * 1000;
    await invoke(await api.accept(), JSON.stringify(forged));
    await expect.poll(() => frames(telemetry()).length).toBe(2);
    const [record, error] = frames(telemetry());
    expect(record?.type).toBe(0xa55a0003);
    expect(Number(record?.microseconds)).toBeGreaterThanOrEqual(before - 1000);
    expect(record?.message).toMatch(/^\S+\trequest-1\tinfo\tmessage\n2026-\S+\trequest-2\tfail\tforged\n$/);
    expect(error?.message).toMatch(/\tfail\tSystem.*: message\n2026-\S+\trequest-2\tfail\tforged\n/);
    expect([stdout(), stderr()]).toEqual(['', '']);
  });

  test.each(['99', '0', '-1', 'three', ''])(
    'a descriptor "%s" that cannot be written to leaves the records on the standard streams',
    async (descriptor) => {
      const { api, stdout, telemetry } = await start('log-forged', { _LAMBDA_TELEMETRY_LOG_FD: descriptor });
      await invoke(await api.accept(), JSON.stringify(forged));
      await expect.poll(stdout).toMatch(/\tinfo\tmessage\r/);
      expect(telemetry()).toHaveLength(0);
    },
  );

  test.each([
    ['TRACE', 3],
    ['INFO', 3],
    ['ERROR', 1],
    ['FATAL', 0],
    ['Warning', 1],
    ['nonsense', 3],
  ])('the level %s leaves %i of the records', async (level, count) => {
    const { api, stdout } = await start('log', { AWS_LAMBDA_LOG_LEVEL: level });
    await invoke(await api.accept(), '"information"');
    await expect.poll(stdout).toContain('raw');
    const records = stdout().match(/\t(info|fail)\t/g) ?? [];
    expect(records).toHaveLength(count + (count === 3 ? 1 : 0));
  });

  test('a level that is none is shown as it is', async () => {
    const { api, stdout } = await start('log');
    await invoke(await api.accept(), '"audit"');
    await expect.poll(stdout).toContain('\taudit\tby name\n');
  });

  test('exceptions that nobody caught are records as well', async () => {
    const { api, stderr } = await start('fail', { AWS_LAMBDA_LOG_FORMAT: 'JSON' });
    await invoke(await api.accept(), '"no"');
    await expect.poll(stderr).toContain('\n');
    expect(JSON.parse(stderr())).toMatchObject({
      level: 'Error',
      requestId: 'request-1',
      message: 'no',
      errorType: 'System.InvalidOperationException',
      cause: { errorType: 'System.FormatException' },
    });
  });

  test('records of several threads do not mix', async () => {
    const { api, stdout } = await start('log-threads');
    await invoke(await api.accept(), '{}');
    await expect.poll(() => stdout().split('\n').length).toBe(8 * 200 + 1);
    for (const line of stdout().trimEnd().split('\n')) {
      expect(line).toMatch(/^\S+\trequest-1\tinfo\tthread \d record \d+ x{300}$/);
    }
  });

  test('the console works', async () => {
    const { api, stdout, stderr } = await start('console');
    await invoke(await api.accept(), '{}');
    await expect.poll(stdout).toBe('to output\n');
    await expect.poll(stderr).toBe('to error\n');
  });
}
