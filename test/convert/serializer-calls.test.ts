import { describe, expect, it } from 'vitest';
import { contextTypes, program } from './executable-support.ts';
import { plan, writeProject } from './fixtures.ts';
import { inClass, refusal } from './handler-projects.ts';

const planned = async (files: Record<string, string>, options = {}) =>
  plan(await writeProject(files), options);
const pathsOf = ({ changes }: { changes: readonly { path: string }[] }) => changes.map(({ path }) => path);

const run = (create: string, more = '') =>
  program(`using App;\n${more}\nawait LambdaBootstrapBuilder.${create}.Build().RunAsync();\n`);
const copy = 'Stream Copy(Stream s, ILambdaContext c) => s;';

describe('a program whose handler takes and gives bytes', () => {
  it.each([
    ['Create(Copy, new DefaultLambdaJsonSerializer())', copy],
    ['Create<Stream>(Copy, new DefaultLambdaJsonSerializer())', copy],
    ['Create<Stream, Stream>(Copy, new CamelCaseLambdaJsonSerializer())', copy],
    ['Create(Copy, serializer)', `var serializer = new DefaultLambdaJsonSerializer();\n${copy}`],
    ['Create(Copy, new DefaultLambdaJsonSerializer())', 'Task Copy(Stream s) => Task.CompletedTask;'],
    ['Create(Copy, new DefaultLambdaJsonSerializer())', 'Task<Stream> Copy(Stream s) => Task.FromResult(s);'],
  ])('as in %s needs neither a context nor a serializer', async (create, more) => {
    const result = await planned(run(create, more));
    expect(pathsOf(result)).not.toContain('FunctionJsonContext.cs');
    const text = result.textOf('Program.cs');
    expect(text).toContain('LambdaBootstrapBuilder.Create(Copy).Build()');
    expect(text).not.toMatch(/new \w+LambdaJsonSerializer/);
    expect(result.remarks.join('\n')).toMatch(
      /^Program\.cs:\d+: the handler takes and gives bytes, so it goes/m,
    );
  });

  it('keeps a serializer that is used elsewhere, with the types that are read and written there', async () => {
    const more = `var serializer = new DefaultLambdaJsonSerializer();
Stream Copy(Stream s, ILambdaContext c)
{
    var order = serializer.Deserialize<Order>(s);
    serializer.Serialize(new Receipt(1), s);
    return s;
}`;
    const { textOf } = await planned(run('Create(Copy, serializer)', more));
    expect(contextTypes(textOf('FunctionJsonContext.cs'))).toEqual(['Order', 'Receipt']);
    expect(textOf('Program.cs')).toContain(
      'var serializer = new SourceGeneratorLambdaJsonSerializer<App.FunctionJsonContext>();',
    );
    expect(textOf('Program.cs')).toContain('Create(Copy).Build()');
  });

  it('keeps a serializer of its own, which may well write streams', async () => {
    const own = { 'Mine.cs': 'namespace App; public class Mine : ILambdaSerializer { }' };
    const result = await planned({ ...run('Create(Copy, new Mine())', copy), ...own });
    expect(pathsOf(result)).not.toContain('Program.cs');
  });

  it('is told of a serializer of which no use is known', async () => {
    const more = `${copy}\nDo(new DefaultLambdaJsonSerializer());`;
    const result = await planned(run('Create(Copy)', more));
    expect(pathsOf(result)).not.toContain('FunctionJsonContext.cs');
    expect(result.remarks.join('\n')).toMatch(
      /^Program\.cs:6: DefaultLambdaJsonSerializer works by reflection, and no type is known/m,
    );
  });
});

describe('with one type argument', () => {
  it('what the handler gives is in the context, and it is said that it is left out', async () => {
    const handle = 'async Task<Receipt> Handle(Order o, ILambdaContext c) => new(1);';
    const { textOf, remarks } = await planned(
      run('Create<Order>(Handle, new DefaultLambdaJsonSerializer())', handle),
    );
    expect(contextTypes(textOf('FunctionJsonContext.cs'))).toEqual(['Order', 'Receipt']);
    expect(remarks.join('\n')).toMatch(
      /^Program\.cs:6: LambdaBootstrapBuilder\.Create<Order> has one type, so the Receipt of its handler is left out.*write <Order, Receipt> to answer with it\.$/m,
    );
  });

  it.each([
    ['async Task Handle(Order o) { }', 'Create<Order>', ['Order']],
    ['Receipt Handle(ILambdaContext c) => new(1);', 'Create<Receipt>', ['Receipt']],
    ['Task<Receipt> Handle(Stream s) => null!;', 'Create<Receipt>', ['Receipt']],
    ['Task<Stream> Handle(Order o) => null!;', 'Create<Order>', ['Order']],
  ])('nothing is left out of %s', async (handle, create, types) => {
    const { textOf, remarks } = await planned(
      run(`${create}(Handle, new DefaultLambdaJsonSerializer())`, handle),
    );
    expect(contextTypes(textOf('FunctionJsonContext.cs'))).toEqual(types);
    expect(remarks.join('\n')).not.toContain('left out');
  });
});

describe('a class library that uses a serializer by hand', () => {
  const types = 'public record Order(string Id);\npublic record Receipt(int Total);';

  it.each([
    'private readonly DefaultLambdaJsonSerializer _json = new(); public Stream Handle(Stream s) { var o = _json.Deserialize<Order>(s); _json.Serialize<Receipt>(null!, s); return s; }',
    'private static readonly Amazon.Lambda.Core.ILambdaSerializer Json = new DefaultLambdaJsonSerializer(); public Stream Handle(Stream s) { Order o = Json.Deserialize<Order>(s); Receipt r = Make(o); Json.Serialize(r, s); return s; }',
    'public Stream Handle(Stream s) { var o = new DefaultLambdaJsonSerializer().Deserialize<Order>(s); Write(null!, s, new DefaultLambdaJsonSerializer()); return s; } void Write(Receipt r, Stream s, ILambdaSerializer json) => json.Serialize(r, s);',
    'public Stream Handle(Stream s, ILambdaContext c) { var o = c.Serializer.Deserialize<Order>(s); c.Serializer.Serialize(new Receipt(1), s); return s; }',
  ])('gets the types of %s', async (member) => {
    const files = inClass(member, types);
    const code = `using Amazon.Lambda.Serialization.SystemTextJson;\n${files['Function.cs']}`;
    const { textOf } = await planned({ ...files, 'Function.cs': code });
    expect(contextTypes(textOf('FunctionJsonContext.cs'))).toEqual(['Order', 'Receipt']);
    await expect(planned({ ...files, 'Function.cs': code }, { library: 'builtin' })).rejects.toThrow(
      '--library builtin does not fit: Function.cs:4 ',
    );
  });

  it('is refused where a type cannot be read', async () => {
    const member =
      'public Stream Handle(Stream s) { new DefaultLambdaJsonSerializer().Serialize(Make(), s); return s; }';
    const message = await refusal(inClass(member));
    expect(message).toBe(
      'Function.cs:3: the type that is written cannot be read there; write it out, as in serializer.Serialize<Order>(…).',
    );
  });

  it.each([
    'public string Handle(string s) => JsonSerializer.Serialize(Make());',
    'public string Handle(string s) { YamlSerializer x = Make(); x.Serialize(s); return s; }',
    'public string Handle(string s) => s; void Write<T>(T x, Stream s) => new DefaultLambdaJsonSerializer().Serialize(x, s);',
  ])('has nothing more in its context for %s', async (member) => {
    const { textOf } = await planned(inClass(member, types));
    expect(contextTypes(textOf('FunctionJsonContext.cs'))).toEqual(['string']);
  });
});
