import { describe, expect, it } from 'vitest';
import { convertResult, convertText } from '../../src/convert/apply/result.ts';
import { packageVersion } from '../../src/package.ts';
import { temporaryFolder } from '../support/folders.ts';
import {
  appProject,
  convert,
  copyFixture,
  defaultsOf,
  plan,
  planFixture,
  writeFiles,
  writeProject,
} from './fixtures.ts';

const builtin = { library: 'builtin' } as const;
const files = {
  'Function.cs': `using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;

// Assembly attribute to enable the Lambda function's JSON input to be converted into a .NET class.
[assembly: LambdaSerializer(typeof(DefaultLambdaJsonSerializer))]
[assembly: System.Reflection.AssemblyTitle("x")]

namespace App;

public class Function
{
    public string Handle(string s, Amazon.Lambda.Core.ILambdaContext context) => s;
}
`,
  'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
};

describe('--library builtin', () => {
  it('puts the runtime’s source and types in the place of AWS’s packages', async () => {
    const { textOf, changes } = await plan(await writeProject(files), builtin);
    expect(textOf('Function.cs')).toBe(`using LambdaRuntime;

[assembly: System.Reflection.AssemblyTitle("x")]

namespace App;

public class Function
{
    public string Handle(string s, LambdaRuntime.ILambdaContext context) => s;
}
`);
    expect(textOf('App.csproj')).not.toContain('Amazon.Lambda');
    expect(textOf('App.csproj')).not.toContain('AllowUnsafeBlocks');
    expect(textOf('Program.cs')).toContain('.Handle("Handle", function.Handle)');
    expect(changes.map(({ path }) => path)).toContain('LambdaRuntime/LambdaBootstrap.cs');
  });

  it('tells the many files of the runtime as one', async () => {
    const conversion = await plan(await writeProject(files), builtin);
    const text = convertText(convertResult('/app', conversion, 'again', true), conversion.changes);
    expect(text).toMatch(/^ {2}new {6}LambdaRuntime\/ \(\d+ files\)$/m);
    expect(text).toMatch(/^ {2}new {6}Makefile$/m);
  });

  it('makes the runtime client a project below a project at the top, which does not compile it', async () => {
    const { textOf } = await plan(await writeProject(files), builtin);
    const project = textOf('App.csproj');
    expect(project).toContain('<ProjectReference Include="LambdaRuntime/LambdaRuntime.csproj" />');
    expect(project).toContain('<Import Project="LambdaRuntime/build/LambdaRuntime.targets" />');
    expect(project).toContain('<Import Project="linker/linker.targets" />');
    expect(project).toContain(
      '<DefaultItemExcludes>$(DefaultItemExcludes);LambdaRuntime/**</DefaultItemExcludes>',
    );
    expect(textOf('LambdaRuntime/LambdaRuntime.csproj')).toContain(
      '<TargetFramework>net8.0</TargetFramework>',
    );
    expect(textOf('LambdaRuntime/LambdaBootstrap.cs')).toContain(
      `generator-lambda-nativeaot ${packageVersion()};`,
    );
  });

  it('makes it a project beside one that has a folder of its own', async () => {
    const { textOf } = await planFixture('solution', builtin);
    const project = textOf('src/Shop.Function/Shop.Function.csproj');
    expect(project).toContain('<ProjectReference Include="../LambdaRuntime/LambdaRuntime.csproj" />');
    expect(project).toContain('<Import Project="../LambdaRuntime/build/LambdaRuntime.targets" />');
    expect(project).toContain('<Import Project="../../linker/linker.targets" />');
    expect(project).not.toContain('DefaultItemExcludes');
    expect(textOf('src/LambdaRuntime/README.md')).toContain('# LambdaRuntime');
  });

  it('is refused where something else has the name of that project', async () => {
    const other = { ...files, 'LambdaRuntime/LambdaRuntime.csproj': '<Project Sdk="Microsoft.NET.Sdk" />' };
    await expect(plan(await writeProject(other), builtin)).rejects.toThrow(
      "LambdaRuntime/LambdaRuntime.csproj is there already, and is not the runtime client's project; rename it first.",
    );
  });

  it('gives LogLevel the name that it has in the runtime client, and no other LogLevel', async () => {
    const body = `context.Logger.Log(LogLevel.Error, s);
        var level = (Amazon.Lambda.Core.LogLevel)1;
        Other.LogLevel.ToString();
        return s;`;
    const log = {
      ...files,
      'Function.cs': files['Function.cs'].replace('=> s;', `{ ${body} }`),
      'Settings.cs': `using Amazon.Lambda.Core;

class Settings
{
    public LogLevel? LogLevel { get; set; } = LogLevel.Error;
    public bool IsLoud(LogLevel[] loud) => LogLevel is LogLevel.Debug || LogLevel is { } level;
}
`,
      'Other.cs': 'using Microsoft.Extensions.Logging;\n\nclass Other { object x = LogLevel.Error; }\n',
    };
    const { textOf, changes } = await plan(await writeProject(log), builtin);
    expect(textOf('Function.cs')).toContain(
      body
        .replace('LogLevel.Error', 'LambdaLogLevel.Error')
        .replace('Amazon.Lambda.Core.LogLevel', 'LambdaRuntime.LambdaLogLevel'),
    );
    expect(textOf('Settings.cs')).toBe(`using LambdaRuntime;

class Settings
{
    public LambdaLogLevel? LogLevel { get; set; } = LambdaLogLevel.Error;
    public bool IsLoud(LambdaLogLevel[] loud) => LogLevel is LambdaLogLevel.Debug || LogLevel is { } level;
}
`);
    expect(changes.map(({ path }) => path)).not.toContain('Other.cs');
  });

  it('changes nothing when it is done a second time', async () => {
    for (const name of ['json-function', 'solution']) {
      const target = await copyFixture(name, await temporaryFolder());
      await convert(target, builtin);
      expect((await plan(target, builtin)).changes).toEqual([]);
    }
  });

  it('reads and writes JSON as the serializer before it did', async () => {
    const typed = {
      ...files,
      'Function.cs': files['Function.cs']
        .replace('string Handle(string s', 'List<int> Handle(int s')
        .replace('Default', 'CamelCase'),
    };
    const { textOf } = await plan(await writeProject(typed), builtin);
    expect(textOf('FunctionJsonContext.cs')).toContain(
      '[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]',
    );
    expect(textOf('Program.cs')).toContain(
      '.Handle("Handle", function.Handle, FunctionJsonContext.Default.Int32, FunctionJsonContext.Default.ListInt32)',
    );
  });

  it.each([
    ['s3-function', "S3Function.csproj:10 uses Amazon.Lambda.S3Events, which needs AWS's packages"],
    ['annotations', 'uses Amazon.Lambda.Annotations'],
    [
      'custom-runtime',
      "src/SimpleFunction/Function.cs is the project's own entry point and starts AWS's runtime client",
    ],
  ])('does not fit %s and says why', async (name, why) => {
    await expect(planFixture(name, builtin)).rejects.toThrow(
      `--library builtin does not fit: ${why.startsWith('uses') ? '' : why}`,
    );
    await expect(planFixture(name, builtin)).rejects.toThrow(why);
    await expect(planFixture(name, builtin)).rejects.toThrow('use --library aws.');
  });

  it('keeps LambdaLogger, under either name', async () => {
    const body = `LambdaLogger.Log(s);
        Amazon.Lambda.Core.LambdaLogger.Log(LogLevel.Error, "{s}", s);
        return s;`;
    const log = { ...files, 'Function.cs': files['Function.cs'].replace('=> s;', `{ ${body} }`) };
    expect((await plan(await writeProject(log), builtin)).textOf('Function.cs')).toContain(
      body
        .replace('Amazon.Lambda.Core.LambdaLogger', 'LambdaRuntime.LambdaLogger')
        .replace('LogLevel.Error', 'LambdaLogLevel.Error'),
    );
  });

  it('does not fit code that uses what it lacks, nor tests with AWS’s types', async () => {
    const log = {
      ...files,
      'Function.cs': files['Function.cs'].replace(
        '=> s;',
        '{ LambdaLogger.ConfigureStructuredLogging(new()); return s; }',
      ),
    };
    await expect(plan(await writeProject(log), builtin)).rejects.toThrow(
      'Function.cs:12 uses ConfigureStructuredLogging, which the built-in runtime does not have',
    );
    const tests = {
      'src/App/App.csproj': appProject,
      'src/App/Function.cs': files['Function.cs'],
      'src/App/aws-lambda-tools-defaults.json': files['aws-lambda-tools-defaults.json'],
      'test/T/T.csproj': `<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="xunit" Version="2.9.3" />
        <PackageReference Include="Amazon.Lambda.TestUtilities" Version="3.0.0" /><ProjectReference Include="../../src/App/App.csproj" /></ItemGroup></Project>`,
    };
    await expect(plan(await writeFiles(tests), builtin)).rejects.toThrow(
      "test/T/T.csproj uses AWS's types too, and would no longer fit",
    );
  });
});
