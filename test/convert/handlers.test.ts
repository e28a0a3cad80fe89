import { describe, expect, it } from 'vitest';
import { defaultsOf } from './fixtures.ts';
import { defaults, inClass, programOf, refusal, source } from './handler-projects.ts';

describe('a handler is refused', () => {
  it.each([
    ['private int Handle(int x) => x;', 'Function.cs:3 is not public'],
    ['public T Handle<T>(T x) => x;', 'is generic'],
    ['public int Handle(ref int x) => x;', 'takes ref x'],
    ['public int Handle(int x, int y) => x;', 'takes more than an event and an ILambdaContext'],
    ['public async void Handle(int x) { }', 'is async void'],
    ['public IAsyncEnumerable<int> Handle(int x) => null!;', 'returns an IAsyncEnumerable'],
    ['public Function(string s) { } public int Handle(int x) => x;', 'has no constructor without parameters'],
    ['private Function() { } public int Handle(int x) => x;', 'has no constructor without parameters'],
    ['public int Other(int x) => x;', 'App.Function has no method Handle'],
  ])('%s', async (member, why) => {
    expect(await refusal(inClass(member))).toContain(why);
  });

  it('whose class is abstract, generic or not there', async () => {
    const body = (declaration: string) => ({
      'Function.cs': source(`public ${declaration} { public int Handle(int x) => x; }`),
      ...defaults,
    });
    expect(await refusal(body('abstract class Function'))).toContain('is abstract');
    expect(await refusal(body('class Function<T>'))).toContain('is generic');
    expect(await refusal(body('class Other'))).toContain('no source of App declares App.Function');
  });

  it('of ASP.NET Core MVC, with the way to go instead', async () => {
    const files = {
      'Function.cs': source(
        'public class Function :\n// The base class must match the event.\nAmazon.Lambda.AspNetCoreServer.APIGatewayProxyFunction { }',
      ),
      'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::FunctionHandlerAsync'),
    };
    expect(await refusal(files)).toContain('move to a minimal API with AddAWSLambdaHosting first');
  });

  it('when nothing says which one it is, with those that it may be', async () => {
    const files = {
      'Function.cs': source(
        'public class A { public int Get(int x, ILambdaContext c) => x; public int Put(int x, ILambdaContext c) => x; }',
      ),
    };
    expect(await refusal(files)).toBe(
      'No file here says which method is the handler; give one of: --handler App::App.A::Get, --handler App::App.A::Put.',
    );
  });

  it('of another assembly, or one that is written as no handler is', async () => {
    const files = inClass('public int Handle(int x) => x;');
    expect(await refusal(files, { handlers: ['Other::App.Function::Handle'] })).toContain(
      'names assembly Other; this one is App',
    );
    expect(await refusal(files, { handlers: ['Handle'] })).toContain(
      'write it as Assembly::Namespace.Class::Method',
    );
  });

  it('whose short class name means two classes', async () => {
    const files = {
      'A.cs': source('public class X { public class Function { public int Handle(int x) => x; } }'),
      'B.cs': source('public class Y { public class Function { public int Handle(int x) => x; } }'),
    };
    expect(await refusal(files, { handlers: ['Function.Handle'] })).toContain(
      'may mean App.X.Function or App.Y.Function',
    );
  });
});

describe('a handler is found', () => {
  it('without any file that names it, when one method alone can be it', async () => {
    const files = {
      'Function.cs': source(
        'public class A { public int Get(int x, ILambdaContext c) => x; public int Helper(int x) => x; }',
      ),
    };
    expect(await programOf(files)).toContain('Create<int, int>(a.Get, serializer)');
  });

  it('by the serializer that it has of its own', async () => {
    const files = {
      'Function.cs': source(
        'public class A { [LambdaSerializer(typeof(DefaultLambdaJsonSerializer))] public int Get(int x) => x; public int Helper(int x) => x; }',
      ),
    };
    expect(await programOf(files)).toContain('Create<int, int>(a.Get, serializer)');
  });

  it('in a nested class, named with + as .NET does', async () => {
    const files = {
      'Function.cs': source(
        'public class Outer { public class Function { public string Handle(string s) => s; } }',
      ),
      'aws-lambda-tools-defaults.json': defaultsOf('App::App.Outer+Function::Handle'),
    };
    expect(await programOf(files)).toContain('var function = new Outer.Function();');
  });

  it('in a base class and in the other half of a partial class', async () => {
    const files = {
      'Function.cs': source('public partial class Function : Base { }'),
      'Other.cs': source('public partial class Function { public Function() { } }'),
      'Base.cs': source('public class Base { public string Handle(string s) => s; }'),
      ...defaults,
    };
    expect(await programOf(files)).toContain('Create<string, string>(function.Handle, serializer)');
  });

  it('in the override, not in the base that it hides', async () => {
    const files = {
      'Function.cs': source('public class Function : Base { public override string Handle(string s) => s; }'),
      'Base.cs': source('public abstract class Base { public virtual string Handle(string s) => s; }'),
      ...defaults,
    };
    expect(await programOf(files)).toContain('function.Handle');
  });

  it('by Namespace.Class.Method, as the old converter took it', async () => {
    const files = inClass('public int Handle(int x) => x;');
    expect(await programOf(files, { handlers: ['App.Function.Handle'] })).toContain(
      'Create<int, int>(function.Handle',
    );
  });

  it('when it is static, without an instance', async () => {
    expect(await programOf(inClass('public static int Handle(int x) => x;'))).toContain(
      'Create<int, int>(Function.Handle',
    );
  });
});
