import { describe, expect, it } from 'vitest';
import { appProject, defaultsOf, plan, writeProject } from './fixtures.ts';

// What AWS's serializer does by itself has to be said to the built-in runtime.

const builtin = { library: 'builtin' } as const;

const project = (members: string, serializer = 'DefaultLambdaJsonSerializer', more = '') => ({
  'App.csproj': appProject,
  'Function.cs': `using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
[assembly: LambdaSerializer(typeof(${serializer}))]
namespace App;
public class Guest { ${members} }
${more}
public class Function { public Guest Handle(Guest guest) => guest; }
`,
  'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
});

const optionsOf = async (members: string) => {
  const { textOf } = await plan(await writeProject(project(members)), builtin);
  return /\[JsonSourceGenerationOptions\((.*)\)\]/.exec(textOf('FunctionJsonContext.cs'))?.[1];
};
const always =
  'PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull';

describe('a new context', () => {
  it.each([
    ['byte[] A { get; set; }', 'typeof(ByteArrayConverter)'],
    ['byte[]? A { get; set; }', 'typeof(ByteArrayConverter)'],
    ['System.Collections.Generic.List<byte[]> A { get; set; }', 'typeof(ByteArrayConverter)'],
    ['DateTime A { get; set; }', 'typeof(DateTimeConverter)'],
    ['System.DateTime? A { get; set; }', 'typeof(DateTimeConverter)'],
    [
      'MemoryStream A { get; set; } public DateTime[] B { get; set; }',
      'typeof(DateTimeConverter), typeof(MemoryStreamConverter)',
    ],
    [
      'Some.Package.Thing A { get; set; }',
      'typeof(ByteArrayConverter), typeof(DateTimeConverter), typeof(MemoryStreamConverter)',
    ],
  ])('of a type with %s has the converters of AWS’s serializer', async (members, converters) => {
    expect(await optionsOf(`public ${members}`)).toBe(`${always}, Converters = new[] { ${converters} }`);
  });

  it.each([
    'string Name { get; set; }',
    'byte A { get; set; }',
    'DateTimeOffset A { get; set; }',
    'Guest[] Others { get; set; }',
  ])('of a type with %s needs none', async (members) => {
    expect(await optionsOf(`public ${members}`)).toBe(always);
  });

  it('names the converters’ namespace', async () => {
    const { textOf } = await plan(await writeProject(project('public byte[] A { get; set; }')), builtin);
    expect(textOf('FunctionJsonContext.cs')).toContain('using LambdaRuntime.Converters;\n');
  });

  it('of AWS’s library needs none of it', async () => {
    const { textOf } = await plan(await writeProject(project('public byte[] A { get; set; }')));
    expect(textOf('FunctionJsonContext.cs')).not.toMatch(/Converters|JsonSourceGenerationOptions/);
  });
});

describe('a context that the project has', () => {
  const own = `[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(Guest))]
public partial class Mine : JsonSerializerContext { }
public static class Other { public static Guest Handle() => new(); }`;
  const files = project('public string Name { get; set; }', 'SourceGeneratorLambdaJsonSerializer<Mine>', own);

  it('is used with the options of AWS’s serializer, which passed over its own', async () => {
    const { textOf } = await plan(await writeProject(files), builtin);
    expect(
      textOf('Program.cs'),
    ).toContain(`        // Reads and writes as AWS's serializer did, whatever options the context has.
        var json = new Mine(LambdaJsonOptions.Create());
        var function = new Function();

`);
    expect(textOf('Program.cs')).toContain('.Handle("Handle", function.Handle, json.Guest, json.Guest)');
  });

  it('is used the same way by static handlers', async () => {
    const { textOf } = await plan(await writeProject(files), {
      ...builtin,
      handlers: ['App::App.Other::Handle'],
    });
    expect(textOf('Program.cs')).toMatch(/Options\.Create\(\)\);\n\n {8}\/\/ One executable/);
    expect(textOf('Program.cs')).toContain('.Handle("Handle", Other.Handle, json.Guest)');
  });

  it('does not appear where handlers take and give strings', async () => {
    const text = files['Function.cs'].replace('Guest Handle(Guest guest)', 'string Handle(string guest)');
    const { textOf } = await plan(await writeProject({ ...files, 'Function.cs': text }), builtin);
    expect(textOf('Program.cs')).not.toContain('json');
  });
});
