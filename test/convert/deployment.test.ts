import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { source, withTemplate } from './deployment-support.ts';
import { appProject, plan, planFixture, writeFiles, writeProject } from './fixtures.ts';

describe('a template keeps everything but runtime, handler, architecture and code', () => {
  it('in YAML with comments, tags, quotes and anchors', async () => {
    const template = `# top
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: &common
    Timeout: 7
    Runtime: dotnet8 # all of them
    Architectures:
      - x86_64
Resources:
  Get:
    Type: AWS::Serverless::Function   # one
    Properties:
      Handler: 'App::App.Functions::Get'
      Environment: { Variables: { A: !Sub "\${AWS::Region}-x", B: !Ref Put } }
  Put:
    Type: AWS::Serverless::Function
    Properties:
      MemorySize: 1024
      Handler: App::App.Functions::Put
Outputs:
  X: { Value: !GetAtt Get.Arn }
`;
    const { textOf } = await plan(await withTemplate(template), { architecture: 'arm64' });
    expect(textOf('template.yaml')).toBe(
      template
        .replace("'App::App.Functions::Get'", 'Get\n      CodeUri: dist/App.zip')
        .replace('App::App.Functions::Put', 'Put\n      CodeUri: dist/App.zip')
        .replace('dotnet8', 'provided.al2023')
        .replace('- x86_64', '- arm64'),
    );
  });

  it('and writes into the functions themselves where the template has others besides', async () => {
    const template = `Globals:
  Function:
    Runtime: nodejs22.x
Resources:
  Get:
    Type: AWS::Serverless::Function
    Properties:
      Handler: App::App.Functions::Get
      Timeout: 5
  Page:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
`;
    const { textOf } = await plan(await withTemplate(template));
    expect(textOf('template.yaml')).toBe(
      template.replace(
        'Handler: App::App.Functions::Get\n',
        'Handler: Get\n      CodeUri: dist/App.zip\n      Runtime: provided.al2023\n      Architectures: [x86_64]\n',
      ),
    );
  });

  it('in JSON, with its own indentation', async () => {
    const template =
      '{\r\n\t"Resources": {\r\n\t\t"Get": {\r\n\t\t\t"Type": "AWS::Lambda::Function",\r\n\t\t\t"Properties": {"Handler": "App::App.Functions::Get", "Runtime": "dotnet8"}\r\n\t\t}\r\n\t}\r\n}';
    const { textOf } = await plan(await withTemplate(template, 'serverless.template'));
    const text = textOf('serverless.template');
    expect(JSON.parse(text).Resources.Get.Properties).toEqual({
      Handler: 'Get',
      Runtime: 'provided.al2023',
      Architectures: ['x86_64'],
    });
    expect(
      text.startsWith('{\r\n\t"Resources": {\r\n\t\t"Get": {\r\n\t\t\t"Type": "AWS::Lambda::Function",\r\n'),
    ).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('and leaves the functions of other projects alone', async () => {
    const { textOf } = await planFixture('api-gateway');
    const { Elsewhere, ListPosts } = JSON.parse(textOf('src/Blog/serverless.template')).Resources;
    expect(Elsewhere.Properties).toEqual({
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      CodeUri: '../../js',
    });
    expect(ListPosts.Properties.Role).toBeNull();
  });

  it('and leaves a resource alone whose type has the name of something that objects inherit', async () => {
    const template = `Resources:
  Get:
    Type: AWS::Serverless::Function
    Properties:
      Handler: App::App.Functions::Get
  Put:
    Type: constructor
    Properties:
      Handler: App::App.Functions::Put
`;
    const { textOf } = await plan(await withTemplate(template));
    expect(textOf('template.yaml')).toContain('Handler: App::App.Functions::Put\n');
    expect(textOf('template.yaml')).not.toContain('App.Functions::Get');
  });

  it('says what CloudFormation works out and it cannot change', async () => {
    const template = `Resources:
  Get:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: !Ref Runtime
      Handler: App::App.Functions::Get
`;
    const { textOf, remarks } = await plan(await withTemplate(template));
    expect(textOf('template.yaml')).toContain('Runtime: !Ref Runtime');
    expect(remarks).toContain(
      'template.yaml:5: Runtime of Get is worked out by CloudFormation; make it provided.al2023.',
    );
  });

  it('says that a container image has to build the bootstrap', async () => {
    const template = `Resources:
  Get:
    Type: AWS::Serverless::Function
    Properties:
      PackageType: Image
      ImageConfig: { Command: ['App::App.Functions::Get'] }
  Put:
    Type: AWS::Serverless::Function
    Properties: { Handler: App::App.Functions::Put }
`;
    const { remarks, settings, textOf } = await plan(await withTemplate(template));
    expect(settings.functions.map(({ name, handler }) => [name, handler])).toEqual([
      ['Get', 'Get'],
      ['Put', 'Put'],
    ]);
    expect(textOf('template.yaml')).toContain("ImageConfig: { Command: ['App::App.Functions::Get'] }");
    expect(remarks).toContain(
      'template.yaml:3: Get is a container image; its Dockerfile has to build the bootstrap, as Dockerfile.al2 does, and its command has to be Get.',
    );
  });
});

describe('the tools’ defaults', () => {
  it.each([
    ['--self-contained false', ''],
    ['/p:PublishReadyToRun=true --self-contained false', ''],
    ['-p:Version=1.2.3 /p:PublishReadyToRun=true -p:Extra=a', '-p:Version=1.2.3 -p:Extra=a'],
    ['--self-contained true', '--self-contained true'],
  ])('lose what outdoes the project file: %s', async (before, after) => {
    const defaults = JSON.stringify({
      'function-handler': 'App::App.Functions::Get',
      'msbuild-parameters': before,
    });
    const { textOf } = await plan(
      await writeProject({ 'Functions.cs': source, 'aws-lambda-tools-defaults.json': defaults }),
    );
    expect(JSON.parse(textOf('aws-lambda-tools-defaults.json'))['msbuild-parameters']).toBe(after);
  });
});

describe('a container image in the tools’ defaults', () => {
  it('has its handler as its command', async () => {
    const defaults = `{
  "package-type": "image",
  "function-memory-size": 300,
  "image-command": "App::App.Functions::Get"
}
`;
    const { textOf, settings, remarks } = await plan(
      await writeProject({ 'Functions.cs': source, 'aws-lambda-tools-defaults.json': defaults }),
    );
    expect(settings.functions).toMatchObject([{ handler: 'Get', memorySize: 300 }]);
    expect(textOf('aws-lambda-tools-defaults.json')).toBe(defaults.replace('App::App.Functions::Get', 'Get'));
    expect(remarks).toContain(
      'aws-lambda-tools-defaults.json:2: this deploys a container image; its Dockerfile has to build the bootstrap, as Dockerfile.al2 does.',
    );
  });
});

describe('SnapStart', () => {
  it('is named, since Lambda refuses it for a provided runtime', async () => {
    const template = `Resources:
  Get:
    Type: AWS::Serverless::Function
    Properties:
      Handler: App::App.Functions::Get
      SnapStart: { ApplyOn: PublishedVersions }
`;
    expect((await plan(await withTemplate(template))).remarks).toContain(
      'template.yaml:9: Get has SnapStart, which Lambda refuses for a provided runtime; take it out.',
    );
  });
});

describe('a deployment that is written elsewhere', () => {
  it('is named with its line and the new handler, wherever it is in the repository', async () => {
    const target = await writeFiles({
      '.git/HEAD': 'ref: refs/heads/main\n',
      'infra/main.tf': 'resource "aws_lambda_function" "get" {\n  handler = "App::App.Functions::Get"\n}\n',
      'infra/cdk.out/asset.json': '{ "Handler": "App::App.Functions::Get" }',
      '.github/workflows/deploy.yml': 'run: aws lambda --handler App::App.Functions::Put\n',
      'notes.md': 'App::App.Functions::Get',
      'other.tf': 'handler = "Other.App::App.Functions::Get"\nhandler = "App::App.Gone::Get"\n',
      'src/App.csproj': appProject,
      'src/Functions.cs': source,
    });
    const handlers = ['App::App.Functions::Get', 'App::App.Functions::Put'];
    const { remarks } = await plan(join(target, 'src'), { handlers });
    // They say which methods are handlers, where nothing else does.
    expect((await plan(join(target, 'src'))).settings.functions.map(({ handler }) => handler).sort()).toEqual(
      ['Get', 'Put'],
    );
    expect(remarks.filter((remark) => remark.includes('still names'))).toEqual([
      '../.github/workflows/deploy.yml:1: this still names App::App.Functions::Put; there the handler has to be Put, the runtime provided.al2023 and the code the zip.',
    ]);
    expect(remarks).toContain(
      '../infra/main.tf:2: get lies outside of this folder and was not changed; make its handler Get, its runtime provided.al2023, its architectures ["x86_64"] and its filename ../src/dist/App.zip.',
    );
  });
});
