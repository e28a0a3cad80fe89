import { describe, expect, it } from 'vitest';
import { type ConvertResult, convertSummary } from '../../src/convert/apply/result.ts';
import { appProject, defaultsOf, plan, planFixture, writeProject } from './fixtures.ts';

describe('warnings', () => {
  const files = {
    'App.csproj': appProject
      .replace(
        '</ItemGroup>',
        `  <PackageReference Include="AWSSDK.S3" Version="3.7.100" />
    <PackageReference Include="AWSSDK.SQS" Version="4.0.1" />
    <PackageReference Include="Newtonsoft.Json" Version="13.0.3" />
  </ItemGroup>
  <ItemGroup>
    <ProjectReference Include="Library/Library.csproj" />
  </ItemGroup>`,
      )
      .replace(
        '</PropertyGroup>',
        '  <DefaultItemExcludes>Library/**</DefaultItemExcludes>\n  </PropertyGroup>',
      ),
    'Function.cs': `namespace App;

public class Function
{
    // JsonSerializer.Serialize(x) in a comment is nobody's business.
    public string Handle(string s) => JsonSerializer.Serialize(new { s, text = "dynamic d = 1;" });

    public object Get(dynamic x) => x;
}
`,
    'Library/Library.csproj':
      '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>',
    'Library/Mapper.cs':
      'namespace Library;\n\npublic class Mapper\n{\n    public object Make(string name) => System.Activator.CreateInstance("Library", name);\n}\n',
    'aws-lambda-tools-defaults.json': defaultsOf('App::App.Function::Handle'),
    'global.json': '{ "sdk": { "version": "8.0.100" } }',
  };

  it('name file and line, in the project and in those that it uses, packages and SDK among them', async () => {
    const target = await writeProject({
      ...files,
      'App.csproj': files['App.csproj'].replace('net8.0', 'net6.0'),
    });
    const { warnings } = await plan(target);
    expect(warnings.map(({ file, line, id }) => `${file}:${line} ${id}`)).toEqual([
      'App.csproj:12 package',
      'App.csproj:14 package',
      'Function.cs:6 reflection-json',
      'Function.cs:8 dynamic',
      'Library/Mapper.cs:5 create-instance',
      'global.json:1 sdk',
    ]);
    expect(warnings[0]?.problem).toBe(
      'AWSSDK.S3 3.7.100: versions 3 of the AWS SDK are only partly safe under trimming',
    );
  });

  it('of what could be quicker are apart from those of what breaks', async () => {
    const target = await writeProject({
      ...files,
      'Function.cs':
        'namespace App;\n\npublic class Function\n{\n    public string Handle(string s) => new Amazon.S3.AmazonS3Client().ToString() + s;\n\n    public object Get(dynamic x) => x;\n}\n',
    });
    const { warnings } = await plan(target);
    const own = warnings.filter(({ file }) => file === 'Function.cs');
    expect(own).toMatchObject([
      { id: 'first-use', line: 5, isSlow: true },
      { id: 'dynamic', line: 7 },
    ]);
    const nothing = { files: [], functions: [], remarks: [] };
    const text = convertSummary({ ...nothing, warnings: own } as unknown as ConvertResult);
    expect(text.split('\n').filter((line) => /^(\S| {2}\S)/.test(line))).toEqual([
      'One place that will fail, or behave differently, in a native program:',
      '  Function.cs:7',
      'One place that could be quicker:',
      '  Function.cs:5',
    ]);
  });

  it('are silent where the project has what makes them moot', async () => {
    const idsOf = async (project: string) => {
      const target = await writeProject({
        'App.csproj': project.replace(
          '</ItemGroup>',
          '  <PackageReference Include="Dapper" Version="2.1.66" />\n  </ItemGroup>',
        ),
        'Function.cs':
          'using Microsoft.Extensions.Configuration;\nnamespace App; public class Function { public string Handle(IConfiguration c) => c.Get<string>(); }',
        'aws-lambda-tools-defaults.json': files['aws-lambda-tools-defaults.json'],
      });
      return (await plan(target)).warnings.map(({ id }) => id);
    };
    expect(await idsOf(appProject)).toEqual(['package', 'configuration-binding']);
    const generator = '<EnableConfigurationBindingGenerator>true</EnableConfigurationBindingGenerator>';
    const covered = appProject
      .replace('</PropertyGroup>', `${generator}</PropertyGroup>`)
      .replace('</ItemGroup>', '<PackageReference Include="Dapper.AOT" Version="1.0.48" /></ItemGroup>');
    expect(await idsOf(covered)).toEqual([]);
    expect(await idsOf(appProject.replace('NET.Sdk"', 'NET.Sdk.Web"'))).toEqual(['package']);
  });

  it('name the files that the program reads and that no zip of ours holds', async () => {
    const items = `  <ItemGroup>
    <None Update="appsettings.json"><CopyToOutputDirectory>PreserveNewest</CopyToOutputDirectory></None>
    <Content Include="rules.xml" CopyToPublishDirectory="Always" />
    <None Include="local.json" CopyToOutputDirectory="Always" CopyToPublishDirectory="Never" />
    <None Update="aws-lambda-tools-defaults.json" CopyToOutputDirectory="Always" />
    <None Include="notes.txt" CopyToOutputDirectory="Never" />
    <EmbeddedResource Include="inside.txt" />
  </ItemGroup>
</Project>`;
    const function_ = {
      'Function.cs': 'namespace App; public class Function { public string Handle(string s) => s; }',
      'aws-lambda-tools-defaults.json': files['aws-lambda-tools-defaults.json'],
      'appsettings.json': '{}',
      'appsettings.Development.json': '{}',
      'appsettings.Production.json': '{}',
    };
    const leftOut = async (project: string) =>
      (await plan(await writeProject({ ...function_, 'App.csproj': project }))).warnings
        .filter(({ id }) => id === 'left-out')
        .map(({ file, line, problem, wayOut }) => {
          expect(wayOut).toContain('FILES of the Makefile');
          return `${file}:${line} ${problem.split(' ')[0]}`;
        });
    const project = appProject.replace('</Project>', items);
    expect(await leftOut(appProject)).toEqual([]);
    expect(await leftOut(project)).toEqual(['App.csproj:13 appsettings.json', 'App.csproj:14 rules.xml']);
    expect(await leftOut(project.replace('Microsoft.NET.Sdk"', 'Microsoft.NET.Sdk.Web"'))).toEqual([
      'App.csproj:13 appsettings.json',
      'App.csproj:14 rules.xml',
      'appsettings.Production.json:1 appsettings.Production.json',
    ]);
  });

  it('are none for code that runs natively', async () => {
    for (const name of ['empty-function', 's3-function', 'solution', 'handler-shapes']) {
      expect((await planFixture(name)).warnings).toEqual([]);
    }
  });

  it('say where the parser lost its way', async () => {
    const target = await writeProject({ ...files, 'Broken.cs': 'namespace App;\nclass X { void M( { } }\n' });
    expect((await plan(target)).warnings).toContainEqual(
      expect.objectContaining({ file: 'Broken.cs', id: 'syntax', line: 2 }),
    );
  });
});
