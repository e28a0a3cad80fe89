import { describe, expect, it } from 'vitest';
import { sharesOf } from '../../src/aws/deploy/alias.ts';
import { resultNotes } from '../../src/aws/deploy/text.ts';
import { stage } from './support.ts';

const here = stage();
const { deploy, deployOne } = here;
const alias = 'live';
const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:hello-echo';

const fn = () => here.fake.get('hello-echo');
const shares = () => sharesOf(fn().aliases.get(alias) ?? {});
const plan = async (flags: Parameters<typeof deploy>[0]) =>
  (await deploy({ ...flags, 'dry-run': true })).planned[0]?.plan;

/** Version 1 with all calls. */
const begin = () => deployOne({ role: 'exec', alias });
/** Version 2 with a tenth of them. */
const shift = (canary = 10) => deployOne({ memory: 300, alias, canary });
const promote = (flags: Parameters<typeof deployOne>[0] = {}) =>
  deployOne({ alias, promote: true, ...flags });
const count = (version: string, calls: number, errors = 0) => {
  for (let i = 0; i < calls; i++) here.fake.metrics.count('hello-echo', alias, version, i < errors);
};

const call = async (payload: string): Promise<string | null> => {
  const url = `${here.fake.url}/2015-03-31/functions/hello-echo/invocations?Qualifier=${alias}`;
  const response = await fetch(url, { method: 'POST', body: payload });
  await response.text();
  return response.headers.get('x-amz-executed-version');
};

describe('--canary', () => {
  it('publishes a version and gives it a share of the calls, and says how to go on', async () => {
    await begin();
    const planned = await plan({ memory: 300, alias, canary: 10 });
    expect(planned?.steps.map(({ action, changes }) => [action, changes.at(-1)])).toEqual([
      ['update configuration', { field: 'memory', from: '256 MB', to: '300 MB' }],
      ['publish', undefined],
      ['shift alias', { field: 'live', from: '1', to: '1 (90 %), the new version (10 %)' }],
    ]);
    expect(shares()).toEqual({ 1: 1 });
    const { results } = await deploy({ memory: 300, alias, canary: 10 });
    expect(results?.[0]).toMatchObject({
      status: 'done',
      done: ['update configuration', 'publish', 'shift alias'],
      version: '2',
    });
    expect(shares()).toEqual({ 1: 0.9, 2: 0.1 });
    expect(resultNotes(results ?? [])).toEqual([
      'hello-echo: next: "lambda-nativeaot deploy hello-echo --alias live --promote" gives all calls to it if it has no errors, "lambda-nativeaot deploy hello-echo --alias live --rollback" takes them back.',
    ]);
  });

  it('a second time changes nothing, and another share only the share', async () => {
    await begin();
    await shift();
    const sent = here.fake.changes.length;
    expect(await shift()).toMatchObject({ status: 'done', done: [] });
    expect(here.fake.changes).toHaveLength(sent);
    expect(await shift(50)).toMatchObject({ done: ['shift alias'], version: '2' });
    expect(shares()).toEqual({ 1: 0.5, 2: 0.5 });
  });

  it('of a newer version takes the place of the one that is in progress', async () => {
    await begin();
    await shift();
    const { planned } = await deploy({ memory: 400, alias, canary: 20 });
    expect(planned[0]?.plan.notes).toEqual(['the canary of version 2 ends with this.']);
    expect(shares()).toEqual({ 1: 0.8, 3: 0.2 });
  });

  it('ends where a version gets all calls without it, and the plan says so', async () => {
    await begin();
    await shift();
    const { planned } = await deploy({ memory: 300, alias });
    expect(planned[0]?.plan).toMatchObject({
      steps: [{ action: 'update alias', changes: [{ from: '1 (90 %), 2 (10 %)', to: '2' }] }],
      notes: ['the canary of version 2 ends with this, and its errors are not looked at.'],
    });
    expect(shares()).toEqual({ 2: 1 });
  });

  it('of code that has all calls already has nothing to shift', async () => {
    await begin();
    const result = await deployOne({ alias, canary: 10 });
    expect(result).toMatchObject({ status: 'done', done: [] });
    expect(result.notes).toEqual([
      'alias live is at version 1, which is this code; there is nothing to shift.',
    ]);
  });

  it('keeps both versions of a canary where old versions are deleted', async () => {
    await begin();
    for (const memory of [301, 302]) await deployOne({ memory, publish: true });
    await deployOne({ memory: 303, alias, canary: 10, 'keep-versions': 1 });
    expect([...fn().versions.keys()]).toEqual(['1', '4']);
  });

  it('needs an alias that has a version', async () => {
    await expect(deploy({ role: 'exec', canary: 10 })).rejects.toThrow('give --alias NAME with it');
    const none = 'hello-echo has no alias live yet, so no version keeps the other 90 % of the calls';
    await expect(deploy({ role: 'exec', alias, canary: 10 })).rejects.toThrow(none);
    await deployOne({ role: 'exec' });
    await expect(deploy({ alias, canary: 10 })).rejects.toThrow(none);
    fn().aliases.set(alias, { Name: alias, FunctionVersion: '$LATEST' });
    await expect(deploy({ alias, canary: 10 })).rejects.toThrow(
      'Alias live of hello-echo is at $LATEST, and Lambda shares calls between published versions only; point it to a version first, with "lambda-nativeaot deploy hello-echo --alias live".',
    );
    expect(here.fake.changes).toEqual(['CreateFunction']);
  });

  it('is refused where Lambda would refuse the shares: provisioned concurrency, role, dead-letter target', async () => {
    await begin();
    const sent = here.fake.changes.length;
    const target = 'arn:aws:sqs:eu-central-1:123456789012:failed';
    await expect(deploy({ alias, canary: 10, 'dead-letter': target })).rejects.toThrow(
      `has the dead-letter target none, and the new version would have ${target}`,
    );
    here.fake.addRole('other');
    await expect(deploy({ alias, canary: 10, role: 'other' })).rejects.toThrow(
      'has the role exec, and the new version would have other; Lambda shares calls between versions of one role only',
    );
    fn().provisioned.push({ FunctionArn: `${arn}:${alias}` });
    await expect(shift()).rejects.toThrow('Alias live of hello-echo has provisioned concurrency');
    expect(here.fake.changes).toHaveLength(sent);
  });

  it('is refused where the callers of the only URL would all get the new code', async () => {
    await begin();
    await deployOne({ url: 'iam' });
    await expect(shift()).rejects.toThrow(
      "The URL of hello-echo is the function's own and not that of alias live",
    );
    await deployOne({ url: 'iam', alias });
    const own = fn().urls.get('')?.FunctionUrl;
    expect((await shift()).notes).toEqual([
      `${own}: call hello-echo itself and not alias live, and get the new code at once.`,
    ]);
  });

  it('names triggers that call the function and not the alias', async () => {
    await begin();
    const queue = 'arn:aws:sqs:eu-central-1:123456789012:orders';
    fn().triggers.push({ UUID: '1', FunctionArn: arn, EventSourceArn: queue });
    expect((await shift()).notes[0]).toMatch(`${queue}: call hello-echo itself and not alias live`);
  });
});

describe('--promote', () => {
  it('gives the canary all calls once it was called without an error', async () => {
    await begin();
    await shift(50);
    const versions = [];
    for (let i = 0; i < 4; i++) versions.push(await call('"hello"'));
    expect(versions).toEqual(['1', '2', '1', '2']);
    const planned = await plan({ alias, promote: true });
    expect(planned?.steps[0]?.changes).toEqual([
      { field: 'live', from: '1 (50 %), 2 (50 %)', to: '2' },
      { field: 'calls of version 2', to: '2, no errors' },
    ]);
    expect(shares()).toEqual({ 1: 0.5, 2: 0.5 });
    expect(await promote()).toMatchObject({ status: 'done', done: ['promote alias'], version: '2' });
    expect(shares()).toEqual({ 2: 1 });
    expect(await promote()).toMatchObject({ status: 'done', done: [] });
  });

  it('is refused after errors, with exit code 3 and nothing changed', async () => {
    await begin();
    await shift();
    count('2', 1200, 3);
    const sent = here.fake.changes.length;
    await expect(promote()).rejects.toMatchObject({
      code: 3,
      message: expect.stringMatching(
        /^Version 2 of hello-echo had 3 errors in 1,200 calls through live since 20.{14}Z; .*Nothing was promoted; .*--skip-check\.$/,
      ),
    });
    expect(here.fake.changes).toHaveLength(sent);
    expect(await promote({ 'skip-check': true })).toMatchObject({ done: ['promote alias'] });
    expect(shares()).toEqual({ 2: 1 });
  });

  it('counts the calls of this version through this alias since it was published, and no others', async () => {
    await begin();
    await shift();
    here.fake.metrics.count('hello-echo', 'other', '2', true);
    here.fake.metrics.count('hello-error', alias, '2', true);
    here.fake.metrics.count('hello-echo', alias, '1', true);
    here.fake.metrics.count('hello-echo', alias, '2', true, Date.now() - 86_400_000);
    await expect(promote()).rejects.toThrow(
      'CloudWatch knows no call of version 2 of hello-echo through live',
    );
    count('2', 2);
    expect((await promote()).status).toBe('done');
  });

  it('needs the right to read metrics, or --skip-check', async () => {
    await begin();
    await shift();
    const denied =
      'User: me is not authorized to perform: cloudwatch:GetMetricData because no identity-based policy allows it';
    here.fake.fail('GetMetricData', 400, 'AccessDeniedException', denied);
    await expect(promote()).rejects.toThrow('Ask for cloudwatch:GetMetricData');
    expect(await promote({ 'skip-check': true })).toMatchObject({ status: 'done' });
    expect(here.fake.requests.filter(({ operation }) => operation === 'GetMetricData')).toHaveLength(1);
  });

  it('is refused without a canary', async () => {
    await begin();
    await deployOne({ memory: 300, publish: true });
    await expect(promote()).rejects.toThrow(
      'No canary is in progress at alias live of hello-echo: it is at version 1. Begin one with',
    );
    await expect(deploy({ promote: true })).rejects.toThrow('--promote needs the alias; give --alias NAME.');
    await expect(deploy({ promote: true, rollback: true, alias })).rejects.toThrow('exclude each other');
    await expect(deploy({ promote: true, alias, memory: 300 })).rejects.toThrow('leave out --memory');
    await expect(deploy({ promote: true, alias: 'other' })).rejects.toThrow(
      'no alias "other"; its aliases: live',
    );
  });

  it('does not touch an alias that somebody else has moved since the plan', async () => {
    await begin();
    await shift();
    count('2', 5);
    here.fake.onRequest = (operation) => {
      if (operation !== 'UpdateAlias') return;
      here.fake.onRequest = () => {};
      fn().aliases.set(alias, {
        ...fn().aliases.get(alias),
        FunctionVersion: '1',
        RevisionId: 'theirs',
        RoutingConfig: {},
      });
    };
    const { status, error } = await promote();
    expect(status).toBe('failed');
    expect(error).toContain('Revision Id');
    expect(shares()).toEqual({ 1: 1 });
  });

  it('is done once where the answer is lost on its way', async () => {
    await begin();
    await shift();
    count('2', 5);
    here.fake.lose('UpdateAlias');
    expect(await promote()).toMatchObject({ status: 'done', done: ['promote alias'], version: '2' });
    expect(shares()).toEqual({ 2: 1 });
  });
});

describe('--rollback', () => {
  it('takes the calls of a canary back, and goes to the version before where there is none', async () => {
    await begin();
    await deployOne({ memory: 280, alias });
    await shift();
    expect(shares()).toEqual({ 2: 0.9, 3: 0.1 });
    expect(await deployOne({ alias, rollback: true })).toMatchObject({
      done: ['update alias'],
      version: '2',
    });
    expect(shares()).toEqual({ 2: 1 });
    await deployOne({ alias, rollback: true });
    expect(shares()).toEqual({ 1: 1 });
  });

  it('leaves nothing to promote', async () => {
    await begin();
    await shift();
    await deployOne({ alias, rollback: true });
    await expect(promote()).rejects.toThrow('No canary is in progress');
  });

  it('is done once where the answer is lost on its way', async () => {
    await begin();
    await deployOne({ memory: 280, alias });
    await shift();
    here.fake.lose('UpdateAlias');
    expect((await deployOne({ alias, rollback: true })).status).toBe('done');
    expect(shares()).toEqual({ 2: 1 });
  });
});
