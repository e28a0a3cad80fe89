import * as v from 'valibot';
import { UsageError } from '../../errors.ts';
import { accessPointProblem, mountPathProblem } from '../../platform/aws-names.ts';
import { array, type CSharpValue, object } from '../csharp.ts';
import { nested } from '../hcl.ts';
import type { SamFunction } from '../infrastructure.ts';
import { member, type Right, setting } from '../row.ts';
import { listFlag, listText, none, orNone, texts, textWithout } from '../values.ts';

/** The networks and file systems that a function reaches. */

const sorted = (values: readonly string[] | undefined) => [...(values ?? [])].sort();

export const vpc = setting({
  name: 'vpc',
  title: 'VPC',
  schema: v.optional(v.object({ subnets: texts, securityGroups: texts })),
  flags: [
    { name: 'subnet', type: 'texts', placeholder: 'ID', description: 'subnet of a VPC, or "none"' },
    { name: 'security-group', type: 'texts', placeholder: 'ID', description: 'security group in the VPC' },
  ],
  from: (flags, own) => {
    const given = { subnet: flags.subnet, group: flags['security-group'] };
    if (given.subnet === undefined && given.group === undefined) return own;
    const leaves = given.subnet?.includes(none) && given.group === undefined;
    const subnets = [...(listFlag('subnet', given.subnet, own?.subnets) ?? [])];
    const groups = listFlag('security-group', given.group, own?.securityGroups) ?? [];
    const securityGroups = leaves ? [] : [...groups];
    if ((subnets.length === 0) !== (securityGroups.length === 0)) {
      throw new UsageError(
        'A function in a VPC has both; give --subnet and --security-group, or --subnet none.',
      );
    }
    return { subnets, securityGroups };
  },
  lambda: member('VpcConfig', {
    // In no particular order on both sides.
    read: (answer) => ({
      subnets: sorted(answer?.SubnetIds),
      securityGroups: sorted(answer?.SecurityGroupIds),
    }),
    write: ({ subnets, securityGroups }, before) => {
      const isOut = subnets.length === 0;
      const config = { SubnetIds: sorted(subnets), SecurityGroupIds: sorted(securityGroups) };
      // Left out, it would be switched off.
      const Ipv6AllowedForDualStack = before?.Ipv6AllowedForDualStack;
      return isOut || !Ipv6AllowedForDualStack ? config : { ...config, Ipv6AllowedForDualStack };
    },
    show: ({ subnets, securityGroups }) => listText([...sorted(subnets), ...sorted(securityGroups)]),
    none: { subnets: [], securityGroups: [] },
    isSame: (a, b) =>
      listText(sorted(a.subnets)) === listText(b.subnets) &&
      listText(sorted(a.securityGroups)) === listText(b.securityGroups),
  }),
  sam: {
    properties: ({ subnets, securityGroups }) =>
      subnets.length === 0 ? {} : { VpcConfig: { SubnetIds: subnets, SecurityGroupIds: securityGroups } },
  },
  // FunctionProps takes a VPC, of which the settings only know the subnets.
  cdk: {
    overrides: ({ subnets, securityGroups }): Readonly<Record<string, CSharpValue>> =>
      subnets.length === 0
        ? {}
        : {
            VpcConfig: object('CfnFunction.VpcConfigProperty', {
              SubnetIds: subnets,
              SecurityGroupIds: securityGroups,
            }),
          },
  },
  terraform: {
    arguments: ({ subnets, securityGroups }) =>
      subnets.length === 0
        ? {}
        : { vpc_config: nested({ subnet_ids: subnets, security_group_ids: securityGroups }) },
  },
  rights: {
    needed: ({ subnets }) => subnets.length > 0,
    fixed: {
      text: 'manage network interfaces (VPC)',
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
  },
  docs: {
    values: 'object of the lists `subnets` and `securityGroups`',
    text: 'The VPC that the function runs in. Two empty lists take it out.',
  },
  example: {
    setting: { subnets: ['subnet-0a1b2c3d'], securityGroups: ['sg-0a1b2c3d'] },
    words: ['--subnet', 'subnet-0a1b2c3d', '--security-group', 'sg-0a1b2c3d'],
    off: ['--subnet', 'none'],
  },
});

interface Mount {
  readonly accessPoint: string;
  readonly path: string;
}

/** `ARN=/mnt/PATH` in its two parts. */
function mountOf(text: string): Mount {
  const at = text.indexOf('=');
  return { accessPoint: text.slice(0, at), path: text.slice(at + 1) };
}

function mountProblem(text: string): string | undefined {
  if (!text.includes('=')) return 'this is not an access point and a folder; it looks like ARN=/mnt/data.';
  const { accessPoint, path } = mountOf(text);
  return accessPointProblem(accessPoint) ?? mountPathProblem(path);
}

/** What a function does with its file system. Source: EFS guide, "Using IAM to control access"; Lambda guide, EFS. */
const mountActions = ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'];

/** The rights are on file systems, of which the access point's is not known: the condition names the access point. */
const throughAccessPoint = (arn: string) => ({ StringEquals: { 'elasticfilesystem:AccessPointArn': arn } });

const mountRight = ({ accessPoint, path }: Mount): Right => ({
  text: `mount and write the file system at ${path} (EFS)`,
  actions: mountActions,
  resources: ({ partition, region, account }) => [
    `arn:${partition}:elasticfilesystem:${region}:${account}:file-system/*`,
  ],
  condition: throughAccessPoint(accessPoint),
});

/** SAM gives the role that it makes no right to a file system by itself. */
const samPolicies = ({ accessPoint }: Mount, { hasRole }: SamFunction) =>
  hasRole
    ? {}
    : {
        Policies: [
          {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: mountActions,
                Resource: {
                  'Fn::Sub': `arn:\${AWS::Partition}:elasticfilesystem:\${AWS::Region}:\${AWS::AccountId}:file-system/*`,
                },
                Condition: throughAccessPoint(accessPoint),
              },
            ],
          },
        ],
      };

export const fileSystem = setting({
  name: 'fileSystem',
  title: 'file system',
  schema: v.optional(
    v.union([
      v.literal(none),
      v.object({ accessPoint: textWithout(accessPointProblem), path: textWithout(mountPathProblem) }),
    ]),
  ),
  flags: [
    {
      name: 'file-system',
      type: 'text',
      placeholder: 'ARN=/mnt/PATH',
      description: 'access point of an EFS file system and the folder for it, or "none"; needs a VPC',
      validate: orNone(mountProblem),
    },
  ],
  from: (flags, own): Mount | typeof none | undefined => {
    const given = flags['file-system'];
    if (given === undefined) return own;
    return given === none ? none : mountOf(given);
  },
  lambda: member<'FileSystemConfigs', Mount | typeof none>('FileSystemConfigs', {
    read: (answer) => {
      const [first] = answer ?? [];
      if (first === undefined) return none;
      return { accessPoint: first.Arn ?? '', path: first.LocalMountPath ?? '' };
    },
    write: (mount) => (mount === none ? [] : [{ Arn: mount.accessPoint, LocalMountPath: mount.path }]),
    show: (mount) => (mount === none ? none : `${mount.accessPoint} at ${mount.path}`),
    none,
    refuse: (mount, after) =>
      mount !== none && (after('VpcConfig')?.SubnetIds ?? []).length === 0
        ? 'its file system is reached through a VPC; give --subnet and --security-group (or "vpc" in the settings), or --file-system none.'
        : undefined,
  }),
  sam: {
    properties: (mount, fn) =>
      mount === none
        ? {}
        : {
            FileSystemConfigs: [{ Arn: mount.accessPoint, LocalMountPath: mount.path }],
            ...samPolicies(mount, fn),
          },
  },
  // The access point of FunctionProps wants its VPC, too.
  cdk: {
    overrides: (mount): Readonly<Record<string, CSharpValue>> =>
      mount === none
        ? {}
        : {
            FileSystemConfigs: array(
              object('CfnFunction.FileSystemConfigProperty', {
                Arn: mount.accessPoint,
                LocalMountPath: mount.path,
              }),
            ),
          },
  },
  terraform: {
    arguments: (mount) =>
      mount === none
        ? {}
        : { file_system_config: nested({ arn: mount.accessPoint, local_mount_path: mount.path }) },
  },
  rights: {
    needed: (mount) => mount !== none,
    right: (mount) => mountRight(mount as Mount),
  },
  docs: {
    values: 'object of `accessPoint` (ARN) and `path` (a folder directly below `/mnt`), or `none`',
    text: 'An EFS file system. It is reached through a VPC, so it needs `vpc`, and a mount target in each of its subnets.',
  },
  example: {
    setting: {
      accessPoint: 'arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-0123456789abcdef0',
      path: '/mnt/data',
    },
    words: [
      '--file-system',
      'arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-0123456789abcdef0=/mnt/data',
    ],
    off: ['--file-system', 'none'],
    needs: ['vpc'],
  },
});
