import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse as parseHcl } from '@cdktf/hcl2json';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { parse as parseYaml, type ScalarTag } from 'yaml';
import { runDeploy } from '../../../src/aws/deploy/command.ts';
import { writeTree } from '../../../src/files/write.ts';
import { describeFunctions } from '../../../src/project/infrastructure/describe-functions.ts';
import { samLogicalId } from '../../../src/project/infrastructure/sam.ts';
import { labelOf } from '../../../src/project/infrastructure/terraform-surroundings.ts';
import { renderProject } from '../../../src/project/render.ts';
import { formatSettings, settingsFile } from '../../../src/project/settings.ts';
import { fakeEnvironment, quick } from '../../aws/support.ts';
import { folderOfFile } from '../../support/folders.ts';
import { fixtureProject, fixtureSettings } from '../../support/lambda-fake/project.ts';
import { type Moto, startMoto } from '../../support/moto.ts';
import { missingTools } from '../../support/tools.ts';
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

/** SAM's own translator, which cfn-lint brings along: a template in, one that CloudFormation takes out. */
const translate = `
import json, sys
from samtranslator.translator.transform import transform
names = ["AWSLambdaBasicExecutionRole", "AWSLambdaSQSQueueExecutionRole"]
policies = {name: "arn:aws:iam::aws:policy/service-role/" + name for name in names}
loader = type("Policies", (), {"load": lambda self: policies})()
print(json.dumps(transform(json.load(sys.stdin), {}, loader)))
`;

const python = await execa('python3', ['-c', 'import samtranslator'], { reject: false });
const missing =
  (await missingTools('moto_server', 'aws')) ?? (python.exitCode === 0 ? undefined : 'no samtranslator');
if (missing) console.warn(`moto in test/project/infrastructure/same.test.ts is skipped: ${missing}`);

/** What moto's CloudFormation makes of a function; it answers the rest with errors of its own. */
const made = new Set([
  'AWS::Lambda::Function',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::Logs::LogGroup',
  'AWS::SQS::Queue',
]);

describe.skipIf(missing)('applied to moto', () => {
  const applied = settings.functions.filter(({ sample }) => sample === 'http-api' || sample === 'sqs-batch');
  const prefixes = described
    .filter(({ name }) => applied.some((fn) => fn.name === name))
    .map(({ fn }) => fn.className);
  const bucket = 'cdk-hnb659fds-assets-123456789012-eu-central-1';
  const folder = fixtureProject();
  let moto: Moto;

  beforeAll(async () => {
    for (const [name, value] of Object.entries(fakeEnvironment)) vi.stubEnv(name, value);
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    vi.stubEnv('AWS_DEFAULT_REGION', 'eu-central-1');
    writeFileSync(
      join(folder, settingsFile),
      formatSettings({ ...fixtureSettings(), functions: applied as typeof settings.functions }),
    );
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    vi.unstubAllEnvs();
  });
  beforeEach(async () => {
    moto = await startMoto(false);
    vi.stubEnv('AWS_ENDPOINT_URL', moto.url);
  });
  afterEach(async () => {
    await moto.close();
  });

  const aws = (...args: string[]) => execa('aws', ['--endpoint-url', moto.url, ...args], { cwd: folder });

  /** The functions of a template on moto, as a plan of deploy sees them. */
  async function planAfter(template: Template, key: string) {
    const own = Object.entries(template).filter(
      ([id, { Type }]) => prefixes.some((prefix) => id.startsWith(prefix)) && made.has(Type),
    );
    writeFileSync(join(folder, 'stack.json'), JSON.stringify({ Resources: Object.fromEntries(own) }));
    await aws('s3', 'mb', `s3://${bucket}`);
    await aws('s3', 'cp', `dist/${fixtureSettings().name}.zip`, `s3://${bucket}/${key}`);
    const body = ['--template-body', 'file://stack.json', '--capabilities', 'CAPABILITY_IAM'];
    await aws('cloudformation', 'create-stack', '--stack-name', 'shop', ...body);
    const { planned } = await runDeploy({
      folder,
      names: applied.map(({ name }) => name),
      flags: { 'max-wait': 20, jobs: 1, 'dry-run': true },
      say: () => {},
      approve: async () => {},
      pace: quick,
    });
    return planned.map(({ current, plan }) => ({
      name: current?.configuration.FunctionName,
      actions: plan.steps.map(({ action }) => action).filter((action) => !action.endsWith('URL')),
    }));
  }

  /** The zip is the same, so that code and configuration are what deploy would make. */
  const same = applied.map(({ name }) => ({ name, actions: [] }));

  test('the template of the CDK: deploy would change nothing but the URL', async () => {
    const isOne = ({ Properties }: Template[string]) => Properties?.FunctionName === 'shop-http-api';
    const code = Object.values(synthesized).find(isOne)?.Properties?.Code as
      | Record<string, string>
      | undefined;
    expect(await planAfter(synthesized, String(code?.S3Key))).toEqual(same);
  });

  test('the template of SAM, translated by SAM: the same', async () => {
    const template = structuredClone(sam);
    template.Globals.Function.CodeUri = { Bucket: bucket, Key: 'shop.zip' };
    const { stdout } = await execa('python3', ['-c', translate], { input: JSON.stringify(template) });
    expect(await planAfter(JSON.parse(stdout).Resources, 'shop.zip')).toEqual(same);
  });
});
