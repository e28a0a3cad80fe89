import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stage } from './support.ts';

const here = stage();
const { deploy, deployOne } = here;
const role = { role: 'exec' };

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
