import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { appProject, defaultsOf, plan, writeProject } from './fixtures.ts';

const source = (body: string, usings = '') => `using Amazon.Lambda.Core;\n${usings}namespace App;\n${body}\n`;
const defaults = { 'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle') };
const inClass = (member: string, more = '') => ({
  'Function.cs': source(`public class Function { ${member} }\n${more}`),
  ...defaults,
});

async function refusal(files: Record<string, string>, options = {}): Promise<string> {
  const target = await writeProject(files);
  const error = await plan(target, options).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).not.toContain('\n');
  return (error as Error).message.replaceAll(target, 'DIR');
}

async function programOf(files: Record<string, string>, options = {}): Promise<string> {
  const text = (await plan(await writeProject(files), options)).textOf('Program.cs');
  return text.replaceAll(/\(\n\s+/g, '(');
}

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

describe('the entry point', () => {
  it.each([
    ['Stream Handle(Stream s) => s;', 'LambdaBootstrapBuilder.Create(function.Handle),'],
    [
      'Task<Stream> Handle(Stream s, ILambdaContext c) => null!;',
      'LambdaBootstrapBuilder.Create(function.Handle),',
    ],
    ['void Handle() { }', 'LambdaBootstrapBuilder.Create(function.Handle),'],
    [
      'Task Handle(ILambdaContext c) => Task.CompletedTask;',
      'LambdaBootstrapBuilder.Create(function.Handle),',
    ],
    ['int Handle(Stream s) => 1;', 'Create<int>(function.Handle, serializer)'],
    ['Stream Handle(int x) => null!;', 'Create<int>(function.Handle, serializer)'],
    ['string? Handle(string? s) => s;', 'Create<string?, string?>(function.Handle, serializer)'],
    [
      'ValueTask<int> Handle(int x) => new(x);',
      'Create<int, int>(async (int input) => await function.Handle(input), serializer)',
    ],
    [
      'ValueTask Handle(int x, ILambdaContext c) => default;',
      'Create<int>(async (int input, ILambdaContext context) => await function.Handle(input, context), serializer)',
    ],
  ])('registers %s', async (method, line) => {
    expect(await programOf(inClass(`public ${method}`))).toContain(line);
  });

  it('makes instances of several classes only when they are called', async () => {
    const program = await programOf(
      {
        'F.cs': source(
          'public class A { public int Go(int x) => x; } public class B { public int Go(int x) => x; }',
        ),
      },
      { handlers: ['App.A.Go', 'App.B.Go'] },
    );
    expect(program).toContain('var a = new Lazy<A>(() => new A());');
    expect(program).toContain(
      '["A"] = LambdaBootstrapBuilder.Create<int, int>((int input) => a.Value.Go(input), serializer),',
    );
  });

  it('takes another name where Program is taken', async () => {
    const files = {
      ...inClass('public int Handle(int x) => x;', 'public class Program { public void Helper() { } }'),
    };
    const { changes } = await plan(await writeProject(files));
    expect(changes.map(({ path }) => path)).toContain('EntryPoint.cs');
  });

  it('is named in the project file where there is another Main', async () => {
    const files = inClass(
      'public int Handle(int x) => x;',
      'public class Local { public static void Main() { } }',
    );
    expect((await plan(await writeProject(files))).textOf('App.csproj')).toContain(
      '<StartupObject>App.Program</StartupObject>',
    );
  });

  it('cannot stand beside top-level statements that do something else', async () => {
    const files = {
      ...inClass('public int Handle(int x) => x;'),
      'Local.cs': 'System.Console.WriteLine("local");',
    };
    expect(await refusal(files)).toContain('Local.cs:1: these top-level statements are the program already');
  });

  it('is listed where the project lists its sources', async () => {
    const project = appProject.replace(
      '</PropertyGroup>',
      '  <EnableDefaultCompileItems>false</EnableDefaultCompileItems>\n  </PropertyGroup>\n  <ItemGroup>\n    <Compile Include="Function.cs" />\n  </ItemGroup>',
    );
    const files = { 'App.csproj': project, ...inClass('public int Handle(int x) => x;') };
    const text = (await plan(await writeProject(files))).textOf('App.csproj');
    expect(text).toContain(
      '<Compile Include="Function.cs" />\n    <Compile Include="FunctionJsonContext.cs" />\n    <Compile Include="Program.cs" />',
    );
  });
});

describe('a project is refused', () => {
  const handle = inClass('public int Handle(int x) => x;');

  it.each([
    ['net11.0', 'targets net11.0, which is not one of net10.0, net9.0, net8.0; give --framework'],
    ['$([X]::Y())', 'depends on what only MSBuild knows; give --framework'],
  ])('with target framework %s', async (framework, why) => {
    expect(await refusal({ ...handle, 'App.csproj': appProject.replace('net8.0', framework) })).toContain(
      why,
    );
  });

  it('with several target frameworks, until one is chosen', async () => {
    const several = appProject.replace(
      '<TargetFramework>net8.0</TargetFramework>',
      '<TargetFrameworks>net6.0;net8.0</TargetFrameworks>',
    );
    expect(await refusal({ ...handle, 'App.csproj': several })).toContain(
      'has 2 target frameworks (net6.0, net8.0)',
    );
    const target = await writeProject({ ...handle, 'App.csproj': several });
    const { textOf } = await plan(target, { framework: 'net9.0' });
    expect(textOf('App.csproj')).toContain('<TargetFramework>net9.0</TargetFramework>');
    expect(textOf('App.csproj')).not.toContain('TargetFrameworks');
  });

  it('when a file that MSBuild imports later overrides it', async () => {
    const targets =
      '<Project>\n  <PropertyGroup>\n    <OutputType>Library</OutputType>\n  </PropertyGroup>\n</Project>';
    expect(await refusal({ ...handle, 'Directory.Build.targets': targets })).toBe(
      'OutputType has to be Exe, but Directory.Build.targets:3 overrides it; change it there.',
    );
  });

  it('of the kind before the SDK, and with C# too old for the source generator', async () => {
    expect(
      await refusal({
        ...handle,
        'App.csproj':
          '<Project ToolsVersion="15.0"><PropertyGroup><AssemblyName>App</AssemblyName></PropertyGroup></Project>',
      }),
    ).toContain('is not an SDK-style project');
    const old = appProject.replace('</PropertyGroup>', '<LangVersion>7.3</LangVersion></PropertyGroup>');
    expect(await refusal({ ...handle, 'App.csproj': old })).toContain(
      'asks for C# 7.3, and the source generator for JSON needs 9',
    );
  });

  it('when there is none, or there are several', async () => {
    expect(await refusal({ 'App.csproj': appProject, 'sub/B.csproj': appProject })).toContain(
      'holds 2 projects that may be the function (App.csproj, sub/B.csproj); name the folder of one',
    );
  });
});
