import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { formatSettings } from '../../src/project/settings.ts';
import { fixtureSettings } from '../support/lambda-fake/project.ts';
import { stage } from './support.ts';

// What is special about single settings; test/settings/rows.test.ts takes all of them through a deployment.

const here = stage();
const { deploy, deployOne } = here;
const role = { role: 'exec' };
const layer = (name: string) => `arn:aws:lambda:eu-central-1:123456789012:layer:${name}:1`;
const queue = 'arn:aws:sqs:eu-central-1:123456789012:failed';
const mount =
  'arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-0123456789abcdef0=/mnt/data';
const network = { subnet: ['subnet-1'], 'security-group': ['sg-1'] };

const write = (extra: object) =>
  writeFileSync(join(here.folder, '.yo-rc.json'), formatSettings(fixtureSettings(['echo'], extra)));
beforeEach(() => write({}));

const changesOf = async (flags: Parameters<typeof deploy>[0]) =>
  (await deploy({ ...flags, 'dry-run': true })).planned[0]?.plan.steps.flatMap(({ changes }) => changes);
const sent = (operation: string) => here.fake.requests.filter((request) => request.operation === operation);

describe('log levels', () => {
  it.each([
    ['the format is text', { 'log-format': 'text' }],
    ['Lambda has the text format, which is not changed', {}],
  ] as const)('are refused before anything is sent when %s', async (_, flags) => {
    const message =
      'hello-echo: log levels are for the JSON format; give --log-format json (or "logFormat" in the settings), or leave out --system-log-level.';
    await expect(deploy({ ...role, ...flags, 'system-log-level': 'warn' })).rejects.toThrow(message);
    await deployOne(role);
    const before = here.fake.changes.length;
    await expect(deploy({ ...flags, 'system-log-level': 'warn' })).rejects.toThrow(message);
    expect(here.fake.changes).toHaveLength(before);
  });

  it('are sent together with what else is set of the log, which one request replaces as a whole', async () => {
    await deployOne({
      ...role,
      'log-group': '/shared',
      'log-format': 'json',
      'log-level': 'error',
    });
    await deployOne({ 'system-log-level': 'debug' });
    expect(sent('UpdateFunctionConfiguration').at(-1)?.body).toMatchObject({
      LoggingConfig: {
        LogFormat: 'JSON',
        LogGroup: '/shared',
        ApplicationLogLevel: 'ERROR',
        SystemLogLevel: 'DEBUG',
      },
    });
  });

  it('go when the format becomes text, and the log group stays', async () => {
    await deployOne({
      ...role,
      'log-group': '/shared',
      'log-format': 'json',
      'log-level': 'error',
    });
    await deployOne({ 'log-format': 'text' });
    expect(here.fake.get('hello-echo').configuration.LoggingConfig).toEqual({
      LogFormat: 'Text',
      LogGroup: '/shared',
    });
  });
});

describe('the retention of the log', () => {
  it('is that of the group which the function will write to', async () => {
    await deployOne({ ...role, 'log-retention': '7' });
    expect([...here.fake.logs.groups]).toEqual([['/aws/lambda/hello-echo', 7]]);
    const result = await deployOne({ 'log-group': '/shared', 'log-retention': '30' });
    expect(result.done).toEqual(['update configuration', 'set log retention']);
    expect(here.fake.logs.groups.get('/shared')).toBe(30);
    // The next run knows the group only from Lambda.
    expect((await deployOne({ 'log-retention': '30' })).done).toEqual([]);
  });

  it('is found among groups whose names begin alike', async () => {
    for (const name of ['hello-echo-2', 'hello-echo', 'hello-echo-1']) {
      here.fake.logs.groups.set(`/aws/lambda/${name}`, 1);
    }
    await deployOne(role);
    expect(await changesOf({ 'log-retention': '3' })).toEqual([
      { field: 'log retention', from: '1 day', to: '3 days' },
    ]);
  });

  it('is neither read nor set when it is not asked for', async () => {
    await deployOne(role);
    await deployOne();
    expect(
      here.fake.requests.filter(({ operation }) =>
        /LogGroup|Retention|Recursion|Concurrency/.test(operation),
      ),
    ).toEqual([]);
  });

  it('that cannot be set is reported, with the function as it is', async () => {
    here.fake.fail(
      'PutRetentionPolicy',
      400,
      'AccessDeniedException',
      'User is not authorized to perform: logs:PutRetentionPolicy on resource: x',
    );
    const result = await deployOne({ ...role, 'log-retention': '7' });
    expect(result).toMatchObject({ status: 'failed', done: ['create'] });
    expect(result.error).toContain('Ask for logs:PutRetentionPolicy');
    expect(result.error).toContain('Not finished: set log retention.');
    expect(await deployOne({ 'log-retention': '7' })).toMatchObject({ done: ['set log retention'] });
  });
});

describe('a file system', () => {
  it('is refused without a VPC, before anything is sent', async () => {
    await expect(deploy({ ...role, 'file-system': mount })).rejects.toThrow(
      'hello-echo: its file system is reached through a VPC; give --subnet and --security-group (or "vpc" in the settings), or --file-system none.',
    );
    expect(here.fake.changes).toEqual([]);
  });

  it('keeps a function from leaving its VPC', async () => {
    await deployOne({ ...role, ...network, 'file-system': mount });
    write({ fileSystem: { accessPoint: mount.split('=')[0], path: '/mnt/data' } });
    await expect(deploy({ subnet: ['none'] })).rejects.toThrow('is reached through a VPC');
    write({});
    expect((await deployOne({ subnet: ['none'], 'file-system': 'none' })).status).toBe('done');
  });
});

describe('reserved concurrency', () => {
  it('of 0 is a value, and not nothing', async () => {
    await deployOne({ ...role, 'reserved-concurrency': '0' });
    expect(here.fake.get('hello-echo').reservedConcurrency).toBe(0);
    expect((await deployOne({ 'reserved-concurrency': '0' })).done).toEqual([]);
    expect(await changesOf({ 'reserved-concurrency': 'none' })).toEqual([
      { field: 'reserved concurrency', from: '0', to: 'none' },
    ]);
  });

  it('waits for an update that is in progress', async () => {
    await deployOne(role);
    here.fake.fail(
      'PutFunctionConcurrency',
      409,
      'ResourceConflictException',
      'The operation cannot be performed at this time. An update is in progress for resource: x',
    );
    expect((await deployOne({ 'reserved-concurrency': '3' })).status).toBe('done');
    expect(here.fake.get('hello-echo').reservedConcurrency).toBe(3);
  });
});

describe('layers', () => {
  it('keep their order, which is a difference of its own', async () => {
    await deployOne({ ...role, layer: [layer('a'), layer('b')] });
    expect(await changesOf({ layer: [layer('b'), layer('a')] })).toEqual([
      { field: 'layers', from: `${layer('a')}, ${layer('b')}`, to: `${layer('b')}, ${layer('a')}` },
    ]);
  });

  it('are five at most', async () => {
    const six = ['a', 'b', 'c', 'd', 'e', 'f'].map(layer);
    await expect(deploy({ ...role, layer: six })).rejects.toThrow(
      '--layer was given 6 times; Lambda takes 5 layers for a function.',
    );
    expect(() => write({ layers: six })).toThrow('functions.0.layers of the settings would be wrong');
  });
});

describe('a dead-letter target', () => {
  it('that the role may not send to is refused by Lambda, and the message says which right is missing', async () => {
    await deployOne({ 'create-role': true });
    const result = await deployOne({ 'dead-letter': queue });
    expect(result.error).toContain(
      'allow the role sqs:SendMessage on the dead-letter target, or leave it out with --dead-letter none.',
    );
  });

  it('of a new function is in the rights of the role that is made', async () => {
    const topic = queue.replace('sqs', 'sns');
    const { planned } = await deploy({ 'create-role': true, 'dead-letter': topic, 'dry-run': true });
    expect(planned[0]?.plan.steps[0]?.changes).toContainEqual({
      field: 'right',
      to: `send to the dead-letter target ${topic}`,
    });
    expect((await deployOne({ 'create-role': true, 'dead-letter': topic })).status).toBe('done');
  });
});

describe('a setting that is not known', () => {
  it.each([
    ['misspelt', { memorySise: 512 }, 'memorySise', 'Did you mean "memorySize"? Correct it'],
    ['of a newer version', { snapshotEveryNight: true }, 'snapshotEveryNight', 'does not know. Correct it'],
    ['inside of another', { url: { auth: 'iam', cors: { maxage: 5 } } }, 'url.cors.maxage', 'Correct it'],
  ])('because it is %s is refused before anything is sent', async (_, extra, path, hint) => {
    write(extra);
    const error = await deploy(role).then(
      () => expect.unreachable(),
      ({ message }) => message as string,
    );
    expect(error).toContain(`.yo-rc.json: hello-echo has a setting "${path}" that version `);
    expect(error).toContain(hint);
    expect(here.fake.requests).toEqual([]);
  });

  it('does not keep a function from being deleted', async () => {
    await deployOne({ ...role, alias: 'live' });
    write({ memorySise: 512 });
    expect((await deployOne({ delete: true })).status).toBe('done');
  });
});
