import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { program, project } from './executable-support.ts';
import { appProject, convert, plan, writeFiles } from './fixtures.ts';

// What deploys a program, or a class library, from other folders of its repository.

const git = { '.git/HEAD': 'ref: refs/heads/main\n' };
const code =
  'using App;\nawait LambdaBootstrapBuilder.Create<Order, Receipt>(H, new DefaultLambdaJsonSerializer()).Build().RunAsync();\n';

/** An executable in a folder: its assembly has the name of its project. */
const meter = (folder: string, more: Record<string, string> = {}) => ({
  ...Object.fromEntries(
    Object.entries(program(code))
      .filter(([path]) => path !== 'App.csproj')
      .map(([path, text]) => [`${folder}/${path}`, text]),
  ),
  [`${folder}/Meter.csproj`]: project,
  ...more,
});

const measure = (handler: string, code: string) => `Globals:
  Function:
    Timeout: 21
Resources:
  Measure:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: measure-it
      Handler: ${handler}
      Runtime: dotnet8
      CodeUri: ${code}
      MemorySize: 777
      Architectures: [arm64]
  Other:
    Type: AWS::Serverless::Function
    Properties:
      Handler: bootstrap
      Runtime: provided.al2
      CodeUri: src/Other/
      Architectures: [x86_64]
`;

const measured = [{ name: 'measure-it', handler: 'bootstrap', memorySize: 777, timeout: 21 }];

describe('a template that runs an executable', () => {
  it.each([
    ['Meter', 'src/Meter/'],
    ['bootstrap', 'src/Meter'],
    ['bootstrap', './src/Meter/bin/meter.zip'],
    ['Meter', 'artifacts/any'],
    ['bootstrap', 'artifacts/meter.zip'],
    ['bootstrap', 'artifacts/Meter'],
  ])('as %s from %s gives its settings, is named and is not changed from below', async (handler, path) => {
    const target = await writeFiles({
      ...git,
      ...meter('src/Meter', { 'src/Other/Other.csproj': project }),
      'template.yaml': measure(handler, path),
    });
    const { settings, remarks, changes } = await plan(join(target, 'src', 'Meter'));
    expect(settings.architecture).toBe('arm64');
    expect(settings.functions).toMatchObject(measured);
    expect(changes.filter((change) => change.path.startsWith('..'))).toEqual([]);
    expect(remarks.filter((remark) => remark.startsWith('../../template.yaml'))).toEqual([
      '../../template.yaml:6: Measure lies outside of this folder and was not changed; make its Handler bootstrap, its Runtime provided.al2023, its Architectures [arm64] and its code src/Meter/dist/Meter.zip.',
    ]);
  });

  it('is changed from its own folder, and the functions beside it are not', async () => {
    const template = measure('Meter', 'src/Meter/');
    const target = await writeFiles({ ...git, ...meter('src/Meter'), 'template.yaml': template });
    const { settings, textOf, remarks } = await plan(target);
    expect(settings.functions).toMatchObject(measured);
    expect(textOf('template.yaml')).toBe(
      template
        .replace('Handler: Meter', 'Handler: bootstrap')
        .replace('dotnet8', 'provided.al2023')
        .replace('src/Meter/', 'dist/Meter.zip'),
    );
    expect(remarks.filter((remark) => remark.startsWith('Runtime'))).toEqual([
      'Runtime dotnet8 becomes provided.al2023; --runtime dotnet8 keeps it.',
    ]);
  });

  it('is found in a folder beside the project as well', async () => {
    const target = await writeFiles({
      ...git,
      ...meter('src/Meter'),
      'deploy/sam.yaml': measure('bootstrap', '../src/Meter/'),
      'deploy/damaged.yaml': 'AWS::Serverless::Function Meter: [\n',
    });
    const { settings, remarks } = await plan(join(target, 'src', 'Meter'));
    expect(settings.functions).toMatchObject(measured);
    expect(remarks).toContainEqual(expect.stringMatching(/^\.\.\/\.\.\/deploy\/sam\.yaml:6: Measure lies/));
  });

  it('is one function where a packaged copy of it lies beside', async () => {
    const target = await writeFiles({
      ...git,
      ...meter('src/Meter', { 'src/Other/Other.csproj': project }),
      'template.yaml': measure('Meter', 'src/Meter/'),
      'packaged.yaml': measure('Meter', 's3://bucket/0123456789'),
    });
    const { settings } = await plan(join(target, 'src', 'Meter'));
    expect(settings.functions).toMatchObject(measured);
  });

  it('does not take back the architecture that an earlier conversion chose', async () => {
    const target = await writeFiles({
      ...git,
      ...meter('src/Meter', { 'src/Other/Other.csproj': project }),
      'template.yaml': measure('Meter', 'src/Meter/'),
    });
    await convert(join(target, 'src', 'Meter'), { architecture: 'x86_64' });
    expect((await plan(join(target, 'src', 'Meter'))).changes).toEqual([]);
  });

  it('is found below the project, where it needs no name', async () => {
    const target = await writeFiles({
      ...git,
      ...meter('src/Meter'),
      'src/Meter/infra/sam.yaml': measure('bootstrap', '../bin').replace(/ {2}Other:[\s\S]*/, ''),
    });
    const { settings, remarks } = await plan(join(target, 'src', 'Meter'));
    expect(settings.functions).toMatchObject(measured);
    expect(remarks).toContainEqual(
      expect.stringMatching(/^infra\/sam\.yaml:6: Measure was not changed; make/),
    );
  });

  it.each([
    ['bootstrap', 'src/Other/'],
    ['bootstrap', '.'],
    ['bootstrap', 'artifacts/other.zip'],
    ['Meter', 'src/Other/'],
    ['Other', 'src/Other/'],
  ])('as %s from %s is no business of this project', async (handler, path) => {
    const target = await writeFiles({
      ...git,
      ...meter('src/Meter', { 'src/Other/Other.csproj': project }),
      'template.yaml': measure(handler, path),
    });
    const { settings, remarks } = await plan(join(target, 'src', 'Meter'));
    expect(settings).toMatchObject({ architecture: 'x86_64', functions: [{ name: 'Meter' }] });
    expect(remarks.filter((remark) => remark.includes('template.yaml'))).toEqual([]);
  });
});

describe('Terraform', () => {
  const terraform = (more: string) => `# resource "aws_lambda_function" "old" { handler = "Meter" }
resource "aws_lambda_function" "meter" {
  function_name = "measure-tf"
  runtime       = "dotnet8"
  memory_size   = 333
  timeout       = "12"
  architectures = ["arm64"]
  ${more}
}
`;

  it.each([
    ['the name of the assembly', 'handler = "Meter"\n  filename = var.zip', 8],
    ['a path', 'filename = "../src/Meter/bin/meter.zip"\n  handler = "bootstrap"', 9],
    ['a path of its module', `filename = "\${path.module}/../src/Meter/m.zip"\n  handler = "bootstrap"`, 9],
    ['an archive', 'handler = "bootstrap"\n  filename = data.archive_file.code.output_path', 8],
  ])('with %s gives its settings, and its line is named', async (_, more, line) => {
    const target = await writeFiles({
      ...git,
      ...meter('src/Meter', { 'src/Other/Other.csproj': project }),
      'infra/main.tf': `${terraform(more)}data "archive_file" "code" {\n  source_dir = "../src/Meter/publish"\n}\n`,
    });
    const { settings, remarks } = await plan(join(target, 'src', 'Meter'));
    expect(settings.architecture).toBe('arm64');
    expect(settings.functions).toMatchObject([
      { name: 'measure-tf', handler: 'bootstrap', memorySize: 333, timeout: 12 },
    ]);
    expect(remarks.filter((remark) => remark.includes('main.tf'))).toEqual([
      `../../infra/main.tf:${line}: meter lies outside of this folder and was not changed; make its handler bootstrap, its runtime provided.al2023, its architectures ["arm64"] and its filename ../src/Meter/dist/Meter.zip.`,
    ]);
  });

  it('that runs a class library gives its settings too, one function for all environments', async () => {
    const of = (environment: string) =>
      `module "get" {
  source        = "terraform-aws-modules/lambda/aws"
  function_name = "get-\${var.environment}"
  handler       = "App::App.Functions::Get"
  runtime       = "dotnet8" # ${environment}
  memory_size   = 1024
}
`;
    const target = await writeFiles({
      'App.csproj': appProject,
      'Functions.cs': 'namespace App; public class Functions { public string Get(string s) => s; }',
      'infra/dev/main.tf': of('dev'),
      'infra/prod/main.tf': of('prod'),
    });
    const { settings, remarks } = await plan(target);
    expect(settings.functions).toMatchObject([{ name: 'get', handler: 'Get', memorySize: 1024, timeout: 3 }]);
    expect(remarks.filter((remark) => remark.startsWith('infra/')).map((r) => r.split(';')[0])).toEqual([
      'infra/dev/main.tf:4: get was not changed',
      'infra/prod/main.tf:4: get was not changed',
    ]);
  });
});
