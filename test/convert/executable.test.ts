import { describe, expect, it } from 'vitest';
import { contextTypes, program, project } from './executable-support.ts';
import { appProject, convert, defaultsOf, plan, planFixture, writeProject } from './fixtures.ts';

describe('a program of its own', () => {
  const echo = 'await LambdaBootstrapBuilder.Create((Stream s) => s).Build().RunAsync();\n';
  const webProject = project
    .replace('Microsoft.NET.Sdk"', 'Microsoft.NET.Sdk.Web"')
    .replace('    <OutputType>Exe</OutputType>\n', '');

  it.each([
    ['of the Web SDK', webProject],
    [
      'that asks for it',
      project.replace(
        '<OutputType>',
        '<ServerGarbageCollection>true</ServerGarbageCollection>\n    <OutputType>',
      ),
    ],
  ])('%s loses the garbage collector of servers', async (_, file) => {
    const { textOf } = await plan(await writeProject({ ...program(echo), 'App.csproj': file }));
    expect(textOf('App.csproj').match(/<ServerGarbageCollection>\w+</g)).toEqual([
      '<ServerGarbageCollection>false<',
    ]);
  });

  it('of another SDK has no word of it', async () => {
    const { textOf } = await plan(await writeProject(program(echo)));
    expect(textOf('App.csproj')).not.toContain('ServerGarbageCollection');
  });

  it('is refused when its types cannot be read', async () => {
    const text =
      'var handler = Make();\nawait LambdaBootstrapBuilder.Create(handler, new DefaultLambdaJsonSerializer()).Build().RunAsync();';
    await expect(plan(await writeProject(program(text)))).rejects.toThrow(
      "Program.cs:5: the handler's types cannot be read there; write them out, as in LambdaBootstrapBuilder.Create<Input, Output>(…).",
    );
  });

  it('with a context of its own is told where its types cannot be read', async () => {
    const text =
      'using App;\nvar handler = Make();\nawait LambdaBootstrapBuilder.Create(handler, new SourceGeneratorLambdaJsonSerializer<Json>()).Build().RunAsync();';
    const { remarks } = await plan(
      await writeProject(
        program(text, { 'Json.cs': 'namespace App; public partial class Json : JsonSerializerContext { }' }),
      ),
    );
    expect(remarks).toContain(
      "Program.cs:6: the handler's types cannot be read there, so see to it that its serializer knows them.",
    );
  });

  it('gets the types of all its handlers', async () => {
    const text = `using App;
var serializer = new DefaultLambdaJsonSerializer();
var builder = Environment.GetEnvironmentVariable("_HANDLER") switch
{
    "a" => LambdaBootstrapBuilder.Create<Order, Receipt>(A.Handle, serializer),
    "b" => LambdaBootstrapBuilder.Create<Point?, string>(B.Handle, serializer),
    _ => LambdaBootstrapBuilder.Create((Stream s) => s),
};
`;
    const { textOf } = await plan(await writeProject(program(text)));
    expect(contextTypes(textOf('FunctionJsonContext.cs'))).toEqual(['Order', 'Point?', 'Receipt', 'string']);
  });

  it('keeps its context, which learns what it lacks', async () => {
    const text =
      'using App;\nawait LambdaBootstrapBuilder.Create<Order, List<Receipt>>(x, new SourceGeneratorLambdaJsonSerializer<Json>()).Build().RunAsync();\n';
    const context = `using System.Text.Json.Serialization;
namespace App
{
    // Ours.
    [JsonSerializable(typeof(Order))]
    public partial class Json : JsonSerializerContext { }
}
`;
    const target = await writeProject(program(text, { 'Json.cs': context }));
    const { textOf, changes } = await convert(target);
    expect(textOf('Json.cs')).toBe(
      context.replace(
        '    [JsonSerializable(typeof(Order))]',
        '    [JsonSerializable(typeof(System.Collections.Generic.List<App.Receipt>))]\n    [JsonSerializable(typeof(Order))]',
      ),
    );
    const paths = changes.map(({ path }) => path);
    expect(paths).not.toContain('FunctionJsonContext.cs');
    expect(paths).not.toContain('Program.cs');
    expect((await plan(target)).changes).toEqual([]);
  });

  it('hands its options on and keeps its names in camel case', async () => {
    const text =
      'using App;\nawait LambdaBootstrapBuilder.Create<Order, Receipt>(x, new CamelCaseLambdaJsonSerializer()).Build().RunAsync();\n';
    const camel = await plan(await writeProject(program(text)));
    expect(camel.textOf('Program.cs')).toContain('new App.FunctionJsonSerializer()');
    expect(camel.textOf('FunctionJsonContext.cs')).toContain(
      'new AwsNamingPolicy(JsonNamingPolicy.CamelCase)',
    );
    const options = text.replace(
      'CamelCaseLambdaJsonSerializer()',
      'DefaultLambdaJsonSerializer(options => options.WriteIndented = true)',
    );
    const kept = await plan(await writeProject(program(options)));
    expect(kept.textOf('Program.cs')).toContain(
      'SourceGeneratorLambdaJsonSerializer<App.FunctionJsonContext>(options => options.WriteIndented = true)',
    );
  });

  it('has a new serializer in place of the one on Newtonsoft.Json', async () => {
    const text =
      'using App;\nawait LambdaBootstrapBuilder.Create<Order, Receipt>(x, new Amazon.Lambda.Serialization.Json.JsonSerializer()).Build().RunAsync();\n';
    const { textOf } = await plan(await writeProject(program(text)));
    expect(textOf('Program.cs')).toContain(
      'new Amazon.Lambda.Serialization.SystemTextJson.SourceGeneratorLambdaJsonSerializer<App.FunctionJsonContext>()',
    );
  });

  it('keeps a serializer that is none of AWS’s, and needs no other package for it', async () => {
    const text =
      'using App;\nawait LambdaBootstrapBuilder.Create((Func<Order, Receipt>?)H, new OrderSerializer()).Build().RunAsync();';
    const files = program(text);
    const target = await writeProject({
      ...files,
      'App.csproj': files['App.csproj'].replace(/ *<PackageReference Include=".*SystemTextJson".*\n/, ''),
    });
    const { textOf, remarks, changes } = await plan(target);
    expect(textOf('App.csproj')).not.toContain('SystemTextJson');
    expect(changes.map(({ path }) => path)).not.toContain('FunctionJsonContext.cs');
    expect(remarks).toContain(
      'Program.cs:5: the serializer OrderSerializer stays; it has to do without reflection, or the function fails when it is invoked.',
    );
  });

  it('decides itself which handlers there are', async () => {
    const text = 'await LambdaBootstrapBuilder.Create(x).Build().RunAsync();';
    await expect(plan(await writeProject(program(text)), { handlers: ['A::B::C'] })).rejects.toThrow(
      'has an entry point of its own, which decides',
    );
  });

  it('goes by the new name of the assembly where it went by the old one', async () => {
    const { textOf, settings } = await planFixture('top-level');
    expect(JSON.parse(textOf('aws-lambda-tools-defaults.json'))['function-handler']).toBe('bootstrap');
    expect(settings.functions).toMatchObject([
      { name: 'Greeter', handler: 'bootstrap', memorySize: 512, timeout: 30 },
    ]);
    expect(JSON.parse(textOf('events/bootstrap.json'))).toEqual({ Name: '', Since: null });
  });

  it('of ASP.NET Core keeps its code, and is told what its hosting lacks', async () => {
    const text = `var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddAWSLambdaHosting(LambdaEventSource.HttpApi);
var app = builder.Build();
app.Run();
`;
    const web = project
      .replace(/ *<OutputType>.*\n/, '')
      .replace('Microsoft.NET.Sdk"', 'Microsoft.NET.Sdk.Web"')
      .replace(/ *<PackageReference Include="Amazon.Lambda.[CRS].*\n/g, '')
      .replace(
        '<ItemGroup>',
        '<ItemGroup>\n    <PackageReference Include="Amazon.Lambda.AspNetCoreServer.Hosting" Version="2.0.0" />',
      );
    const target = await writeProject({ 'App.csproj': web, 'Program.cs': text });
    const { changes, warnings, textOf } = await plan(target);
    expect(changes.map(({ path }) => path)).not.toContain('Program.cs');
    // Executable by its SDK, invoked with the event that its hosting takes.
    expect(textOf('App.csproj')).not.toContain('OutputType');
    expect(JSON.parse(textOf('events/bootstrap.json'))).toMatchObject({ version: '2.0' });
    expect(warnings.map(({ id, file, line }) => [id, file, line])).toEqual([
      ['aspnet-lambda-serializer', 'Program.cs', 2],
    ]);
  });
});

describe('a project of ours', () => {
  it('with the built-in runtime has nothing to be converted', async () => {
    const files = {
      'App.csproj': appProject.replace(/ *<PackageReference.*\n/g, ''),
      'Program.cs':
        'using LambdaRuntime;\nreturn LambdaBootstrap.Create().Handle("a", App.A.Handle).Run();\n',
      'A.cs': 'namespace App; public static class A { public static string Handle(string s) => s; }',
    };
    const target = await writeProject(files);
    await convert(target);
    const again = await plan(target);
    expect(again.changes).toEqual([]);
    expect(again.settings.library).toBe('builtin');
    expect(again.textOf).toThrow();
  });

  it('takes the --handler that it was converted with again, and no other one', async () => {
    const target = await writeProject({
      'Functions.cs':
        'namespace App; public class Functions { public string Get(string s) => s; public string Put(string s) => s; }',
    });
    const handlers = ['App::App.Functions::Get'];
    await convert(target, { handlers });
    expect((await plan(target, { handlers })).changes).toEqual([]);
    await expect(plan(target, { handlers: ['App.Functions.Put'] })).rejects.toThrow(
      `--handler "App.Functions.Put" is not a handler of this project (Get); undo the conversion first ("convert --undo").`,
    );
  });

  it('follows --framework afterwards, settings and all', async () => {
    const target = await writeProject({
      'Function.cs': 'namespace App; public class Function { public string Handle(string s) => s; }',
      'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
    });
    await convert(target);
    const { changes, settings, textOf } = await plan(target, { framework: 'net10.0', architecture: 'arm64' });
    const paths = changes.map(({ path }) => path);
    expect(paths).toEqual(['.yo-rc.json', 'App.csproj', 'Makefile', 'aws-lambda-tools-defaults.json']);
    expect(textOf('Makefile')).toMatch(/^ARCH +:= arm64$/m);
    expect(textOf('Makefile')).toContain('DOTNET_VERSION=10.0');
    expect(settings).toMatchObject({ framework: 'net10.0', architecture: 'arm64' });
    expect(settings.functions).toMatchObject([{ handler: 'Handle' }]);
  });
});
