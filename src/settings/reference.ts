import type { Option } from '../commands/command.ts';
import { capitalized } from '../ui/wording.ts';
import { CSharpCall } from './csharp.ts';
import type { SamFunction } from './infrastructure.ts';
import type { AnyRow } from './row.ts';
import { settingRows } from './table.ts';
import { isObject } from './values.ts';

/** docs/settings.md, from the rows. */

const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;

/** `Outer.Inner` where an object has one member of Lambda's, `Outer` for everything else. */
function memberPath([name, value]: readonly [string, unknown]): string {
  const inner = isObject(value) ? Object.keys(value).filter((key) => value[key] !== undefined) : [];
  return inner.length === 1 && /^[A-Z]\w+$/.test(String(inner[0])) ? `${name}.${inner[0]}` : name;
}

function flagText(option: Option): string {
  const { name, alias, type } = option;
  const names = [name, alias].filter((text) => text !== undefined).map((text) => `--${text}`);
  const value = 'placeholder' in option ? ` ${option.placeholder}` : '';
  return code(`${names.at(-1)}${type === 'choice' ? ` ${name.toUpperCase()}` : value}`);
}

/** Where Lambda has it: a member of the configuration, or calls. */
function lambdaText({ lambda, from, example }: AnyRow): string {
  if (lambda.kind !== 'member') return lambda.operations.map(code).join(', ');
  const wanted = from({}, example.setting, { name: 'NAME', fileEnvironment: {}, handlerVariables: {} });
  const request = lambda.write(wanted, {}, undefined);
  return code(memberPath([lambda.member, request[lambda.member]]));
}

const samFunction: SamFunction = {
  id: 'X',
  name: 'x',
  logGroup: '/aws/lambda/x',
  hasOwnLogGroup: true,
  hasRole: true,
};

function samText({ sam, example }: AnyRow): string {
  if ('missing' in sam) return sam.missing;
  const setting = example.setting as NonNullable<unknown>;
  const properties = Object.entries(sam.properties(setting, samFunction)).map(memberPath);
  const resources = Object.values(sam.resources?.(setting, samFunction) ?? {}) as { Type: string }[];
  return [...properties, ...resources.map(({ Type }) => Type)].map(code).join(', ');
}

/** Properties of FunctionProps and LogGroupProps, of CfnFunction, or what is called. */
function cdkText({ cdk, example }: AnyRow): string {
  if ('missing' in cdk) return cdk.missing;
  const setting = example.setting as NonNullable<unknown>;
  const names = [cdk.properties?.(setting, { name: 'x' }), cdk.logGroup?.(setting), cdk.overrides?.(setting)];
  const calls = (cdk.statements?.(setting, { name: 'x' }) ?? []).flatMap(({ value }) =>
    value instanceof CSharpCall ? [value.target] : [],
  );
  return [...names.flatMap((properties) => Object.keys(properties ?? {})), ...calls].map(code).join(', ');
}

const terraformFunction = { label: 'x', name: 'x', logGroup: '/aws/lambda/x', hasOwnLogGroup: true };

/** Arguments and blocks of aws_lambda_function, or resources. */
function terraformText({ terraform, example }: AnyRow): string {
  if ('missing' in terraform) return terraform.missing;
  const setting = example.setting as NonNullable<unknown>;
  const own = Object.keys(terraform.arguments?.(setting, terraformFunction) ?? {});
  const types = (terraform.resources?.(setting, terraformFunction) ?? []).flatMap(
    ({ labels }) => labels[0] ?? [],
  );
  return [...own, ...new Set(types)].map(code).join(', ');
}

/** A row a setting (Markdown). */
export function settingsTable(): string {
  const rows = settingRows.map((row) => {
    const { name, flags, docs } = row;
    const cells = [
      code(name),
      flags.map(flagText).join(', '),
      `${docs.text} ${capitalized(docs.values).replaceAll('|', '\\|')}.`,
      lambdaText(row),
      samText(row),
      cdkText(row),
      terraformText(row),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| setting | flags of `deploy` | what it is | on Lambda | in SAM | in the CDK | in Terraform |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** A function that has every setting, as its entry in `.yo-rc.json` (Markdown). */
export function settingsExample(): string {
  const settings = Object.fromEntries(settingRows.map(({ name, example }) => [name, example.setting]));
  const entry = { name: 'orders', handler: 'orders', ...settings };
  return `\`\`\`json\n${JSON.stringify(entry, null, 2)}\n\`\`\``;
}
