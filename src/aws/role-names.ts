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

/** AWS's own policies that a function needs: to write its log, and for a VPC and X-Ray when it uses them. */
export function rolePolicies({ vpc, tracing }: Pick<DesiredFunction, 'vpc' | 'tracing'>): string[] {
  const inVpc = vpc !== undefined && vpc.subnets.length > 0;
  return [
    'service-role/AWSLambdaBasicExecutionRole',
    ...(inVpc ? ['service-role/AWSLambdaVPCAccessExecutionRole'] : []),
    ...(tracing === 'active' ? ['AWSXRayDaemonWriteAccess'] : []),
  ];
}

/** The part of AWS that a region belongs to, the second word of its ARNs. */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

export const policyArn = (region: string, policy: string): string =>
  `arn:${partitionOf(region)}:iam::aws:policy/${policy}`;

/** Who may assume the role of a Lambda function. */
export const trustPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
} as const;
