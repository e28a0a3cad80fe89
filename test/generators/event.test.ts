import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { allEvents, eventNames } from '../../src/events/library.ts';
import { bin, lambdaNativeaot } from '../support/bin.ts';
import { temporaryFolder } from '../support/folders.ts';

const event = async (...args: string[]) => lambdaNativeaot(await temporaryFolder(), ['event', ...args]);

describe('event', () => {
  it('lists the events of a service below each other, within 80 columns', async () => {
    const { exitCode, stdout, stderr } = await event();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines).toHaveLength(eventNames().length + 1);
    expect(lines[0]).toMatch(/^SERVICE +NAME +WHAT IT IS$/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^SQS +sqs +two .*\n +sqs-fifo .*\n +sqs-sns .*$/m);
    expect(stdout).not.toContain('\u001b');
  });

  it('lists them as JSON', async () => {
    const { stdout } = await event('--json');
    const list = JSON.parse(stdout) as { name: string }[];
    expect(list.map(({ name }) => name)).toEqual(allEvents().map(({ name }) => name));
    expect(list.find(({ name }) => name === 'sqs')).toEqual({
      name: 'sqs',
      service: 'SQS',
      title: 'two messages of a standard queue',
      type: 'Amazon.Lambda.SQSEvents.SQSEvent',
      documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html',
    });
  });

  it('lists those with some words', async () => {
    const { stdout } = await event('--search', 'token generation');
    expect(stdout.split('\n').length).toBeLessThan(10);
    const { stdout: json } = await event('--search', 'fifo', '--json');
    expect(JSON.parse(json)).toMatchObject([{ name: 'sqs-fifo' }]);
    expect(await event('--search', 'xyzzyq')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'error: No event has "xyzzyq" in its name, service or title.',
    });
  });

  it.each(['sqs', 'pipes-sqs', 'cloudwatch-logs'])('prints %s as JSON alone', async (name) => {
    const found = allEvents().find((one) => one.name === name);
    const { exitCode, stdout, stderr } = await event(name);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(found?.event);
  });

  it('prints it with other values, with and without --json', async () => {
    const set = [
      '--set',
      'Records[0].body={"orderId":"o-7"}',
      '--set=Records[1].attributes.ApproximateReceiveCount=3',
    ];
    const { stdout } = await event('sqs', ...set);
    const [first, second] = JSON.parse(stdout).Records;
    expect(first.body).toBe('{"orderId":"o-7"}');
    expect(second.attributes.ApproximateReceiveCount).toBe('3');
    expect((await event('sqs', '--json', ...set)).stdout).toBe(stdout);
  });

  it.each<[string[], string]>([
    [['sqss'], 'There is no event "sqss"; near it are: sqs, sqs-sns, sqs-fifo, pipes-sqs.'],
    [['fifo', 'queue'], 'There is no event "fifo queue"; near it are: sqs-fifo.'],
    [['orders'], 'There is no event "orders"; "lambda-nativeaot event" lists them.'],
    [['../../package'], 'There is no event "../../package"; "lambda-nativeaot event" lists them.'],
    [
      ['sqs', '--set', 'Records[0].bdy=1'],
      '--set Records[0].bdy: Records[0] has no bdy; did you mean Records[0].body?',
    ],
    [
      ['sqs', '--set', 'body'],
      '--set "body": it is not of the form PATH=VALUE; a path looks like Records[0].body or detail["a.b"].',
    ],
    [['--set', 'a=1'], '--set changes one event; name it: lambda-nativeaot event NAME.'],
    [['sqs', '--search', 'x'], '--search is for the list; leave the name out.'],
    [
      ['sqs', '--port', '1'],
      'Unknown flag --port; known are: --search, --set, --json, --no-color, --debug, --help.',
    ],
  ])('refuses %j', async (args, message) => {
    expect(await event(...args)).toEqual({ exitCode: 2, stdout: '', stderr: `error: ${message}` });
  });

  it('needs no project and no network, and asks nothing', async () => {
    const blocked = { HTTPS_PROXY: 'http://127.0.0.1:9', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const { exitCode } = await execa(process.execPath, [bin, 'event', 'sns'], {
      cwd: '/',
      env: blocked,
      stdin: 'ignore',
    });
    expect(exitCode).toBe(0);
  });
});
