import * as v from 'valibot';
import { logRetentionDays } from '../../platform/limits.ts';
import { code } from '../csharp.ts';
import { resource } from '../hcl.ts';
import { logGroupId } from '../log-group.ts';
import { type Clients, setting, type Target } from '../row.ts';
import { choiceText, none, numberOrNone, orNone } from '../values.ts';

/** How long CloudWatch Logs keeps the log. It is a setting of the log group: Lambda does not know it. */

const problem = orNone((text) =>
  logRetentionDays.some((days) => String(days) === text)
    ? undefined
    : `CloudWatch Logs takes ${logRetentionDays.join(', ')} days, or "${none}".`,
);

/** The days of the group, "none" where nothing ends them, or where there is no such group. */
async function read({ logGroup }: Target, clients: Clients): Promise<number | typeof none> {
  const { paginateDescribeLogGroups } = await import('@aws-sdk/client-cloudwatch-logs');
  const pages = paginateDescribeLogGroups({ client: await clients.logs() }, { logGroupNamePrefix: logGroup });
  for await (const { logGroups = [] } of pages) {
    const found = logGroups.find(({ logGroupName }) => logGroupName === logGroup);
    if (found) return found.retentionInDays ?? none;
  }
  return none;
}

const ignoring = (name: string) => (error: unknown) => {
  if (!(error instanceof Error) || error.name !== name) throw error;
};

async function apply({ logGroup: logGroupName }: Target, clients: Clients, days: number | typeof none) {
  const { CreateLogGroupCommand, DeleteRetentionPolicyCommand, PutRetentionPolicyCommand } = await import(
    '@aws-sdk/client-cloudwatch-logs'
  );
  const logs = await clients.logs();
  if (days === none) {
    const command = new DeleteRetentionPolicyCommand({ logGroupName });
    await logs.send(command).catch(ignoring('ResourceNotFoundException'));
    return;
  }
  // Lambda makes the group with the first invocation, which may be days away.
  const create = new CreateLogGroupCommand({ logGroupName });
  await logs.send(create).catch(ignoring('ResourceAlreadyExistsException'));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: days }));
}

/** The CDK's words for the days. Source: Amazon.CDK.AWS.Logs, RetentionDays. */
const cdkRetention: Readonly<Record<(typeof logRetentionDays)[number], string>> = {
  1: 'ONE_DAY',
  3: 'THREE_DAYS',
  5: 'FIVE_DAYS',
  7: 'ONE_WEEK',
  14: 'TWO_WEEKS',
  30: 'ONE_MONTH',
  60: 'TWO_MONTHS',
  90: 'THREE_MONTHS',
  120: 'FOUR_MONTHS',
  150: 'FIVE_MONTHS',
  180: 'SIX_MONTHS',
  365: 'ONE_YEAR',
  400: 'THIRTEEN_MONTHS',
  545: 'EIGHTEEN_MONTHS',
  731: 'TWO_YEARS',
  1096: 'THREE_YEARS',
  1827: 'FIVE_YEARS',
  2192: 'SIX_YEARS',
  2557: 'SEVEN_YEARS',
  2922: 'EIGHT_YEARS',
  3288: 'NINE_YEARS',
  3653: 'TEN_YEARS',
};

export const logRetention = setting({
  name: 'logRetention',
  title: 'log retention',
  schema: v.optional(v.picklist([none, ...logRetentionDays])),
  flags: [
    {
      name: 'log-retention',
      type: 'text',
      placeholder: 'DAYS',
      description: 'how long the log is kept, such as 14 or 365, or "none" to keep it',
      validate: problem,
    },
  ],
  from: (flags, own) => numberOrNone(flags['log-retention'], own),
  lambda: {
    kind: 'call',
    operations: [
      'logs:DescribeLogGroups',
      'logs:CreateLogGroup',
      'logs:PutRetentionPolicy',
      'logs:DeleteRetentionPolicy',
    ],
    read,
    // A group may be there from an earlier function of the name.
    fresh: undefined,
    show: (days) => (days === none ? 'kept without end' : `${days} ${days === 1 ? 'day' : 'days'}`),
    apply,
  },
  sam: {
    properties: () => ({}),
    resources: (days, { id, hasOwnLogGroup }) =>
      days === none || !hasOwnLogGroup
        ? {}
        : { [logGroupId(id)]: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: days } } },
  },
  cdk: {
    logGroup: (days) => ({
      Retention: code(`RetentionDays.${days === none ? 'INFINITE' : cdkRetention[days]}`),
    }),
  },
  terraform: {
    resources: (days, { label, hasOwnLogGroup }) =>
      days === none || !hasOwnLogGroup
        ? []
        : [resource('aws_cloudwatch_log_group', label, { retention_in_days: days })],
  },
  rights: 'none',
  docs: {
    values: choiceText([...logRetentionDays, none]),
    text: 'Days that the log group keeps its lines, for everything that writes to it; `none` keeps them without end. The group is created if it does not exist.',
  },
  example: { setting: 14, words: ['--log-retention', '14'], off: ['--log-retention', 'none'] },
});
