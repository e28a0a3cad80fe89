import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { convertResult, convertText } from '../../src/convert/apply/result.ts';
import {
  appProject,
  centralPackages,
  defaultsOf,
  managedProject,
  plan,
  writeFiles,
  writeProject,
} from './fixtures.ts';

// What other people's projects have that the samples do not.

const source = `using Amazon.Lambda.Core;

namespace App;

public class Function
{
    public string Handle(string s, ILambdaContext context) => s;
}
`;
const files = {
  'Function.cs': source,
  'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
};
const old = appProject.replace(
  '"Amazon.Lambda.Core" Version="3.2.0"',
  '"Amazon.Lambda.Core" Version="2.2.0"',
);

describe('packages', () => {
  it.each([
    'Microsoft.DotNet.ILCompiler',
    'runtime.linux-x64.Microsoft.DotNet.ILCompiler',
    'Microsoft.NET.ILLink.Tasks',
  ])('%s goes: the SDK brings its own', async (id) => {
    const reference = `<PackageReference Include="${id}" Version="7.0.0" />`;
    const project = appProject.replace('<ItemGroup>', `<ItemGroup>\n    ${reference}`);
    const { textOf, remarks } = await plan(await writeProject({ ...files, 'App.csproj': project }));
    expect(textOf('App.csproj')).not.toContain(id);
    expect(remarks).toContain(`Package ${id} removed: the SDK brings the one that fits it.`);
  });

  it('of the SDK have no central version either, which NuGet would refuse', async () => {
    const central = centralPackages({
      'Amazon.Lambda.Core': '3.2.0',
      'Amazon.Lambda.Serialization.SystemTextJson': '3.0.1',
      'Microsoft.DotNet.ILCompiler': '8.0.0',
    });
    const project = managedProject;
    const inside = { ...files, 'App.csproj': project, 'Directory.Packages.props': central };
    const { textOf } = await plan(await writeProject(inside));
    expect(textOf('Directory.Packages.props')).not.toContain('ILCompiler');

    const above = Object.entries({ ...files, 'App.csproj': project }).map(([path, text]) => [
      `App/${path}`,
      text,
    ]);
    const target = await writeFiles({ ...Object.fromEntries(above), 'Directory.Packages.props': central });
    const { remarks } = await plan(join(target, 'App'));
    expect(remarks).toContain(
      `${target}/Directory.Packages.props:8 has a version of Microsoft.DotNet.ILCompiler, which NuGet refuses in a native build (NU1009); remove that line.`,
    );
  });

  it('that are raised are raised in the tests too, which would be refused otherwise', async () => {
    const test = (version: string) => `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <ProjectReference Include="../../src/App/App.csproj" />
    <PackageReference Include="Amazon.Lambda.Core" Version="${version}" />
    <PackageReference Include="xunit" Version="2.9.2" />
  </ItemGroup>
</Project>
`;
    const inside = Object.fromEntries(
      Object.entries({ ...files, 'App.csproj': old }).map(([path, text]) => [`src/App/${path}`, text]),
    );
    const folder = await writeFiles({
      ...inside,
      'test/App.Tests/App.Tests.csproj': test('2.2.0'),
      'test/New.Tests/New.Tests.csproj': test('9.0.0'),
    });
    const { textOf, changes } = await plan(folder);
    const raised = /"Amazon\.Lambda\.Core" Version="([^"]+)"/.exec(
      textOf('src/App/App.csproj'),
    )?.[1] as string;
    expect(textOf('test/App.Tests/App.Tests.csproj')).toContain(`"Amazon.Lambda.Core" Version="${raised}"`);
    expect(changes.map(({ path }) => path)).not.toContain('test/New.Tests/New.Tests.csproj');
  });

  it('whose versions a company manages, without exceptions, are named and left to it', async () => {
    const folder = await writeFiles({
      'Directory.Packages.props': centralPackages({ 'Amazon.Lambda.Core': '2.2.0' }, false),
      ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`app/${path}`, text])),
      'app/App.csproj': appProject.replace(/ Version="[^"]*"/g, ''),
    });
    const { textOf, remarks } = await plan(join(folder, 'app'));
    expect(textOf('App.csproj')).not.toContain('VersionOverride');
    expect(remarks.join('\n')).toMatch(
      /manages versions and allows no other: set Amazon\.Lambda\.Core to \S+ there/,
    );
    expect(remarks.join('\n')).toMatch(
      /add <PackageVersion Include="Amazon\.Lambda\.RuntimeSupport" Version="\S+" \/>/,
    );
  });

  it.each([
    ['*', 0],
    ['4.*', 0],
    ['3.7.100', 1],
  ])('of the version %s are old or not', async (version, count) => {
    const reference = `<PackageReference Include="AWSSDK.S3" Version="${version}" />`;
    const project = appProject.replace('<ItemGroup>', `<ItemGroup>\n    ${reference}`);
    const { warnings } = await plan(await writeProject({ ...files, 'App.csproj': project }));
    expect(warnings.filter(({ id }) => id === 'package')).toHaveLength(count);
  });
});

describe('what a project says of its surroundings', () => {
  it('a runtime that the functions have now is not changed without a word', async () => {
    const template = `Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: App::App.Function::Handle
      Runtime: provided.al2
      CodeUri: .
`;
    const { remarks } = await plan(await writeProject({ ...files, 'template.yaml': template }));
    expect(remarks).toContain(
      'Runtime provided.al2 becomes provided.al2023; --runtime provided.al2 keeps it.',
    );
  });

  it('but the runtimes of other projects in the same template are none of its business', async () => {
    const template = `Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: { Handler: 'App::App.Function::Handle', Runtime: dotnet8, CodeUri: . }
  Theirs:
    Type: AWS::Serverless::Function
    Properties: { Handler: 'Other::Other.Function::Handle', Runtime: provided.al2, CodeUri: ../Other }
`;
    const { remarks } = await plan(await writeProject({ ...files, 'template.yaml': template }));
    expect(remarks.filter((remark) => remark.startsWith('Runtime'))).toEqual([
      'Runtime dotnet8 becomes provided.al2023; --runtime dotnet8 keeps it.',
    ]);
  });

  it.each([
    ['latestMajor', 0],
    ['Major', 0],
    ['latestFeature', 1],
    [undefined, 1],
  ])('an SDK that rolls forward by %s is too old or not', async (rollForward, count) => {
    const sdk = { version: '8.0.100', ...(rollForward === undefined ? {} : { rollForward }) };
    const folder = await writeProject({ ...files, 'global.json': JSON.stringify({ sdk }) });
    const { warnings } = await plan(folder, { framework: 'net10.0' });
    expect(warnings.filter(({ id }) => id === 'sdk')).toHaveLength(count);
  });

  it('each file of a list that is copied is one of its own', async () => {
    const item =
      '<None Include="a.json; aws-lambda-tools-defaults.json;b.txt" CopyToOutputDirectory="Always" />';
    const project = appProject.replace('<ItemGroup>', `<ItemGroup>\n    ${item}`);
    const { warnings } = await plan(await writeProject({ ...files, 'App.csproj': project }));
    const left = warnings
      .filter(({ id }) => id === 'left-out')
      .map(({ problem }) => problem.split(' beside')[0]);
    expect(left).toEqual(['a.json, b.txt lie']);
  });

  it.each(['#:package Humanizer@2.14.1', '#:sdk Microsoft.NET.Sdk.Web'])(
    'a file with %s is an app of one file',
    async (line) => {
      const folder = await writeFiles({ 'app.cs': `${line}\nConsole.WriteLine(1);\n` });
      await expect(plan(folder)).rejects.toThrow('make a project of it first: dotnet project convert app.cs');
    },
  );
});

it('a dry run shows the patch of what is the project’s own, and sums the runtime client up in a line', async () => {
  const conversion = await plan(await writeProject(files), { library: 'builtin' });
  const result = convertResult('/app', conversion, 'again', false);
  const text = convertText(result, conversion.changes);
  expect(result.diff).toContain('+++ b/LambdaRuntime/Invocation.cs');
  expect(text).not.toContain('LambdaRuntime/Invocation.cs');
  expect(text).not.toContain('LambdaLoggerProvider.cs');
  expect(text).toContain('+++ b/App.csproj');
  expect(text).toMatch(/new +LambdaRuntime\/ \(\d+ files\)/);
  expect(text.split('\n').length).toBeLessThan(1200);
});
