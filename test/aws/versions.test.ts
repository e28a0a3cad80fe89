import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stage } from './support.ts';

const here = stage();
const { deploy, deployOne } = here;
const role = { role: 'exec' };
const fn = () => here.fake.get('hello-echo');

describe('versions', () => {
  it('are published when something has changed, and only then', async () => {
    expect(await deployOne({ ...role, publish: true })).toMatchObject({
      done: ['create', 'publish'],
      version: '1',
    });
    expect(await deployOne({ publish: true })).toMatchObject({ done: [], version: '1' });
    expect(await deployOne({ publish: true, memory: 300 })).toMatchObject({
      done: ['update configuration', 'publish'],
      version: '2',
    });
  });

  it('are published later, when an earlier run did not', async () => {
    await deployOne(role);
    expect(await deployOne({ publish: true })).toMatchObject({ done: ['publish'], version: '1' });
  });

  it('that are old are deleted, but none that an alias uses', async () => {
    await deployOne({ ...role, alias: 'pinned' });
    for (const memory of [301, 302, 303, 304]) await deployOne({ memory, publish: true });
    const result = await deployOne({ memory: 305, alias: 'live', 'keep-versions': 2 });
    expect(result.done).toEqual(['update configuration', 'publish', 'create alias', 'delete versions']);
    expect([...fn().versions.keys()]).toEqual(['1', '5', '6']);
  });

  it('that cannot be deleted stay, with a remark', async () => {
    await deployOne({ ...role, publish: true });
    await deployOne({ memory: 301, publish: true });
    here.fake.fail('DeleteFunction', 409, 'ResourceConflictException', 'It has provisioned concurrency.');
    const result = await deployOne({ memory: 301, 'keep-versions': 1 });
    expect(result.status).toBe('done');
    expect(result.notes).toEqual([
      'version 1 was not deleted: AWS rejected the request: It has provisioned concurrency (ResourceConflictException).',
    ]);
  });
});

describe('an alias', () => {
  it('follows the newest version, with all of its traffic', async () => {
    await deployOne({ ...role, alias: 'live' });
    await deployOne({ memory: 300, alias: 'live' });
    expect(fn().aliases.get('live')?.FunctionVersion).toBe('2');
    const alias = fn().aliases.get('live');
    fn().aliases.set('live', { ...alias, RoutingConfig: { AdditionalVersionWeights: { '1': 0.5 } } });
    const result = await deployOne({ memory: 300, alias: 'live' });
    expect(result.done).toEqual(['update alias']);
    expect(fn().aliases.get('live')?.RoutingConfig).toEqual({ AdditionalVersionWeights: {} });
    expect((await deployOne({ memory: 300, alias: 'live' })).done).toEqual([]);
  });

  it('goes back to the version before, one at a time', async () => {
    await deployOne({ ...role, alias: 'live' });
    for (const memory of [301, 302]) await deployOne({ memory, alias: 'live' });
    const uploads = here.fake.changes.length;
    const back = () => deployOne({ rollback: true, alias: 'live' });
    expect(await back()).toMatchObject({ done: ['update alias'], version: '2' });
    expect(await back()).toMatchObject({ done: ['update alias'], version: '1' });
    await expect(back()).rejects.toThrow('hello-echo has no version older than 1, which alias live is at');
    expect(here.fake.changes.slice(uploads)).toEqual(['UpdateAlias', 'UpdateAlias']);
  });

  it('goes back past a version that is gone', async () => {
    await deployOne({ ...role, alias: 'live' });
    for (const memory of [301, 302]) await deployOne({ memory, alias: 'live' });
    fn().versions.delete('2');
    expect((await deployOne({ rollback: true, alias: 'live' })).version).toBe('1');
  });

  it('must be named, and be there', async () => {
    await deployOne({ ...role, alias: 'live' });
    await expect(deploy({ rollback: true })).rejects.toThrow(
      '--rollback needs the alias; give --alias NAME.',
    );
    await expect(deploy({ rollback: true, alias: 'prod' })).rejects.toThrow(
      'hello-echo has no alias "prod"; its aliases: live.',
    );
    await expect(deploy({ rollback: true, alias: 'live' }, ['error'])).rejects.toThrow(
      'There is no function hello-error to roll back.',
    );
  });
});

describe('a function URL', () => {
  it('that is public has both permissions', async () => {
    const result = await deployOne({ ...role, url: 'none', 'cors-origin': ['https://a.example'] });
    expect(result.url).toMatch(/^https:/);
    expect(fn().urls.get('')).toMatchObject({
      AuthType: 'NONE',
      Cors: { AllowOrigins: ['https://a.example'], AllowMethods: ['*'], AllowHeaders: ['*'] },
    });
    expect(
      fn()
        .policies.get('')
        ?.map(({ Action, Condition }) => [Action, Condition]),
    ).toEqual([
      ['lambda:InvokeFunctionUrl', { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } }],
      ['lambda:InvokeFunction', { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }],
    ]);
    const again = await deployOne({ url: 'none', 'cors-origin': ['https://a.example'] });
    expect(again).toMatchObject({ done: [], url: result.url });
  });

  it('that lacks the second permission is repaired', async () => {
    await deployOne({ ...role, url: 'none' });
    fn().policies.set('', fn().policies.get('')?.slice(0, 1) ?? []);
    const { planned, results } = await deploy({ url: 'none' });
    expect(planned[0]?.plan.steps).toEqual([
      {
        action: 'allow public URL',
        changes: [{ field: 'everybody may', to: 'lambda:InvokeFunction' }],
      },
    ]);
    expect(results?.[0]?.status).toBe('done');
    expect(fn().policies.get('')).toHaveLength(2);
  });

  it('whose permission is in the way under its id is repaired as well', async () => {
    await deployOne({ ...role, url: 'none' });
    const [first] = fn().policies.get('') ?? [];
    const wrong = {
      Sid: 'FunctionURLInvokeAllowPublicAccess',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
    };
    fn().policies.set('', [first as typeof wrong, wrong]);
    expect((await deployOne({ url: 'none' })).done).toEqual(['allow public URL']);
    expect(fn().policies.get('')?.at(-1)).toMatchObject({ Principal: '*' });
  });

  it('is closed to the public by --url iam, and gone by --url off', async () => {
    await deployOne({ ...role, url: 'none' });
    expect((await deployOne({ url: 'iam' })).done).toEqual(['update URL', 'withdraw public URL']);
    expect(fn().urls.get('')?.AuthType).toBe('AWS_IAM');
    expect(fn().policies.get('')).toEqual([]);
    expect((await deployOne({ url: 'off' })).done).toEqual(['delete URL']);
    expect((await deployOne({ url: 'off' })).done).toEqual([]);
  });

  it('streams when it is told to, and can be told otherwise', async () => {
    await deployOne({ ...role, url: 'iam', 'invoke-mode': 'streaming' });
    expect(fn().urls.get('')?.InvokeMode).toBe('RESPONSE_STREAM');
    expect((await deployOne({ url: 'iam' })).done).toEqual([]);
    await deployOne({ url: 'iam', 'invoke-mode': 'buffered' });
    expect(fn().urls.get('')?.InvokeMode).toBe('BUFFERED');
  });

  it('belongs to the alias where there is one', async () => {
    await deployOne({ ...role, url: 'none', alias: 'live' });
    expect([...fn().urls.keys()]).toEqual(['live']);
    expect(fn().policies.get('live')).toHaveLength(2);
  });

  it('is what CORS is for', async () => {
    await expect(deploy({ ...role, 'cors-origin': ['*'] })).rejects.toThrow('give --url none or iam');
  });
});

describe('deletion', () => {
  it('deletes what is there, and is content where nothing is', async () => {
    await deployOne(role);
    const { results } = await deploy({ delete: true, all: true });
    expect(results?.map(({ done, notes }) => ({ done, notes }))).toEqual([
      { done: ['delete function'], notes: [] },
      { done: [], notes: ['there is no such function.'] },
    ]);
    expect(here.fake.functions.size).toBe(0);
  });
});

describe('an upload through S3', () => {
  const bucket = { 's3-bucket': 'parcels', 's3-prefix': 'lambda' };

  it('happens once for several functions, under the hash of the zip', async () => {
    here.fake.store.buckets.add('parcels');
    const { results } = await deploy({ ...role, ...bucket, all: true });
    expect(results?.every(({ status }) => status === 'done')).toBe(true);
    const keys = here.fake.store.keys();
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatch(/^parcels\/lambda\/[0-9a-f]{64}\.zip$/);
    expect(here.fake.requests.filter(({ operation }) => operation === 'PutObject')).toHaveLength(1);
    await deploy({ delete: true, all: true });
    await deploy({ ...role, ...bucket, all: true });
    expect(here.fake.requests.filter(({ operation }) => operation === 'PutObject')).toHaveLength(1);
  });

  it('needs a bucket that is there', async () => {
    const result = await deployOne({ ...role, ...bucket });
    expect(result.error).toContain(
      'There is no such bucket (or not in this region); name another with --s3-bucket.',
    );
  });

  it('is asked for where a zip is too large for a request', async () => {
    const large = `${here.folder}/large.zip`;
    writeFileSync(large, Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(52_428_800)]));
    await expect(deploy({ ...role, zip: large, 'skip-check': true })).rejects.toThrow(
      /large\.zip has 52,428,804 bytes, Lambda takes less than 52,428,800 bytes directly; name a bucket with --s3-bucket\./,
    );
    here.fake.store.buckets.add('parcels');
    const result = await deployOne({ ...role, ...bucket, zip: large, 'skip-check': true });
    expect(result.status).toBe('done');
  });
});

describe('the gate', () => {
  it('stands before every upload', async () => {
    const script = `${here.folder}/script.zip`;
    writeFileSync(script, 'no zip at all');
    await expect(deploy({ ...role, zip: script })).rejects.toMatchObject({
      code: 3,
      message: expect.stringContaining('does not fit provided.al2023 on'),
    });
    expect(here.fake.changes).toEqual([]);
  });

  it('refuses code for another architecture', async () => {
    await expect(
      deploy({ ...role, architecture: process.arch === 'arm64' ? 'x86_64' : 'arm64' }),
    ).rejects.toMatchObject({ code: 3 });
  });
});
