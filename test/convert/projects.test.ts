import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/folders.ts';
import {
  appProject,
  convert,
  copyFixture,
  defaultsOf,
  fixtures,
  plan,
  planFixture,
  writeProject,
} from './fixtures.ts';

const source = 'namespace App;\npublic class Function { public string Handle(string s) => s; }\n';
const defaults = defaultsOf('App::App.Function::Handle');

describe('the project to convert', () => {
  it.each([
    ['fsharp', 'src/FsFunction/FsFunction.fsproj is F#: System.Text.Json has no source generator for it'],
    ['visual-basic', 'VbFunction.vbproj is Visual Basic: source generators write only C#'],
  ])('in %s is refused, with the reason and a way to go', async (name, reason) => {
    await expect(planFixture(name)).rejects.toThrow(reason);
    await expect(planFixture(name)).rejects.toThrow(
      'keep the managed runtime, or move the handler into a C# project',
    );
  });

  it('may be named by its file', async () => {
    const { facts } = await plan(join(fixtures, 'json-function', 'OrderService.csproj'));
    expect(facts.root).toBe(join(fixtures, 'json-function'));
    await expect(plan(join(fixtures, 'fsharp', 'src', 'FsFunction', 'FsFunction.fsproj'))).rejects.toThrow(
      'is F#',
    );
    await expect(plan(join(fixtures, 'json-function', 'template.yaml'))).rejects.toThrow('is not a project');
    await expect(plan(join(fixtures, 'nowhere'))).rejects.toThrow('does not exist');
  });

  it('is found in a solution among libraries and tests', async () => {
    const { settings, facts, textOf, remarks } = await planFixture('solution');
    expect(settings).toMatchObject({
      name: 'Shop-Function',
      namespace: 'Shop',
      project: 'src/Shop.Function/Shop.Function.csproj',
    });
    expect(facts.tests.map(({ name }) => name)).toEqual(['Shop.Function.Tests']);
    expect(textOf('Makefile')).toMatch(/^PROJECT +:= src\/Shop\.Function\/Shop\.Function\.csproj$/m);
    expect(textOf('Makefile')).toMatch(/^TESTS +:= test\/Shop\.Function\.Tests$/m);
    expect(textOf('Makefile')).toContain(
      'rm -rf dist src/Shop.Function/bin src/Shop.Function/obj test/Shop.Function.Tests/bin',
    );
    expect(remarks).toContain(
      'Shop.Function.Tests moves to net10.0 as well, since it refers to Shop.Function.',
    );
  });

  it('overrides what shared files say, which other projects still need', async () => {
    const { textOf, changes } = await planFixture('solution');
    expect(changes.map(({ path }) => path)).not.toContain('Directory.Build.props');
    const project = textOf('src/Shop.Function/Shop.Function.csproj');
    expect(project).toContain('<PublishReadyToRun>false</PublishReadyToRun>');
    expect(project).toContain('<TargetFramework>net10.0</TargetFramework>');
    expect(textOf('Directory.Packages.props')).toContain(
      '<PackageVersion Include="Amazon.Lambda.RuntimeSupport" Version="2.1.2" />',
    );
    expect(project).toContain('<PackageReference Include="Amazon.Lambda.RuntimeSupport" />');
  });

  it('overrides central versions where their file lies outside of it, and says what a container would lack', async () => {
    const target = await copyFixture('solution', await temporaryFolder());
    const { textOf, changes, remarks } = await plan(join(target, 'src', 'Shop.Function'));
    expect(changes.every(({ path }) => !path.startsWith('..'))).toBe(true);
    const project = textOf('Shop.Function.csproj');
    expect(project).toContain('<PackageReference Include="Amazon.Lambda.Core" VersionOverride="3.2.0" />');
    expect(project).toContain(
      '<PackageReference Include="Amazon.Lambda.RuntimeSupport" VersionOverride="2.1.2" />',
    );
    expect(remarks.join('\n')).toMatch(
      /would miss .*\.\.\/\.\.\/Directory\.Build\.props.*\.\.\/Shop\.Domain\/Shop\.Domain\.csproj/,
    );
  });

  it('keeps files of its own that a conversion would write, and says so', async () => {
    const own = {
      Makefile: 'all:\n',
      '.gitignore': 'bin/',
      '.dockerignore': 'x',
      'events/Handle.json': '"mine"',
    };
    const target = await writeProject({
      'Function.cs': source,
      'aws-lambda-tools-defaults.json': defaults,
      ...own,
    });
    const { changes, textOf, remarks } = await plan(target);
    const paths = changes.map(({ path }) => path);
    for (const path of ['Makefile', '.dockerignore', 'events/Handle.json']) expect(paths).not.toContain(path);
    const targets = textOf('nativeaot.mk');
    expect(targets).toContain('# Needs: dotnet');
    expect(targets).toContain('"make -f nativeaot.mk" lists the targets');
    expect(targets).toContain('\t@$(MAKE) --no-print-directory -f nativeaot.mk zip\n');
    expect(targets).not.toMatch(/make (publish|package|docker-package|local|invoke)\b| Makefile$/m);
    expect(textOf('.gitignore')).toBe('bin/\ndist/\n');
    expect(remarks).toContain(
      'Makefile is there already and stays; the targets are in nativeaot.mk: make -f nativeaot.mk package.',
    );
  });

  it('keeps its line endings in what is written beside its code', async () => {
    const target = await writeProject({
      'App.csproj': appProject.replaceAll('\n', '\r\n'),
      'Function.cs': source.replaceAll('\n', '\r\n'),
      'aws-lambda-tools-defaults.json': defaults,
    });
    const { textOf } = await plan(target);
    for (const path of ['Program.cs', 'FunctionJsonContext.cs', 'App.csproj']) {
      expect(textOf(path).replaceAll('\r\n', '')).not.toContain('\n');
    }
    expect(textOf('Makefile')).not.toContain('\r');
  });
});

describe('every fixture', () => {
  it.each([
    'empty-function',
    'json-function',
    's3-function',
    'sqs-function',
    'api-gateway',
    'annotations',
    'custom-runtime',
    'top-level',
    'solution',
    'handler-shapes',
  ])('%s changes nothing when it is converted a second time', async (name) => {
    const target = await copyFixture(name, await temporaryFolder());
    await convert(target);
    expect((await plan(target)).changes).toEqual([]);
  });
});
