import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadProject } from '../../src/dotnet/files.ts';
import { applyEdits } from '../../src/dotnet/splice.ts';
import { projectEdits } from '../../src/functions/project-file.ts';
import { temporaryFolder } from '../support/folders.ts';

const needs = { packages: [{ id: 'AWSSDK.DynamoDBv2', version: '4.1.0' }], globalUsings: [], noWarn: [] };

async function load(files: Record<string, string>) {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'src'));
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  return loadProject(join(folder, 'src', 'App.csproj'));
}

const project = (body: string) => `<Project Sdk="Microsoft.NET.Sdk">\n\n${body}\n\n</Project>\n`;

describe('giving a project what a sample needs', () => {
  test('puts a package beside the others and a using beside the others', async () => {
    const text = project(
      '  <ItemGroup>\n    <!-- mine -->\n    <Using Include="LambdaRuntime" />\n  </ItemGroup>\n\n  <ItemGroup>\n    <PackageReference Include="A" Version="1.0.0" />\n  </ItemGroup>',
    );
    const loaded = await load({ 'src/App.csproj': text });

    const edits = projectEdits(loaded, { ...needs, globalUsings: ['Amazon.Lambda.Core.ResponseStreaming'] });

    expect(applyEdits(text, edits.project)).toBe(
      project(
        '  <ItemGroup>\n    <!-- mine -->\n    <Using Include="LambdaRuntime" />\n    <Using Include="Amazon.Lambda.Core.ResponseStreaming" />\n  </ItemGroup>\n\n  <ItemGroup>\n    <PackageReference Include="A" Version="1.0.0" />\n    <PackageReference Include="AWSSDK.DynamoDBv2" Version="4.1.0" />\n  </ItemGroup>',
      ),
    );
  });

  test('makes a group where there is none', async () => {
    const text = project('  <PropertyGroup>\n    <OutputType>Exe</OutputType>\n  </PropertyGroup>');
    const loaded = await load({ 'src/App.csproj': text });

    expect(applyEdits(text, projectEdits(loaded, needs).project)).toContain(
      '  <ItemGroup>\n    <PackageReference Include="AWSSDK.DynamoDBv2" Version="4.1.0" />\n  </ItemGroup>\n',
    );
  });

  test('leaves alone what is there in that version or a newer one', async () => {
    const text = project(
      '  <ItemGroup>\n    <PackageReference Include="awssdk.dynamodbv2" Version="4.2.0" />\n    <Using Include="X" />\n  </ItemGroup>',
    );
    const loaded = await load({ 'src/App.csproj': text });

    expect(projectEdits(loaded, { ...needs, globalUsings: ['X'] })).toEqual({ project: [], packages: [] });
  });

  test('refuses a package that is there in an older version', async () => {
    const text = project(
      '  <ItemGroup>\n    <PackageReference Include="AWSSDK.DynamoDBv2" Version="3.7.1" />\n  </ItemGroup>',
    );
    const loaded = await load({ 'src/App.csproj': text });

    expect(() => projectEdits(loaded, needs)).toThrow(
      'The project has AWSSDK.DynamoDBv2 3.7.1; this sample needs 4.1.0 or newer',
    );
  });

  test('puts the version where versions are kept', async () => {
    const text = project('  <ItemGroup>\n    <PackageReference Include="A" />\n  </ItemGroup>');
    const versions =
      '<Project>\n  <PropertyGroup>\n    <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>\n  </PropertyGroup>\n  <ItemGroup>\n    <PackageVersion Include="A" Version="1.0.0" />\n  </ItemGroup>\n</Project>\n';
    const loaded = await load({ 'src/App.csproj': text, 'Directory.Packages.props': versions });

    const edits = projectEdits(loaded, needs);

    expect(applyEdits(text, edits.project)).toContain('<PackageReference Include="AWSSDK.DynamoDBv2" />');
    expect(applyEdits(versions, edits.packages)).toContain(
      '    <PackageVersion Include="A" Version="1.0.0" />\n    <PackageVersion Include="AWSSDK.DynamoDBv2" Version="4.1.0" />\n',
    );
  });

  const preview = {
    packages: [],
    globalUsings: [],
    noWarn: [{ code: 'CA2252', why: 'A preview.' }],
  };

  test.each([
    ['where there is none', '', '    <!-- A preview. -->\n    <NoWarn>$(NoWarn);CA2252</NoWarn>\n'],
    ['beside others', '    <NoWarn>CS1591</NoWarn>\n', '    <NoWarn>CS1591;CA2252</NoWarn>\n'],
    [
      'beside those that come from elsewhere',
      '    <NoWarn>$(NoWarn);CS1591</NoWarn>\n',
      '    <NoWarn>$(NoWarn);CS1591;CA2252</NoWarn>\n',
    ],
    ['once', '    <NoWarn>CA2252;CS1591</NoWarn>\n', '    <NoWarn>CA2252;CS1591</NoWarn>\n'],
  ])('takes a warning off the list %s', async (_where, before, after) => {
    const group = (lines: string) =>
      project(`  <PropertyGroup>\n    <OutputType>Exe</OutputType>\n${lines}  </PropertyGroup>`);
    const loaded = await load({ 'src/App.csproj': group(before) });

    expect(applyEdits(group(before), projectEdits(loaded, preview).project)).toBe(group(after));
  });
});
