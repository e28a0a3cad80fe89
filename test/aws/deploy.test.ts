import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stage } from './support.ts';

const here = stage();
const { deploy, deployOne } = here;
const role = { role: 'exec' };

describe('a function that is not there', () => {
  it('is created from settings and flags, and ready afterwards', async () => {
    const result = await deployOne({
      ...role,
      memory: 512,
      description: 'Says it again',
      env: ['GREETING=hi=there'],
      tag: ['team=blue'],
      layer: ['arn:aws:lambda:eu-central-1:123456789012:layer:one:1'],
      tracing: 'active',
      'ephemeral-storage': 1024,
      'log-format': 'json',
    });
    expect(result).toMatchObject({ status: 'done', done: ['create'] });
    const fn = here.fake.get('hello-echo');
    expect(fn.configuration).toMatchObject({
      State: 'Active',
      Runtime: 'provided.al2023',
      Handler: 'echo',
      MemorySize: 512,
      Timeout: 30,
      Description: 'Says it again',
      Role: 'arn:aws:iam::123456789012:role/exec',
      Environment: { Variables: { GREETING: 'hi=there' } },
      TracingConfig: { Mode: 'Active' },
      EphemeralStorage: { Size: 1024 },
      LoggingConfig: { LogFormat: 'JSON' },
    });
    expect(fn.tags).toEqual({ team: 'blue' });
  });

  it('runs the code that was uploaded', async () => {
    await deployOne(role);
    const response = await fetch(`${here.fake.url}/2015-03-31/functions/hello-echo/invocations`, {
      method: 'POST',
      body: '"as uploaded"',
    });
    expect(await response.text()).toBe('"as uploaded"');
  });

  it('needs a role, and is told so before anything is sent', async () => {
    await expect(deploy()).rejects.toThrow(
      'hello-echo does not exist yet and a new function needs an execution role; give --role NAME|ARN, or --create-role.',
    );
    expect(here.fake.changes).toEqual([]);
  });

  it('waits until Lambda can assume a young role', async () => {
    here.fake.roleRaces = 3;
    const result = await deployOne({ 'create-role': true });
    expect(result.status).toBe('done');
    expect(here.said).toContainEqual(
      expect.stringMatching(/waiting until Lambda can assume .*hello-echo-role/),
    );
    expect(here.fake.changes.filter((name) => name === 'CreateFunction')).toHaveLength(4);
  });

  it('does not wait for a role that is not there, or that does not trust Lambda', async () => {
    const missing = await deployOne({ role: 'arn:aws:iam::123456789012:role/nobody' });
    expect(missing.error).toContain('There is no IAM role nobody in this account');
    await expect(deployOne({ role: 'nobody' })).resolves.toMatchObject({
      status: 'failed',
      error: expect.stringContaining('There is no IAM role nobody'),
    });
    here.fake.addRole(
      'for-ec2',
      '{"Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"}}]}',
    );
    const untrusting = await deployOne({ role: 'for-ec2' });
    expect(untrusting.error).toContain('The role for-ec2 does not trust Lambda; its trust policy must allow');
  });

  it('that Lambda cannot create is reported with its reason', async () => {
    here.fake.failNextChange('The subnet is gone');
    const result = await deployOne(role);
    expect(result).toMatchObject({ status: 'failed', done: [] });
    expect(result.error).toContain(
      'hello-echo is in state Failed: The subnet is gone (InvalidConfiguration).',
    );
    await expect(deploy(role)).rejects.toThrow(
      /in state Failed \(The subnet is gone\).*deploy --delete hello-echo/,
    );
  });

  it('that somebody else creates at the same moment is updated instead', async () => {
    here.fake.onRequest = async (operation) => {
      if (operation !== 'CreateFunction') return;
      here.fake.onRequest = () => {};
      await deployOne({ ...role, memory: 128 });
    };
    const result = await deployOne({ ...role, memory: 1024 });
    expect(result.status).toBe('done');
    expect(here.fake.get('hello-echo').configuration.MemorySize).toBe(1024);
  });
});

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

describe('what passes', () => {
  it.each([
    'Your request has been throttled by EC2, please make sure you have enough API rate limit.',
    'Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant. Please check your KMS key settings.',
  ])('is waited for: %s', async (message) => {
    here.fake.fail('CreateFunction', 400, 'InvalidParameterValueException', message, 2);
    expect(await deployOne(role)).toMatchObject({ status: 'done', done: ['create'] });
    expect(here.fake.changes).toEqual(['CreateFunction', 'CreateFunction', 'CreateFunction']);
  });
});

describe('what Lambda refuses', () => {
  it('is told without the values of variables that it quotes', async () => {
    const message = `1 validation error detected: Value '{"PASSWORD":"hun\\"ter2"}' at 'environment' is bad`;
    here.fake.fail('CreateFunction', 400, 'ValidationException', message);
    const { error } = await deployOne({ ...role, env: ['PASSWORD=hun"ter2'] });
    expect(error).toContain(`Value '{"PASSWORD":"***"}' at 'environment' is bad (ValidationException).`);
  });

  it('is told with what to do: a zip that is none', async () => {
    const zip = `${here.folder}/none.zip`;
    writeFileSync(zip, 'no zip at all');
    const result = await deployOne({ ...role, zip, 'skip-check': true });
    expect(result.error).toContain(
      'AWS rejected the request: Could not unzip uploaded file. Please check your file',
    );
  });

  it('is told with what to do: a request that is too large', async () => {
    here.fake.fail(
      'CreateFunction',
      413,
      'RequestEntityTooLargeException',
      'Request must be smaller than 70167211 bytes',
    );
    const result = await deployOne(role);
    expect(result.error).toContain(
      'The zip is too large for a direct upload; name a bucket with --s3-bucket BUCKET.',
    );
  });
});

describe('the role of a function that is there', () => {
  it('is changed when another is named, by name or ARN, and kept otherwise', async () => {
    await deployOne(role);
    const other = here.fake.addRole('other');
    expect((await deployOne({ role: 'other' })).done).toEqual(['update configuration']);
    expect(here.fake.get('hello-echo').configuration.Role).toBe(other);
    expect((await deployOne({ role: other })).done).toEqual([]);
    expect((await deployOne({ role: 'other' })).done).toEqual([]);
    expect((await deployOne()).done).toEqual([]);
  });

  it('is kept with --create-role, which says so', async () => {
    await deployOne(role);
    const result = await deployOne({ 'create-role': true });
    expect(result).toMatchObject({
      done: [],
      notes: [
        expect.stringMatching(/^it has a role already \(.*role\/exec\); --create-role does nothing\.$/),
      ],
    });
  });
});

describe('throttling', () => {
  it('is sat out', async () => {
    here.fake.fail('GetFunction', 429, 'TooManyRequestsException', 'Rate exceeded', 3);
    here.fake.fail('CreateFunction', 429, 'TooManyRequestsException', 'Rate exceeded', 1);
    expect((await deployOne(role)).status).toBe('done');
  });
});

describe('an answer that is lost on its way', () => {
  it('to a creation does not fail the deployment', async () => {
    here.fake.lose('CreateFunction');
    expect(await deployOne(role)).toMatchObject({ status: 'done' });
    expect(here.fake.get('hello-echo').configuration.State).toBe('Active');
  });

  it.each([
    'UpdateFunctionCode',
    'UpdateFunctionConfiguration',
    'PublishVersion',
    'CreateAlias',
    'AddPermission',
  ])('to %s does not fail it either, nor do anything twice', async (operation) => {
    await deployOne(role);
    const fn = here.fake.get('hello-echo');
    fn.configuration = { ...fn.configuration, CodeSha256: 'older' };
    here.fake.lose(operation);
    const result = await deployOne({ memory: 500, alias: 'live', url: 'none' });
    expect(result).toMatchObject({ status: 'done', version: '1' });
    expect([...fn.versions.keys()]).toEqual(['1']);
    expect(fn.policies.get('live')).toHaveLength(2);
  });

  it('and errors of the service that pass are tried again', async () => {
    here.fake.fail('CreateFunction', 503, 'ServiceException', 'Try again', 1);
    expect((await deployOne(role)).status).toBe('done');
  });
});

describe('several functions', () => {
  it('are deployed from the one zip', async () => {
    const { results } = await deploy({ ...role, all: true });
    expect(results?.map(({ name, status }) => [name, status])).toEqual([
      ['hello-echo', 'done'],
      ['hello-error', 'done'],
    ]);
    expect(here.fake.get('hello-error').configuration.Handler).toBe('error');
  });

  it('are deployed all, though one fails', async () => {
    here.fake.fail('CreateFunction', 400, 'InvalidParameterValueException', 'Not this one.');
    const { results } = await deploy({ ...role, all: true });
    expect(results?.map(({ status }) => status).sort()).toEqual(['done', 'failed']);
  });

  it('are not guessed at', async () => {
    await expect(deploy(role, [])).rejects.toThrow('several functions (hello-echo, hello-error); name those');
    await expect(deploy(role, ['ehco'])).rejects.toThrow('No function "ehco" in this project');
  });
});

describe('a dry run', () => {
  it('reads alone', async () => {
    const { planned, results } = await deploy({
      ...role,
      all: true,
      'dry-run': true,
      alias: 'live',
      url: 'none',
    });
    expect(results).toBeUndefined();
    expect(planned.map(({ plan }) => plan.steps.map(({ action }) => action))).toEqual([
      ['create', 'publish', 'create alias', 'create URL', 'allow public URL'],
      ['create', 'publish', 'create alias', 'create URL', 'allow public URL'],
    ]);
    expect(here.fake.changes).toEqual([]);
  });

  it('shows no value of a variable', async () => {
    const { planned } = await deploy({ ...role, env: ['PASSWORD=hunter2'], 'dry-run': true });
    const plan = JSON.stringify(planned.map((one) => one.plan));
    expect(plan).toContain('+PASSWORD');
    expect(plan).not.toContain('hunter2');
  });
});
