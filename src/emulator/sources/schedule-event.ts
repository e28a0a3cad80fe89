import { randomUUID } from 'node:crypto';
import type { Account } from '../identity.ts';

/** The ARN of the rule that a local schedule stands for: it has the function's name. */
const ruleArn = ({ region, accountId }: Account, name: string) =>
  `arn:aws:events:${region}:${accountId}:rule/${name}`;

/**
 * The event of a scheduled rule that was due at a time (ms since 1970). Source: EventBridge user guide, "Creating a scheduled
 * rule (legacy)".
 */
export const scheduledEvent = (account: Account, functionName: string, dueMs: number): object => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: account.accountId,
  time: new Date(dueMs).toISOString().replace(/\.\d{3}Z$/, 'Z'),
  region: account.region,
  resources: [ruleArn(account, functionName)],
  detail: {},
});
