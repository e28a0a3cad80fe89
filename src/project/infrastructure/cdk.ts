import { lambdaPrincipal } from '../../platform/aws-names.ts';
import { type Runtime, runtimeFacts } from '../../platform/runtimes.ts';
import {
  type CSharpProperties,
  type CSharpStatement,
  type CSharpValue,
  call,
  code,
  construct,
  created,
  map,
  object,
} from '../../settings/csharp.ts';
import type { Cdk } from '../../settings/infrastructure.ts';
import type { AnyRow, Right } from '../../settings/row.ts';
import { settingRows } from '../../settings/table.ts';
import type { Members } from '../../settings/values.ts';
import { cdkEvents, cdkGrants, cdkResources, variableOf } from './cdk-surroundings.ts';
import { cdkTypes, usingsOf } from './cdk-types.ts';
import { statementText } from './csharp-text.ts';
import { type DescribedFunction, infrastructureDefaults } from './description.ts';
import { samLogicalId } from './sam.ts';
import { settingRights } from './setting-rights.ts';

/** The version of Amazon.CDK.Lib that stacks are written for, and that the tests synthesize them with. */
export const cdkVersion = '2.160.0';

/** The runtimes that the CDK has names for in `cdkVersion`. */
const namedRuntimes: Readonly<Partial<Record<Runtime, CSharpValue>>> = {
  'provided.al2023': code('Runtime.PROVIDED_AL2023'),
  'provided.al2': code('Runtime.PROVIDED_AL2'),
  dotnet8: code('Runtime.DOTNET_8'),
};

const runtimeOf = (runtime: Runtime): CSharpValue =>
  namedRuntimes[runtime] ??
  created(
    'Runtime',
    runtime,
    code(`RuntimeFamily.${runtimeFacts[runtime].isManaged ? 'DOTNET_CORE' : 'OTHER'}`),
  );

const architectures = { x86_64: 'Architecture.X86_64', arm64: 'Architecture.ARM_64' } as const;

/** The construct of a function; the name of a type that its own code uses would hide that. */
export function constructName(className: string): string {
  const name = samLogicalId(className);
  return Object.hasOwn(cdkTypes, name) ? `${name}Construct` : name;
}

interface SettingParts {
  readonly row: AnyRow;
  readonly cdk: Cdk<NonNullable<unknown>>;
  readonly value: NonNullable<unknown>;
}

const settingParts = ({ settings }: DescribedFunction): SettingParts[] =>
  settingRows.flatMap((row) => {
    const value = (settings as Members)[row.name];
    if (value === undefined || value === null || 'missing' in row.cdk) return [];
    return [{ row, cdk: row.cdk as Cdk<NonNullable<unknown>>, value }];
  });

const together = (parts: readonly (CSharpProperties | undefined)[]): CSharpProperties =>
  Object.assign({}, ...parts.filter((part) => part !== undefined));

/** An ARN of which the CDK knows the account only when it deploys. */
const arnText = (arn: string): CSharpValue => (arn.includes('{') ? code(`$${JSON.stringify(arn)}`) : arn);
const place = { partition: '{Aws.PARTITION}', region: '{Aws.REGION}', account: '{Aws.ACCOUNT_ID}' };

const rightStatement = ({ actions, resources, condition }: Right): CSharpStatement => ({
  value: call(
    'function.AddToRolePolicy',
    created(
      'PolicyStatement',
      object('PolicyStatementProps', {
        Actions: [...actions],
        Resources: resources(place).map(arnText),
        ...(condition === undefined
          ? {}
          : {
              Conditions: map(
                Object.fromEntries(Object.entries(condition).map(([test, keys]) => [test, map(keys)])),
                'object',
              ),
            }),
      }),
    ),
  ),
});

/** Rights that the CDK does not give by itself. */
function rightStatements(fn: DescribedFunction, parts: readonly SettingParts[]): CSharpStatement[] {
  const { settings } = fn;
  if (settings.role !== undefined) return [];
  const open = parts.filter(({ cdk }) => cdk.grants !== true).map(({ row }) => row.name);
  return settingRights(settings, open).map(rightStatement);
}

/** Properties of the function's own CloudFormation resource. */
function overrideStatements(parts: readonly SettingParts[]): CSharpStatement[] {
  const overrides = Object.entries(together(parts.map(({ cdk, value }) => cdk.overrides?.(value))));
  if (overrides.length === 0) return [];
  return [
    {
      variable: 'cfnFunction',
      comment: 'What FunctionProps has no place for.',
      value: code('(CfnFunction)function.Node.DefaultChild!'),
    },
    ...overrides.map(([name, value]) => ({ assigns: `cfnFunction.${name}`, value })),
  ];
}

function logStatements(fn: DescribedFunction, parts: readonly SettingParts[]): CSharpStatement[] {
  const { hasOwnLogGroup, settings } = fn;
  const properties = together(parts.map(({ cdk, value }) => cdk.logGroup?.(value)));
  const group = hasOwnLogGroup
    ? construct('LogGroup', 'LogGroup', properties)
    : call('LogGroup.FromLogGroupName', code('this'), 'LogGroup', settings.logGroup);
  if (settings.role !== undefined) return [{ variable: 'logGroup', value: group }];
  return [
    { variable: 'logGroup', value: group },
    {
      variable: 'role',
      value: construct('Role', 'Role', { AssumedBy: created('ServicePrincipal', lambdaPrincipal) }),
    },
    { variable: '_', value: call('logGroup.GrantWrite', code('role')) },
  ];
}

function functionStatements(fn: DescribedFunction, parts: readonly SettingParts[]): CSharpStatement[] {
  const { settings, handler, runtime, architecture, surroundings } = fn;
  const own = together(parts.map(({ cdk, value }) => cdk.properties?.(value, { name: settings.name })));
  const tables = Object.entries(surroundings.environment).map(
    ([variable, of]) => [variable, code(`${variableOf(of)}.TableName`)] as const,
  );
  const environment = { ...settings.environment, ...Object.fromEntries(tables) };
  const properties: CSharpProperties = {
    FunctionName: settings.name,
    Code: code('code'),
    Runtime: runtimeOf(runtime),
    Architecture: code(architectures[architecture]),
    Handler: handler,
    Role: code('role'),
    ...own,
    ...(Object.keys(environment).length === 0 ? {} : { Environment: map(environment) }),
  };
  const alias = { AliasName: infrastructureDefaults.alias, Version: code('function.CurrentVersion') };
  return [
    { variable: 'function', value: construct('Function', 'Function', properties) },
    ...overrideStatements(parts),
    {
      variable: 'live',
      comment: 'Callers and triggers take the alias, which moves when the code or the configuration changes.',
      value: construct('Alias', 'Live', alias),
    },
  ];
}

/** The statements of a function's construct, in their order, those together that belong together. */
function statementsOf(fn: DescribedFunction): CSharpStatement[][] {
  const parts = settingParts(fn);
  const { name } = fn.settings;
  return [
    cdkResources(fn),
    logStatements(fn, parts),
    functionStatements(fn, parts),
    [...cdkGrants(fn), ...rightStatements(fn, parts)],
    cdkEvents(fn),
    ...parts.map(({ cdk, value }) => [...(cdk.statements?.(value, { name }) ?? [])]),
  ];
}

/** Groups stand apart, and so does a statement of several lines. */
function groupText(statements: readonly CSharpStatement[]): string {
  const texts = statements.map((statement) => statementText(statement, 8));
  return texts
    .map((text, at) => {
      const isShort = (one = '') => !one.includes('\n');
      return at === 0 || (isShort(text) && isShort(texts[at - 1])) ? text : `\n${text}`;
    })
    .join('\n');
}

/** A file of C#. */
export interface CdkFile {
  /** The class, which gives the file its name. */
  readonly name: string;
  readonly text: string;
}

/** A variable that nothing reads is left out. */
function withoutUnused(groups: readonly (readonly CSharpStatement[])[]): CSharpStatement[][] {
  const all = groups.flat();
  const isRead = (variable: string) =>
    all.some(
      ({ comment: _, variable: own, ...other }) =>
        own !== variable && new RegExp(`\\b${variable}\\b`).test(statementText(other, 0)),
    );
  return groups.map((group) =>
    group.map((statement) =>
      statement.variable === undefined || isRead(statement.variable)
        ? statement
        : { ...statement, variable: '_' },
    ),
  );
}

/** The construct of a function. */
export function cdkConstruct(fn: DescribedFunction): CdkFile {
  const name = constructName(fn.className);
  const groups = withoutUnused(statementsOf(fn)).filter((group) => group.length > 0);
  const body = groups.map(groupText).join('\n\n');
  const text = `namespace Infrastructure;

/// <summary>The function ${fn.settings.name}, and what it works with.</summary>
public sealed class ${name} : Construct
{
    /// <param name="code">The zip that holds all functions; Handler picks one of them.</param>
    public ${name}(Construct scope, string id, Code code) : base(scope, id)
    {
${body.replaceAll(/^(?=.)/gm, '        ')}
    }
}
`;
  return { name, text: `${usingsOf(text)}\n\n${text}` };
}

/** The statement of the stack that makes the function. */
export const cdkStackStatement = ({ className }: DescribedFunction): string =>
  `_ = new ${constructName(className)}(this, "${className}", code);`;
