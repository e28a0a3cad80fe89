import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeTree } from '../../../src/files/write.ts';
import { planAddition } from '../../../src/functions/addition.ts';
import { settingsOf } from '../../../src/project/answers.ts';
import { renderProject } from '../../../src/project/render.ts';
import type { Settings } from '../../../src/project/settings.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { missingTools } from '../../support/tools.ts';
import { answers, everySample, everySetting, infrastructureFiles, manySettings } from './projects.ts';
import { type ProviderResource, providerData, providerResources } from './terraform-provider.ts';

// The provider is not to be had here, so that nothing is planned or applied: the files are parsed, and every resource type,
// argument, block and reference is held against what the provider documents.

type Body = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, readonly Body[]>>>>;

interface Configuration {
  readonly resource: Blocks;
  readonly data: Blocks;
  readonly output: Readonly<Record<string, readonly Body[]>>;
  readonly variable: Readonly<Record<string, readonly Body[]>>;
  readonly locals: readonly Body[];
}

/** The files of a project as one configuration. A name that two files have would be an error of Terraform's. */
async function parsed(settings: Settings): Promise<Configuration> {
  const texts = [...infrastructureFiles(settings)].filter(([path]) => path.endsWith('.tf'));
  return (await parse('all.tf', texts.map(([, text]) => text).join('\n'))) as unknown as Configuration;
}

const words = (text = '') => text.split(' ').filter((word) => word !== '');

/** Arguments that every resource takes. Source: the Terraform language, meta-arguments. */
const always = ['depends_on', 'lifecycle', 'provider', 'count', 'for_each'];

/** What is wrong with a body, by the names that it may have. */
function problems(where: string, body: Body, facts: Partial<ProviderResource>): string[] {
  const { required, optional, blocks = {} } = facts;
  const known = new Set([...words(required), ...words(optional), ...always, ...Object.keys(blocks)]);
  return [
    ...Object.keys(body).flatMap((name) => (known.has(name) ? [] : [`${where} does not take ${name}`])),
    ...words(required).flatMap((name) => (name in body ? [] : [`${where} lacks ${name}`])),
    ...Object.entries(blocks).flatMap(([name, inner]) =>
      ((body[name] ?? []) as Body[]).flatMap((block) => problems(`${where}.${name}`, block, inner)),
    ),
  ];
}

const allBlocks = (kind: Blocks = {}) =>
  Object.entries(kind).flatMap(([type, byLabel]) =>
    Object.entries(byLabel).map(([label, bodies]) => ({ type, label, bodies })),
  );

function unknownParts({ resource, data }: Configuration): string[] {
  const check = (kind: Blocks, facts: Readonly<Record<string, ProviderResource>>) =>
    allBlocks(kind).flatMap(({ type, label, bodies }) => {
      const own = facts[type];
      if (own === undefined) return [`nothing is known of ${type}`];
      if (bodies.length !== 1) return [`${type}.${label} stands there ${bodies.length} times`];
      return problems(`${type}.${label}`, bodies[0] as Body, own);
    });
  return [...check(resource, providerResources), ...check(data, providerData)];
}

/** References to what is not there, or has no such attribute. */
function deadReferences(configuration: Configuration): string[] {
  const text = JSON.stringify(configuration);
  const known = (kind: Blocks, facts: Readonly<Record<string, ProviderResource>>) => (match: string[]) => {
    const [whole = '', type = '', label = '', attribute] = match;
    if (kind?.[type]?.[label] === undefined) return [whole];
    const { required, optional, exported } = facts[type] as ProviderResource;
    const names = [...words(required), ...words(optional), ...words(exported)];
    return attribute === undefined || names.includes(attribute) ? [] : [whole];
  };
  const find = (pattern: RegExp, dead: (match: string[]) => string[]) =>
    [...text.matchAll(pattern)].flatMap(dead);
  return [
    ...find(/(?<!data\.)\b(aws_\w+)\.(\w+)(?:\.(\w+))?/g, known(configuration.resource, providerResources)),
    ...find(/\bdata\.(aws_\w+)\.(\w+)\.(\w+)/g, known(configuration.data, providerData)),
    ...find(/\bvar\.(\w+)/g, ([whole = '', name = '']) => (name in configuration.variable ? [] : [whole])),
    ...find(/\blocal\.(\w+)/g, ([whole = '', name = '']) =>
      configuration.locals.some((locals) => name in locals) ? [] : [whole],
    ),
  ];
}

const projects: readonly (readonly [string, Settings])[] = [
  ['every sample', everySample(['terraform'])],
  ['every sample on a managed runtime', everySample(['terraform'], 'dotnet10')],
  ['every setting', manySettings(['terraform'])],
];

test('of the facts, none is there for nothing', async () => {
  const all = await Promise.all(projects.map(([, settings]) => parsed(settings)));
  const used = new Set(all.flatMap(({ resource, data }) => [...Object.keys(resource), ...Object.keys(data)]));
  expect(
    [...Object.keys(providerResources), ...Object.keys(providerData)].filter((type) => !used.has(type)),
  ).toEqual([]);
});

describe.each(projects)('Terraform for %s', (_, settings) => {
  let configuration: Configuration;
  beforeAll(async () => {
    configuration = await parsed(settings);
  });

  test('has resources, arguments and blocks that the provider knows', () => {
    expect(unknownParts(configuration)).toEqual([]);
  });

  test('refers to what is there', () => {
    expect(deadReferences(configuration)).toEqual([]);
  });

  test('has each function once, with the hash of its zip, behind an alias', () => {
    const { aws_lambda_function: functions = {}, aws_lambda_alias: aliases = {} } = configuration.resource;
    expect(
      Object.values(functions)
        .map(([body]) => body?.function_name)
        .sort(),
    ).toEqual(settings.functions.map(({ name }) => name).sort());
    expect(Object.keys(aliases).sort()).toEqual(Object.keys(functions).sort());
    for (const [body] of Object.values(functions)) {
      expect(body).toMatchObject({ source_code_hash: `\${filebase64sha256(local.zip)}`, publish: true });
    }
  });
});

test('what is looked for would be found', async () => {
  const text = `
    resource "aws_sqs_queue" "a" {
      nam = "x"
    }
    resource "aws_lambda_alias" "a" {
      name          = var.gone
      function_name = aws_lambda_function.gone.function_name
      description   = aws_sqs_queue.a.function_url
    }
    resource "aws_sqs_sueue" "a" {}
    variable "there" {}
  `;
  const configuration = { locals: [], ...(await parse('a.tf', text)) } as unknown as Configuration;
  expect(unknownParts(configuration)).toEqual([
    'aws_lambda_alias.a lacks function_version',
    'aws_sqs_queue.a does not take nam',
    'nothing is known of aws_sqs_sueue',
  ]);
  expect(deadReferences(configuration)).toEqual([
    'aws_sqs_queue.a.function_url',
    'aws_lambda_function.gone.function_name',
    'var.gone',
  ]);
});

const fileOf = (settings: Settings, path: string) => infrastructureFiles(settings).get(path) ?? '';

test('the role may do what the settings and the sample take, and a role of the settings is left alone', async () => {
  const { data, resource } = await parsed(manySettings(['terraform']));
  const statements = data.aws_iam_policy_document?.orders?.[0]?.statement as Body[];
  expect(statements.map(({ actions }) => (actions as string[])[0])).toEqual([
    'logs:CreateLogStream',
    'ec2:CreateNetworkInterface',
    'elasticfilesystem:ClientMount',
    'xray:PutTraceSegments',
    'sqs:SendMessage',
  ]);
  expect(statements[2]?.condition).toMatchObject([
    { test: 'StringEquals', variable: 'elasticfilesystem:AccessPointArn' },
  ]);
  expect(Object.keys(resource.aws_iam_role ?? {}).sort()).toEqual(['opened', 'orders', 'taken']);
  expect(resource.aws_lambda_function?.arned?.[0]?.role).toBe('arn:aws:iam::123456789012:role/exec');
});

test('texts stand as they are, also what Terraform would work out', () => {
  expect(fileOf(manySettings(['terraform']), 'infra/main.tf')).toContain('A = "$$' + '{x} \\"y\\"\\\\"');
});

test('a public URL is open to everyone through the URL alone', async () => {
  const { resource } = await parsed(manySettings(['terraform']));
  const permissions = Object.values(resource.aws_lambda_permission ?? {}).map(([body]) => body);
  expect(permissions).toMatchObject([
    { action: 'lambda:InvokeFunctionUrl', principal: '*', function_url_auth_type: 'NONE' },
    { action: 'lambda:InvokeFunction', principal: '*', invoked_via_function_url: true },
  ]);
});

test('every setting of the table is there', async () => {
  const names = JSON.stringify((await parsed(manySettings(['terraform']))).resource);
  for (const value of Object.values(everySetting)) {
    if (typeof value === 'string' && value.startsWith('arn:')) expect(names).toContain(value);
  }
});

describe('add-function', () => {
  const project = settingsOf('shop', { ...answers, with: ['terraform'] }, '1.2.3');
  const added = async (edit: (text: string) => string) => {
    const folder = await temporaryFolder();
    await writeTree(folder, renderProject(project));
    const main = join(folder, 'infra/main.tf');
    await writeFile(main, edit(await readFile(main, 'utf8')));
    const { changes } = await planAddition(folder, 'orders', 's3-event');
    return new Map(changes.map(({ path, before, after }) => [path, { before, after }]));
  };

  test('puts the function behind what is there, which stays as it was edited', async () => {
    const changes = await added((text) => `${text.replace('= 256', '= 1024')}\n# mine\n`);
    const { before = '', after = '' } = changes.get('infra/main.tf') ?? {};
    expect(before).toContain('memory_size      = 1024');
    expect(after.startsWith(before)).toBe(true);
    const outputs = changes.get('infra/outputs.tf')?.after ?? '';
    const files = [...infrastructureFiles(project)].filter(([path]) =>
      /(variables|versions)\.tf$/.test(path),
    );
    const text = [after, outputs, ...files.map(([, file]) => file)].join('\n');
    const configuration = (await parse('all.tf', text)) as unknown as Configuration;
    expect(unknownParts(configuration)).toEqual([]);
    expect(deadReferences(configuration)).toEqual([]);
    expect(Object.keys(configuration.resource.aws_lambda_function ?? {}).sort()).toEqual([
      'orders',
      'uppercase',
    ]);
    expect(Object.keys(configuration.output).sort()).toEqual(['orders_arn', 'uppercase_arn']);
  });

  test('says so where the name is taken', async () => {
    await expect(added((text) => text.replaceAll('"uppercase"', '"orders"'))).rejects.toThrow(
      'infra/main.tf has a resource "aws_lambda_function" "orders" already',
    );
  });
});

const missing = await missingTools('terraform');
if (missing) console.warn(`terraform fmt in test/project/infrastructure is skipped: ${missing}`);

test.skipIf(missing)('terraform fmt has nothing to change', async () => {
  const folder = await temporaryFolder();
  for (const [at, [, settings]] of projects.entries()) {
    for (const [path, text] of infrastructureFiles(settings)) {
      if (path.endsWith('.tf')) await writeFile(join(folder, `${at}-${path.slice('infra/'.length)}`), text);
    }
  }
  const { stdout, exitCode } = await execa('terraform', ['fmt', '-check', '-diff', folder], {
    reject: false,
    env: { CHECKPOINT_DISABLE: '1' },
  });
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
});
