import type { Role } from '@aws-sdk/client-iam';
import { UserError } from '../errors.ts';
import { orAbort } from './interrupt.ts';
import { policyArn, roleName, rolePolicies, trustPolicy } from './role-names.ts';
import type { Run } from './run.ts';
import type { Session } from './session.ts';

/** The last part of an ARN, or the name that it is already. */
const nameOf = (role: string) => role.split('/').at(-1) as string;

/** The role of that name, or undefined when there is none. */
async function getRole(session: Session, role: string): Promise<Role | undefined> {
  const { GetRoleCommand } = await import('@aws-sdk/client-iam');
  const iam = await session.iam();
  try {
    return (await iam.send(new GetRoleCommand({ RoleName: nameOf(role) }))).Role;
  } catch (error) {
    if ((error as Error).name === 'NoSuchEntityException' || (error as Error).name === 'NoSuchEntity') {
      return undefined;
    }
    throw error;
  }
}

const missingRole = (role: string) =>
  new UserError(
    `There is no IAM role ${nameOf(role)} in this account; name another with --role, or take --create-role.`,
  );

const untrusting = (role: string) =>
  new UserError(
    `The role ${nameOf(role)} does not trust Lambda; its trust policy must allow sts:AssumeRole to lambda.amazonaws.com.`,
  );

interface TrustStatement {
  readonly Effect?: string;
  readonly Principal?: { readonly Service?: string | readonly string[] } | string;
}

/** Whether a role's trust policy lets Lambda assume it, as far as its principals tell. */
function trustsLambda({ AssumeRolePolicyDocument }: Role): boolean {
  const text = decodeURIComponent(AssumeRolePolicyDocument ?? '%7B%7D');
  const { Statement = [] } = JSON.parse(text) as { Statement?: TrustStatement | TrustStatement[] };
  return [Statement].flat().some(({ Effect, Principal }) => {
    const services = typeof Principal === 'object' ? [Principal.Service ?? []].flat() : [Principal];
    return Effect === 'Allow' && services.some((name) => name === 'lambda.amazonaws.com' || name === '*');
  });
}

/** The ARN of a role that was given by ARN or name. @throws UserError when there is none of that name. */
export async function resolveRole({ session, signal }: Run, role: string): Promise<string> {
  if (role.startsWith('arn:')) return role;
  const found = await orAbort(getRole(session, role), signal);
  if (found?.Arn === undefined) throw missingRole(role);
  return found.Arn;
}

/**
 * Why Lambda cannot assume a role, when its owner must mend it; undefined when the role looks right and is most
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
  return trustsLambda(found) ? undefined : untrusting(role);
}

/**
 * Makes the function's role, or completes the one of its name that an earlier run left, and answers its ARN.
 * @throws UserError when a role of that name does not trust Lambda: it is somebody else's.
 */
export async function ensureRole({ session, desired, signal }: Run): Promise<string> {
  const { AttachRolePolicyCommand, CreateRoleCommand } = await import('@aws-sdk/client-iam');
  const iam = await session.iam();
  const RoleName = roleName(desired.name);
  const existing = await orAbort(getRole(session, RoleName), signal);
  if (existing !== undefined && !trustsLambda(existing)) throw untrusting(RoleName);
  const create = new CreateRoleCommand({
    RoleName,
    Description: `Execution role of the Lambda function ${desired.name}`,
    AssumeRolePolicyDocument: JSON.stringify(trustPolicy),
  });
  const role = existing ?? (await orAbort(iam.send(create), signal)).Role;
  for (const policy of rolePolicies(desired)) {
    const PolicyArn = policyArn(session.region, policy);
    await orAbort(iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })), signal);
  }
  return role?.Arn as string;
}
