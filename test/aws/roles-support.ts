import type { FakeRole } from '../support/lambda-fake/iam.ts';
import { type Stage, stage } from './support.ts';

export let here: Stage;
export const deploy: Stage['deploy'] = (...given) => here.deploy(...given);
export const deployOne: Stage['deployOne'] = (...given) => here.deployOne(...given);

/** To be called at the top of a test file: files may share this module, and hooks are a file's own. */
export function useRoles(): void {
  here = stage();
}

export const name = 'hello-echo-role';
export const createRole = { 'create-role': true } as const;

export const trust = (...principals: readonly unknown[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })),
  });
export const lambda = { Service: 'lambda.amazonaws.com' };
export const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
export const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
export const tag = 'lambda-nativeaot:function';

/** A role of the function's name that was made before. */
export function existing(
  of: string,
  policies: readonly string[] = [],
  tags: Record<string, string> = {},
): FakeRole {
  here.fake.addRole(name, of);
  const role = here.fake.iam.role(name);
  for (const policy of policies) role.policies.add(policy);
  for (const [key, value] of Object.entries(tags)) role.tags.set(key, value);
  return role;
}

export const changesOfRoles = () => here.fake.changes.filter((operation) => operation.includes('Role'));
export const plan = async (flags = {}) => {
  const { planned } = await deploy({ ...createRole, 'dry-run': true, ...flags });
  return planned[0]?.plan.steps[0];
};

export const logs = {
  Effect: 'Allow',
  Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: [
    'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/hello-echo',
    'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/hello-echo:*',
  ],
};
