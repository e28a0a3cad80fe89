import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { packageVersion } from '../../src/package.ts';
import { settingsOf } from '../../src/project/answers.ts';
import { renderProject } from '../../src/project/render.ts';
import { settingsFile } from '../../src/project/settings.ts';
import { fakeEnvironment, stage } from '../aws/support.ts';
import { bin } from '../support/bin.ts';
import { temporaryFolder } from '../support/folders.ts';
import { missingTools } from '../support/tools.ts';

const here = stage();
const version = packageVersion();
const answers = {
  sample: 'uppercase',
  framework: 'net10.0',
  architecture: 'x86_64',
  runtime: 'provided.al2023',
  library: 'builtin',
  with: ['github'],
} as const;
const files = Object.fromEntries(
  renderProject(settingsOf('hello-native', { ...answers, with: ['github'] }, version)).map(
    ({ path, contents }) => [path, contents],
  ),
);
const script = '.github/deploy.sh';

/** Programs that stand in for those that a runner has: npm "installs" the tool that was built here, sam says what it is told. */
async function runnerPath(): Promise<string> {
  const folder = await temporaryFolder();
  const programs = {
    npm: `while [ "$1" != --prefix ]; do shift; done
test "$3" = generator-lambda-nativeaot@${version} || exit 1
mkdir -p "$2/node_modules/.bin"
printf '#!/bin/sh\\nexec ${process.execPath} ${bin} "$@"\\n' > "$2/node_modules/.bin/lambda-nativeaot"
chmod +x "$2/node_modules/.bin/lambda-nativeaot"`,
    sam: 'echo "sam $@"',
    npx: 'echo "$(basename "$PWD"): npx $@"',
    terraform: 'echo "terraform $@"',
  };
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${text}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return `${folder}:/usr/bin:/bin`;
}

const run = async (folder: string, words: readonly string[], env: Record<string, string> = {}) =>
  execa('/bin/bash', [script, ...words], {
    cwd: folder,
    env: { ...fakeEnvironment, PATH: await runnerPath(), ...env },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
  });

async function write(folder: string): Promise<void> {
  await mkdir(join(folder, '.github'), { recursive: true });
  await writeFile(join(folder, script), files[script] as string);
}

describe('the script that a pipeline deploys with', () => {
  test('plans and deploys every function with the tool that wrote the project', async () => {
    await write(here.folder);
    const settings = JSON.parse(await readFile(join(here.folder, settingsFile), 'utf8'));
    settings['generator-lambda-nativeaot'].stages = { dev: {}, prod: { profile: 'of-a-developer' } };
    await writeFile(join(here.folder, settingsFile), JSON.stringify(settings));
    const env = { AWS_ENDPOINT_URL: here.fake.url, LAMBDA_ROLE: 'exec', CI: 'true' };
    const plan = await run(here.folder, ['plan', 'dev'], env);
    expect(plan).toMatchObject({ exitCode: 0 });
    expect(plan.stdout).toMatch(/hello-echo-dev +create +code /);
    expect(here.fake.changes).toEqual([]);
    expect(await run(here.folder, ['deploy', 'prod'], env)).toMatchObject({ exitCode: 0 });
    expect([...here.fake.functions.keys()].sort()).toEqual(['hello-echo-prod', 'hello-error-prod']);
    expect(await run(here.folder, ['plan', 'none'], env)).toMatchObject({ exitCode: 2 });
  });

  test('takes SAM where there is a template', async () => {
    const folder = await temporaryFolder();
    await write(folder);
    await writeFile(join(folder, 'template.yaml'), '');
    const words =
      'sam deploy --template-file template.yaml --stack-name hello-native-dev --resolve-s3 --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset';
    expect((await run(folder, ['plan', 'dev'])).stdout).toBe(`${words} --no-execute-changeset`);
    expect((await run(folder, ['deploy'])).stdout).toContain('--stack-name hello-native --resolve-s3');
  });

  test('goes by the CDK, the first that a project has', async () => {
    const folder = await temporaryFolder();
    await write(folder);
    await mkdir(join(folder, 'infra'));
    await writeFile(join(folder, 'infra', 'cdk.json'), '{}');
    await writeFile(join(folder, 'template.yaml'), '');
    const cdk = (words: string) =>
      expect.stringMatching(
        new RegExp(`^infra: npx --yes --ignore-scripts aws-cdk@2\\.[\\d.]+ ${words} --ci$`),
      );
    expect((await run(folder, ['plan'])).stdout).toEqual(cdk('diff'));
    expect((await run(folder, ['deploy'])).stdout).toEqual(cdk('deploy --require-approval never'));
  });

  test('goes by Terraform where its state is kept, for a stage where that is', async () => {
    const folder = await temporaryFolder();
    await write(folder);
    await mkdir(join(folder, 'infra'));
    await writeFile(join(folder, 'infra', 'main.tf'), '# backend "s3" is none yet\n');
    expect(await run(folder, ['deploy'])).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('name a backend in infra/versions.tf'),
    });
    await writeFile(join(folder, 'infra', 'versions.tf'), 'terraform {\n  backend "s3" {}\n}\n');
    expect(await run(folder, ['plan'])).toMatchObject({
      exitCode: 0,
      stdout: 'terraform -chdir=infra plan -input=false -no-color',
      stderr: 'terraform -chdir=infra init -input=false',
    });
    expect(await run(folder, ['deploy', 'prod'])).toMatchObject({
      stdout: 'terraform -chdir=infra apply -auto-approve -input=false -no-color',
      stderr: 'terraform -chdir=infra init -input=false -backend-config=prod.tfbackend',
    });
  });

  test('says how it is called, and fails where what it calls fails', async () => {
    const folder = await temporaryFolder();
    await write(folder);
    expect(await run(folder, ['destroy'])).toMatchObject({
      exitCode: 2,
      stderr: 'usage: bash .github/deploy.sh plan|deploy [STAGE]',
    });
    expect((await run(folder, ['plan'])).exitCode).not.toBe(0);
  });
});

const missing = await missingTools('jq');

test.skipIf(missing)('the stages of the workflow are those of .yo-rc.json, in their order', async () => {
  const { steps } = parseYaml(files['.github/workflows/lambda.yml'] as string).jobs.stages;
  const folder = await temporaryFolder();
  const output = join(folder, 'output');
  const names = async (stages: unknown) => {
    await writeFile(join(folder, settingsFile), JSON.stringify({ 'generator-lambda-nativeaot': { stages } }));
    await writeFile(output, '');
    await execa('/bin/bash', ['-e', '-c', steps[1].run], { cwd: folder, env: { GITHUB_OUTPUT: output } });
    return readFile(output, 'utf8');
  };
  expect(await names(undefined)).toBe('names=[""]\n');
  expect(await names({})).toBe('names=[""]\n');
  expect(await names({ test: {}, dev: {}, prod: {} })).toBe('names=["test","dev","prod"]\n');
});
