import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { compiledFiles, loadProject, projectReferences } from '../../src/dotnet/files.ts';
import { isOlder, packageReferences } from '../../src/dotnet/packages.ts';
import { findFiles } from '../../src/files/find.ts';
import { readText } from '../../src/files/text.ts';
import { temporaryFolder } from '../support/folders.ts';

async function write(folder: string, files: Record<string, string>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

it('finds what a project compiles: default items, what is removed, what is linked', async () => {
  const folder = await write(await temporaryFolder(), {
    'p/p.csproj': `<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>
      <Compile Remove="Old/**;Legacy\\*.cs" /><Compile Include="..\\shared\\Shared.cs" />
      <Compile Remove="Debug.cs" Condition="'$(Configuration)' == 'Debug'" />
    </ItemGroup></Project>`,
    'p/A.cs': '',
    'p/Debug.cs': '',
    'p/Deep/B.cs': '',
    'p/Old/Deep/C.cs': '',
    'p/Legacy/D.cs': '',
    'p/Legacy/Deep/E.cs': '',
    'p/obj/F.cs': '',
    'p/bin/G.cs': '',
    'shared/Shared.cs': '',
  });
  const files = await compiledFiles(await loadProject(join(folder, 'p', 'p.csproj')));
  expect(files.map((path) => relative(folder, path))).toEqual([
    'p/A.cs',
    'p/Debug.cs',
    'p/Deep/B.cs',
    'p/Legacy/Deep/E.cs',
    'shared/Shared.cs',
  ]);
});

it('leaves out what the default items exclude, and takes in what a pattern finds elsewhere', async () => {
  const folder = await write(await temporaryFolder(), {
    'p/p.csproj': `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>
      <DefaultItemExcludes>$(DefaultItemExcludes);Tests\\**;Tools/**/*.cs</DefaultItemExcludes>
    </PropertyGroup><ItemGroup><Compile Include="..\\shared\\**\\*.cs" /><Compile Include="../gone/*.cs" />
      <Compile Include="Tools/Kept.cs" /></ItemGroup></Project>`,
    'p/A.cs': '',
    'p/Tests/B.cs': '',
    'p/Tools/C.cs': '',
    'p/Tools/Kept.cs': '',
    'p/.hidden/D.cs': '',
    'shared/E.cs': '',
    'shared/Deep/F.cs': '',
    'shared/Deep/obj/G.cs': '',
    'other/H.cs': '',
  });
  const files = await compiledFiles(await loadProject(join(folder, 'p', 'p.csproj')));
  expect(files.map((path) => relative(folder, path))).toEqual([
    'p/A.cs',
    'p/Tools/Kept.cs',
    'shared/Deep/F.cs',
    'shared/E.cs',
  ]);
});

it.each(['EnableDefaultCompileItems', 'EnableDefaultItems'])(
  'compiles only what is listed where default items are turned off: %s',
  async (name) => {
    const folder = await write(await temporaryFolder(), {
      'p.csproj': `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><${name}>false</${name}></PropertyGroup>
      <ItemGroup><Compile Include="A.cs;Deep/**/*.cs" /></ItemGroup></Project>`,
      'A.cs': '',
      'B.cs': '',
      'Deep/C.cs': '',
      'Deep/Er/D.cs': '',
    });
    const files = await compiledFiles(await loadProject(join(folder, 'p.csproj')));
    expect(files.map((path) => relative(folder, path))).toEqual(['A.cs', 'Deep/C.cs', 'Deep/Er/D.cs']);
  },
);

it('evaluates properties in the order of MSBuild, imports and shared files among them', async () => {
  const folder = await write(await temporaryFolder(), {
    'Directory.Build.props': `<Project><PropertyGroup><A>props</A><B>props</B><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>`,
    'src/Directory.Build.props': `<Project>
      <Import Project="$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))" />
      <PropertyGroup><B>$(A)-inner</B></PropertyGroup></Project>`,
    'src/common.props': '<Project><PropertyGroup><C>common</C></PropertyGroup></Project>',
    'src/My.App/My.App.csproj': `<Project Sdk="Microsoft.NET.Sdk"><Import Project="..\\common.props" />
      <PropertyGroup><D>$(MSBuildProjectName)</D><E Condition="'$(Configuration)' == 'Debug'">no</E>
      <F Condition="Exists('x')">maybe</F></PropertyGroup>
      <Choose><When Condition="'$(A)' == 'props'"><PropertyGroup><G>when</G></PropertyGroup></When>
      <Otherwise><PropertyGroup><G>otherwise</G></PropertyGroup></Otherwise></Choose>
      <Target Name="T"><PropertyGroup><H>target</H></PropertyGroup></Target></Project>`,
    'Directory.Build.targets': '<Project><PropertyGroup><A>targets</A></PropertyGroup></Project>',
  });
  const { evaluation } = await loadProject(join(folder, 'src', 'My.App', 'My.App.csproj'));
  const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'targetframework'];
  expect(names.map((name) => evaluation.get(name))).toEqual([
    'targets',
    'props-inner',
    'common',
    'My.App',
    undefined,
    undefined,
    'when',
    undefined,
    'net8.0',
  ]);
  expect([evaluation.isUncertain('F'), evaluation.isUncertain('E')]).toEqual([true, false]);
});

it('resolves package versions: attribute, element, property, central, overridden', async () => {
  const folder = await write(await temporaryFolder(), {
    'Directory.Packages.props': `<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally><V>1.2.3</V></PropertyGroup>
      <ItemGroup><PackageVersion Include="Central" Version="$(V)" /><PackageVersion Include="Overridden" Version="1.0.0" /></ItemGroup></Project>`,
    'p.csproj': `<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>
      <PackageReference Include="Central" /><PackageReference Include="overridden" VersionOverride="2.0.0" />
      <PackageReference Include="Element"><Version>3.0.0</Version></PackageReference>
      <PackageReference Include="Unknown" /></ItemGroup>
      <ItemGroup><ProjectReference Include="..\\other\\other.csproj" /></ItemGroup></Project>`,
  });
  const project = await loadProject(join(folder, 'p.csproj'));
  expect(packageReferences(project).map(({ id, version }) => [id, version])).toEqual([
    ['Central', '1.2.3'],
    ['overridden', '2.0.0'],
    ['Element', '3.0.0'],
    ['Unknown', undefined],
  ]);
  expect(projectReferences(project).map((path) => relative(folder, path))).toEqual(['../other/other.csproj']);
});

it('compares versions by their numbers', () => {
  expect([
    isOlder('2.9.0', '2.10'),
    isOlder('3.0.0-beta', '3.0'),
    isOlder('[2.1,3)', '2.2'),
    isOlder('4.*', '4'),
  ]).toEqual([true, false, true, false]);
});

it('refuses what could not be written back as it was', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'latin.cs'), Buffer.from([0x63, 0xe8, 0x0a]));
  await writeFile(join(folder, 'utf16.cs'), Buffer.from('\uFEFFclass A { }', 'utf16le'));
  await expect(readText(join(folder, 'latin.cs'))).rejects.toThrow('is not UTF-8; save it as UTF-8 first');
  await expect(readText(join(folder, 'utf16.cs'))).rejects.toThrow('is not UTF-8');
  expect(await readText(join(folder, 'missing.cs'))).toBeUndefined();
});

it('does not follow links out of the folder', async () => {
  const folder = await write(await temporaryFolder(), { 'in/A.cs': '', 'out/B.cs': '' });
  await symlink(join(folder, 'out'), join(folder, 'in', 'link'));
  expect(await findFiles(join(folder, 'in'), () => true)).toEqual([join(folder, 'in', 'A.cs')]);
});
