import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LogRecord } from '../../src/aws/logs/text.ts';
import { formatSettings } from '../../src/project/settings.ts';
import { withCommas } from '../../src/ui/wording.ts';
import { bin } from '../support/bin.ts';
import { folderOfFile } from '../support/folders.ts';
import { fixtureSettings } from '../support/lambda-fake/project.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { missingTools } from '../support/tools.ts';
import { fakeEnvironment } from './support.ts';

const missing = await missingTools('moto_server');
if (missing) console.warn(`test/aws/logs-follow.test.ts is skipped: ${missing}`);

const folder = await folderOfFile();

const count = 5000;
/** Lines of one call; the streams take turns. */
const batch = 25;
const streams = ['one', 'two', 'three', 'four'].map((name) => `2026/11/29/[$LATEST]${name}`);
const streamOf = (i: number) => streams[Math.floor(i / batch) % streams.length] as string;

/** Lines of an earlier time than those before them: some that come at once, one of a stream that was slow. */
const lateLines = 10;

describe.skipIf(missing)('logs --follow against moto', () => {
  let moto: Moto;
  let client: CloudWatchLogsClient;
  /** 40 lines have the same time, over several streams. */
  const begin = Date.now() - 200_000;
  const timeOf = (i: number) => begin + Math.floor(i / 40) * 1000;

  beforeAll(async () => {
    for (const [name, value] of Object.entries(fakeEnvironment)) vi.stubEnv(name, value);
    moto = await startMoto();
    client = new CloudWatchLogsClient({ endpoint: moto.url });
    const settings = fixtureSettings(['echo', 'error', 'other']);
    await writeFile(join(folder, '.yo-rc.json'), formatSettings(settings));
  });
  afterAll(async () => {
    client?.destroy();
    await moto?.close();
    vi.unstubAllEnvs();
  });

  const makeGroup = async (group: string) => {
    await client.send(new CreateLogGroupCommand({ logGroupName: group }));
    for (const logStreamName of streams)
      await client.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName }));
  };

  const put = (logGroupName: string, logStreamName: string, lines: readonly (readonly [number, string])[]) =>
    client.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName,
        logEvents: lines.map(([timestamp, message]) => ({ timestamp, message })),
      }),
    );

  /** Writes lines from one number up to another. */
  const write = async (group: string, from: number, to: number) => {
    for (let i = from; i < to; i += batch) {
      const lines = Array.from({ length: batch }, (_, k) => [timeOf(i + k), `line ${i + k}`] as const);
      await put(group, streamOf(i), lines);
    }
  };

  const start = (...args: string[]) =>
    execa(process.execPath, [bin, 'logs', '--since', '1h', '--follow', ...args], {
      cwd: folder,
      env: { ...fakeEnvironment, AWS_ENDPOINT_URL: moto.url },
      stdin: 'ignore',
      reject: false,
      buffer: { stdout: false, stderr: true },
    });

  /** Each line once, none before one of an earlier time, and those of a stream as they were written. */
  const expectAll = (records: readonly LogRecord[]) => {
    expect(records).toHaveLength(count);
    const times = records.map(({ time }) => Date.parse(time));
    expect(times).toEqual(Array.from({ length: count }, (_, i) => timeOf(i)));
    for (const stream of streams) {
      const written = Array.from({ length: count }, (_, i) => i).filter((i) => streamOf(i) === stream);
      const shown = records.filter((record) => record.stream === stream);
      expect(messages(shown)).toEqual(written.map((i) => `line ${i}`));
    }
  };
  const isLate = ({ message }: LogRecord) => message.startsWith('late');
  const messages = (records: readonly LogRecord[]) => records.map(({ message }) => message);

  it(`shows each of ${count} lines once and in order, which are written meanwhile`, async () => {
    const group = '/aws/lambda/hello-echo';
    await makeGroup(group);
    await write(group, 0, 100);
    const running = start('echo', '--json');
    const records: LogRecord[] = [];
    const lines = createInterface({ input: running.stdout });
    const reading = (async () => {
      for await (const line of lines) {
        records.push(JSON.parse(line));
        // The late ones come while all that is there so far has been shown.
        if (records.length === 100) {
          const late = Array.from({ length: lateLines }, (_, i) => [begin - 60_000, `late ${i}`] as const);
          await put(group, streams[1] as string, late);
        }
        if (records.length === 100 + lateLines) await write(group, 100, count);
        if (records.length === count + lateLines) running.kill('SIGINT');
      }
    })();
    const { exitCode, stderr } = await running;
    await reading;
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 130 });
    expect(stderr).toContain(`Interrupted after ${withCommas(count + lateLines)} lines`);
    expectAll(records.filter((record) => !isLate(record)));
    expect(messages(records.filter(isLate))).toEqual(
      Array.from({ length: lateLines }, (_, i) => `late ${i}`),
    );
  });

  it('--append goes on after it was killed, where the file ends, and leaves nothing out', async () => {
    const group = '/aws/lambda/hello-error';
    const file = join(folder, 'error.ndjson');
    await makeGroup(group);
    const read = async () => (await readFile(file, 'utf8').catch(() => '')).split('\n').slice(0, -1);
    const until = (lines: number) =>
      vi.waitFor(async () => expect((await read()).length).toBeGreaterThanOrEqual(lines), {
        timeout: 120_000,
        interval: 20,
      });

    const first = start('error', '--append', file);
    const writing = write(group, 0, count);
    await until(500);
    first.kill('SIGKILL');
    expect((await first).signal).toBe('SIGKILL');
    // As if it had been killed while it wrote its last line.
    await truncate(file, (await readFile(file)).length - 40);
    const before = (await read()).length;

    const second = start('error', '--append', file);
    await writing;
    await until(count);
    second.kill('SIGINT');
    const { exitCode, stderr } = await second;
    expect(exitCode).toBe(130);
    expect(stderr).toContain(`${file} is continued where it ends.`);
    expect(before).toBeLessThan(count);
    const records = (await read()).map((line): LogRecord => JSON.parse(line));
    expectAll(records);

    const third = start('error', '--append', file);
    const other = start('other', '--append', file);
    expect(await other).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`it has records of ${group}, not of /aws/lambda/hello-other`),
    });
    await put(group, streams[0] as string, [[timeOf(count), 'the last']]);
    await until(count + 1);
    third.kill('SIGTERM');
    expect((await third).exitCode).toBe(130);
    expect((await read()).length).toBe(count + 1);
  });
});
