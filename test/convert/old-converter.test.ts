import { describe, expect, it } from 'vitest';
import { loadCSharp } from '../../src/dotnet/csharp.ts';
import { appProject, convert, defaultsOf, plan, planFixture, writeProject } from './fixtures.ts';

// What LambdaToNativeAotConverter, the converter of AWS's labs, could not do. One test a limit.

const handlerIn = (method: string, types = '') => ({
  'Function.cs': `using Amazon.Lambda.Core;
[assembly: LambdaSerializer(typeof(Amazon.Lambda.Serialization.SystemTextJson.DefaultLambdaJsonSerializer))]
namespace App;
public class Function { public ${method} }
${types}`,
  'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
});

const order = 'public record Order(string Id);\npublic record Receipt(int Total);';

const serializable = (context: string) =>
  [...context.matchAll(/JsonSerializable\(typeof\((.*)\)\)/g)].map(([, type]) => type);

async function isValid(source: string): Promise<boolean> {
  const parser = await loadCSharp();
  return !parser.parse(source, 'a.cs').root.hasError;
}

describe('unlike the old converter, this one', () => {
  it('takes a project file that has a property twice', async () => {
    const twice = appProject.replace(
      '</PropertyGroup>',
      `  <OutputType>Library</OutputType>\n    <OutputType>Library</OutputType>\n  </PropertyGroup>`,
    );
    const target = await writeProject({ 'App.csproj': twice, ...handlerIn('string Handle(string s) => s;') });
    const { textOf } = await plan(target);
    expect(textOf('App.csproj').match(/<OutputType>Exe<\/OutputType>/g)).toHaveLength(2);
    expect(textOf('App.csproj')).not.toContain('Library');
  });

  it('runs a second time, and changes nothing then', async () => {
    const target = await writeProject(
      handlerIn('Task<Receipt> Handle(Order o, ILambdaContext c) => null!;', order),
    );
    expect((await convert(target)).changes).not.toEqual([]);
    expect((await plan(target)).changes).toEqual([]);
  });

  it('registers T of a Task<T>, not the task', async () => {
    const target = await writeProject(
      handlerIn('Task<Receipt> Handle(Order o, ILambdaContext c) => null!;', order),
    );
    expect(serializable((await plan(target)).textOf('FunctionJsonContext.cs'))).toEqual(['Order', 'Receipt']);
  });

  it('registers a type once that is both input and output', async () => {
    const target = await writeProject(handlerIn('Order Handle(Order order) => order;', order));
    expect(serializable((await plan(target)).textOf('FunctionJsonContext.cs'))).toEqual(['Order']);
  });

  it('registers the input of a handler with one parameter', async () => {
    const target = await writeProject(
      handlerIn('Task Handle(List<Order> orders) => Task.CompletedTask;', order),
    );
    expect(serializable((await plan(target)).textOf('FunctionJsonContext.cs'))).toEqual(['List<Order>']);
  });

  it('writes valid C# for a handler without parameters', async () => {
    const target = await writeProject(handlerIn('int Handle() => 1;'));
    const { textOf } = await plan(target);
    expect(textOf('Program.cs')).toContain('LambdaBootstrapBuilder.Create<int>(function.Handle, serializer)');
    expect(await isValid(textOf('Program.cs'))).toBe(true);
  });

  it('takes the method of the class that is named, not the first of that name', async () => {
    const target = await writeProject({
      'A.cs': 'namespace App; public class Decoy { public int Handle(int x) => x; }',
      ...handlerIn('string Handle(string s) => s;'),
    });
    expect((await plan(target)).textOf('Program.cs')).toContain(
      'Create<string, string>(function.Handle, serializer)',
    );
  });

  it('refuses to choose between two methods of one name', async () => {
    const target = await writeProject(
      handlerIn('string Handle(string s) => s;\n  public int Handle(int x) => x;'),
    );
    await expect(plan(target)).rejects.toThrow(
      'App.Function has 2 methods Handle (Function.cs:4, Function.cs:5); rename all but one.',
    );
  });

  it('turns NativeAOT on and writes what builds it', async () => {
    const { textOf, changes } = await planFixture('empty-function');
    const project = textOf('src/EmptyFunction/EmptyFunction.csproj');
    expect(project).toContain('<PublishAot>true</PublishAot>');
    expect(project).toContain('<StripSymbols>true</StripSymbols>');
    const paths = changes.map(({ path }) => path);
    expect(paths).toContain('Dockerfile.al2');
    expect(paths).toContain('Makefile');
  });

  it('removes PublishReadyToRun, and gives [assembly: LambdaSerializer] one that runs natively', async () => {
    const { textOf } = await planFixture('empty-function');
    expect(textOf('src/EmptyFunction/EmptyFunction.csproj')).not.toMatch(/ready ?to ?run/i);
    const source = textOf('src/EmptyFunction/Function.cs');
    expect(source).not.toContain('DefaultLambdaJsonSerializer');
    expect(source).toContain('SourceGeneratorLambdaJsonSerializer<EmptyFunction.FunctionJsonContext>');
  });

  it('raises a framework without NativeAOT and says so', async () => {
    const { textOf, remarks } = await planFixture('json-function');
    expect(textOf('OrderService.csproj')).toContain('<TargetFramework>net10.0</TargetFramework>');
    expect(remarks.join('\n')).toContain(
      'OrderService moves from net6.0 to net10.0: NativeAOT does not support it',
    );
  });

  it('adapts templates', async () => {
    const { textOf } = await planFixture('sqs-function');
    const { Resources } = JSON.parse(textOf('serverless.template'));
    expect(Resources.Batch.Properties).toMatchObject({
      Handler: 'Batch',
      Runtime: 'provided.al2023',
      Architectures: ['arm64'],
      MemorySize: 256,
    });
  });

  it('converts several handlers, or those that are chosen', async () => {
    const all = (await planFixture('json-function')).settings.functions.map(({ handler }) => handler);
    expect(all).toEqual(['Place', 'Count']);
    const { settings, remarks } = await planFixture('json-function', {
      handlers: ['OrderService::OrderService.OrderFunction::Count'],
    });
    expect(settings.functions.map(({ handler }) => handler)).toEqual(['Count']);
    expect(remarks.join('\n')).toContain('still names OrderService::OrderService.OrderFunction::Place');
  });

  it("writes the entry point into the project's own namespace", async () => {
    expect((await planFixture('json-function')).textOf('Program.cs')).toMatch(/^namespace OrderService$/m);
    expect((await planFixture('solution')).textOf('src/Shop.Function/Program.cs')).toMatch(
      /^namespace Shop;$/m,
    );
  });
});
