import { isDeepStrictEqual } from 'node:util';
import type { AddPermissionCommandInput, Cors } from '@aws-sdk/client-lambda';
import { type UrlRequest, urlRequest } from '../../settings/rows/url-request.ts';
import type { CurrentFunction, Statement } from './current.ts';
import type { DesiredFunction } from './desired.ts';
import type { Change } from './fields.ts';
import { type Step, step, to } from './plan.ts';

type Permission = Omit<AddPermissionCommandInput, 'FunctionName' | 'Qualifier'> & {
  StatementId: string;
  Action: string;
};

interface PublicPermission {
  readonly request: Permission;
  /** The condition as the policy document shows it. */
  readonly condition: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * The two permissions that a public URL needs since October 2025; with the first alone it answers 403. Source:
 * AWS's "Control access to Lambda function URLs". The ids are those that AWS's console gives.
 */
export const publicPermissions: readonly PublicPermission[] = [
  {
    request: {
      StatementId: 'FunctionURLAllowPublicAccess',
      Action: 'lambda:InvokeFunctionUrl',
      Principal: '*',
      FunctionUrlAuthType: 'NONE',
    },
    condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
  },
  {
    request: {
      StatementId: 'FunctionURLInvokeAllowPublicAccess',
      Action: 'lambda:InvokeFunction',
      Principal: '*',
      InvokedViaFunctionUrl: true,
    },
    condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
  },
];

/** Whether a statement's principal is everybody. */
export const isEverybody = (principal: unknown) =>
  principal === '*' ||
  isDeepStrictEqual(principal, { AWS: '*' }) ||
  isDeepStrictEqual(principal, { AWS: ['*'] });

/** A statement that gives the permission: under its condition, or without any. */
function gives(
  { Effect, Principal, Action, Condition }: Statement,
  { request, condition }: PublicPermission,
) {
  const isFree = Condition === undefined || Object.keys(Condition as object).length === 0;
  return (
    Effect === 'Allow' &&
    isEverybody(Principal) &&
    [Action].flat().includes(request.Action) &&
    (isFree || isDeepStrictEqual(Condition, condition))
  );
}

/** The permissions of a public URL that a policy does not give. */
export const missingPermissions = (policy: readonly Statement[]): PublicPermission[] =>
  publicPermissions.filter((permission) => !policy.some((statement) => gives(statement, permission)));

/** The ids of the statements that make a URL public. */
const publicStatements = (policy: readonly Statement[]): string[] =>
  policy
    .filter((statement) => publicPermissions.some((permission) => gives(statement, permission)))
    .map(({ Sid }) => Sid)
    .filter((sid) => sid !== undefined);

/** Lists in one order and nothing that is empty, so that equal settings compare equal. */
const comparable = (cors: Cors | undefined) =>
  Object.fromEntries(
    Object.entries(cors ?? {})
      .filter(([, value]) => value !== undefined && value !== false && value !== 0)
      .map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value] as const)
      .filter(([, value]) => !Array.isArray(value) || value.length > 0)
      .sort(([a], [b]) => a.localeCompare(b)),
  );

function urlChanges(wanted: UrlRequest, current: CurrentFunction['url']): Change[] {
  const rows = [
    { field: 'auth', to: wanted.AuthType, from: current?.AuthType },
    { field: 'invoke mode', to: wanted.InvokeMode, from: current && (current.InvokeMode ?? 'BUFFERED') },
    {
      field: 'CORS',
      to: wanted.Cors && JSON.stringify(comparable(wanted.Cors)),
      from: current && JSON.stringify(comparable(current.Cors)),
    },
  ];
  return rows.flatMap(({ field, to: value, from }) => {
    if (value === undefined || value === from) return [];
    return [{ field, ...(from === undefined ? {} : { from }), to: value }];
  });
}

const statementChange = (id: string) => to('statement', id);

/** What a function's URL and its permissions still need. */
export function planUrl({ url }: DesiredFunction, current: CurrentFunction | undefined): Step[] {
  if (url === undefined) return [];
  const { auth } = url;
  const policy = current?.policy ?? [];
  const withdrawn = publicStatements(policy).map(statementChange);
  const withdraw = withdrawn.length > 0 ? [step('withdraw public URL', withdrawn)] : [];
  if (auth === 'off') {
    const remove = step('delete URL', [to('address', 'gone for good')]);
    return [...(current?.url ? [remove] : []), ...withdraw];
  }
  const changes = urlChanges(urlRequest({ ...url, auth }), current?.url);
  const configure =
    current?.url === undefined
      ? [step('create URL', changes)]
      : changes.length > 0
        ? [step('update URL', changes)]
        : [];
  if (auth === 'iam') return [...configure, ...withdraw];
  const missing = missingPermissions(policy).map(({ request }) => to('everybody may', request.Action));
  return [...configure, ...(missing.length > 0 ? [step('allow public URL', missing)] : [])];
}
