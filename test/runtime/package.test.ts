import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeTree } from '../../src/files/write.ts';
import { settingsOf } from '../../src/project/answers.ts';
import { renderProject } from '../../src/project/render.ts';
import { takesAllCases } from '../support/cases.ts';
import { dotnetEnvironment } from '../support/dotnet.ts';
import { answer, make } from '../support/project.ts';

// The runtime client as a project beside the function, and as a package in a team's feed: the same bootstrap.

let folder: string;
let project: string;

const version = '1.2.3';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-nativeaot-'));
  project = join(folder, 'hello');
  const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
  const answers = {
    sample: 'uppercase',
    framework: 'net10.0',
    architecture,
    runtime: 'provided.al2023',
    library: 'builtin',
  } as const;
  await writeTree(project, renderProject(settingsOf('hello', { ...answers, with: [] }, version)));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function replaceIn(path: string, ...pairs: readonly (readonly [from: string, to: string])[]) {
  let text = await readFile(path, 'utf8');
  for (const [from, to] of pairs) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  await writeFile(path, text);
}

const sizeOf = async (of: string) => (await stat(join(of, 'dist', 'publish', 'bootstrap'))).size;

async function packageIt(of: string, environment: Record<string, string> = {}): Promise<void> {
  const { exitCode, all } = await make(of, ['package'], environment);
  expect({ exitCode, all }).toMatchObject({
    exitCode: 0,
    all: expect.not.stringMatching(/\bwarning [A-Z]+\d+/),
  });
}

describe('the package of the runtime client', () => {
  test('has the version that wrote it, its README, licence, documentation, symbols and build settings', async () => {
    const feed = join(folder, 'named');
    await execa('dotnet', ['pack', 'src/LambdaRuntime', '--output', feed], {
      cwd: project,
      env: dotnetEnvironment,
    });
    const { stdout } = await execa('unzip', ['-Z1', join(feed, `LambdaRuntime.${version}.nupkg`)]);
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'README.md',
        'build/InvocationTrigger.cs',
        'build/LambdaLoggerProvider.cs',
        'build/LambdaOpenTelemetry.cs',
        'build/LambdaRuntime.targets',
        'build/LambdaServices.cs',
        'buildTransitive/LambdaLoggerProvider.cs',
        'buildTransitive/LambdaRuntime.targets',
        'lib/net10.0/LambdaRuntime.dll',
        'lib/net10.0/LambdaRuntime.pdb',
        'lib/net10.0/LambdaRuntime.xml',
      ]),
    );
    const nuspec = await execa('unzip', [
      '-p',
      join(feed, `LambdaRuntime.${version}.nupkg`),
      'LambdaRuntime.nuspec',
    ]);
    expect(nuspec.stdout).toContain('<license type="expression">MIT</license>');
    expect(nuspec.stdout).toContain('<readme>README.md</readme>');
  });

  test('under a name of the team, for an older framework, gives a bootstrap that answers', async () => {
    const referring = join(folder, 'referring');
    await cp(project, referring, { recursive: true, filter: (path) => !/\/(bin|obj|dist)$/.test(path) });
    const feed = join(folder, 'feed');
    await mkdir(feed);
    // What the README of the runtime client says.
    await replaceIn(join(referring, 'src', 'LambdaRuntime', 'LambdaRuntime.csproj'), [
      '<TargetFramework>net10.0<',
      '<TargetFramework>net8.0<',
    ]);
    const pack = ['pack', 'src/LambdaRuntime', '--output', feed, '-p:PackageId=Contoso.LambdaRuntime'];
    await execa('dotnet', pack, { cwd: referring, env: dotnetEnvironment });
    await replaceIn(
      join(referring, 'src', 'Hello', 'Hello.csproj'),
      [
        '<ProjectReference Include="../LambdaRuntime/LambdaRuntime.csproj" />',
        `<PackageReference Include="Contoso.LambdaRuntime" Version="${version}" />`,
      ],
      ['  <Import Project="../LambdaRuntime/build/LambdaRuntime.targets" />\n', ''],
    );
    const inSolution = '  <Project Path="src/LambdaRuntime/LambdaRuntime.csproj" />\n';
    await replaceIn(join(referring, 'Hello.slnx'), [inSolution, '']);
    await rm(join(referring, 'src', 'LambdaRuntime'), { recursive: true });

    // A packages folder of its own, so that no other test sees the package.
    const environment = {
      NUGET_PACKAGES: join(folder, 'packages'),
      RestoreAdditionalProjectSources: feed,
      RestoreFallbackFolders: process.env.NUGET_PACKAGES ?? join(homedir(), '.nuget', 'packages'),
    };
    await packageIt(referring, environment);
    expect(await answer(referring, 'Hello World')).toBe('HELLO WORLD');
    const tested = await make(referring, ['test'], environment);
    expect(tested).toMatchObject({ exitCode: 0, all: expect.stringMatching(/Passed! .*Passed: +5/) });
    if (!takesAllCases) return;
    await packageIt(project);
    expect(await sizeOf(referring)).toBe(await sizeOf(project));
  });
});
