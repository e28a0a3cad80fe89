import { describe, expect, it } from 'vitest';
import { appProject, defaultsOf, plan, writeProject } from './fixtures.ts';

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
