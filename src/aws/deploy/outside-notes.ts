import { partitionOf } from '../../platform/aws-names.ts';
import type { Extra } from '../../platform/options.ts';
import { functionDefaults } from '../../project/answers.ts';
import { surroundingRights } from '../../project/infrastructure/access.ts';
import { quote } from '../../ui/shell-word.ts';
import { oneOf } from '../../ui/wording.ts';
import { roleName } from '../iam/role-names.ts';
import type { DesiredFunction } from './desired.ts';
import type { Outside, OutsideEvent } from './outside.ts';
import { describedEvents, type OutsideFunction, resourceCommands } from './outside-resources.ts';
import { spacedJson, type TriggeredFunction, triggers } from './outside-triggers.ts';

/** A function that is about to be made, and the role that is made for it; undefined for a role of the person's own. */
interface NewFunction extends TriggeredFunction, OutsideFunction {
  readonly role: string | undefined;
}

/** What SAM's own policies allow, where they are those of samples. Source: AWS SAM policy templates. */
const samPolicies: ReadonlyMap<string, { service: string; resource: string; actions: readonly string[] }> =
  new Map([
    [
      'DynamoDBCrudPolicy',
      {
        service: 'dynamodb',
        resource: 'table/TABLE',
        actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan'],
      },
    ],
  ]);

/** How a policy comes into the role. */
function policyCommand(policy: string, role: string, { place }: NewFunction): string {
  const { partition, region, account } = place;
  const known = samPolicies.get(policy);
  if (known === undefined && !/Policy$/.test(policy)) {
    const arn = policy.startsWith('arn:') ? policy : `arn:${partition}:iam::aws:policy/${policy}`;
    return `aws iam attach-role-policy --role-name ${role} --policy-arn ${quote(arn)}`;
  }
  const document =
    known === undefined
      ? 'file://POLICY.json'
      : quote(
          spacedJson({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: known.actions.map((action) => `${known.service}:${action}`),
                Resource: `arn:${partition}:${known.service}:${region}:${account}:${known.resource}`,
              },
            ],
          }),
        );
  return `aws iam put-role-policy --role-name ${role} --policy-name ${quote(policy)} --policy-document ${document}`;
}

/** The tools that make all of it, how each is started, and what it goes by. */
const ways: readonly { readonly tool: Extra; readonly command: string; readonly files: string }[] = [
  { tool: 'sam', command: 'sam deploy', files: 'template.yaml' },
  { tool: 'cdk', command: 'make deploy-cdk', files: 'infra' },
  { tool: 'terraform', command: 'terraform apply', files: 'infra' },
];

/** How else: a tool makes all of it. */
function byTools({ template, tools }: Outside): string {
  const own = ways.filter(({ tool }) => (tool === 'sam' ? template !== undefined : tools.includes(tool)));
  if (own.length > 0) {
    const texts = own.map(
      ({ tool, command, files }) => `"${command}" (${tool === 'sam' ? template : files})`,
    );
    return `${oneOf(texts)} makes all of it`;
  }
  return `a project that is made with ${oneOf(ways.map(({ tool }) => `"new --with ${tool}"`))} has it all`;
}

/** What is made and connected by hand for a function of a sample. */
function describedNotes(outside: Outside, fn: NewFunction): string[] {
  const { surroundings } = outside;
  const events = describedEvents(fn, surroundings, fn.place);
  const resources = resourceCommands(fn, surroundings, fn.place);
  if (events.length === 0 && resources.length === 0) return [];
  const titles = events.map(({ type }) => triggers.get(type)?.title ?? type);
  const what =
    titles.length > 0
      ? `nothing starts it yet: it is meant for ${titles.join(', ')}, which "deploy" does not make or connect`
      : 'it works with resources that "deploy" does not make';
  const rights = fn.role === undefined ? surroundingRights(fn, surroundings).map(({ text }) => text) : [];
  return [
    ...(rights.length > 0 ? [`its role must be allowed to ${rights.join(', and to ')}.`] : []),
    `${what}; ${byTools(outside)}, or with the AWS CLI:`,
    ...resources,
    ...events.flatMap(({ type, properties }) => triggers.get(type)?.commands(fn, properties) ?? []),
  ];
}

function triggerNotes({ type, properties }: OutsideEvent, outside: Outside, fn: NewFunction): string[] {
  const trigger = triggers.get(type);
  const title = trigger?.title ?? `an event of type ${type}`;
  const start = `nothing starts it yet: it is meant for ${title}, which "deploy" does not connect; ${byTools(outside)}`;
  if (trigger === undefined) return [`${start}.`];
  const { policy, commands } = trigger;
  const rights =
    policy === undefined
      ? []
      : fn.role === undefined
        ? [`its role must have what ${policy} allows.`]
        : [policyCommand(`service-role/${policy}`, fn.role, fn)];
  return [`${start}, or with the AWS CLI:`, ...rights, ...commands(fn, properties)];
}

function rightNotes(outside: Outside, fn: NewFunction): string[] {
  const { policies, sdk, surroundings } = outside;
  const { role } = fn;
  const named = policies.map((policy) => policy ?? 'statements of its own');
  const isUnknown = policies.length === 0 && surroundings.grants.length === 0 && sdk.length > 0;
  if (policies.length === 0 && (!isUnknown || role === undefined)) return [];
  const why =
    policies.length > 0 ? `it needs more rights (${named.join(', ')})` : `its code uses ${sdk.join(', ')}`;
  if (role === undefined) return [`${why}: its role must have them.`];
  const start = `${why}, and --create-role gives none of that`;
  if (policies.length === 0)
    return [
      `${start}; add what it calls: aws iam put-role-policy --role-name ${role} --policy-name calls --policy-document file://POLICY.json`,
    ];
  const known = policies.filter((policy) => policy !== undefined);
  return [
    `${start}; ${byTools(outside)}${known.length > 0 ? ', or with the AWS CLI:' : '.'}`,
    ...known.map((policy) => policyCommand(policy, role, fn)),
  ];
}

/** What of a desired function its surroundings depend on. */
type Desired = Pick<DesiredFunction, 'name' | 'createRole'> &
  Partial<Pick<DesiredFunction, 'timeout' | 'environment'>>;

/**
 * What the user has to do besides, before a new function works: sentences, and commands of the AWS CLI in which words in
 * capitals are to be replaced.
 */
export function outsideNotes(
  outside: Outside | undefined,
  { name, createRole, timeout = functionDefaults.timeout, environment }: Desired,
  region: string,
): string[] {
  if (outside === undefined) return [];
  const fn: NewFunction = {
    name,
    timeout,
    environment: environment?.variables,
    place: { partition: partitionOf(region), region, account: 'ACCOUNT' },
    role: createRole ? roleName(name) : undefined,
  };
  return [
    ...rightNotes(outside, fn),
    ...describedNotes(outside, fn),
    ...outside.events.flatMap((event) => triggerNotes(event, outside, fn)),
  ];
}
