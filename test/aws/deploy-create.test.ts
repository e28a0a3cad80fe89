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
