import type { Role } from '@aws-sdk/client-iam';
import { UserError } from '../../errors.ts';
import { lambdaPrincipal } from '../../platform/aws-names.ts';
import { orAbort } from '../../processes/interrupt.ts';
import type { Run } from '../apply/run.ts';
import type { Session } from '../session/session.ts';
import { type ExistingRole, parsePolicy, refusal, trustsLambda } from './role-check.ts';
import { functionTag, policyName, type RoleNeeds, roleName, rolePolicy, trustPolicy } from './role-names.ts';

/** The last part of an ARN, or the name that it is already. */
const nameOf = (role: string) => role.split('/').at(-1) as string;

const isNamed = (error: unknown, name: string) => [name, `${name}Exception`].includes((error as Error).name);

/** The role of that name, or undefined when it does not exist. */
async function getRole(session: Session, role: string): Promise<Role | undefined> {
  const { GetRoleCommand } = await import('@aws-sdk/client-iam');
  const iam = await session.iam();
  try {
    return (await iam.send(new GetRoleCommand({ RoleName: nameOf(role) }))).Role;
  } catch (error) {
    if (isNamed(error, 'NoSuchEntity')) return undefined;
    throw error;
  }
}

const missingRole = (role: string) =>
  new UserError(
    `There is no IAM role ${nameOf(role)} in this account; name another with --role, or take --create-role.`,
  );

const untrusting = (role: string) =>
  new UserError(
    `The role ${nameOf(role)} does not trust Lambda; its trust policy must allow sts:AssumeRole to ${lambdaPrincipal}.`,
  );

/** The ARN of a role that was given by ARN or name. @throws UserError when there is none of that name. */
export async function resolveRole({ session, signal }: Run, role: string): Promise<string> {
  if (role.startsWith('arn:')) return role;
  const found = await orAbort(getRole(session, role), signal);
  if (found?.Arn === undefined) throw missingRole(role);
  return found.Arn;
}

/**
 * Why Lambda cannot assume a role, when its owner must fix it; undefined when the role looks right and is most
 * likely too young, or when it cannot be looked at.
 */
export async function roleProblem({ session }: Run, role: string): Promise<UserError | undefined> {
  let found: Role | undefined;
  try {
    found = await getRole(session, role);
  } catch {
    return undefined;
  }
  if (found === undefined) return missingRole(role);
  return trustsLambda(parsePolicy(found.AssumeRolePolicyDocument)) ? undefined : untrusting(role);
}

/** Reads who may assume a role and what it gives. */
async function readRole(session: Session, { RoleName, Arn, ...role }: Role): Promise<ExistingRole> {
  const { GetRolePolicyCommand, paginateListAttachedRolePolicies, paginateListRolePolicies } = await import(
    '@aws-sdk/client-iam'
  );
  const client = await session.iam();
  const attached: string[] = [];
  for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName })) {
    attached.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn = '' }) => PolicyArn));
  }
  const inline: ExistingRole['inline'][number][] = [];
  for await (const { PolicyNames = [] } of paginateListRolePolicies({ client }, { RoleName })) {
    for (const PolicyName of PolicyNames) {
      const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      inline.push({ name: PolicyName, document: parsePolicy(PolicyDocument) });
    }
  }
  return {
    name: RoleName as string,
    arn: Arn as string,
    trust: parsePolicy(role.AssumeRolePolicyDocument),
    tags: Object.fromEntries((role.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    attached,
    inline,
  };
}

/** The role of a name as it is on AWS, with what it gives; undefined when it does not exist. */
export async function findRole(session: Session, role: string): Promise<ExistingRole | undefined> {
  const found = await getRole(session, role);
  return found && readRole(session, found);
}

/**
 * The role of a function's name as it is on AWS, or undefined.
 * @throws UserError when there is one that must not be taken for the function.
 */
export async function findOwnRole(
  session: Session,
  needs: RoleNeeds,
  signal: AbortSignal | undefined,
): Promise<ExistingRole | undefined> {
  const role = await orAbort(findRole(session, roleName(needs.name)), signal);
  if (role === undefined) return undefined;
  const problem = refusal(role, needs);
  if (problem !== undefined) throw new UserError(problem);
  return role;
}

/** Makes the role; undefined when there is one of that name by now. */
async function createRole({ session, desired, signal }: Run): Promise<ExistingRole | undefined> {
  const { CreateRoleCommand } = await import('@aws-sdk/client-iam');
  const iam = await session.iam();
  const command = new CreateRoleCommand({
    RoleName: roleName(desired.name),
    Description: `Execution role of the Lambda function ${desired.name}`,
    AssumeRolePolicyDocument: JSON.stringify(trustPolicy),
    Tags: [{ Key: functionTag, Value: desired.name }],
  });
  try {
    const { Role } = await orAbort(iam.send(command), signal);
    const { RoleName: name = '', Arn: arn = '' } = Role ?? {};
    return { name, arn, trust: trustPolicy, tags: {}, attached: [], inline: [] };
  } catch (error) {
    if (isNamed(error, 'EntityAlreadyExists')) return undefined;
    throw error;
  }
}

/**
 * Makes the function's role, or completes the one of its name that an earlier run left, and answers its ARN. It is
 * looked at again, whatever the plan said: it may have come or changed since.
 * @throws UserError when a role of that name was not made for the function.
 */
export async function ensureRole(run: Run): Promise<string> {
  const { session, desired, signal } = run;
  const { PutRolePolicyCommand } = await import('@aws-sdk/client-iam');
  const find = () => findOwnRole(session, desired, signal);
  // Another run may make it between the two questions.
  const role = (await find()) ?? (await createRole(run)) ?? (await find());
  if (role === undefined) throw missingRole(roleName(desired.name));
  const policy = JSON.stringify(rolePolicy(desired, session.region, role.arn));
  const PolicyName = policyName(session.region);
  const current = role.inline.find(({ name }) => name === PolicyName)?.document;
  if (JSON.stringify(current) !== policy) {
    const iam = await session.iam();
    const command = new PutRolePolicyCommand({ RoleName: role.name, PolicyName, PolicyDocument: policy });
    await orAbort(iam.send(command), signal);
  }
  return role.arn;
}
