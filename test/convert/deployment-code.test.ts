import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStructured } from '../../src/convert/read/document.ts';
import { source, withTemplate } from './deployment-support.ts';
import { appProject, plan, planFixture, writeFiles, writeProject } from './fixtures.ts';

describe('the code of a template’s functions', () => {
  const sam = `Globals:
  Function:
    Architectures: [x86_64]
    CodeUri: src/
Resources:
  Get:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ./src/App/ # the project
      Handler: App::App.Functions::Get
  Put:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: { Bucket: b, Key: k }
      Handler: App::App.Functions::Put
  Page:
    Type: AWS::Serverless::Function
    Properties: { Handler: index.handler, Runtime: nodejs22.x }
`;

  it('is the zip that "make package" leaves, where SAM deploys it, and is left alone on S3', async () => {
    const { textOf, remarks } = await plan(await withTemplate(sam));
    expect(textOf('template.yaml')).toBe(
      sam
        .replace('CodeUri: ./src/App/ #', 'CodeUri: dist/App.zip #')
        .replace('App::App.Functions::Get', 'Get\n      Runtime: provided.al2023')
        .replace('App::App.Functions::Put', 'Put\n      Runtime: provided.al2023'),
    );
    expect(remarks).toContain(
      'template.yaml: the code is dist/App.zip now; run "make package" before "sam deploy" ("sam build" takes the zip as it is).',
    );
  });

  it('is found from the folder of the template', async () => {
    const target = await writeFiles({
      'src/App/App.csproj': appProject,
      'src/App/Functions.cs': source,
      'src/App/template.yml': sam,
    });
    expect((await plan(target)).textOf('src/App/template.yml')).toContain('CodeUri: ../../dist/App.zip #');
  });

  it('stays where "dotnet lambda" builds it', async () => {
    const { Resources } = JSON.parse(
      (await planFixture('api-gateway')).textOf('src/Blog/serverless.template'),
    );
    expect(Resources.ListPosts.Properties.CodeUri).toBe('');
    const target = await writeProject({
      'Functions.cs': source,
      'template.yaml': sam,
      'aws-lambda-tools-defaults.json': '{ "template": "template.yaml" }',
    });
    expect((await plan(target)).textOf('template.yaml')).toContain('CodeUri: ./src/App/ # the project');
  });
});

describe('a program that goes by no name in the template', () => {
  const csproj = appProject.replace('</PropertyGroup>', '  <OutputType>Exe</OutputType>\n  </PropertyGroup>');
  const program =
    'using Amazon.Lambda.RuntimeSupport;\nawait LambdaBootstrapBuilder.Create(() => { }).Build().RunAsync();\n';
  const fn = (id: string, code: string) =>
    `  ${id}:\n    Type: AWS::Serverless::Function\n    Properties: { Handler: bootstrap, CodeUri: ${code} }\n`;

  it('is found by the folder of its code among those of other projects', async () => {
    const target = await writeFiles({
      'src/App/App.csproj': csproj,
      'src/App/Program.cs': program,
      'src/App/Nested/Nested.csproj': csproj.replace(/ *<AWSProjectType>.*\n/, ''),
      'src/Other/Other.csproj': csproj.replace(/ *<AWSProjectType>.*\n/, ''),
      'template.yaml': `Resources:\n${fn('Mine', 'src/App/bin/Release')}${fn('Theirs', 'src/Other')}${fn('Inner', './src/App/Nested/')}`,
    });
    const { settings, textOf } = await plan(target);
    expect(settings.functions.map(({ name }) => name)).toEqual(['Mine']);
    expect(textOf('template.yaml')).toContain('CodeUri: src/Other }');
    expect(textOf('template.yaml')).toContain('CodeUri: ./src/App/Nested/ }');
  });
});

describe('a template above the converted folder', () => {
  const above = `Resources:
  Get:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: App/
      Handler: App::App.Functions::Get
      MemorySize: 700
  Other:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: Other/
      Handler: Other::Other.Functions::Get
      Architectures: [arm64]
`;
  const files = {
    '.git/HEAD': 'ref: refs/heads/main\n',
    'template.yaml': above,
    'App/App.csproj': appProject,
    'App/Functions.cs': source,
    'Other/Other.csproj': appProject,
  };

  it('names the handler, and is told of, since it cannot be changed from there', async () => {
    const target = await writeFiles(files);
    const { changes, settings, remarks } = await plan(join(target, 'App'));
    expect(settings.functions).toMatchObject([{ name: 'Get', handler: 'Get', memorySize: 700 }]);
    expect(settings.architecture).toBe('x86_64');
    expect(changes.filter(({ path }) => path.startsWith('..'))).toEqual([]);
    expect(remarks).toContain(
      '../template.yaml:3: Get lies outside of this folder and was not changed; make its Handler Get, its Runtime provided.al2023, its Architectures [x86_64] and its code App/dist/App.zip.',
    );
  });

  it('is none of ours where it lies above the repository', async () => {
    const target = await writeFiles({ ...files, '.git/HEAD': '', 'App/.git/HEAD': 'ref: refs/heads/main\n' });
    await expect(plan(join(target, 'App'))).rejects.toThrow('No handler found');
  });
});

describe('the settings', () => {
  it('take the architecture from the project’s runtime identifier where no function has one', async () => {
    const project = appProject.replace(
      '</PropertyGroup>',
      '  <RuntimeIdentifier>linux-arm64</RuntimeIdentifier>\n  </PropertyGroup>',
    );
    const target = await writeProject({ 'Functions.cs': source, 'App.csproj': project });
    expect((await plan(target, { handlers: ['App.Functions.Get'] })).settings.architecture).toBe('arm64');
  });

  it('are not held up by the architecture of other projects in the template', async () => {
    const template = `Resources:
  Get:
    Type: AWS::Serverless::Function
    Properties: { Handler: 'App::App.Functions::Get', Architectures: [arm64] }
  Page:
    Type: AWS::Serverless::Function
    Properties: { Handler: index.handler, Runtime: nodejs22.x, Architectures: [x86_64] }
`;
    expect((await plan(await withTemplate(template))).settings.architecture).toBe('arm64');
  });

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
