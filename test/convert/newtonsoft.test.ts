import { describe, expect, it } from 'vitest';
import { appProject, plan, writeProject } from './fixtures.ts';
import { inClass } from './handler-projects.ts';

const project = appProject.replace(
  'Amazon.Lambda.Serialization.SystemTextJson" Version="3.0.1"',
  'Amazon.Lambda.Serialization.Json" Version="2.2.5"',
);
const attribute =
  '[assembly: Amazon.Lambda.Core.LambdaSerializer(typeof(Amazon.Lambda.Serialization.Json.JsonSerializer))]';
const filesOf = (body: string, more: Record<string, string> = {}) => ({
  ...inClass(`public string Handle(string s) => ${body};`),
  'Assembly.cs': attribute,
  'App.csproj': project,
  ...more,
});
const projectOf = async (files: Record<string, string>, library: 'aws' | 'builtin') =>
  (await plan(await writeProject(files), { library })).textOf('App.csproj');

const own = '<PackageReference Include="Newtonsoft.Json" Version="13.0.3" />';
const brought = 'Amazon.Lambda.Serialization.Json';

describe('Newtonsoft.Json, which came with AWS’s serializer on it', () => {
  it.each([
    ['in full', filesOf('Newtonsoft.Json.JsonConvert.SerializeObject(s)')],
    [
      'by an import',
      filesOf('JsonConvert.SerializeObject(s)', { 'Usings.cs': 'global using Newtonsoft.Json;' }),
    ],
    [
      'by an alias',
      filesOf('Json.SerializeObject(s)', { 'Usings.cs': 'global using Json = Newtonsoft.Json.JsonConvert;' }),
    ],
    [
      'by an import of the project file',
      filesOf('JObject.Parse(s).ToString()', {
        'App.csproj': project.replace(
          '<ItemGroup>',
          '<ItemGroup>\n    <Using Include="Newtonsoft.Json.Linq" />',
        ),
      }),
    ],
  ])('stays where the code names it %s', async (_, files) => {
    const builtin = await projectOf(files, 'builtin');
    expect(builtin).toContain(own);
    expect(builtin).not.toContain(brought);
    expect(await projectOf(files, 'aws')).toContain(brought);
  });

  it('goes with it where the code has no use for it, or has it of its own', async () => {
    const plain = filesOf('s /* Newtonsoft.Json.JsonConvert */');
    expect(await projectOf(plain, 'builtin')).not.toContain('Newtonsoft');
    expect(await projectOf(plain, 'aws')).not.toContain(brought);
    const twice = filesOf('Newtonsoft.Json.JsonConvert.SerializeObject(s)', {
      'App.csproj': project.replace('</ItemGroup>', `  ${own}\n  </ItemGroup>`),
    });
    expect((await projectOf(twice, 'builtin')).split(own)).toHaveLength(2);
    expect(await projectOf(twice, 'builtin')).not.toContain(brought);
  });

  it('is added where versions are managed centrally, without one of its own', async () => {
    const files = filesOf('Newtonsoft.Json.JsonConvert.SerializeObject(s)', {
      'App.csproj': project.replaceAll(/ Version="[\d.]+"/g, ''),
      'Directory.Packages.props': `<Project>
  <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
  <ItemGroup>
    <PackageVersion Include="Amazon.Lambda.Core" Version="3.2.0" />
    <PackageVersion Include="Amazon.Lambda.Serialization.Json" Version="2.2.5" />
  </ItemGroup>
</Project>
`,
    });
    const { textOf } = await plan(await writeProject(files), { library: 'builtin' });
    expect(textOf('App.csproj')).toContain('<PackageReference Include="Newtonsoft.Json" />');
    expect(textOf('Directory.Packages.props')).toContain(
      '<PackageVersion Include="Newtonsoft.Json" Version="13.0.3" />',
    );
  });

  it('is remembered where a tuple goes in or out, whose elements it wrote', async () => {
    const files = {
      ...filesOf('s'),
      ...inClass('public (int Total, string Name) Handle(string s) => (1, s);'),
    };
    expect((await plan(await writeProject(files))).remarks.join('\n')).toMatch(
      /^Function\.cs:3: \(int Total, string Name\): System\.Text\.Json neither reads nor writes the elements of a tuple/m,
    );
  });
});
