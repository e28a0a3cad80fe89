import { describe, expect, it } from 'vitest';
import { appProject, plan, writeProject } from './fixtures.ts';
import { inClass, programOf, refusal, source } from './handler-projects.ts';

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
    ['net12.0', 'targets net12.0, which is not one of net11.0, net10.0, net9.0, net8.0; give --framework'],
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

  it('with a framework of tomorrow, until one is chosen, and says what that one needs', async () => {
    const files = { ...handle, 'App.csproj': appProject.replace('net8.0', 'net12.0') };
    const { remarks, textOf } = await plan(await writeProject(files), { framework: 'net11.0' });
    expect(textOf('App.csproj')).toContain('<TargetFramework>net11.0</TargetFramework>');
    expect(remarks).toContain(
      'App moves from net12.0 to net11.0, as asked; it needs the .NET SDK 11.0 or newer.',
    );
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
