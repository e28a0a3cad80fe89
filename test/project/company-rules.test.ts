import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { addableSampleChoices } from '../../src/commands/choices.ts';
import { writeTree } from '../../src/files/write.ts';
import { planAddition } from '../../src/functions/addition.ts';
import { filesOf } from '../../src/functions/change.ts';
import { allSamples, defaultSample, findSample } from '../../src/samples/catalogue.ts';
import { lambdaNativeaot } from '../support/bin.ts';
import { takesAllCases } from '../support/cases.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { make, writeSample } from '../support/project.ts';

// Projects in a folder of a company whose rules are as strict as MSBuild lets them be. No file of a project is edited.

vi.setConfig({ hookTimeout: 1_800_000, testTimeout: 1_800_000 });

const rules = {
  'Directory.Build.props': `<Project>
  <PropertyGroup>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    <MSBuildTreatWarningsAsErrors>true</MSBuildTreatWarningsAsErrors>
    <AnalysisLevel>latest-all</AnalysisLevel>
    <Nullable>disable</Nullable>
    <LangVersion>latest</LangVersion>
    <UseArtifactsOutput>true</UseArtifactsOutput>
  </PropertyGroup>
</Project>
`,
  '.editorconfig': `root = true

[*.cs]
dotnet_analyzer_diagnostic.severity = error
`,
  // The company has a version of xunit of its own; that of the other packages is not among its own.
  'Directory.Packages.props': `<Project>
  <PropertyGroup>
    <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
    <CentralPackageVersionOverrideEnabled>false</CentralPackageVersionOverrideEnabled>
  </PropertyGroup>
  <ItemGroup>
    <PackageVersion Include="xunit" Version="2.9.2" />
  </ItemGroup>
</Project>
`,
  // One start of MSBuild for all: it takes longer than the projects do. A test project brings the others along.
  'all.proj': `<Project>
  <ItemGroup>
    <TestProject Include="*/test/*/*.csproj" />
  </ItemGroup>
  <Target Name="Build">
    <MSBuild Projects="@(TestProject)" Targets="Restore" Properties="IsRestoring=true" />
    <MSBuild Projects="@(TestProject)" Targets="Build" BuildInParallel="true" />
  </Target>
</Project>
`,
};

/** Samples that join one project; add-function refuses packages whose versions another folder manages. */
const joining = addableSampleChoices()
  .map(({ value }) => value)
  .filter((id) => (findSample(id).packages ?? []).length === 0);

let folder: string;

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'lambda-nativeaot-')), 'company');
  await mkdir(folder);
  for (const [name, text] of Object.entries(rules)) await writeFile(join(folder, name), text);
  const shop = await writeSample(join(folder, 'shop'), defaultSample);
  for (const id of joining.filter((other) => other !== defaultSample)) {
    await writeTree(shop, filesOf((await planAddition(shop, id, id)).changes));
  }
  for (const { id } of allSamples().filter((sample) => !joining.includes(sample.id))) {
    await writeSample(join(folder, `fn-${id}`), id, `fn-${id}`);
  }
});

afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

describe("under a company's rules", () => {
  test('every sample compiles with its tests, without an edit and without a warning', async () => {
    const { exitCode, all } = await execa('dotnet', ['msbuild', 'all.proj', '-t:Build', '-m', '-nologo'], {
      cwd: folder,
      env: dotnetEnvironment,
      reject: false,
      all: true,
    });
    expect({ exitCode, all }).toMatchObject({
      exitCode: 0,
      all: expect.not.stringMatching(/\b(warning|error) [A-Z]+\d+/),
    });
    // Output goes where the company wants it, but for the projects that have the same name in every function.
    expect(all).toMatch(/company\/artifacts\/bin\/Shop\/debug\/bootstrap\.dll/);
    for (const { id } of allSamples().filter((sample) => sample.ownProject)) {
      expect(all).toMatch(new RegExp(`fn-${id}/src/LambdaRuntime/bin/.*LambdaRuntime\\.dll`));
    }
  });

  test("the company's rules are in force for the function's own code", async () => {
    const project = await writeSample(join(folder, 'careless'), defaultSample, 'careless');
    const source =
      'namespace Careless.Functions;\n\npublic class Careless_Name { public void Empty() { } }\n';
    await writeFile(join(project, 'src', 'Careless', 'Functions', 'Other.cs'), source);
    const { exitCode, all } = await make(project, ['build']);
    expect(exitCode).toBe(2);
    expect(all).toMatch(/Other\.cs.*error CA1707/);
    expect(all).toMatch(/Other\.cs.*error CA1822/);
    expect(all).not.toMatch(/LambdaRuntime.*error/);
  });

  test.runIf(takesAllCases)(
    "every sample's tests pass, with the version of xunit that the company has",
    async () => {
      const project = join(folder, 'shop');
      const { exitCode, all } = await make(project, ['test']);
      expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
      const bin = join(folder, 'artifacts', 'bin');
      const others = readdirSync(bin).filter((name) => name.endsWith('.Tests') && name !== 'Shop.Tests');
      expect(others).toHaveLength(allSamples().length - joining.length);
      const dlls = others.map((name) => join(bin, name, 'debug', `${name}.dll`));
      const tested = await execa('dotnet', ['vstest', ...dlls], {
        env: dotnetEnvironment,
        reject: false,
        all: true,
      });
      expect(tested).toMatchObject({ exitCode: 0 });
      expect(tested.all.match(/^Passed! /gm)).toHaveLength(others.length);
      const { stdout } = await execa('dotnet', ['list', 'test/Shop.Tests', 'package'], {
        cwd: project,
        env: dotnetEnvironment,
      });
      expect(stdout).toMatch(/> xunit +2\.9\.2/);
    },
  );

  test('a native package is made without a warning', async () => {
    const project = await writeSample(join(folder, 'hello'), defaultSample, 'hello');
    const { exitCode, all } = await make(project, ['package']);
    expect({ exitCode, all }).toMatchObject({
      exitCode: 0,
      all: expect.not.stringMatching(/\bwarning [A-Z]+\d+/),
    });
    const size = await lambdaNativeaot(project, ['doctor', '--size']);
    expect(size).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^LambdaRuntime +[\d,]+ /m) });
    if (!takesAllCases) return;
    // Where MSBuild's output is, a bootstrap that was linked in another way is not taken for the new one.
    const linked = await make(project, ['package', 'STATIC=1']);
    expect(linked).toMatchObject({ exitCode: 0, all: expect.stringMatching(/static, needs no C library/) });
  });

  test('a build for the JIT is found and answers', async () => {
    const invoked = await lambdaNativeaot(join(folder, 'shop'), ['invoke', '--jit', '--payload', '"Hello"']);
    expect(invoked).toMatchObject({ exitCode: 0, stdout: '"HELLO"' });
  });
});
