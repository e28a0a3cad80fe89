import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { findSample } from '../../src/samples/catalogue.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { temporaryFolder } from '../support/folders.ts';
import { compiledSections } from './compiled.ts';

const pages = ['docs/writing-functions.md', 'docs/coming-from-aws.md'];

const runtime = join(packageRoot(), 'templates', 'runtime');

/** What a reader's project has: the packages of the sample with all of it, and those of its tests. */
function projectFile(): string {
  const packages = [...(findSample('opentelemetry').packages ?? []), { id: 'xunit', version: '2.9.3' }];
  const references = packages.map(
    ({ id, version }) => `    <PackageReference Include="${id}" Version="${version}" />`,
  );
  return `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <IsAotCompatible>true</IsAotCompatible>
    <EnableConfigurationBindingGenerator>true</EnableConfigurationBindingGenerator>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
  </PropertyGroup>
  <ItemGroup>
    <Using Include="LambdaRuntime" />
    <ProjectReference Include="${join(runtime, 'LambdaRuntime.csproj')}" />
${references.join('\n')}
  </ItemGroup>
  <Import Project="${join(runtime, 'build', 'LambdaRuntime.targets')}" />
</Project>
`;
}

test('every example of the pages on writing functions compiles, without a warning', async () => {
  const folder = await temporaryFolder();
  const sections = pages.flatMap(compiledSections);
  expect(sections.length).toBeGreaterThan(10);
  await writeFile(join(folder, 'Pages.csproj'), projectFile());
  for (const [i, { where, text }] of sections.entries())
    await writeFile(join(folder, `Section${i}.cs`), `// ${where}\n${text}`);
  // Nothing of the build goes to templates/runtime.
  const artifacts = ['--artifacts-path', join(folder, 'artifacts')];
  const { exitCode, all } = await execa('dotnet', ['build', folder, '-nodeReuse:false', ...artifacts], {
    env: dotnetEnvironment,
    reject: false,
    all: true,
  });
  expect({ exitCode, all }).toMatchObject({
    exitCode: 0,
    all: expect.not.stringMatching(/warning [A-Z]+\d+/),
  });
});
