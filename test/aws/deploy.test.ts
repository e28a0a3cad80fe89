import { describe, expect, it } from 'vitest';
import { stage } from './support.ts';

const here = stage();
const { deploy, deployOne } = here;
const role = { role: 'exec' };

describe('a function that is there', () => {
  it('is left alone when nothing differs', async () => {
    await deployOne(role);
    const before = here.fake.changes.length;
    const result = await deployOne(role);
    expect(result).toMatchObject({ status: 'done', done: [] });
    expect(here.fake.changes).toHaveLength(before);
  });

  it('is sent what changed, and nothing else', async () => {
    await deployOne(role);
    const result = await deployOne({ timeout: 5 });
    expect(result.done).toEqual(['update configuration']);
    const last = here.fake.requests.filter(({ operation }) => operation === 'UpdateFunctionConfiguration');
    expect(last).toHaveLength(1);
    expect(last[0]?.body).toEqual({ Timeout: 5, RevisionId: expect.any(String) });
  });

  it('keeps its own environment variables unless they are to be replaced', async () => {
    await deployOne({ ...role, env: ['FIRST=1', 'SECOND=2'] });
    await deployOne({ env: ['SECOND=two', 'THIRD=3'] });
    const variables = () => here.fake.get('hello-echo').configuration.Environment?.Variables;
    expect(variables()).toEqual({ FIRST: '1', SECOND: 'two', THIRD: '3' });
    await deployOne({ env: ['THIRD=3'], 'replace-env': true });
    expect(variables()).toEqual({ THIRD: '3' });
  });

  it('keeps what was set elsewhere and is not mentioned', async () => {
    await deployOne({
      ...role,
      description: 'by hand',
      layer: ['arn:aws:lambda:eu-central-1:123456789012:layer:one:1'],
    });
    expect((await deployOne({ memory: 300 })).done).toEqual(['update configuration']);
    expect(here.fake.get('hello-echo').configuration).toMatchObject({ Description: 'by hand', Layers: [{}] });
    await deployOne({ layer: ['none'], memory: 300 });
    expect(here.fake.get('hello-echo').configuration.Layers).toEqual([]);
  });

  it('changes its architecture with its code', async () => {
    await deployOne(role);
    const fn = here.fake.get('hello-echo');
    fn.configuration = { ...fn.configuration, Architectures: ['arm64'] };
    const result = await deployOne({ architecture: 'x86_64', 'skip-check': true });
    expect(result.done).toEqual(['update code']);
    expect(fn.configuration.Architectures).toEqual(['x86_64']);
  });

  it('waits for the code before it sends the configuration', async () => {
    here.fake.reads = 3;
    await deployOne(role);
    const fn = here.fake.get('hello-echo');
    fn.configuration = { ...fn.configuration, CodeSha256: 'older' };
    const result = await deployOne({ memory: 200 });
    expect(result.done).toEqual(['update code', 'update configuration']);
    expect(fn.configuration).toMatchObject({ LastUpdateStatus: 'Successful', MemorySize: 200 });
  });

  it('waits for an update that somebody else began', async () => {
    await deployOne(role);
    here.fake.reads = 4;
    const fn = here.fake.get('hello-echo');
    fn.update({ Description: 'theirs' }, fn.zip, 4, undefined);
    const result = await deployOne({ memory: 400 });
    expect(result.status).toBe('done');
    expect(fn.configuration).toMatchObject({ Description: 'theirs', MemorySize: 400 });
  });

  it('waits after a conflict, and plans again when the function is another one by then', async () => {
    await deployOne({ ...role, env: ['MINE=1'] });
    const fn = here.fake.get('hello-echo');
    here.fake.onRequest = (operation) => {
      if (operation !== 'UpdateFunctionConfiguration') return;
      here.fake.onRequest = () => {};
      const Environment = { Variables: { MINE: '1', THEIRS: '1' } };
      fn.update({ Environment }, fn.zip, 2, undefined);
    };
    const result = await deployOne({ env: ['MINE=2'] });
    expect(result.status).toBe('done');
    // The variable that came in between is still there: the second plan has read it.
    expect(fn.configuration.Environment?.Variables).toEqual({ MINE: '2', THEIRS: '1' });
    expect(here.said).toContain('hello-echo: something else changed it; planning again');
  });

  it('gives up when somebody else is always faster', async () => {
    await deployOne(role);
    here.fake.fail(
      'UpdateFunctionConfiguration',
      412,
      'PreconditionFailedException',
      'The Revision Id is old',
      9,
    );
    const result = await deployOne({ memory: 999 });
    expect(result).toMatchObject({ status: 'failed', done: [] });
    expect(result.error).toContain('The Revision Id is old (PreconditionFailedException)');
  });

  it('says what is done and what is not when the configuration fails after the code', async () => {
    await deployOne(role);
    const fn = here.fake.get('hello-echo');
    fn.configuration = { ...fn.configuration, CodeSha256: 'older' };
    here.fake.fail(
      'UpdateFunctionConfiguration',
      400,
      'InvalidParameterValueException',
      'MemorySize is bad.',
    );
    const result = await deployOne({ memory: 640 });
    expect(result).toMatchObject({ status: 'failed', done: ['update code'] });
    expect(result.error).toBe(
      'AWS rejected the request: MemorySize is bad (InvalidParameterValueException). Done: update code. Not finished: update configuration. It has the new code and the old configuration. Run the same command again to continue.',
    );
    expect((await deployOne({ memory: 640 })).done).toEqual(['update configuration']);
  });

  it('is sent its code again after a failed update', async () => {
    await deployOne(role);
    here.fake.failNextChange('Out of addresses');
    const failed = await deployOne({ memory: 777 });
    expect(failed.error).toContain(
      'Lambda could not update hello-echo: Out of addresses (InvalidConfiguration).',
    );
    const again = await deployOne({ memory: 777 });
    expect(again.done).toEqual(['update code', 'update configuration']);
  });

  it('is given up at the deadline, with the state that it is in', async () => {
    here.fake.reads = 1_000_000;
    const result = await deployOne({ ...role, 'max-wait': 1 });
    expect(result.error).toMatch(
      /hello-echo is still not ready \(Pending: The function is being created\.\); .* --max-wait SECONDS\./,
    );
  });

  it('whose variables cannot be read keeps them where none are given, and can have others in their place', async () => {
    await deployOne({ ...role, env: ['KEPT=1'] });
    const fn = here.fake.get('hello-echo');
    const unreadable = { ErrorCode: 'AccessDeniedException', Message: 'KMS says no' };
    fn.configuration = { ...fn.configuration, Environment: { Error: unreadable } };
    expect(await deployOne({ memory: 300 })).toMatchObject({
      status: 'done',
      done: ['update configuration'],
    });
    expect(here.fake.requests.at(-1)).toMatchObject({ operation: 'GetFunction' });
    expect(fn.configuration.Environment).toEqual({ Error: unreadable });
    const { planned } = await deploy({ memory: 300, 'replace-env': true });
    expect(planned[0]?.plan.steps[0]?.changes).toEqual([
      { field: 'environment', to: 'none, in place of those that cannot be read' },
    ]);
    expect(fn.configuration.Environment).toEqual({ Variables: {} });
  });

  it('with too many variables already is not sent half of an update', async () => {
    await deployOne({ ...role, env: [`LONG=${'x'.repeat(3000)}`] });
    here.fake.get('hello-echo').configuration.CodeSha256 = 'older';
    const sent = here.fake.changes.length;
    await expect(deploy({ env: [`MORE=${'y'.repeat(1500)}`] })).rejects.toThrow(
      /^With those that hello-echo has on AWS, the environment variables take 4521 bytes as JSON; Lambda takes 4096\./,
    );
    expect(here.fake.changes).toHaveLength(sent);
    expect((await deployOne({ memory: 300 })).status).toBe('done');
  });

  it('that was made by others keeps what they have set', async () => {
    await deployOne(role);
    const fn = here.fake.get('hello-echo');
    const theirs = {
      KMSKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/1',
      DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-central-1:123456789012:dead' },
      VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'], Ipv6AllowedForDualStack: true },
      Layers: [{ Arn: 'arn:aws:lambda:eu-central-1:123456789012:layer:one:1' }],
    };
    fn.configuration = { ...fn.configuration, ...theirs, Runtime: 'dotnet8', Handler: 'A::B::C' };
    fn.configuration.CodeSha256 = 'older';
    fn.tags = { 'aws:cloudformation:stack-name': 'shop' };
    const { planned, results } = await deploy({ subnet: ['subnet-2'], 'security-group': ['sg-1'] });
    expect(planned[0]?.plan.notes).toEqual([
      'it belongs to the CloudFormation stack shop, whose next deployment may undo this.',
      'it runs on dotnet8 now: for some seconds it has the new code and the old runtime, and calls fail. An alias keeps its version during that time.',
    ]);
    expect(results?.[0]?.done).toEqual(['update code', 'update configuration']);
    expect(fn.configuration).toMatchObject({
      ...theirs,
      VpcConfig: { ...theirs.VpcConfig, SubnetIds: ['subnet-2'] },
      Runtime: 'provided.al2023',
    });
    await deployOne({ subnet: ['none'] });
    expect(fn.configuration.VpcConfig).toMatchObject({ SubnetIds: [], SecurityGroupIds: [] });
    expect((await deploy()).planned[0]?.plan.notes).toEqual([]);
  });

  it.each([
    [{ PackageType: 'Image' as const }, 'hello-echo is deployed as a container image, which Lambda never'],
    [
      { Runtime: 'dotnet8' as const, SnapStart: { ApplyOn: 'PublishedVersions' as const } },
      'hello-echo has SnapStart on, which Lambda refuses for provided.al2023; switch it off: aws lambda update-function-configuration --function-name hello-echo --snap-start ApplyOn=None',
    ],
  ])('that Lambda would refuse to update is left as it is (%j)', async (configuration, message) => {
    await deployOne(role);
    const fn = here.fake.get('hello-echo');
    fn.configuration = { ...fn.configuration, ...configuration, CodeSha256: 'older' };
    const sent = here.fake.changes.length;
    await expect(deploy()).rejects.toThrow(message);
    expect(here.fake.changes).toHaveLength(sent);
  });

  it('whose variables cannot be read is not merged with', async () => {
    await deployOne({ ...role, env: ['KEPT=1'] });
    const fn = here.fake.get('hello-echo');
    fn.configuration = {
      ...fn.configuration,
      Environment: { Error: { ErrorCode: 'AccessDeniedException', Message: 'KMS says no' } },
    };
    await expect(deploy({ env: ['NEW=1'] })).rejects.toThrow(
      'The environment variables of hello-echo cannot be read (KMS says no), so none can be kept',
    );
  });
});
