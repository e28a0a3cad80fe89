import { lambdaPrincipal } from '../../platform/aws-names.ts';
import {
  expression,
  type HclBody,
  type HclNested,
  type HclTopBlock,
  here,
  interpolated,
  nested,
  resource,
} from '../../settings/hcl.ts';
import type { TerraformFunction } from '../../settings/infrastructure.ts';
import type { Right } from '../../settings/row.ts';
import { settingRows } from '../../settings/table.ts';
import type { Members } from '../../settings/values.ts';
import { accessOf } from './access.ts';
import { type DescribedFunction, infrastructureDefaults, nameOnAws } from './description.ts';
import { blocksText } from './hcl-text.ts';
import { mergeAll } from './merge.ts';
import { settingRights } from './setting-rights.ts';
import { labelOf, TerraformNames, terraformEvents, terraformResources } from './terraform-surroundings.ts';

/**
 * What the configuration asks for. The provider of 6.29.0 is the first that can allow a public URL as Lambda wants it since
 * October 2025 (invoked_via_function_url). Source: hashicorp/terraform-provider-aws#44858.
 */
export const terraformVersions = { terraform: '>= 1.5', aws: '~> 6.29' } as const;

/** What a function is in a Terraform configuration. */
export interface TerraformEntries {
  /** What its resources are called. */
  readonly label: string;
  /** Blocks of main.tf that all functions share. */
  readonly shared: readonly HclTopBlock[];
  /** Blocks of main.tf, as a text. */
  readonly main: string;
  /** Blocks of outputs.tf, as a text. */
  readonly outputs: string;
}

const asFunction = (fn: DescribedFunction): TerraformFunction => ({
  label: labelOf(fn),
  name: fn.settings.name,
  logGroup: fn.settings.logGroup,
  hasOwnLogGroup: fn.hasOwnLogGroup,
});

/** Resources of one address are one. */
function mergedBlocks(blocks: readonly HclTopBlock[]): HclTopBlock[] {
  const byAddress = new Map<string, HclTopBlock>();
  for (const block of blocks) {
    const address = [block.type, ...block.labels].join('.');
    const before = byAddress.get(address);
    const body = mergeAll([before?.body ?? {}, block.body]) as HclBody;
    byAddress.set(address, { ...before, ...block, body });
  }
  return [...byAddress.values()];
}

function settingsInTerraform(fn: DescribedFunction) {
  const parts = settingRows.flatMap(({ name, terraform }) => {
    const value = (fn.settings as Members)[name];
    if (value === undefined || value === null || 'missing' in terraform) return [];
    return [
      {
        body: terraform.arguments?.(value, asFunction(fn)) ?? {},
        resources: terraform.resources?.(value, asFunction(fn)) ?? [],
      },
    ];
  });
  return {
    body: mergeAll(parts.map(({ body }) => body)) as HclBody,
    resources: mergedBlocks(parts.flatMap(({ resources }) => resources)),
  };
}

/** A condition of a policy as the provider has it: `{ StringEquals: { key: value } }`. */
const conditions = (condition: Right['condition'] = {}) =>
  Object.entries(condition).flatMap(([test, keys]) =>
    Object.entries(keys).map(([variable, value]) => nested({ test, variable, values: [value] })),
  );

/** What the role may do, least first: the log, the resources, what settings take. */
function statements(fn: DescribedFunction, names: TerraformNames): HclNested[] {
  const { settings, hasOwnLogGroup } = fn;
  const group = hasOwnLogGroup
    ? `\${aws_cloudwatch_log_group.${names.label}.arn}`
    : `arn:${here.partition}:logs:${here.region}:${here.account}:log-group:${settings.logGroup}`;
  const rights = settingRights(settings).map(({ actions, resources, condition }) => {
    const found = conditions(condition);
    return nested({
      actions: [...actions],
      resources: resources(here).map((arn) => (arn.includes('${') ? interpolated(arn) : arn)),
      ...(found.length === 0 ? {} : { condition: found }),
    });
  });
  return [
    nested({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [interpolated(`${group}:*`)],
    }),
    ...accessOf(fn.surroundings).map((access) =>
      nested({ actions: [...access.actions], resources: [names.target(access)] }),
    ),
    ...rights,
  ];
}

/** The role of the function, where the settings name none. */
function roleBlocks(fn: DescribedFunction, names: TerraformNames): HclTopBlock[] {
  if (fn.settings.role !== undefined) return [];
  const { label } = names;
  const trust = `jsonencode({
  Version = "2012-10-17"
  Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRole"
    Principal = { Service = "${lambdaPrincipal}" }
  }]
})`;
  return [
    resource('aws_iam_role', label, {
      name: nameOnAws(fn.settings.name, 'Role'),
      assume_role_policy: expression(trust),
    }),
    {
      type: 'data',
      labels: ['aws_iam_policy_document', label],
      body: { statement: statements(fn, names) },
    },
    resource('aws_iam_role_policy', label, {
      role: expression(`aws_iam_role.${label}.id`),
      policy: expression(`data.aws_iam_policy_document.${label}.json`),
    }),
  ];
}

function functionBlock(fn: DescribedFunction, own: HclBody, names: TerraformNames): HclTopBlock {
  const { settings, surroundings, handler, runtime, architecture } = fn;
  const references = Object.entries(surroundings.environment).map(([variable, of]) => [
    variable,
    names.attribute(of, 'name'),
  ]);
  const { logging_config: logging, ...others } = own;
  const body = mergeAll([
    {
      function_name: settings.name,
      filename: expression('local.zip'),
      source_code_hash: expression('filebase64sha256(local.zip)'),
      runtime,
      architectures: [architecture],
      handler,
      role: expression(`aws_iam_role.${names.label}.arn`),
      publish: true,
    },
    others,
    // The format is no choice there: the provider requires it.
    { logging_config: nested({ log_format: 'Text', ...(logging as HclNested).body }) },
    references.length === 0 ? {} : { environment: nested({ variables: Object.fromEntries(references) }) },
  ]) as HclBody;
  return resource('aws_lambda_function', names.label, body);
}

const shared = (type: string): HclTopBlock => ({ type: 'data', labels: [type, 'current'], body: {} });
const sharedTypes = ['aws_caller_identity', 'aws_partition', 'aws_region'];

/** The entries of one function. */
export function terraformEntries(fn: DescribedFunction): TerraformEntries {
  const names = new TerraformNames(fn);
  const { label } = names;
  const { settings } = fn;
  const own = settingsInTerraform(fn);
  const isGroup = ({ labels }: HclTopBlock) => labels[0] === 'aws_cloudwatch_log_group';
  const blocks: HclTopBlock[] = [
    { ...functionBlock(fn, own.body, names), comment: `The function ${settings.name}.` },
    resource(
      'aws_lambda_alias',
      label,
      {
        name: infrastructureDefaults.alias,
        function_name: names.functionName(),
        function_version: expression(`aws_lambda_function.${label}.version`),
      },
      'Callers and triggers take the alias, which moves when the code or the configuration changes.',
    ),
    ...own.resources.filter(isGroup),
    ...roleBlocks(fn, names),
    ...own.resources.filter((block) => !isGroup(block)),
    ...terraformResources(fn, names),
    ...terraformEvents(fn, names),
  ];
  const main = blocksText(blocks);
  const output = (name: string, description: string, value: string): HclTopBlock => ({
    type: 'output',
    labels: [`${label}_${name}`],
    body: { description, value: expression(value) },
  });
  const outputs = [
    output('arn', `ARN that callers of ${settings.name} take`, `aws_lambda_alias.${label}.arn`),
    ...(settings.url === undefined
      ? []
      : [output('url', `URL of ${settings.name}`, `aws_lambda_function_url.${label}.function_url`)]),
  ];
  return {
    label,
    shared: sharedTypes.filter((type) => main.includes(`data.${type}.current.`)).map(shared),
    main,
    outputs: blocksText(outputs),
  };
}
