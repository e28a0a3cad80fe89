import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse as parseHcl } from '@cdktf/hcl2json';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml, type ScalarTag } from 'yaml';
import { writeTree } from '../../../src/files/write.ts';
import { describeFunctions } from '../../../src/project/infrastructure/describe-functions.ts';
import { samLogicalId } from '../../../src/project/infrastructure/sam.ts';
import { labelOf } from '../../../src/project/infrastructure/terraform-surroundings.ts';
import { renderProject } from '../../../src/project/render.ts';
import { folderOfFile } from '../../support/folders.ts';
import { fromCdk, fromSam, type Template } from './normal-cloudformation.ts';
import { fromTerraform } from './normal-terraform.ts';
import { everySample, infrastructureFiles, manySettings } from './projects.ts';

// SAM's template, the template that the CDK app synthesizes, and Terraform's configuration make the same: resources,
// settings, and permissions. One app has every sample and every setting, and is synthesized once.

const extras = ['sam', 'cdk', 'terraform'] as const;
const samples = everySample(extras);
const settings = {
  ...samples,
  functions: [
    ...samples.functions,
    ...manySettings(extras).functions.map(({ sample: _, ...fn }) => fn),
  ] as typeof samples.functions,
};
const described = describeFunctions(settings).map((fn) => ({ name: fn.settings.name, fn }));

/** CloudFormation's short forms as it has them in JSON. */
const tags: ScalarTag[] = [
  { tag: '!Ref', resolve: (text) => ({ Ref: text }) },
  { tag: '!Sub', resolve: (text) => ({ 'Fn::Sub': text }) },
  { tag: '!GetAtt', resolve: (text) => ({ 'Fn::GetAtt': text.split('.') }) },
];

const files = infrastructureFiles(settings);
const sam = parseYaml(files.get('template.yaml') ?? '', { customTags: tags });

type Blocks = Parameters<typeof fromTerraform>[0];
let configuration: { resource: Blocks; data: Blocks };
let synthesized: Template;
let tests: { stdout: string; exitCode: number | undefined };

beforeAll(async () => {
  const texts = [...files].filter(([path]) => path.endsWith('.tf')).map(([, text]) => text);
  configuration = (await parseHcl('all.tf', texts.join('\n'))) as unknown as typeof configuration;
  const folder = await folderOfFile();
  const isOfApp = (path: string) =>
    path.startsWith('infra/') || path.startsWith('test/Infrastructure.Tests/');
  await writeTree(
    folder,
    renderProject(settings).filter(({ path }) => isOfApp(path)),
  );
  // The tests of the project synthesize the stack into the folder that the CDK takes from here.
  const out = join(folder, 'cdk.out');
  const { stdout, exitCode } = await execa('dotnet', ['test', 'test/Infrastructure.Tests', '--nologo'], {
    cwd: folder,
    env: { CDK_OUTDIR: out, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: 'true' },
    reject: false,
  });
  tests = { stdout, exitCode };
  if (exitCode !== 0) return;
  const template = JSON.parse(await readFile(join(out, 'functions.template.json'), 'utf8'));
  synthesized = template.Resources as Template;
});

test('the CDK app compiles without a warning of the compiler, and its own tests pass', () => {
  expect(tests.stdout).toMatch(/Passed! {2}- Failed: +0, Passed: +\d{2}/);
  expect(tests.stdout).not.toMatch(/: warning (CS|CA|IDE)\d+/);
  expect(tests.exitCode).toBe(0);
});

describe.each(described)('$name', ({ fn }) => {
  const { className } = fn;
  const fromTemplate = () => fromSam(sam.Resources, sam.Globals.Function, className, samLogicalId(className));

  test('is the same in SAM and Terraform', () => {
    const other = fromTerraform(configuration.resource, configuration.data, labelOf(fn));
    expect(other).toEqual(fromTemplate());
  });

  test('is the same in SAM and the CDK', () => {
    expect(fromCdk(synthesized, className)).toEqual(fromTemplate());
  });
});

test('the comparison sees a difference', () => {
  const [{ fn }] = described.filter(({ name }) => name === 'shop-sqs-batch') as [(typeof described)[number]];
  const changed = structuredClone(configuration.resource) as Record<
    string,
    Record<string, [Record<string, unknown>]>
  >;
  const mapping = changed.aws_lambda_event_source_mapping?.payments_queue?.[0] as Record<string, unknown>;
  mapping.batch_size = 5;
  expect(fromTerraform(changed, configuration.data, labelOf(fn))).not.toEqual(
    fromTerraform(configuration.resource, configuration.data, labelOf(fn)),
  );
});
