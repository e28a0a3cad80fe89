import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyChanges, applyUndo, planUndo } from '../../src/convert/apply/undo.ts';
import { inFolder } from '../../src/convert/read/locate.ts';
import { packageVersion } from '../../src/package.ts';
import { listFiles, readTree, temporaryFolder } from '../support/folders.ts';
import { type OldPackage, version010 } from '../update/old-package.ts';
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

describe('a project that version 0.1.0 converted', () => {
  let old: OldPackage;

  beforeAll(async () => {
    old = await version010();
  });
  afterAll(() => old.dispose());

  /** Puts a project that was converted into the layout that version 0.1.0 gave it. */
  async function asEarlier(target: string, project: string, folder: string): Promise<void> {
    const place = join(target, folder, 'LambdaRuntime');
    await rm(join(target, folder === '.' ? '.' : join(folder, '..'), 'LambdaRuntime'), { recursive: true });
    await cp(join(old.folder, 'templates', 'runtime'), place, { recursive: true });
    await writeFile(join(place, 'Mine.cs'), 'namespace LambdaRuntime;\n');
    const path = join(target, project);
    const text = await readFile(path, 'utf8');
    const without = text
      .replaceAll(/ *<(ProjectReference|Import|DefaultItemExcludes)\b.*LambdaRuntime.*\n/g, '')
      .replaceAll(/ *<!-- (The runtime client is|Settings of the native).*\n/g, '');
    const unsafe = `<!-- LambdaRuntime/ reads and writes its socket through libc. -->
    <AllowUnsafeBlocks>true</AllowUnsafeBlocks>`;
    await writeFile(path, without.replace('<PublishAot>', `${unsafe}\n    <PublishAot>`));
    const settings = join(target, '.yo-rc.json');
    await writeFile(settings, (await readFile(settings, 'utf8')).replace(packageVersion(), '0.1.0'));
  }

  it.each([
    ['json-function', 'OrderService.csproj', '.', 'LambdaRuntime'],
    ['solution', 'src/Shop.Function/Shop.Function.csproj', 'src/Shop.Function', 'src/LambdaRuntime'],
  ])(
    '%s gets the runtime client as a project, in the place of the source that was in its own, when it is converted again',
    async (name, project, folder, place) => {
      const target = await copyFixture(name, await temporaryFolder());
      await convert(target, { library: 'builtin' });
      const expected = await readTree(target);
      await asEarlier(target, project, folder);
      const { changes, warnings } = await convert(target, { library: 'builtin' });
      expect(changes.filter(({ after }) => after === undefined).map(({ path }) => path)).toEqual(
        expect.arrayContaining([
          `${inFolder(folder, 'LambdaRuntime')}/Text.cs`,
          `${inFolder(folder, 'LambdaRuntime')}/Mine.cs`,
        ]),
      );
      expect(changes.map(({ path }) => path)).toContain(`${place}/LambdaRuntime.csproj`);
      expect(warnings).toEqual([]);
      const after = await readTree(target);
      expect(Object.keys(after)).toEqual(Object.keys(expected));
      expect(after[project]).not.toContain('AllowUnsafeBlocks');
      expect(after[project]).toContain('LambdaRuntime.csproj" />');
      expect({ ...after, [project]: '' }).toEqual({ ...expected, [project]: '' });
    },
  );

  it('is as it was when that is undone', async () => {
    const target = await copyFixture('json-function', await temporaryFolder());
    await convert(target, { library: 'builtin' });
    await asEarlier(target, 'OrderService.csproj', '.');
    const before = await readTree(target);
    await applyChanges(target, (await plan(target, { library: 'builtin' })).changes);
    expect(await listFiles(target)).not.toContain('LambdaRuntime/Text.cs');
    await applyUndo(target, await planUndo(target, false));
    expect(await readTree(target)).toEqual(before);
  });

  it('keeps a package of the runtime client, and is told to pack this version', async () => {
    const target = await copyFixture('json-function', await temporaryFolder());
    await convert(target, { library: 'builtin' });
    const path = join(target, 'OrderService.csproj');
    const text = await readFile(path, 'utf8');
    const reference = '<ProjectReference Include="LambdaRuntime/LambdaRuntime.csproj" />';
    expect(text).toContain(reference);
    const packaged = '<PackageReference Include="Contoso.LambdaRuntime" Version="0.1.9" />';
    await writeFile(path, text.replace(reference, packaged));
    await rm(join(target, 'LambdaRuntime'), { recursive: true });
    const { changes, remarks } = await plan(target, { library: 'builtin' });
    expect(changes).toEqual([]);
    expect(remarks).toContain(
      `The runtime client comes from the package Contoso.LambdaRuntime; pack version ${packageVersion()} of it for your feed.`,
    );
  });
});

describe('a function of Annotations', () => {
  it('is reached by the last part of the Handler that Annotations writes at each build', async () => {
    const { textOf, settings } = await planFixture('annotations');
    expect(settings.functions.map(({ handler }) => handler)).toEqual([
      'Add',
      'Total',
      'Plain',
      'One',
      'Nothing',
      'Any',
      'Authorize',
    ]);
    const { Resources } = JSON.parse(textOf('src/Calculator/serverless.template'));
    expect(Resources.CalculatorFunctionsAddGenerated.Properties).toMatchObject({
      Handler: 'bootstrap::Calculator.Functions_Add_Generated::Add',
      Runtime: 'provided.al2023',
    });
    expect(textOf('src/Calculator/Program.cs')).toContain(
      '.Split(new[] { "::" }, StringSplitOptions.None).Last();',
    );
    expect(textOf('src/Calculator/Program.cs')).toContain(
      '[assembly: Amazon.Lambda.Annotations.LambdaGlobalProperties(Runtime = "provided.al2023")]',
    );
  });

  it('has the types of its event, its response and its body in the context', async () => {
    const context = (await planFixture('annotations')).textOf('src/Calculator/FunctionJsonContext.cs');
    const types = [...context.matchAll(/typeof\((.*)\)\)/g)].map(([, type]) => type);
    expect(types).toEqual([
      'APIGatewayCustomAuthorizerV2Request',
      'APIGatewayCustomAuthorizerV2SimpleResponse',
      'APIGatewayHttpApiV2ProxyRequest',
      'APIGatewayHttpApiV2ProxyResponse',
      'APIGatewayProxyRequest',
      'APIGatewayProxyResponse',
      'Result',
      'Sum',
      'int',
      'string',
    ]);
  });

  it('no longer has a Main generated that listens to another variable', async () => {
    const annotated = `using Amazon.Lambda.Annotations;
[assembly: LambdaGlobalProperties(GenerateMain = true, Runtime = "dotnet8")]
namespace App;
public class Functions { [LambdaFunction] public string Get(string s, [FromServices] IThing t) => s; }
`;
    const { textOf } = await plan(await writeProject({ 'Functions.cs': annotated }));
    expect(textOf('Functions.cs')).toContain(
      '[assembly: LambdaGlobalProperties(Runtime = "provided.al2023")]',
    );
    expect(textOf('Program.cs')).not.toContain('LambdaGlobalProperties');
    expect(textOf('Program.cs')).toContain('Create<string, string>(functionsGetGenerated.Get, serializer)');
  });

  const generated = (id: string, handler: string) => `    "${id}": {
      "Type": "AWS::Serverless::Function",
      "Metadata": { "Tool": "Amazon.Lambda.Annotations" },
      "Properties": { "Runtime": "dotnet8", "MemorySize": 777, "Handler": "${handler}" }
    }`;
  const withTemplate = (...functions: string[]) => ({
    'Functions.cs': `using Amazon.Lambda.Annotations;
[assembly: LambdaGlobalProperties(GenerateMain = true)]
namespace App;
public class Functions {
  [LambdaFunction] public string Get(string s) => s;
  [LambdaFunction(ResourceName = "Mine")] public string Put(string s) => s;
}
`,
    'serverless.template': `{\n  "Resources": {\n${functions.join(',\n')}\n  }\n}\n`,
  });

  it('is known by its resource where a Main of Annotations was the handler of all', async () => {
    const files = withTemplate(generated('AppFunctionsGetGenerated', 'App'), generated('Mine', 'App'));
    const { settings, textOf, remarks } = await plan(await writeProject(files));
    expect(settings.functions).toMatchObject([
      { name: 'AppFunctionsGetGenerated', handler: 'Get', memorySize: 777 },
      { name: 'Mine', handler: 'Put', memorySize: 777 },
    ]);
    expect(textOf('serverless.template')).toContain(
      '"Handler": "bootstrap::App.Functions_Put_Generated::Put"',
    );
    expect(remarks.join('\n')).toContain('Functions.cs:2: GenerateMain goes');
  });

  it('that is gone from the code is left to Annotations, which takes it out of the template', async () => {
    const files = withTemplate(
      generated('AppFunctionsGetGenerated', 'App::App.Functions_Get_Generated::Get'),
      generated('AppFunctionsOldGenerated', 'App::App.Functions_Old_Generated::Old'),
    );
    const { settings, remarks } = await plan(await writeProject(files));
    expect(settings.functions.map(({ handler }) => handler)).toEqual(['Get', 'Put']);
    expect(remarks).toContain(
      'serverless.template:8: AppFunctionsOldGenerated is for a method that no longer exists; Annotations removes it at the next build.',
    );
  });

  it('is asked for by name where two classes have the same end', async () => {
    const annotated = (namespace: string, name: string) =>
      `using Amazon.Lambda.Annotations;\nnamespace ${namespace}; public class ${name} { [LambdaFunction] public string Get(string s) => s; }\n`;
    const target = await writeProject({
      'A.cs': annotated('App.A', 'Functions'),
      'B.cs': annotated('App.B', 'Functions'),
      'C.cs': annotated('App', 'OtherFunctions'),
    });
    await expect(plan(target, { handlers: ['Functions.Get'] })).rejects.toThrow(
      'may mean App.A.Functions or App.B.Functions; give --handler with the full name.',
    );
    const { textOf } = await plan(target, { handlers: ['B.Functions.Get'] });
    expect(textOf('Program.cs')).toContain('namespace App.B;');
  });

  it.each([
    ['[FunctionUrl] public string Get([FromQuery] string s) => s;', 'APIGatewayHttpApiV2ProxyRequest'],
    [
      '[HttpApi(LambdaHttpMethod.Get, "/", Version = HttpApiVersion.V1)] public string Get(string s) => s;',
      'APIGatewayProxyRequest',
    ],
    [
      '[ALBApi("@L", "/*", 1)] public ApplicationLoadBalancerResponse Get(ApplicationLoadBalancerRequest r, ILambdaContext c) => null!;',
      'ApplicationLoadBalancerRequest',
    ],
    [
      '[ALBApi("@L", "/*", 1)] public IHttpResult Get([FromQuery] string s) => null!;',
      'ApplicationLoadBalancerRequest',
    ],
    ['[HttpApiAuthorizer] public IAuthorizerResult Get() => null!;', 'APIGatewayCustomAuthorizerV2Request'],
    [
      '[HttpApiAuthorizer(AuthorizerPayloadFormatVersion = AuthorizerPayloadFormatVersion.V1)] public IAuthorizerResult Get() => null!;',
      'APIGatewayCustomAuthorizerRequest',
    ],
    ['[RestApiAuthorizer] public IAuthorizerResult Get() => null!;', 'APIGatewayCustomAuthorizerRequest'],
    ['public string Get(string s, [FromServices] IThing t) => s;', undefined],
  ])('takes what its wrapper takes: %s', async (method, event) => {
    const target = await writeProject({
      'A.cs': `using Amazon.Lambda.Annotations;\nnamespace App; public class Outer { public class F { [LambdaFunction] ${method} } }\n`,
    });
    const program = (await plan(target)).textOf('Program.cs').replaceAll(/\(\n\s+/g, '(');
    expect(program).toContain(
      event === undefined
        ? 'LambdaBootstrapBuilder.Create<string, string>(fGetGenerated.Get, serializer)'
        : `LambdaBootstrapBuilder.Create((${event} input, ILambdaContext context) => fGetGenerated.Get(input, context), serializer)`,
    );
    expect(program).toContain('new F_Get_Generated()');
  });
});
