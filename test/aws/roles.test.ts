import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../src/aws/iam/role-check.ts';
import {
  createRole,
  deploy,
  deployOne,
  here,
  lambda,
  logs,
  name,
  plan,
  tag,
  trust,
  useRoles,
} from './roles-support.ts';

useRoles();

describe('--create-role', () => {
  it('makes a role that Lambda alone can assume, for the log group of the function alone', async () => {
    expect((await deployOne(createRole)).done).toEqual(['create role', 'create']);
    const role = here.fake.iam.role(name);
    expect(here.fake.get('hello-echo').configuration.Role).toBe(role.arn);
    expect(JSON.parse(role.trust)).toEqual(JSON.parse(trust(lambda)));
    expect(Object.fromEntries(role.tags)).toEqual({ [tag]: 'hello-echo' });
    expect([...role.policies]).toEqual([]);
    expect([...role.inline.keys()]).toEqual(['lambda-nativeaot-eu-central-1']);
    expect(JSON.parse([...role.inline.values()][0] as string)).toEqual({
      Version: '2012-10-17',
      Statement: [logs],
    });
  });

  it('adds network and traces for a function that uses them', async () => {
    await deployOne({ ...createRole, tracing: 'active', subnet: ['subnet-1'], 'security-group': ['sg-1'] });
    const [document] = here.fake.iam.role(name).inline.values();
    const { Statement } = JSON.parse(document as string);
    expect(Statement.map(({ Action }: { Action: string[] }) => Action[0])).toEqual([
      'logs:CreateLogGroup',
      'ec2:CreateNetworkInterface',
      'xray:PutTraceSegments',
    ]);
  });

  it('says in the plan that it makes one, and asks AWS first', async () => {
    expect(await plan()).toEqual({
      action: 'create role',
      changes: [
        { field: 'role', to: name },
        { field: 'right', to: 'write the log group /aws/lambda/hello-echo' },
      ],
    });
    expect(here.fake.requests.map(({ operation }) => operation)).toEqual(['GetFunction', 'GetRole']);
  });
});

describe('a call to IAM that fails', () => {
  it.each(['GetRole', 'CreateRole', 'PutRolePolicy'])(
    'is told with what to ask for, and the same command finishes: %s',
    async (operation) => {
      const message = `User: me is not authorized to perform: iam:${operation} on resource: x`;
      here.fake.fail(operation, 403, 'AccessDenied', message);
      const failed = await deployOne(createRole).then(
        ({ error }) => error,
        (thrown: Error) => thrown.message,
      );
      expect(failed).toContain(`Ask for iam:${operation}`);
      expect(here.fake.functions.size).toBe(0);
      expect((await deployOne(createRole)).status).toBe('done');
    },
  );

  it.each(['ListAttachedRolePolicies', 'ListRolePolicies', 'GetRolePolicy'])(
    'leaves a role that is there unused: %s',
    async (operation) => {
      await deployOne(createRole);
      await deployOne({ delete: true });
      here.fake.fail(operation, 403, 'AccessDenied', `not authorized to perform: iam:${operation} on x`);
      await expect(deploy(createRole)).rejects.toThrow(`Ask for iam:${operation}`);
      expect((await deployOne(createRole)).done).toEqual(['use existing role', 'create']);
    },
  );

  it.each(['GetRole', 'CreateRole', 'PutRolePolicy'])(
    'for a moment is tried again: %s',
    async (operation) => {
      here.fake.fail(operation, 503, 'ServiceUnavailable');
      expect((await deployOne(createRole)).status).toBe('done');
    },
  );

  it('because its answer is lost leaves a role that the next try takes', async () => {
    here.fake.lose('CreateRole');
    expect((await deployOne(createRole)).status).toBe('done');
    expect(here.fake.iam.role(name).tags.get(tag)).toBe('hello-echo');
  });
});

describe('a policy document', () => {
  it.each([undefined, '', '%', 'null', '[]', '"text"', '{}', '{"Statement":[1]}', '{"Statement":null}'])(
    'that cannot be read is refused: %s',
    (text) => {
      expect(parsePolicy(text)).toBeUndefined();
    },
  );
});
