import { UserError } from '../../errors.ts';
import { orAbort } from '../../processes/interrupt.ts';
import type { Run } from '../apply/run.ts';
import { type Step, step, to } from '../deploy/plan.ts';
import { oneLine } from '../session/one-line.ts';
import type { Session } from '../session/session.ts';
import { type ExistingRole, isTagged, otherPolicies } from './role-check.ts';
import { policyRegion, type RoleNeeds, roleName } from './role-names.ts';
import { findRole } from './roles.ts';

/** The other regions in which a function of that name has rights through its role. */
const otherRegions = ({ inline }: ExistingRole, region: string): string[] =>
  inline.flatMap(({ name }) => policyRegion(name) ?? []).filter((other) => other !== region);

/**
 * The role that was made for a function, when it can go with the function; undefined otherwise.
 * @throws UserError when the role of its name was not made for it, or serves it in another region too.
 */
async function findRoleToDelete(
  session: Session,
  { name }: RoleNeeds,
  signal: AbortSignal | undefined,
): Promise<ExistingRole | undefined> {
  const role = await orAbort(findRole(session, roleName(name)), signal);
  if (role === undefined) return undefined;
  if (!isTagged(role, { name })) {
    throw new UserError(
      `The role ${oneLine(role.name)} has no tag that says that it was made for ${name}; leave out --delete-role, and delete it in IAM if nothing uses it.`,
    );
  }
  const regions = otherRegions(role, session.region);
  if (regions.length === 0) return role;
  throw new UserError(
    `The role ${oneLine(role.name)} serves ${name} in ${regions.join(', ')} too; leave out --delete-role, or delete the function there first.`,
  );
}

/** The step that deletes a function's role, with all that it gives besides. @throws UserError as above. */
export async function planRoleDeletion(
  session: Session,
  needs: RoleNeeds,
  signal: AbortSignal | undefined,
): Promise<Step[]> {
  const role = await findRoleToDelete(session, needs, signal);
  if (role === undefined) return [];
  const others = otherPolicies(role, needs).map((policy) => to('it has also', policy));
  return [step('delete role', [to('role', role.name), ...others])];
}

/** Deletes it; IAM wants its policies gone first. It is looked at again: it may have changed since the plan. */
export async function deleteRole({ session, desired, signal }: Run): Promise<void> {
  const role = await findRoleToDelete(session, desired, signal);
  if (role === undefined) return;
  const { DeleteRoleCommand, DeleteRolePolicyCommand, DetachRolePolicyCommand } = await import(
    '@aws-sdk/client-iam'
  );
  const iam = await session.iam();
  const RoleName = role.name;
  for (const { name: PolicyName } of role.inline)
    await orAbort(iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })), signal);
  for (const PolicyArn of role.attached)
    await orAbort(iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })), signal);
  await orAbort(iam.send(new DeleteRoleCommand({ RoleName })), signal);
}
