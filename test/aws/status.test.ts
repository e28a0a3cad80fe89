import { rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runDeploy } from '../../src/aws/deploy/command.ts';
import { runStatus } from '../../src/aws/status/command.ts';
import { bin } from '../support/bin.ts';
import type { LambdaFake } from '../support/lambda-fake/lambda-fake.ts';
import { fixtureProject, fixtureSettings } from '../support/lambda-fake/project.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { missingTools } from '../support/tools.ts';
import { fakeEnvironment, quick, stage } from './support.ts';

// The settings have what takes calls of its own, and a URL.
const here = stage(
  fixtureProject(
    fixtureSettings(['echo', 'error'], {
      role: 'exec',
      environment: { PASSWORD: 'do-not-print-this-value' },
      recursiveLoop: 'allow',
      url: { auth: 'none' },
    }),
  ),
);
let fake: LambdaFake;

beforeEach(() => {
  fake = here.fake;
});

const start = (args: readonly string[]) =>
  execa(process.execPath, [bin, 'status', ...args], {
    cwd: here.folder,
    env: { ...fakeEnvironment, AWS_ENDPOINT_URL: fake.url },
    stdin: 'ignore',
    reject: false,
  });

const echo = async () => {
  const request = { folder: here.folder, names: ['echo'], say: (text: string) => void here.said.push(text) };
  const { functions } = await runStatus({ ...request, flags: { 'endpoint-url': fake.url } });
  return functions[0] as (typeof functions)[0];
};

const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:hello-echo';
const queue = 'arn:aws:sqs:eu-central-1:123456789012:orders';

/** A function with everything that there is to be seen. */
async function deployRichly(): Promise<void> {
  await here.deployOne({ alias: 'live' });
  await here.deployOne({ memory: 512, alias: 'next', 'reserved-concurrency': '5' });
  await here.deployOne();
  const fn = fake.get('hello-echo');
  fn.configuration = { ...fn.configuration, LastModified: '2026-01-31T10:00:00.000+0000' };
  fn.aliases.set('live', {
    ...fn.aliases.get('live'),
    FunctionVersion: '1',
    RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } },
  });
  fn.triggers.push(
    { UUID: '1', EventSourceArn: queue, FunctionArn: arn, State: 'Enabled', BatchSize: 10 },
    { UUID: '2', EventSourceArn: `${queue}-2`, FunctionArn: arn, State: 'Enabled' },
    { UUID: '3', EventSourceArn: `${queue}-3`, FunctionArn: arn, State: 'Enabled' },
    {
      UUID: '4',
      EventSourceArn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/clicks',
      FunctionArn: `${arn}:live`,
      State: 'Disabled',
      StateTransitionReason: 'User action',
      LastProcessingResult: 'PROBLEM: Function call failed',
    },
  );
  fn.provisioned.push({
    FunctionArn: `${arn}:live`,
    RequestedProvisionedConcurrentExecutions: 3,
    AvailableProvisionedConcurrentExecutions: 2,
    Status: 'IN_PROGRESS',
  });
  fn.policies.set('', [
    ...(fn.policies.get('') ?? []),
    {
      Sid: 'bucket',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::photos' } },
    },
  ]);
  fake.requests.length = 0;
}

describe('status', () => {
  it('ends with 0 where everything is as it is here, and changes nothing', async () => {
    await here.deployOne();
    fake.requests.length = 0;
    const { exitCode, stdout, stderr } = await start(['echo']);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toMatch(/^hello-echo {2}equal$/m);
    expect(stdout).toMatch(/^ +code +same \(\S{10}\)$/m);
    expect(stdout).toMatch(/^ +NONE, BUFFERED, for everybody$/m);
    expect(fake.changes).toEqual([]);
  });

  it('shows what is on AWS, and ends with 3 where it differs', async () => {
    await deployRichly();
    const fn = fake.get('hello-echo');
    fn.configuration = {
      ...fn.configuration,
      MemorySize: 1024,
      Environment: { Variables: { PASSWORD: 'x' } },
    };
    const { exitCode, stdout, stderr } = await start(['echo']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(
      'error: hello-echo: not as it is here; "lambda-nativeaot deploy hello-echo --dry-run"',
    );
    const address = fn.urls.get('')?.FunctionUrl;
    expect(stdout.replaceAll(/\([^()\s]{10}\)/g, '(HASH)').split('\n')).toEqual([
      'function                 on AWS (-> here)',
      'hello-echo  differs',
      '            code         same (HASH)',
      '            differs      memory 1024 MB -> 256 MB',
      '                         environment ~PASSWORD',
      '            state        Active',
      '            last update  Successful (2026-01-31T10:00:00.000+0000)',
      '            versions     2 (this code), 1 (this code)',
      '            alias live   1 (90 %), 2 (10 %)',
      '            alias next   2',
      `            URL          live: ${fn.urls.get('live')?.FunctionUrl}`,
      '                         NONE, BUFFERED, for everybody',
      `            URL          next: ${fn.urls.get('next')?.FunctionUrl}`,
      '                         NONE, BUFFERED, for everybody',
      `            URL          ${address}`,
      '                         NONE, BUFFERED, for everybody',
      '            may call     s3.amazonaws.com (lambda:InvokeFunction) where SourceArn arn:aws:s3:::photos',
      `            trigger      ${queue}`,
      '                         Enabled, batches of 10',
      `            trigger      ${queue}-2`,
      '                         Enabled',
      `            trigger      ${queue}-3`,
      '                         Enabled',
      '            trigger      live: arn:aws:kinesis:eu-central-1:123456789012:stream/clicks',
      '                         Disabled: User action, last result: PROBLEM: Function call failed',
      '            concurrency  5 reserved',
      '                         live: 2 of 3 provisioned, IN_PROGRESS',
    ]);
    expect(fake.changes).toEqual([]);
  });

  it('of all functions has one that is not there, and no values of variables', async () => {
    await deployRichly();
    const { exitCode, stdout } = await start(['--json']);
    expect(exitCode).toBe(3);
    expect(stdout).not.toContain('do-not-print');
    expect(JSON.parse(stdout)).toMatchObject({
      region: 'eu-central-1',
      functions: [
        {
          name: 'hello-echo',
          verdict: 'equal',
          aliases: [{ weights: { 1: 0.9, 2: 0.1 } }, { weights: { 2: 1 } }],
        },
        { name: 'hello-error', verdict: 'missing' },
      ],
    });
    expect(fake.changes).toEqual([]);
  });

  it.each([
    ['other code', { CodeSha256: 'other' }, { code: { comparison: 'different' } }],
    [
      'another processor',
      { Architectures: ['riscv'] },
      { differences: [{ field: 'architecture', from: 'riscv' }] },
    ],
    [
      'an update that failed',
      { LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'no room' },
      { state: { lastUpdateReason: 'no room' } },
    ],
    ['a creation that failed', { State: 'Failed' }, { state: { state: 'Failed' } }],
    [
      'an image in place of a zip',
      { PackageType: 'Image', CodeSha256: 'image' },
      { code: { comparison: 'image' } },
    ],
  ])('differs for %s', async (_, configuration, shown) => {
    await here.deployOne();
    const fn = fake.get('hello-echo');
    fn.configuration = { ...fn.configuration, ...configuration } as typeof fn.configuration;
    expect(await echo()).toMatchObject({ verdict: 'differs', ...shown });
  });

  it('compares the URL with the one of an alias where the function has none itself', async () => {
    await here.deployOne({ alias: 'live' });
    expect(await echo()).toMatchObject({ verdict: 'equal', urls: [{ qualifier: 'live' }] });
    fake.get('hello-echo').policies.set('live', []);
    expect(await echo()).toMatchObject({
      verdict: 'differs',
      urls: [{ callers: 'no one: everybody lacks lambda:InvokeFunctionUrl and lambda:InvokeFunction' }],
    });
  });

  it('without a zip compares the rest, and does not call it equal', async () => {
    await here.deployOne();
    const zip = join(here.folder, 'dist', 'hello-native.zip');
    await rename(zip, `${zip}.away`);
    try {
      const { exitCode, stderr } = await start(['echo']);
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`warning: there is no ${zip}, so the code is not compared`);
      expect(stderr).toContain('error: hello-echo: not everything could be compared');
    } finally {
      await rename(`${zip}.away`, zip);
    }
  });
});

/** Every call that a run makes. */
const calls = [
  'GetFunction',
  'ListVersionsByFunction',
  'ListAliases',
  'ListFunctionUrlConfigs',
  'GetPolicy',
  'ListEventSourceMappings',
  'ListProvisionedConcurrencyConfigs',
  'GetFunctionRecursionConfig',
] as const;

/** The calls without which code and settings cannot be compared. */
const compared = new Set(['ListFunctionUrlConfigs', 'GetPolicy', 'GetFunctionRecursionConfig']);

describe('status of which a call fails once', () => {
  beforeEach(() => deployRichly());

  it('knows all calls', async () => {
    expect(await echo()).toMatchObject({ verdict: 'equal', problems: [] });
    expect(new Set(fake.requests.map(({ operation }) => operation))).toEqual(new Set(calls));
  });

  it.each(calls)('in the service (%s) comes to the same', async (operation) => {
    const expected = await echo();
    fake.fail(operation, 500, 'ServiceException', 'again');
    fake.fail(operation, 429, 'TooManyRequestsException', 'slow');
    expect(await echo()).toEqual(expected);
  });

  it.each(calls.slice(1))(
    'because it is denied (%s) shows the rest, and says what is missing',
    async (operation) => {
      const text = `User: me is not authorized to perform: lambda:${operation} on resource: x`;
      fake.fail(operation, 403, 'AccessDeniedException', text);
      const status = await echo();
      expect(status).toMatchObject({
        verdict: compared.has(operation) ? 'unknown' : 'equal',
        differences: [],
        problems: [{ text: expect.stringContaining(`Ask for lambda:${operation}`) }],
      });
    },
  );

  it('because the function itself is denied ends with that', async () => {
    fake.fail(
      'GetFunction',
      403,
      'AccessDeniedException',
      'User: me is not authorized to perform: lambda:GetFunction on x',
    );
    await expect(echo()).rejects.toThrow('Ask for lambda:GetFunction');
  });
});

const missing = await missingTools('moto_server');
if (missing) console.warn(`status against moto is skipped: ${missing}`);

describe.skipIf(missing)('status against moto', () => {
  // Moto knows neither recursion settings nor lists of URLs.
  const folder = fixtureProject(fixtureSettings(['echo']));
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(async () => {
    await moto?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is equal after a deployment, and differs after another', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', moto.url);
    const deploy = (flags: object) =>
      runDeploy({
        folder,
        names: ['echo'],
        flags: { 'max-wait': 20, jobs: 1, ...flags },
        say: () => {},
        approve: async () => {},
        pace: quick,
      });
    const { results } = await deploy({ 'create-role': true });
    expect(results).toMatchObject([{ status: 'done' }]);
    const read = async () => {
      const request = { folder, names: ['echo'], say: () => {} };
      return (await runStatus({ ...request, flags: { 'endpoint-url': moto.url } })).functions[0];
    };
    expect(await read()).toMatchObject({
      verdict: 'equal',
      code: { comparison: 'same' },
      state: { state: 'Active' },
    });
    await deploy({ memory: 640 });
    expect(await read()).toMatchObject({
      verdict: 'differs',
      differences: expect.arrayContaining([{ field: 'memory', from: '640 MB', to: '256 MB' }]),
    });
  });
});
