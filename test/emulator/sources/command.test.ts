import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fakeEnvironment } from '../../aws/support.ts';
import { lambdaNativeaot } from '../../support/bin.ts';
import { type Moto, startMoto } from '../../support/moto.ts';
import { missingTools } from '../../support/tools.ts';
import { localIn, project } from '../command-support.ts';
import { until } from '../support.ts';
import { MotoQueues } from './moto-queues.ts';

// `--source` through the command line, with a program that runs natively.

const missing = await missingTools('moto_server');
if (missing) console.warn(`the queues of test/emulator/sources/command.test.ts are skipped: ${missing}`);

describe.skipIf(missing)('a queue', () => {
  let moto: Moto;
  let queues: MotoQueues;
  beforeAll(async () => {
    moto = await startMoto();
    for (const [name, value] of Object.entries(fakeEnvironment)) vi.stubEnv(name, value);
    queues = new MotoQueues(moto.url);
  });
  afterAll(async () => {
    queues?.close();
    await moto?.close();
    vi.unstubAllEnvs();
  });

  it('brings its messages to a function until Ctrl-C, which lets it finish', async () => {
    const url = await queues.create('orders', { VisibilityTimeout: '30' });
    const other = await queues.create('slow', { VisibilityTimeout: '30' });
    await queues.send(
      url,
      Array.from({ length: 30 }, (_, i) => `m${i}`),
    );
    const env = { ...fakeEnvironment, AWS_ENDPOINT_URL: moto.url };
    const sources = ['--source', `sqs:${url}=echo,batch=5`, '--source', `sqs:${other}=project-hang`];
    const running = await localIn(
      env,
      project(['echo', 'hang']),
      ...sources,
      '--source',
      'schedule:rate(1 day)=echo',
    );
    expect(running.start).toMatchObject({
      sources: [
        { kind: 'sqs', from: url, functionName: 'project-echo' },
        { kind: 'sqs', from: other, functionName: 'project-hang' },
        { kind: 'schedule', from: 'rate(1 day)', functionName: 'project-echo' },
      ],
    });
    await until(async () => (await queues.count(url)) === 0);
    expect(running.stderr()).toMatch(/200 project-echo SQS orders \(5 messages\)/);
    expect(running.stderr()).toMatch(/SOURCE +FUNCTION\n/);
    // A function that never answers ends by its timeout, also after Ctrl-C; its message stays.
    await queues.send(other, ['never']);
    await until(() => running.stderr().includes('project-hang START RequestId'));
    expect(await running.end()).toBe(0);
    expect(running.stderr()).toContain('Finishing a batch; Ctrl-C ends at once.');
    expect(running.stderr()).toMatch(/200 project-hang SQS slow \(1 message\) .* Sandbox\.Timedout/);
    expect(await queues.count(other)).toBe(1);
  });
});

describe('a source that cannot be', () => {
  it.each([
    ['sqs:orders=echo', 'error: --source "sqs:orders=echo": "orders" is not the URL of a queue; '],
    ['schedule:rate(1 minute)=nobody', 'error: No function "nobody" in this project; it has: project-echo.'],
  ])('%s is a wrong usage, before anything is built', async (source, text) => {
    const { exitCode, stderr } = await lambdaNativeaot(project(['echo']), [
      'local',
      '--port',
      '0',
      '--source',
      source,
    ]);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(text);
    expect(exitCode).toBe(2);
  });
});
