import { execa } from 'execa';
import { beforeEach, describe, expect, it } from 'vitest';
import { runLogs } from '../../src/aws/logs/command.ts';
import { withDefaults } from '../../src/commands/command.ts';
import { logsCommand } from '../../src/commands/logs.ts';
import { bin } from '../support/bin.ts';
import type { LambdaFake } from '../support/lambda-fake/lambda-fake.ts';
import { fakeEnvironment, quick, stage } from './support.ts';

const here = stage();
const group = '/aws/lambda/hello-echo';
const stream = '2026/01/31/[$LATEST]a';
let fake: LambdaFake;

beforeEach(() => {
  fake = here.fake;
});

const put = (...messages: readonly string[]) =>
  fake.logs.put(
    group,
    ...messages.map((message) => ({ logStreamName: stream, timestamp: Date.now(), message })),
  );

const start = (args: readonly string[]) =>
  execa(process.execPath, [bin, 'logs', ...args], {
    cwd: here.folder,
    env: { ...fakeEnvironment, AWS_ENDPOINT_URL: fake.url },
    stdin: 'ignore',
    reject: false,
  });

/** A run in this process, with what it printed. @param onPrint is called with every result. */
function run(values: Parameters<typeof withDefaults<typeof logsCommand>>[1], onPrint = () => {}) {
  const said = { printed: [] as string[], noted: [] as string[] };
  const output = {
    print: (text: string) => {
      said.printed.push(text);
      onPrint();
    },
    note: (text: string) => void said.noted.push(text),
    json: () => {},
  };
  const flags = withDefaults(logsCommand, { ...values, 'endpoint-url': fake.url });
  return { said, done: runLogs({ folder: here.folder, name: 'echo', flags, output, pace: quick }) };
}

describe('logs', () => {
  it('shows requests and their sum on standard output', async () => {
    put('START RequestId: 1-a Version: $LATEST', 'hello', 'END RequestId: 1-a');
    put(
      'REPORT RequestId: 1-a\tDuration: 2.00 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 9 MB',
    );
    const { exitCode, stdout, stderr } = await start(['echo']);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout.replaceAll(/\d\d:\d\d:\d\d\.\d{3}/g, 'TIME').replaceAll(/\d{4}-\d\d-\d\d/g, 'DAY')).toBe(
      [
        'DAYTTIMEZ  request 1-a',
        '  TIME          hello',
        '  TIME  REPORT  2 ms, billed 2 ms, 9 of 128 MB',
        '1 request; duration p50 2 ms, p99 2 ms, max 2 ms; memory up to 9 of 128 MB',
      ].join('\n'),
    );
  });

  it('--json prints a record a line, of the lines that the filter lets through', async () => {
    put('one', 'two', 'one more');
    const { exitCode, stdout } = await start(['echo', '--json', '--filter', 'one']);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').map((line) => JSON.parse(line))).toMatchObject([
      { group, stream, id: '1', message: 'one' },
      { group, stream, id: '3', message: 'one more' },
    ]);
  });

  it('looks where Lambda says that the log is, at the lines of this function', async () => {
    await here.deployOne({ role: 'exec', 'log-group': '/shared' });
    const line = (owner: string) => ({
      logStreamName: `2026/01/31/${owner}[$LATEST]a`,
      timestamp: Date.now(),
      message: `of ${owner}`,
    });
    fake.logs.put('/shared', line('hello-echo'), line('hello-error'));
    const { stdout } = await start(['echo', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ group: '/shared', message: 'of hello-echo' });
  });

  it('says when there is nothing', async () => {
    put();
    const { exitCode, stdout, stderr } = await start(['echo', '--since', '2026-01-31']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toContain(`No lines since 2026-01-31T00:00:00.000Z in ${group}.`);
  });

  it.each([
    [['--since', 'noon'], 2, '--since "noon": it is a span such as 30s, 10m, 2h or 7d, or a time'],
    [['nobody'], 2, 'No function "nobody" in this project'],
    [['echo'], 1, `There is no log group ${group} in eu-central-1: hello-echo has not been called yet`],
    [['echo', '--append', '/'], 1, '/ cannot be used: it is a folder, not a file.'],
    [
      ['echo', '--append', '/dev/null'],
      1,
      '/dev/null is not a regular file; remove it or choose another name.',
    ],
  ])('%j ends with %i and one line', async (args, code, message) => {
    const { exitCode, stdout, stderr } = await start(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr.split('\n').at(-1)).toMatch(/^error: /);
    expect(stderr).toContain(message);
  });

  it.each([
    [
      'AccessDeniedException',
      'User: me is not authorized to perform: logs:FilterLogEvents on resource: x',
      'Ask for logs:FilterLogEvents',
    ],
    [
      'ExpiredTokenException',
      'The security token included in the request is expired',
      'The AWS credentials have expired',
    ],
  ])('answered with %s says what to do', async (type, text, message) => {
    put('one');
    fake.fail('FilterLogEvents', 400, type, text, 100);
    await expect(run({}).done).rejects.toThrow(message);
  });

  it('sits out that it is throttled', async () => {
    put('one');
    fake.fail('FilterLogEvents', 400, 'ThrottlingException', 'Rate exceeded', 2);
    const { said, done } = run({});
    await done;
    expect(said.printed.join('\n')).toContain('one');
  });

  it('refuses a filter that is none, in one line', async () => {
    put('one');
    const { exitCode, stderr } = await start(['echo', '--filter', '{ $.level = "x"']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/error: CloudWatch Logs does not understand the pattern of --filter/);
  });
});

describe('logs --follow', () => {
  /** Sends the signal of Ctrl-C to this process, whose only listener is the run. */
  const interrupt = () => void process.kill(process.pid, 'SIGINT');

  it('waits for the group, goes on after failures, and shows what came meanwhile when it is interrupted', async () => {
    let failures = 0;
    fake.onRequest = (operation) => {
      if (operation !== 'FilterLogEvents') return;
      failures++;
      if (failures === 2) put('first');
      if (failures === 5) fake.fail('FilterLogEvents', 500, 'InternalFailure', 'again', 3);
      if (failures === 12) put('second');
      if (failures === 16) interrupt();
    };
    const { said, done } = run({ follow: true });
    await expect(done).rejects.toMatchObject({
      code: 130,
      message: expect.stringMatching(/^Interrupted after 2 lines; --since 20\S+Z continues, and repeats/),
    });
    expect(said.noted).toEqual([
      expect.stringContaining('it is not on AWS (any more); its log is looked for in'),
      `There is no log group ${group} yet; it comes with the first call. Trying again.`,
      'The log can be read again.',
      expect.stringMatching(/^AWS rejected the request: again .*Trying again\.$/),
      'The log can be read again.',
    ]);
    expect(said.printed.join('\n')).toContain('first');
    expect(said.printed.join('\n').match(/second/g)).toHaveLength(1);
  });

  it('ends with what does not pass by itself', async () => {
    put('first');
    fake.onRequest = (operation, count) => {
      if (operation === 'FilterLogEvents' && count > 4)
        fake.fail('FilterLogEvents', 403, 'ExpiredTokenException', 'The security token is expired', 100);
    };
    const { said, done } = run({ follow: true });
    await expect(done).rejects.toMatchObject({ code: 1, message: expect.stringContaining('have expired') });
    expect(said.printed.join('\n')).toContain('first');
  });
});
