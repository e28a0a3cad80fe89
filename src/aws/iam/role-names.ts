import { isDeepStrictEqual } from 'node:util';
import { boundedName, lambdaPrincipal } from '../../platform/aws-names.ts';
import { usualLogGroup } from '../../settings/log-group.ts';
import type { Place, Right } from '../../settings/row.ts';
import { settingRows, wantedOf } from '../../settings/table.ts';
import type { DesiredFunction } from '../deploy/desired.ts';

/** IAM's limit for the name of a role. */
const longestName = 64;

/** The role of a function: named after it, cut with a hash where IAM's 64 characters do not suffice. */
export const roleName = (functionName: string): string => boundedName(functionName, '-role', longestName);

/** The tag of a role that was made here; its value is the function that it was made for. */
export const functionTag = 'lambda-nativeaot:function';

/** A policy or trust policy, as IAM has it. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/** What a function's role depends on: its name, and those of its settings that take a right. */
export type RoleNeeds = Pick<DesiredFunction, 'name'> & Partial<DesiredFunction>;

const logGroupOf = ({ name, logGroup }: RoleNeeds) => logGroup ?? usualLogGroup(name);

/** What every function does: it writes its log. */
const logRight = (group: string): Right => ({
  text: `write the log group ${group}`,
  actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  // The group itself is created under its name, streams and events are below it.
  resources: ({ partition, region, account }) =>
    ['', ':*'].map((end) => `arn:${partition}:logs:${region}:${account}:log-group:${group}${end}`),
});

/** The rights of the settings that a function has. */
const settingRights = (needs: RoleNeeds): Right[] =>
  settingRows.flatMap((row) => {
    const { rights } = row;
    const value = wantedOf(needs, row);
    if (rights === 'none' || value === undefined || !rights.needed(value)) return [];
    return ['fixed' in rights ? rights.fixed : rights.right(value)];
  });

const allRights = (needs: RoleNeeds): Right[] => [
  logRight(logGroupOf(needs)),
  ...settingRights(needs),
  ...(needs.rights ?? []),
];

/** What the role of a function may do, in words. */
export const rightsOf = (needs: RoleNeeds): string[] => allRights(needs).map(({ text }) => text);

/** One inline policy a region, so that the same function in another region keeps its own. */
export const policyName = (region: string): string => `lambda-nativeaot-${region}`;

/** The region that an inline policy of ours is for. */
export const policyRegion = (name: string): string | undefined =>
  /^lambda-nativeaot-([a-z0-9-]+)$/.exec(name)?.[1];

/** Where a role's rights apply. @param roleArn has the partition and the account. */
function placeOf(region: string, roleArn: string): Place {
  const [, partition = '', , , account = ''] = roleArn.split(':');
  return { partition, region, account };
}

const statementOf = ({ actions, resources, condition }: Right, place: Place) => ({
  Effect: 'Allow',
  Action: [...actions],
  Resource: resources(place),
  ...(condition === undefined ? {} : { Condition: condition }),
});

/**
 * The inline policy of a function's role: its own log group in that region, and what its settings and its sample need. AWS's
 * AWSLambdaBasicExecutionRole gives every log group of the account.
 */
export function rolePolicy(needs: RoleNeeds, region: string, roleArn: string): PolicyDocument {
  const place = placeOf(region, roleArn);
  return { Version: '2012-10-17', Statement: allRights(needs).map((right) => statementOf(right, place)) };
}

/**
 * Whether this tool may have written a policy for a function: it gives nothing but its log, what its settings and
 * its sample need now, and what they may have needed before and is the same for every value.
 */
export function isOwnPolicy(
  document: PolicyDocument | undefined,
  needs: RoleNeeds,
  region: string,
  roleArn: string,
): boolean {
  const logs = [...new Set([logGroupOf(needs), usualLogGroup(needs.name)])].map(logRight);
  const fixed = settingRows.flatMap(({ rights }) =>
    rights !== 'none' && 'fixed' in rights ? [rights.fixed] : [],
  );
  const place = placeOf(region, roleArn);
  const known = [...new Set([...logs, ...fixed, ...settingRights(needs), ...(needs.rights ?? [])])].map(
    (right) => statementOf(right, place),
  );
  const { Version, Statement = [], ...others } = document ?? {};
  const isKnown = (theirs: unknown) => known.some((statement) => isDeepStrictEqual(statement, theirs));
  // A policy without the log is not one that this tool writes.
  const hasLog = Statement.some(({ Action }) => isDeepStrictEqual(Action, logRight('').actions));
  const isPlain = Version === '2012-10-17' && Object.keys(others).length === 0;
  return isPlain && hasLog && Statement.every(isKnown);
}

/** What 0.1.0 attached: AWS's own policies. */
const attachedBefore = new Set([
  'service-role/AWSLambdaBasicExecutionRole',
  'service-role/AWSLambdaVPCAccessExecutionRole',
  'AWSXRayDaemonWriteAccess',
]);

/** The path and name of a policy out of its ARN. */
export const policyPath = (policyArn: string): string => policyArn.replace(/^.*?:policy\//, '');

/** Whether a policy is one of those that 0.1.0 attached. */
export const wasAttachedBefore = (policyArn: string): boolean =>
  /^arn:aws[a-z-]*:iam::aws:policy\//.test(policyArn) && attachedBefore.has(policyPath(policyArn));

/**
 * Who may assume the role of a Lambda function.
 *
 * There is no condition on aws:SourceArn or aws:SourceAccount: AWS documents for execution roles that Lambda must be
 * a trusted service, and names neither key among what it sends when it assumes one ("Defining Lambda function
 * permissions with an execution role"), and a condition on a key that is not sent would keep the function from
 * starting. Another account cannot use the role through Lambda: a role is passed (iam:PassRole) within its account.
 */
export const trustPolicy: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: lambdaPrincipal }, Action: 'sts:AssumeRole' }],
};
