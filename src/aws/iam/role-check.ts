import { lambdaPrincipal } from '../../platform/aws-names.ts';
import { oneLine } from '../session/one-line.ts';
import {
  functionTag,
  isOwnPolicy,
  type PolicyDocument,
  policyPath,
  policyRegion,
  type RoleNeeds,
  wasAttachedBefore,
} from './role-names.ts';

/** A role as IAM has it. */
export interface ExistingRole {
  readonly name: string;
  readonly arn: string;
  /** Undefined when it cannot be read. */
  readonly trust: PolicyDocument | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** ARNs of the policies that are attached. */
  readonly attached: readonly string[];
  readonly inline: readonly { readonly name: string; readonly document: PolicyDocument | undefined }[];
}

/** A policy or trust policy out of IAM's answer, which encodes it for URLs; undefined when the text is not a policy. */
export function parsePolicy(encoded: string | undefined): PolicyDocument | undefined {
  try {
    const document = JSON.parse(decodeURIComponent(encoded ?? '')) as Partial<PolicyDocument> | null;
    if (typeof document !== 'object' || document?.Statement === undefined) return undefined;
    const statements = [document.Statement].flat();
    if (!statements.every((statement) => typeof statement === 'object' && statement !== null))
      return undefined;
    return { ...document, Statement: statements };
  } catch {
    return undefined;
  }
}

const texts = (value: unknown): string[] => [value].flat().map(String);

/** Who a statement of a trust policy is about, one text each: "Service x", "AWS arn:…", "*". */
function principalsOf({ Principal, NotPrincipal }: Readonly<Record<string, unknown>>): string[] {
  if (NotPrincipal !== undefined) return ['all but some'];
  if (typeof Principal !== 'object' || Principal === null) return texts(Principal);
  return Object.entries(Principal).flatMap(([type, who]) => texts(who).map((one) => `${type} ${one}`));
}

const allowed = (trust: PolicyDocument | undefined): string[] => [
  ...new Set((trust?.Statement ?? []).filter(({ Effect }) => Effect === 'Allow').flatMap(principalsOf)),
];

const isLambda = (principal: string) => principal === `Service ${lambdaPrincipal}`;

/** Whether a role's trust policy lets Lambda assume it, as far as its principals tell. */
export const trustsLambda = (trust: PolicyDocument | undefined): boolean =>
  allowed(trust).some((principal) => isLambda(principal) || principal === '*');

/** Every policy that this tool may have written for a function under that name. */
function isOurs(name: string, document: PolicyDocument | undefined, needs: RoleNeeds, arn: string): boolean {
  const region = policyRegion(name);
  return region !== undefined && isOwnPolicy(document, needs, region, arn);
}

/** The policies of a role that this tool did not give it. */
export function otherPolicies({ attached, inline, arn }: ExistingRole, needs: RoleNeeds): string[] {
  return [
    ...attached.filter((policy) => !wasAttachedBefore(policy)).map(policyPath),
    ...inline.filter(({ name, document }) => !isOurs(name, document, needs, arn)).map(({ name }) => name),
  ].map(oneLine);
}

/** Whether the tag says that the role was made for the function. */
export const isTagged = ({ tags }: ExistingRole, { name }: RoleNeeds): boolean => tags[functionTag] === name;

const most = 3;
const list = (names: readonly string[]) =>
  `${names.slice(0, most).join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`;

/**
 * Why a role that is there already must not become the function's, as one line; undefined when it may. It may when
 * Lambda alone can assume it, and it was made for the function (its tag says so) or gives nothing beyond what the
 * tool gives. A permissions boundary takes rights away, so it does not count.
 */
export function refusal(role: ExistingRole, needs: RoleNeeds): string | undefined {
  const principals = allowed(role.trust);
  const others = principals.filter((principal) => !isLambda(principal)).map(oneLine);
  const isKnown = isTagged(role, needs);
  const policies = isKnown ? [] : otherPolicies(role, needs);
  const hasNone = role.attached.length === 0 && role.inline.length === 0;
  const problems = [
    ...(principals.some(isLambda) ? [] : ['Lambda may not assume it']),
    ...(others.length > 0 ? [`${list(others)} may assume it`] : []),
    ...(policies.length > 0 ? [`it has the policies ${list(policies)}`] : []),
    ...(hasNone && !isKnown ? ['it has no policies and no tag of this tool'] : []),
  ];
  if (problems.length === 0) return undefined;
  return `The role ${oneLine(role.name)} is there already and is not the one that --create-role makes for ${needs.name}: ${problems.join(', ')}. To use it on purpose, give --role ${oneLine(role.arn)}.`;
}
