import type { FunctionUrlConfig } from '@aws-sdk/client-lambda';
import { isObject } from '../../settings/values.ts';
import type { Statement } from '../deploy/current.ts';
import { isEverybody, missingPermissions, publicPermissions } from '../deploy/url-plan.ts';

/** Who may call a function, in words, from its resource policy. */

const texts = (value: unknown): string[] => [value].flat().filter((text) => typeof text === 'string');

/** The principals of a statement: services, accounts, roles. */
function principalsOf(principal: unknown): string[] {
  if (isEverybody(principal)) return ['everybody'];
  return isObject(principal) ? Object.values(principal).flatMap(texts) : texts(principal);
}

/** What a condition holds a caller to: `SourceArn arn:...`, and whatever else it names. */
function conditionText(condition: unknown): string {
  if (!isObject(condition)) return '';
  const parts = Object.values(condition).flatMap((operands) =>
    isObject(operands)
      ? Object.entries(operands).map(
          ([key, value]) => `${key.replace(/^\w+:/, '')} ${texts(value).join(' or ')}`,
        )
      : [],
  );
  return parts.length === 0 ? '' : ` where ${parts.join(' and ')}`;
}

const publicIds = new Set(publicPermissions.map(({ request }) => request.StatementId));

/** One line for each statement of a policy, apart from those that make a URL public: these are shown with the URL. */
export function callersOf(policy: readonly Statement[]): string[] {
  return policy
    .filter(({ Sid = '' }) => !publicIds.has(Sid))
    .map(({ Effect, Principal, Action, Condition }) => {
      const who = principalsOf(Principal).join(', ');
      const what = texts(Action).join(', ');
      return `${Effect === 'Deny' ? 'denied: ' : ''}${who} (${what})${conditionText(Condition)}`;
    });
}

/** Who may call a URL. @param policy of what the URL belongs to; undefined where it could not be read. */
export function urlCallers(
  { AuthType }: Pick<FunctionUrlConfig, 'AuthType'>,
  policy: readonly Statement[] | undefined,
): string {
  if (AuthType !== 'NONE') return 'signed requests of identities that may call it';
  if (policy === undefined) return 'without authentication; its permissions could not be read';
  const missing = missingPermissions(policy).map(({ request }) => request.Action);
  return missing.length === 0 ? 'everybody' : `no one: everybody lacks ${missing.join(' and ')}`;
}
