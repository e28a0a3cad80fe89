import { createHash } from 'node:crypto';
import type { DesiredFunction } from './desired.ts';

/** IAM's limit for the name of a role. */
const longestName = 64;
const suffix = '-role';

/** The role of a function: named after it, cut with a hash where IAM's 64 characters do not suffice. */
export function roleName(functionName: string): string {
  const name = `${functionName}${suffix}`;
  if (name.length <= longestName) return name;
  const hash = createHash('sha256').update(functionName).digest('hex').slice(0, 8);
  return `${functionName.slice(0, longestName - suffix.length - hash.length - 1)}-${hash}${suffix}`;
}

/** The tag of a role that was made here; its value is the function that it was made for. */
export const functionTag = 'lambda-nativeaot:function';

/** A policy or trust policy, as IAM has it. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/** What a function's role depends on. */
export type RoleNeeds = Pick<DesiredFunction, 'name' | 'vpc' | 'tracing'>;

/** One right that a role gives, and when a function needs it. */
interface Right {
  readonly is: (needs: RoleNeeds) => boolean;
  /** What it allows, in words. */
  readonly text: (name: string) => string;
  readonly actions: readonly string[];
  /** The ARNs that it is about. `place` is PARTITION:logs:REGION:ACCOUNT. */
  readonly resources: (name: string, place: string) => string[];
}

const usesVpc = ({ vpc }: RoleNeeds) => vpc !== undefined && vpc.subnets.length > 0;

const rights: readonly Right[] = [
  {
    is: () => true,
    text: (name) => `write the log group /aws/lambda/${name}`,
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    // The group itself is created under its name, streams and events are below it.
    resources: (name, place) => ['', ':*'].map((end) => `arn:${place}:log-group:/aws/lambda/${name}${end}`),
  },
  {
    is: usesVpc,
    text: () => 'manage network interfaces (VPC)',
    // Lambda asks for all of them, and for most on every resource. Source: AWS, "Giving Lambda functions access to
    // resources in an Amazon VPC".
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: () => ['*'],
  },
  {
    is: ({ tracing }) => tracing === 'active',
    text: () => 'send traces (X-Ray)',
    // X-Ray knows no resources for them. Source: AWS, "Visualize Lambda function invocations using AWS X-Ray".
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    resources: () => ['*'],
  },
];

/** What the role of a function may do, in words. */
export const rightsOf = (needs: RoleNeeds): string[] =>
  rights.filter(({ is }) => is(needs)).map(({ text }) => text(needs.name));

/** One inline policy a region, so that the same function in another region keeps its own. */
export const policyName = (region: string): string => `lambda-nativeaot-${region}`;

/** The region that an inline policy of ours is for. */
export const policyRegion = (name: string): string | undefined =>
  /^lambda-nativeaot-([a-z0-9-]+)$/.exec(name)?.[1];

/**
 * The inline policy of a function's role: its own log group in that region, and network and traces when it uses
 * them. AWS's AWSLambdaBasicExecutionRole gives every log group of the account.
 * @param roleArn has the partition and the account.
 */
export function rolePolicy(needs: RoleNeeds, region: string, roleArn: string): PolicyDocument {
  const [, partition, , , account] = roleArn.split(':');
  const place = `${partition}:logs:${region}:${account}`;
  return {
    Version: '2012-10-17',
    Statement: rights
      .filter(({ is }) => is(needs))
      .map(({ actions, resources }) => ({
        Effect: 'Allow',
        Action: [...actions],
        Resource: resources(needs.name, place),
      })),
  };
}

/** What 0.1.0 attached: AWS's own policies. */
const attachedBefore = new Set([
  'service-role/AWSLambdaBasicExecutionRole',
  'service-role/AWSLambdaVPCAccessExecutionRole',
  'AWSXRayDaemonWriteAccess',
]);

/** Whether a policy is one of those that 0.1.0 attached. */
export const wasAttachedBefore = (policyArn: string): boolean =>
  /^arn:aws[a-z-]*:iam::aws:policy\//.test(policyArn) &&
  attachedBefore.has(policyArn.replace(/^.*?:policy\//, ''));

/** The service that starts functions. */
export const lambdaPrincipal = 'lambda.amazonaws.com';

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
