import { rmSync } from 'node:fs';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { GetAliasCommand, GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DeployFlags } from '../../src/aws/deploy/command.ts';
import { runDeploy } from '../../src/aws/deploy/command.ts';
import { fixtureProject } from '../support/lambda-fake/project.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { missingTools } from '../support/tools.ts';
import { fakeEnvironment, quick } from './support.ts';

const missing = await missingTools('moto_server', 'aws');
if (missing) console.warn(`test/aws/moto.test.ts is skipped: ${missing}`);

describe.skipIf(missing)('against moto, one step after the other', () => {
  const folder = fixtureProject();
  const other = fixtureProject();
  let moto: Moto;
  let lambda: LambdaClient;

  beforeAll(async () => {
    for (const [name, value] of Object.entries(fakeEnvironment)) vi.stubEnv(name, value);
    moto = await startMoto();
    vi.stubEnv('AWS_ENDPOINT_URL', moto.url);
    // The AWS CLI before its second version reads no other.
    vi.stubEnv('AWS_DEFAULT_REGION', fakeEnvironment.AWS_REGION);
    vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
    lambda = new LambdaClient({});
  });
  afterAll(async () => {
    await moto?.close();
    for (const made of [folder, other]) rmSync(made, { recursive: true, force: true });
    vi.unstubAllEnvs();
  });

  const deploy = async (flags: Partial<DeployFlags> = {}, names = ['echo']) => {
    const { results } = await runDeploy({
      folder,
      names,
      flags: { 'max-wait': 20, jobs: 1, ...flags },
      say: () => {},
      approve: async () => {},
      pace: quick,
    });
    return results?.[0];
  };

  /** What the AWS CLI reads, as JSON. */
  const aws = async (...args: string[]) => {
    const { stdout } = await execa('aws', [
      'lambda',
      ...args,
      '--function-name',
      'hello-echo',
      '--output',
      'json',
    ]);
    return stdout === '' ? undefined : JSON.parse(stdout);
  };

  it('creates a function and its role', async () => {
    const result = await deploy({ 'create-role': true, env: ['FIRST=1'], tag: ['team=blue'] });
    expect(result).toMatchObject({ status: 'done', done: ['create role', 'create'] });
    expect(await aws('get-function')).toMatchObject({
      Configuration: {
        Runtime: 'provided.al2023',
        Handler: 'echo',
        MemorySize: 256,
        Timeout: 30,
        Role: 'arn:aws:iam::123456789012:role/hello-echo-role',
        Environment: { Variables: { FIRST: '1' } },
      },
      Tags: { team: 'blue' },
    });
  });

  it('sends nothing when nothing differs', async () => {
    expect(await deploy()).toMatchObject({ status: 'done', done: [] });
  });

  it('sends configuration that differs, and keeps variables that are there', async () => {
    const result = await deploy({ memory: 512, env: ['SECOND=2'], description: 'Says it again' });
    expect(result?.done).toEqual(['update configuration']);
    expect(await aws('get-function-configuration')).toMatchObject({
      MemorySize: 512,
      Description: 'Says it again',
      Environment: { Variables: { FIRST: '1', SECOND: '2' } },
    });
    expect((await deploy({ memory: 512 }))?.done).toEqual([]);
  });

  it('sends code that differs', async () => {
    await execa('zip', ['-q', '-X', `${folder}/dist/hello-native.zip`, '.yo-rc.json'], { cwd: other });
    const result = await deploy({ memory: 512 });
    expect(result?.done).toEqual(['update code']);
    expect((await deploy({ memory: 512 }))?.done).toEqual([]);
  });

  it('publishes and points an alias, and goes back', async () => {
    expect(await deploy({ memory: 512, alias: 'live' })).toMatchObject({
      done: ['publish', 'create alias'],
      version: '1',
    });
    expect(await deploy({ memory: 640, alias: 'live' })).toMatchObject({
      done: ['update configuration', 'publish', 'update alias'],
      version: '2',
    });
    expect(await aws('get-alias', '--name', 'live')).toMatchObject({ FunctionVersion: '2' });
    expect(await deploy({ alias: 'live', rollback: true })).toMatchObject({ version: '1' });
    expect(await aws('get-alias', '--name', 'live')).toMatchObject({ FunctionVersion: '1' });
  });

  it('shares the calls of an alias, promotes after calls without an error, and ends a canary', async () => {
    const flags = { memory: 512, alias: 'live' };
    expect(await deploy({ ...flags, canary: 10 })).toMatchObject({
      done: ['update configuration', 'publish', 'shift alias'],
      version: '3',
    });
    const alias = () => lambda.send(new GetAliasCommand({ FunctionName: 'hello-echo', Name: 'live' }));
    expect(await alias()).toMatchObject({
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { 3: 0.1 } },
    });
    expect((await deploy({ ...flags, canary: 10 }))?.done).toEqual([]);
    await expect(deploy({ alias: 'live', promote: true })).rejects.toThrow(
      'CloudWatch knows no call of version 3',
    );
    const Dimensions = [
      { Name: 'FunctionName', Value: 'hello-echo' },
      { Name: 'Resource', Value: 'hello-echo:live' },
      { Name: 'ExecutedVersion', Value: '3' },
    ];
    const MetricData = [
      { MetricName: 'Invocations', Value: 7, Dimensions },
      { MetricName: 'Errors', Value: 0, Dimensions },
    ];
    await new CloudWatchClient({}).send(new PutMetricDataCommand({ Namespace: 'AWS/Lambda', MetricData }));
    expect((await deploy({ alias: 'live', promote: true }))?.done).toEqual(['promote alias']);
    expect(await alias()).toMatchObject({ FunctionVersion: '3' });
    await deploy({ memory: 640, alias: 'live', canary: 50 });
    expect((await deploy({ alias: 'live', rollback: true }))?.version).toBe('3');
    expect((await alias()).RoutingConfig?.AdditionalVersionWeights ?? {}).toEqual({});
  });

  it('makes a URL public, and takes it away', async () => {
    const result = await deploy({ memory: 640, url: 'none' });
    expect(result).toMatchObject({ status: 'done', done: ['create URL', 'allow public URL'] });
    expect(await aws('get-function-url-config')).toMatchObject({
      AuthType: 'NONE',
      FunctionUrl: result?.url,
    });
    const { Policy } = await aws('get-policy');
    expect(JSON.parse(Policy).Statement.map(({ Action }: { Action: string }) => Action)).toEqual([
      'lambda:InvokeFunctionUrl',
      'lambda:InvokeFunction',
    ]);
    expect((await deploy({ memory: 640, url: 'none' }))?.done).toEqual([]);
    expect((await deploy({ memory: 640, url: 'off' }))?.done).toEqual(['delete URL', 'withdraw public URL']);
  });

  it('uploads through S3', async () => {
    await execa('aws', ['s3api', 'create-bucket', '--bucket', 'parcels', '--region', 'us-east-1']);
    const zip = `${other}/dist/hello-native.zip`;
    await execa('zip', ['-q', '-X', zip, '.yo-rc.json'], { cwd: other });
    const flags = { memory: 640, zip, 's3-bucket': 'parcels' };
    const first = await deploy(flags);
    expect(first).toMatchObject({ status: 'done' });
    expect((await deploy(flags))?.done).toEqual([]);
  });

  it('reserves concurrency and keeps the log for some days, and takes both back', async () => {
    const flags = { memory: 640, zip: `${other}/dist/hello-native.zip`, 's3-bucket': 'parcels' };
    const wanted = { ...flags, 'reserved-concurrency': '5', 'log-retention': '14' } as const;
    expect((await deploy(wanted))?.done).toEqual(['set log retention', 'set reserved concurrency']);
    expect(await aws('get-function-concurrency')).toEqual({ ReservedConcurrentExecutions: 5 });
    const groups = async () => {
      const { stdout } = await execa('aws', ['logs', 'describe-log-groups', '--output', 'json']);
      return JSON.parse(stdout).logGroups;
    };
    expect(await groups()).toMatchObject([{ logGroupName: '/aws/lambda/hello-echo', retentionInDays: 14 }]);
    expect((await deploy(wanted))?.done).toEqual([]);

    const none = { ...flags, 'reserved-concurrency': 'none', 'log-retention': 'none' } as const;
    expect((await deploy(none))?.done).toEqual(['set log retention', 'set reserved concurrency']);
    expect((await groups())[0]).not.toHaveProperty('retentionInDays');
    expect((await deploy(none))?.done).toEqual([]);
  });

  it('creates and updates a function from an image in ECR, and says what moto does not tell of it', async () => {
    const ecr = new ECRClient({});
    const repositoryName = 'hello-native';
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    const uri = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/${repositoryName}`;
    const push = (imageTag: string) => {
      const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
      const config = {
        mediaType: 'application/vnd.docker.container.image.v1+json',
        size: 1,
        digest: digest(imageTag),
      };
      const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [] });
      return ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest }));
    };
    const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
    await push('1');
    const names = ['error'];
    const role = 'hello-echo-role';
    const first = await deploy({ role, image: `${uri}:1` }, names);
    expect(first).toMatchObject({ status: 'done', done: ['create'] });
    expect(first?.notes[0]).toContain('was not looked at, so that its processor is not checked');
    await push('2');
    expect((await deploy({ image: `${uri}:2` }, names))?.done).toContain('update code');
    const there = await lambda.send(new GetFunctionCommand({ FunctionName: 'hello-error' }));
    expect(there).toMatchObject({ Configuration: { PackageType: 'Image' } });
  });

  it('deletes', async () => {
    expect(await deploy({ delete: true })).toMatchObject({ done: ['delete function'] });
    await expect(aws('get-function')).rejects.toThrow('ResourceNotFoundException');
  });

  it('refuses a role that is not there', async () => {
    const result = await deploy({ role: 'arn:aws:iam::123456789012:role/nobody' });
    expect(result?.error).toContain('There is no IAM role nobody in this account');
  });
});
