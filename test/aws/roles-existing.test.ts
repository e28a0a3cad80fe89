import { describe, expect, it } from 'vitest';
import {
  admin,
  basic,
  changesOfRoles,
  createRole,
  deploy,
  deployOne,
  existing,
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

describe('a role of that name that is there already', () => {
  it('is used when its tag says that it was made for the function, which the plan says', async () => {
    await deployOne(createRole);
    await deployOne({ delete: true });
    const before = changesOfRoles().length;
    expect(await plan()).toMatchObject({
      action: 'use existing role',
      changes: [{ field: 'role', to: name }, {}],
    });
    expect((await deployOne(createRole)).done).toEqual(['use existing role', 'create']);
    expect(changesOfRoles()).toHaveLength(before);
  });

  it('is used with what its owner has added since, which the plan shows', async () => {
    await deployOne(createRole);
    await deployOne({ delete: true });
    here.fake.iam.role(name).policies.add('arn:aws:iam::123456789012:policy/orders-table');
    here.fake.iam.role(name).inline.set('mine', '{"Statement":[]}');
    expect((await plan())?.changes.slice(2)).toEqual([
      { field: 'it has also', to: 'orders-table' },
      { field: 'it has also', to: 'mine' },
    ]);
    expect((await deployOne(createRole)).status).toBe('done');
  });

  it.each([
    ['as 0.1.0 made it', [basic]],
    [
      'as 0.1.0 made it, with network and traces',
      [
        basic,
        'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
        'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess',
      ],
    ],
    ['as 0.1.0 made it in China', ['arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']],
  ])('is used without a tag when it is %s', async (_what, policies) => {
    existing(trust(lambda), policies);
    expect((await plan())?.action).toBe('use existing role');
    expect((await deployOne(createRole)).status).toBe('done');
    expect([...here.fake.iam.role(name).inline.keys()]).toEqual(['lambda-nativeaot-eu-central-1']);
  });

  it('is used without its tag when its policies are exactly what is made', async () => {
    await deployOne({ ...createRole, tracing: 'active' });
    await deployOne({ delete: true });
    here.fake.iam.role(name).tags.clear();
    expect((await deployOne(createRole)).status).toBe('done');
  });

  it('is used with or without a boundary, which gives no right', async () => {
    const role = existing(trust(lambda), [basic]);
    expect((await plan())?.action).toBe('use existing role');
    role.boundary = 'arn:aws:iam::123456789012:policy/company';
    expect((await plan())?.action).toBe('use existing role');
  });

  it('is used when a condition makes it harder to assume', async () => {
    const Condition = { StringEquals: { 'aws:SourceAccount': '123456789012' } };
    const statement = { Effect: 'Allow', Principal: lambda, Action: 'sts:AssumeRole', Condition };
    existing(JSON.stringify({ Statement: statement }), [basic]);
    expect((await deployOne(createRole)).status).toBe('done');
  });

  const stranger = { AWS: 'arn:aws:iam::999999999999:root' };
  it.each<[string, string, readonly string[], Record<string, string>, string]>([
    ['that may do everything', trust(lambda), [admin], {}, 'it has the policies AdministratorAccess'],
    [
      'of another account',
      trust(lambda, stranger),
      [basic],
      {},
      'AWS arn:aws:iam::999999999999:root may assume it',
    ],
    [
      'of another account, with our tag',
      trust(lambda, stranger),
      [],
      { [tag]: 'hello-echo' },
      '999999999999:root may assume it',
    ],
    [
      'of another account in one statement',
      trust({ ...lambda, ...stranger }),
      [basic],
      {},
      '999999999999:root may assume it',
    ],
    ['of every account', trust(lambda, '*'), [basic], {}, '* may assume it'],
    [
      'of all but one',
      '{"Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":"x"}}]}',
      [basic],
      {},
      'all but some may assume it',
    ],
    [
      'of another service',
      trust({ Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] }),
      [basic],
      {},
      'Service ec2.amazonaws.com may assume it',
    ],
    [
      'of another service alone',
      trust({ Service: 'ec2.amazonaws.com' }),
      [basic],
      {},
      'Lambda may not assume it, Service ec2',
    ],
    [
      'with the tag of another function',
      trust(lambda),
      [admin],
      { [tag]: 'hello-other' },
      'AdministratorAccess',
    ],
    [
      'with a policy of the same name in this account',
      trust(lambda),
      ['arn:aws:iam::123456789012:policy/service-role/AWSLambdaBasicExecutionRole'],
      {},
      'it has the policies service-role/AWSLambdaBasicExecutionRole',
    ],
    ['without any policy', trust(lambda), [], {}, 'it has no policies and no tag of this tool'],
    ['without a readable trust policy', 'not JSON', [basic], {}, 'Lambda may not assume it'],
    [
      'with lines in its trust policy',
      trust(lambda, { AWS: 'a\nerror: b\u001b[31m' }),
      [basic],
      {},
      'AWS a error: b [31m may assume it',
    ],
  ])('is refused when it is one %s', async (_what, of, policies, tags, says) => {
    existing(of, policies, tags);
    for (const flags of [{ 'dry-run': true }, {}]) {
      const error: Error & { code?: number } = await deploy({ ...createRole, ...flags }).then(
        () => expect.unreachable(),
        (thrown) => thrown,
      );
      expect(error.message).toContain(says);
      expect(error.message).toMatch(
        /^The role hello-echo-role is there already and is not the one that --create-role makes/,
      );
      expect(error.message).toMatch(/give --role arn:aws:iam::123456789012:role\/hello-echo-role\.$/);
      expect(error.message).toMatch(/^\P{Cc}+$/u);
      expect(error.code).toBe(1);
    }
    expect(here.fake.changes).toEqual([]);
  });

  it('is refused for an inline policy that is not exactly ours', async () => {
    await deployOne(createRole);
    await deployOne({ delete: true });
    const role = here.fake.iam.role(name);
    role.tags.clear();
    const wider = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...logs, Resource: ['*'] }] });
    role.inline.set('lambda-nativeaot-eu-central-1', wider);
    await expect(deploy(createRole)).rejects.toThrow('it has the policies lambda-nativeaot-eu-central-1');
    role.inline.clear();
    role.inline.set('lambda-nativeaot-eu-west-1', JSON.stringify({ Statement: [logs] }));
    await expect(deploy(createRole)).rejects.toThrow('it has the policies lambda-nativeaot-eu-west-1');
  });

  it('can be used on purpose', async () => {
    const { arn } = existing(trust(lambda), [admin]);
    expect((await deployOne({ role: arn })).status).toBe('done');
  });

  it('is looked at again before it is used: it may have come since', async () => {
    here.fake.onRequest = (operation) => {
      if (operation === 'CreateRole') existing(trust(lambda), [admin]);
    };
    const result = await deployOne(createRole);
    expect(result).toMatchObject({ status: 'failed', done: [] });
    expect(result.error).toContain('it has the policies AdministratorAccess');
    expect(here.fake.functions.size).toBe(0);
  });

  it('is used when a run of the same command has made it meanwhile', async () => {
    here.fake.onRequest = (operation) => {
      if (operation === 'CreateRole') existing(trust(lambda), [], { [tag]: 'hello-echo' });
    };
    expect(await deployOne(createRole)).toMatchObject({ status: 'done' });
    expect(here.fake.iam.role(name).inline.size).toBe(1);
  });

  it('changes nothing for another region, whose policy stays', async () => {
    await deployOne({ ...createRole, region: 'eu-west-1' });
    await deployOne({ delete: true });
    await deployOne(createRole);
    expect([...here.fake.iam.role(name).inline.keys()]).toEqual([
      'lambda-nativeaot-eu-west-1',
      'lambda-nativeaot-eu-central-1',
    ]);
  });
});
