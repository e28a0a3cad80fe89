import { describe, expect, it } from 'vitest';
import { appProject, defaultsOf, plan, writeProject } from './fixtures.ts';

const source = (body: string, usings = '') => `using Amazon.Lambda.Core;\n${usings}namespace App;\n${body}\n`;
const defaults = { 'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle') };

const registration = (program: string) => /LambdaBootstrapBuilder\.Create(<.*>)\(/.exec(program)?.[1];
const contextTypes = (text: string) => [...text.matchAll(/typeof\((.*)\)\)/g)].map(([, type]) => type);

describe('a handler of a generic base class', () => {
  const base =
    'public abstract class Base<TIn, TOut> { public Task<TOut> Handle(TIn input, ILambdaContext c) => null!; }';

  it('has the types that the class fills in', async () => {
    const target = await writeProject({
      'Function.cs': source(
        'public class Function : Base<Order, List<int>> { }\npublic record Order(string Id);',
      ),
      'Base.cs': source(base),
      ...defaults,
    });
    const { textOf } = await plan(target);
    expect(registration(textOf('Program.cs'))).toBe('<Order, List<int>>');
    expect(contextTypes(textOf('FunctionJsonContext.cs'))).toEqual(['List<int>', 'Order']);
    expect(JSON.parse(textOf('events/Handle.json'))).toEqual({ Id: '' });
  });

  it('has them through every class in between', async () => {
    const target = await writeProject({
      'Function.cs': source('public class Function : Middle<Order> { }\npublic record Order(string Id);'),
      'Middle.cs': source(
        'public abstract class Middle<T> : Base<Batch<T>, T[]> { }\npublic record Batch<T>(T[] All);',
      ),
      'Base.cs': source(base),
      ...defaults,
    });
    const { textOf } = await plan(target);
    expect(registration(textOf('Program.cs'))).toBe('<Batch<Order>, Order[]>');
  });

  it('knows the namespaces that the class imports, and those of the base', async () => {
    const target = await writeProject({
      'App.csproj': appProject.replace(
        '</ItemGroup>',
        '  <ProjectReference Include="Shared/Shared.csproj" />\n  </ItemGroup>\n  <ItemGroup>\n    <Compile Remove="Shared/**" />\n  </ItemGroup>',
      ),
      'Function.cs': source(
        'public class Function : Base<Elsewhere, Order> { }',
        'using App.Models;\nusing Package;\nusing Shared;\n',
      ),
      'Order.cs': 'namespace App.Models; public record Order(string Id);',
      'Shared/Shared.csproj': appProject.replace(/ *<AWSProjectType>.*\n/, ''),
      'Shared/Base.cs':
        'namespace Shared; public abstract class Base<TIn, TOut> { public Answer<TOut> Handle(TIn input) => null!; }',
      'Shared/Answer.cs': 'namespace Shared; public record Answer<T>(T Value);',
      ...defaults,
    });
    const { textOf } = await plan(target);
    const program = textOf('Program.cs');
    expect(registration(program)).toBe('<Elsewhere, Answer<Order>>');
    for (const namespace of ['App.Models', 'Package', 'Shared'])
      expect(program).toContain(`using ${namespace};`);
  });

  it('is one for each class that derives from it', async () => {
    const target = await writeProject({
      'Function.cs': source('public class A : Base<int, int> { }\npublic class B : Base<string, bool> { }'),
      'Base.cs': source(base),
    });
    const { settings, textOf } = await plan(target, { handlers: ['App.A.Handle', 'App.B.Handle'] });
    expect(settings.functions.map(({ handler }) => handler)).toEqual(['A', 'B']);
    expect(contextTypes(textOf('FunctionJsonContext.cs'))).toEqual(['bool', 'int', 'string']);
  });

  it('is proposed under the name of the class that can be made', async () => {
    const target = await writeProject({
      'Function.cs': source('public class A : Base<int, int> { }\npublic class B : Base<string, bool> { }'),
      'Base.cs': source(base),
    });
    await expect(plan(target)).rejects.toThrow(
      'give one of: --handler App::App.A::Handle, --handler App::App.B::Handle.',
    );
  });
});

describe('names that mean two things', () => {
  const steps = {
    'First.cs':
      'namespace App.First; public class Function { public Order Handle(Order o) => o; }\npublic class Order { }',
    'Second.cs':
      'namespace App.Second; public class Function { public Order Handle(Order o) => o; }\npublic class Order { }',
  };
  const handlers = ['App.First.Function.Handle', 'App.Second.Function.Handle'];

  it('are written in full, and the instances get names of their own', async () => {
    const { textOf, settings } = await plan(await writeProject(steps), { handlers });
    const program = textOf('Program.cs');
    expect(program).toContain('namespace App;');
    expect(program).toContain(
      'var firstFunction = new Lazy<App.First.Function>(() => new App.First.Function());',
    );
    expect(program).toContain(
      'var secondFunction = new Lazy<App.Second.Function>(() => new App.Second.Function());',
    );
    expect(program).toContain('(App.Second.Order input) => secondFunction.Value.Handle(input)');
    expect(contextTypes(textOf('FunctionJsonContext.cs').replaceAll(/, TypeInfo.*"/g, ''))).toEqual([
      'App.First.Order',
      'App.Second.Order',
    ]);
    expect(settings.functions.map(({ handler }) => handler)).toEqual([
      'First.Function.Handle',
      'Second.Function.Handle',
    ]);
  });

  it('are written in full where a namespace has the name of the class', async () => {
    const target = await writeProject({
      'App.csproj': appProject.replace(
        '</PropertyGroup>',
        '<RootNamespace>App</RootNamespace></PropertyGroup>',
      ),
      'Function.cs': 'namespace App.Function; public class Function { public string Handle(string s) => s; }',
      'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function.Function::Handle'),
    });
    expect((await plan(target)).textOf('Program.cs')).toContain(
      'var function = new App.Function.Function();',
    );
  });
});
