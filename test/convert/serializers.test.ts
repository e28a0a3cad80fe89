import { describe, expect, it } from 'vitest';
import { appProject, defaultsOf, plan, writeFiles, writeProject } from './fixtures.ts';

const files = (serializer: string, more: Record<string, string> = {}) => ({
  'Function.cs': `using Amazon.Lambda.Core;
using App.Json;
[assembly: LambdaSerializer(typeof(${serializer}))]
namespace App;
public record Order(string Id);
public class Function { public Order Handle(Order o) => o; }
`,
  'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
  ...more,
});

describe('a context of another project', () => {
  const solution = (known: string) => ({
    'Shared/Shared.csproj': appProject.replace(/ *<AWSProjectType>.*\n/, ''),
    'Shared/Context.cs': `using System.Text.Json.Serialization;
namespace Shared;
public record Tenant(string Id);
${known}
public partial class Context : JsonSerializerContext { }
`,
    'App/App.csproj': appProject.replace(
      '</ItemGroup>',
      '  <ProjectReference Include="../Shared/Shared.csproj" />\n  </ItemGroup>',
    ),
    'App/Function.cs': `using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Shared;
[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<Context>))]
namespace App;
public class Function { public Tenant Handle(string id) => new(id); }
`,
    'App/aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
  });

  it('stays the one of the serializer where it knows all types', async () => {
    const known = '[JsonSerializable(typeof(string))] [JsonSerializable(typeof(Tenant))]';
    const { textOf, changes } = await plan(await writeFiles(solution(known)));
    expect(textOf('App/Program.cs')).toContain(
      'var serializer = new SourceGeneratorLambdaJsonSerializer<Shared.Context>();',
    );
    expect(changes.map(({ path }) => path).filter((path) => path.startsWith('Shared'))).toEqual([]);
  });

  it('is not changed for this one: what it lacks is named', async () => {
    await expect(plan(await writeFiles(solution('[JsonSerializable(typeof(Tenant))]')))).rejects.toThrow(
      'Shared/Context.cs:4: Context is of another project and lacks [JsonSerializable(typeof(string))]; add that there, or give App a context of its own.',
    );
  });
});

it('a context that has a type of the same name gets the other one under a name of its own', async () => {
  const target = await writeProject({
    'Function.cs': `using Amazon.Lambda.Core;
[assembly: LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.SourceGeneratorLambdaJsonSerializer<App.Context>))]
namespace App
{
    [JsonSerializable(typeof(Old.Order))]
    public partial class Context : JsonSerializerContext { }
    public class Order { }
    public class Function { public Order Handle(Order o) => o; }
}
namespace App.Old { public class Order { } }
`,
    'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
  });
  expect((await plan(target)).textOf('Function.cs')).toContain(
    '    [JsonSerializable(typeof(Order), TypeInfoPropertyName = "AppOrder")]\n    [JsonSerializable(typeof(Old.Order))]',
  );
});

describe('a serializer of the project’s own', () => {
  it('is the one of the entry point, and has no context written for it', async () => {
    const own = 'namespace App.Json; public class Mine : ILambdaSerializer { }';
    const { textOf, remarks, changes } = await plan(await writeProject(files('Mine', { 'Mine.cs': own })));
    expect(textOf('Program.cs')).toContain('var serializer = new Mine();');
    expect(textOf('Program.cs')).toContain('using App.Json;');
    expect(textOf('Program.cs')).not.toContain('Amazon.Lambda.Serialization');
    const paths = changes.map(({ path }) => path);
    expect(paths).not.toContain('FunctionJsonContext.cs');
    expect(paths).not.toContain('Function.cs');
    expect(remarks).toContain(
      'Function.cs:3: the serializer Mine stays; it has to do without reflection, or the function fails when it is invoked.',
    );
  });

  it('from a package is it as well', async () => {
    const { textOf } = await plan(await writeProject(files('Acme.KafkaSerializer')));
    expect(textOf('Program.cs')).toContain('var serializer = new Acme.KafkaSerializer();');
  });

  it('on a source-generated one keeps the context that it has', async () => {
    const own =
      'namespace App.Json; public class Mine : SourceGeneratorLambdaJsonSerializer<Context> { }\npublic partial class Context : JsonSerializerContext { }';
    const { textOf } = await plan(await writeProject(files('Mine', { 'Mine.cs': own })));
    expect(textOf('Program.cs')).toContain('var serializer = new Mine();');
  });

  it('on one that works by reflection gives way, and it is said', async () => {
    const own = 'namespace App.Json; public class Mine : DefaultLambdaJsonSerializer { }';
    const { textOf, remarks } = await plan(await writeProject(files('Mine', { 'Mine.cs': own })));
    expect(textOf('Program.cs')).toContain('new SourceGeneratorLambdaJsonSerializer<FunctionJsonContext>()');
    expect(remarks.join('\n')).toContain('Function.cs:3: the serializer Mine is the project');
  });

  it('is an obstacle to the built-in runtime, which calls none', async () => {
    const own = 'namespace App.Json; public class Mine : DefaultLambdaJsonSerializer { }';
    await expect(
      plan(await writeProject(files('Mine', { 'Mine.cs': own })), { library: 'builtin' }),
    ).rejects.toThrow(
      "Function.cs:3 has a serializer of its own, which AWS's library calls; use --library aws.",
    );
  });
});

it('a package of Newtonsoft’s serializer that nothing else needs makes room for the new ones, without a warning', async () => {
  const project = appProject.replace(
    'Amazon.Lambda.Serialization.SystemTextJson" Version="3.0.1"',
    'Amazon.Lambda.Serialization.Json" Version="1.8.0"',
  );
  const target = await writeProject(
    files('Amazon.Lambda.Serialization.Json.JsonSerializer', { 'App.csproj': project }),
  );
  const { textOf, warnings } = await plan(target);
  expect(
    textOf('App.csproj'),
  ).toContain(`    <PackageReference Include="Amazon.Lambda.Core" Version="3.2.0" />
    <PackageReference Include="Amazon.Lambda.RuntimeSupport" Version="2.1.2" />
    <PackageReference Include="Amazon.Lambda.Serialization.SystemTextJson" Version="3.0.1" />
  </ItemGroup>`);
  expect(warnings).toEqual([]);
  // Also where it was the only one.
  const alone = project.replace(/ *<PackageReference Include="Amazon.Lambda.Core".*\n/, '');
  const lone = await writeProject(
    files('Amazon.Lambda.Serialization.Json.JsonSerializer', { 'App.csproj': alone }),
  );
  expect((await plan(lone)).textOf('App.csproj')).toContain(`  <ItemGroup>
    <PackageReference Include="Amazon.Lambda.Core" Version="3.2.0" />
    <PackageReference Include="Amazon.Lambda.RuntimeSupport" Version="2.1.2" />
    <PackageReference Include="Amazon.Lambda.Serialization.SystemTextJson" Version="3.0.1" />
  </ItemGroup>`);
});

it('an object is read as a JsonElement, which the context knows for the way back', async () => {
  const target = await writeProject({
    'Function.cs': 'namespace App; public class Function { public object Handle(object o) => o; }',
    'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
  });
  const { textOf, remarks } = await plan(target);
  expect(textOf('FunctionJsonContext.cs')).toContain('using System.Text.Json;');
  expect(textOf('FunctionJsonContext.cs')).toContain('[JsonSerializable(typeof(JsonElement))]');
  expect(remarks.filter((remark) => remark.includes('takes or gives object'))).toHaveLength(1);
});

it('a type from a package that Newtonsoft.Json read until now is named', async () => {
  const target = await writeProject({
    'App.csproj': appProject,
    'Function.cs': `using Amazon.Lambda.Core;
using Alexa;
[assembly: LambdaSerializer(typeof(Amazon.Lambda.Serialization.Json.JsonSerializer))]
namespace App;
public record Order(string Id);
public class Function { public Order Handle(SkillRequest r) => null!; }
`,
    'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
  });
  expect((await plan(target)).remarks.join('\n')).toMatch(
    /^SkillRequest: from a package, so where that names its JSON/m,
  );
});
