import { describe, expect, it } from 'vitest';
import { readStructured } from '../../src/convert/document.ts';
import { plan, planFixture, writeProject } from './fixtures.ts';

const source = `namespace App;
public class Functions { public string Get(string s) => s; public string Put(string s) => s; }
`;
const withTemplate = (template: string, name = 'template.yaml') =>
  writeProject({ 'Functions.cs': source, [name]: template });

describe('a template keeps everything but runtime, handler and architecture', () => {
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
        .replace("'App::App.Functions::Get'", 'Get')
        .replace('App::App.Functions::Put', 'Put')
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
        'Handler: Get\n      Runtime: provided.al2023\n      Architectures: [x86_64]\n',
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

describe('the settings', () => {
  it('take names, memory and timeout from the template, Lambda’s own defaults where it is silent', async () => {
    const { settings } = await planFixture('json-function');
    expect(settings).toMatchObject({
      name: 'OrderService',
      namespace: 'OrderService',
      project: 'OrderService.csproj',
      library: 'aws',
      runtime: 'provided.al2023',
    });
    expect(settings.functions).toEqual([
      { name: 'PlaceOrder', handler: 'Place', event: 'events/Place.json', memorySize: 256, timeout: 10 },
      { name: 'count-lines', handler: 'Count', event: 'events/Count.json', memorySize: 128, timeout: 10 },
    ]);
  });

  it('take the architecture of the functions, and refuse two', async () => {
    expect((await planFixture('sqs-function')).settings.architecture).toBe('arm64');
    const two = `Resources:
  Get:
    Type: AWS::Serverless::Function
    Properties: { Handler: 'App::App.Functions::Get', Architectures: [arm64] }
  Put:
    Type: AWS::Serverless::Function
    Properties: { Handler: 'App::App.Functions::Put', Architectures: [x86_64] }
`;
    const target = await withTemplate(two);
    await expect(plan(target)).rejects.toThrow(
      'different architectures and a bootstrap is for one; give --architecture',
    );
    expect((await plan(target, { architecture: 'arm64' })).textOf('template.yaml')).toContain(
      'Architectures: [arm64] }\n  Put',
    );
  });

  it('keep the entries of other generators', async () => {
    const target = await writeProject({
      'Functions.cs': source.replace(' public string Put(string s) => s;', ''),
      'aws-lambda-tools-defaults.json': '{ "function-handler": "App::App.Functions::Get" }',
      '.yo-rc.json': '{"generator-other":{"a":1}}',
    });
    expect(JSON.parse((await plan(target)).textOf('.yo-rc.json'))).toMatchObject({
      'generator-other': { a: 1 },
      'generator-lambda-nativeaot': { name: 'App' },
    });
  });
});

describe('a damaged file', () => {
  it.each([
    ['a.json', '{\n  "a": ,\n}', 'a.json:2 is not valid JSON'],
    ['a.yaml', 'a: [\nb: 1\n', 'is not valid YAML'],
  ])('%s is refused with its line', (name, text, message) => {
    expect(() => readStructured(text, name)).toThrow(message);
  });
});
