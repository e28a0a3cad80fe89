import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { program, project } from './executable-support.ts';
import { appProject, convert, defaultsOf, plan, writeFiles, writeProject } from './fixtures.ts';

// Programs that start Lambda's loop somewhere else than in their own code, or in a way that is not known here.

const web = appProject
  .replace('Microsoft.NET.Sdk"', 'Microsoft.NET.Sdk.Web"')
  .replace(/ *<PackageReference.*\n/g, '');
const library = (packages: string) => `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    ${packages}
  </ItemGroup>
</Project>
`;
const uses = (csproj: string) =>
  csproj.replace(/(<ItemGroup>)/, '$1\n    <ProjectReference Include="../Common/Common.csproj" />');

const hosting = {
  'Web/Web.csproj': uses(web),
  'Web/Program.cs': `using Common;
var builder = WebApplication.CreateSlimBuilder(args);
builder.AddCommon();
builder.Build().Run();
`,
  'Common/Common.csproj': library(
    '<PackageReference Include="Amazon.Lambda.AspNetCoreServer.Hosting" Version="2.0.0" />',
  ),
  'Common/Extensions.cs': `namespace Common;
public static class Extensions
{
    public static void AddCommon(this WebApplicationBuilder builder) =>
        builder.Services.AddAWSLambdaHosting(LambdaEventSource.HttpApi);
}
`,
};

const template = (handler: string) => `Resources:
  Api:
    Type: AWS::Serverless::Function
    Properties:
      Handler: ${handler}
      Runtime: dotnet8
      CodeUri: .
      MemorySize: 640
`;

describe('hosting in a project that the program uses', () => {
  it.each(['', 'Web'])('is found from the folder "%s", with its event and its warning', async (folder) => {
    const target = join(
      await writeFiles({ ...hosting, 'Web/template.yaml': template('Web::Web.Program::Main') }),
      folder,
    );
    const { textOf, settings, warnings, changes } = await plan(target);
    const own = (path: string) => (folder === '' ? `Web/${path}` : path);
    expect(settings.functions).toMatchObject([{ name: 'Api', handler: 'bootstrap', memorySize: 640 }]);
    expect(textOf(own('template.yaml'))).toContain('Handler: bootstrap\n');
    expect(JSON.parse(textOf('events/bootstrap.json'))).toMatchObject({ version: '2.0' });
    expect(changes.filter(({ path }) => path.endsWith('.cs'))).toEqual([]);
    expect(warnings).toContainEqual(
      expect.objectContaining({
        id: 'aspnet-lambda-serializer',
        file: folder === '' ? 'Common/Extensions.cs' : '../Common/Extensions.cs',
        line: 5,
      }),
    );
  });

  it('is no reason to leave a class library its Main', async () => {
    const target = await writeFiles({
      ...hosting,
      'App/App.csproj': uses(appProject),
      'App/Function.cs':
        'namespace App; public class Function { public string Handle(string s) => s; public static void Main() { } }',
      'App/aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
    });
    const { settings, textOf } = await plan(join(target, 'App'));
    expect(settings.functions).toMatchObject([{ handler: 'Handle' }]);
    expect(textOf('App.csproj')).toContain('<StartupObject>App.Program</StartupObject>');
  });
});

describe('RuntimeSupport in a project that the program uses', () => {
  const files = (serializer: string) => ({
    'App/App.csproj': uses(project),
    'App/Program.cs': 'await Common.Host.RunAsync();\n',
    'Common/Common.csproj': library(
      '<PackageReference Include="Amazon.Lambda.RuntimeSupport" Version="2.1.2" />',
    ),
    'Common/Host.cs': `namespace Common;
public static class Host
{
    public static Task RunAsync() =>
        LambdaBootstrapBuilder.Create<string, string>(s => s, ${serializer}).Build().RunAsync();
}
`,
  });

  it('is refused with a serializer that works by reflection: the context would belong there', async () => {
    const target = await writeFiles(files('new DefaultLambdaJsonSerializer()'));
    await expect(plan(join(target, 'App'))).rejects.toThrow(
      "../Common/Host.cs:5: Common starts Lambda's loop for App with a serializer that works by reflection; give it a SourceGeneratorLambdaJsonSerializer there first.",
    );
  });

  it('stays as it is with one of its own context', async () => {
    const target = await writeFiles(files('new SourceGeneratorLambdaJsonSerializer<Json>()'));
    const { changes, remarks, settings } = await plan(join(target, 'App'));
    expect(changes.filter(({ path }) => path.endsWith('.cs'))).toEqual([]);
    expect(settings.functions).toMatchObject([{ name: 'App', handler: 'bootstrap' }]);
    expect(remarks).toContain(
      "../Common/Host.cs: this starts Lambda's loop for the program, and stays as it is; it has to do without reflection, or the function fails when it is invoked.",
    );
  });
});

describe('a program with a library that is not known here', () => {
  const other = 'var app = LambdaApplication.CreateBuilder().Build();\nawait app.RunAsync();\n';
  const executable = web
    .replace('Sdk.Web"', 'Sdk"')
    .replace('</PropertyGroup>', '  <OutputType>Exe</OutputType>\n  </PropertyGroup>');
  const native = executable.replace(
    '<OutputType>',
    '<AssemblyName>bootstrap</AssemblyName>\n    <PublishAot>true</PublishAot>\n    <OutputType>',
  );
  const inMain =
    'namespace App;\npublic static class Program\n{\n    public static Task<int> Main(string[] args) => Other.Run(args);\n}\n';

  it.each([
    ['an assembly named bootstrap', native, other, {}, 1],
    ['a Main', native, inMain, {}, 4],
    ['a template that names it', executable, other, { 'template.yaml': template('App') }, 1],
    [
      'a template that names its Main',
      executable,
      inMain,
      { 'template.yaml': template('App::App.Program::Main') },
      4,
    ],
    [
      'a handler in the defaults',
      executable,
      other,
      { 'aws-lambda-tools-defaults.json': defaultsOf('App') },
      1,
    ],
  ])('and %s is native afterwards, its code as it was', async (_, csproj, code, more, line) => {
    const target = await writeProject({ 'App.csproj': csproj, 'Program.cs': code, ...more });
    const { changes, remarks, settings, textOf } = await convert(target);
    expect(changes.filter(({ path }) => path.endsWith('.cs'))).toEqual([]);
    expect(settings.functions).toMatchObject([{ handler: 'bootstrap' }]);
    expect(textOf('App.csproj')).toContain('<InvariantGlobalization>true</InvariantGlobalization>');
    expect(textOf('App.csproj')).not.toContain('Amazon.Lambda.');
    expect(remarks).toContain(
      `Program.cs:${line}: this program starts Lambda's loop itself, with code that is not known here, and stays as it is; it has to do without reflection, or the function fails when it is invoked.`,
    );
    expect((await plan(target)).changes).toEqual([]);
  });

  it('is told what says that Lambda runs it, where nothing does', async () => {
    await expect(plan(await writeProject({ 'App.csproj': executable, 'Program.cs': other }))).rejects.toThrow(
      "Program.cs:1: this program starts nothing of Lambda's that is known here; if it starts Lambda's loop itself, set AssemblyName to bootstrap in App.csproj.",
    );
  });

  it('keeps its client: the built-in one cannot take its place', async () => {
    await expect(
      plan(await writeProject({ 'App.csproj': native, 'Program.cs': other }), { library: 'builtin' }),
    ).rejects.toThrow("Program.cs is the project's own entry point and starts Lambda's loop itself");
  });

  it('is none where a method of that name is the handler', async () => {
    const target = await writeProject({
      'Function.cs':
        'namespace App; public class Function { public static string Main(string s, ILambdaContext c) => s; }',
      'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Main'),
    });
    const { settings, textOf } = await plan(target);
    expect(settings.functions).toMatchObject([{ handler: 'Main' }]);
    expect(textOf('Program.cs')).toContain('Function.Main');
  });
});

describe('the handler of an executable in the form of a class library’s', () => {
  const code = (more = '') =>
    `using App;\n${more}await LambdaBootstrapBuilder.Create<Order, Receipt>(H, new DefaultLambdaJsonSerializer()).Build().RunAsync();\n`;

  it('becomes bootstrap', async () => {
    const files = { 'template.yaml': template('App::App.Program::Main') };
    const { textOf, settings } = await plan(await writeProject(program(code(), files)));
    expect(textOf('template.yaml')).toContain('Handler: bootstrap\n');
    expect(settings.functions).toMatchObject([{ name: 'Api', handler: 'bootstrap' }]);
  });

  it('is named where it was a method: natively the program decides', async () => {
    const files = { 'template.yaml': template('App::App.Orders::Place') };
    const { textOf, remarks } = await plan(await writeProject(program(code(), files)));
    expect(textOf('template.yaml')).toContain('Handler: bootstrap\n');
    expect(remarks).toContain(
      'template.yaml:3: App::App.Orders::Place was the handler; natively Program.cs:5 decides what handles an event.',
    );
  });

  it('is refused where functions have different ones and the program does not ask', async () => {
    const two = `${template('App::App.Orders::Place')}${template('App::App.Orders::Cancel').replace('Resources:\n  Api', '  Other')}`;
    const error = 'template.yaml:3: App::App.Orders::Place, template.yaml:10: App::App.Orders::Cancel';
    await expect(plan(await writeProject(program(code(), { 'template.yaml': two })))).rejects.toThrow(error);
    const asks = 'var name = Environment.GetEnvironmentVariable("_HANDLER");\n';
    const { settings } = await plan(await writeProject(program(code(asks), { 'template.yaml': two })));
    expect(settings.functions.map(({ handler }) => handler)).toEqual(['Place', 'Cancel']);
  });

  it('stays where the program asks for it', async () => {
    const asks = 'var name = Environment.GetEnvironmentVariable("_HANDLER");\n';
    const files = { 'template.yaml': template('App::App.Orders::Place') };
    const { textOf, settings } = await plan(await writeProject(program(code(asks), files)));
    expect(textOf('template.yaml')).toContain('Handler: App::App.Orders::Place\n');
    expect(settings.functions).toMatchObject([{ handler: 'Place' }]);
  });
});
