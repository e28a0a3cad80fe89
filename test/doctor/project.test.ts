import { describe, expect, it, test } from 'vitest';
import { templateFunctions } from '../../src/convert/read/deployment.ts';
import { readStructured } from '../../src/convert/read/document.ts';
import { applyChecks } from '../../src/doctor/examine.ts';
import { projectChecks } from '../../src/doctor/project/checks.ts';
import type { CodeFacts, CopiedFile, ProjectFacts } from '../../src/doctor/project/facts.ts';
import { fixedFiles, patchText, planChanges } from '../../src/doctor/project/fixes.ts';
import { frameworkFacts, frameworks } from '../../src/platform/frameworks.ts';
import type { FunctionSettings, Settings } from '../../src/project/settings.ts';
import { copyOf, factsOf, loaded, projectOf, projectXml, settingsOf, verdictOf } from './support.ts';

const verdict = (id: string, changes: Partial<ProjectFacts>, today = '2026-11-24') =>
  verdictOf(projectChecks, id, factsOf({ project: projectOf(changes), today }));

/** The healthy project file with one of its properties set otherwise, or removed, or a new one. */
function withProperty(name: string, value: string | undefined, targets?: string) {
  const element = value === undefined ? '' : `<${name}>${value}</${name}>`;
  const line = new RegExp(`<${name}>.*?</${name}>`);
  const xml = projectXml();
  const changed = line.test(xml) ? xml.replace(line, element) : projectXml(`\n    ${element}`);
  return { dotnet: loaded(changed, targets) };
}

/** The text of the project file after `--fix`; undefined when it stays as it is. */
function fixed(changes: Partial<ProjectFacts>): string | undefined {
  const project = projectOf(changes);
  const { fixes } = applyChecks('project', projectChecks, factsOf({ project }));
  return planChanges(project, fixes).find(({ path }) => path.endsWith('.csproj'))?.after;
}

test('in a healthy project every check holds', () => {
  const { findings } = applyChecks('project', projectChecks, factsOf());
  expect(findings.filter(({ severity }) => severity !== 'ok')).toEqual([]);
  expect(findings.length).toBeGreaterThan(10);
});

test('without a project there is nothing to check', () => {
  const { findings } = applyChecks('project', projectChecks, factsOf({ project: undefined }));
  expect(findings).toEqual([]);
});

describe('a property that breaks the build or the function', () => {
  it.each<
    [id: string, property: string, value: string | undefined, severity: string, after: RegExp | undefined]
  >([
    ['output-type', 'OutputType', 'Library', 'error', /<OutputType>Exe</],
    ['output-type', 'OutputType', undefined, 'error', /<OutputType>Exe</],
    ['assembly-name', 'AssemblyName', 'Hello', 'error', /<AssemblyName>bootstrap</],
    ['assembly-name', 'AssemblyName', undefined, 'error', /<AssemblyName>bootstrap</],
    ['publish-aot', 'PublishAot', 'false', 'error', /<PublishAot>true</],
    ['publish-aot', 'PublishAot', undefined, 'error', /<PublishAot>true</],
    ['publish-trimmed', 'PublishTrimmed', 'False', 'error', /^(?!.*PublishTrimmed)/s],
    ['self-contained', 'SelfContained', 'false', 'error', /^(?!.*SelfContained)/s],
    ['publish-ready-to-run', 'PublishReadyToRun', 'true', 'warning', /^(?!.*PublishReadyToRun)/s],
    ['publish-single-file', 'PublishSingleFile', 'true', 'warning', /^(?!.*PublishSingleFile)/s],
    ['invariant-globalization', 'InvariantGlobalization', 'false', 'error', /<InvariantGlobalization>true</],
    [
      'invariant-globalization',
      'InvariantGlobalization',
      undefined,
      'error',
      /<InvariantGlobalization>true</,
    ],
    ['json-reflection', 'JsonSerializerIsReflectionEnabledByDefault', 'true', 'warning', undefined],
    ['instruction-set', 'IlcInstructionSet', 'native', 'error', /^(?!.*IlcInstructionSet)/s],
    ['instruction-set', 'IlcInstructionSet', 'x86-64-v4', 'warning', undefined],
  ])('%s: %s %s', (id, property, value, severity, after) => {
    const changes = withProperty(property, value);
    expect(verdict(id, changes)).toMatchObject({ severity, fixable: after !== undefined });
    const text = fixed(changes);
    if (after === undefined) return expect(text).toBeUndefined();
    expect(text).toMatch(after);
    expect(verdict(id, { dotnet: loaded(text as string) })?.severity ?? 'ok').toBe('ok');
  });

  it.each([
    ['output-type', 'OutputType', 'exe'],
    ['publish-trimmed', 'PublishTrimmed', 'true'],
    ['self-contained', 'SelfContained', 'true'],
    ['publish-ready-to-run', 'PublishReadyToRun', 'false'],
    ['json-reflection', 'JsonSerializerIsReflectionEnabledByDefault', 'false'],
    ['instruction-set', 'IlcInstructionSet', 'x86-64-v3'],
  ])('is none: %s %s %s', (id, property, value) => {
    expect(verdict(id, withProperty(property, value))?.severity).toBe('ok');
  });

  it('is shown with its file and line', () => {
    expect(verdict('output-type', withProperty('OutputType', 'Library'))?.what).toBe(
      'OutputType is Library (Hello.csproj:3).',
    );
  });

  it('is a program without being told where the SDK is of that kind', () => {
    const xml = projectXml()
      .replace('Microsoft.NET.Sdk', 'Microsoft.NET.Sdk.Web')
      .replace(/<OutputType>.*>/, '');
    expect(verdict('output-type', { dotnet: loaded(xml) })?.severity).toBe('ok');
  });

  it('is not judged where only MSBuild knows it', () => {
    const xml = projectXml(`\n<OutputType Condition="Exists('x')">Library</OutputType>`);
    expect(verdict('output-type', { dotnet: loaded(xml) })).toMatchObject({
      severity: 'info',
      what: expect.stringContaining('-getProperty:OutputType'),
    });
  });

  it('is not fixed where another file overrides it', () => {
    const targets = '<Project><PropertyGroup><OutputType>Library</OutputType></PropertyGroup></Project>';
    const changes = withProperty('OutputType', 'Exe', targets);
    expect(verdict('output-type', changes)).toMatchObject({
      severity: 'error',
      fixable: false,
      what: 'OutputType is Library (Directory.Build.targets:1).',
    });
    expect(fixed(changes)).toBeUndefined();
  });

  it('is fixed together with others, and everything else stays', () => {
    const xml = projectXml(
      '<PublishReadyToRun>true</PublishReadyToRun><PublishTrimmed>false</PublishTrimmed>',
    )
      .replace('<PublishAot>true</PublishAot>', '<!-- mine --><Mine a="b">1</Mine>')
      .replaceAll('\n', '\r\n');
    expect(fixed({ dotnet: loaded(xml) })).toBe(
      projectXml()
        .replace('<PublishAot>true</PublishAot>', '<!-- mine --><Mine a="b">1</Mine>')
        .replace(
          '  </PropertyGroup>\n',
          '  </PropertyGroup>\n\n  <PropertyGroup Label="NativeAOT">\n    <PublishAot>true</PublishAot>\n  </PropertyGroup>\n',
        )
        .replaceAll('\n', '\r\n'),
    );
  });
});

describe('cultures', () => {
  const icu =
    '</PropertyGroup><ItemGroup><RuntimeHostConfigurationOption Include="System.Globalization.AppLocalIcu" Value="72.1" /></ItemGroup><PropertyGroup>';

  it('may stay where the project ships ICU, which the zip must hold', () => {
    const xml = projectXml(icu).replace(/<InvariantGlobalization>.*?<\/InvariantGlobalization>/, '');
    expect(verdict('invariant-globalization', { dotnet: loaded(xml) })).toMatchObject({
      severity: 'warning',
      fixable: false,
      fix: expect.stringContaining('libicu'),
    });
  });
});

describe('the framework', () => {
  const target = (framework: string, items = '') => ({
    dotnet: loaded(projectXml('', framework).replace('</Project>', `${items}</Project>`)),
  });
  const packs = '<ItemGroup><KnownILCompilerPack Include="Microsoft.DotNet.ILCompiler" /></ItemGroup>';

  it.each([
    ['net10.0', '', '2026-11-24', 'ok'],
    ['net10.0', '', '2028-09-01', 'info'],
    ['net10.0', '', '2028-11-14', 'warning'],
    ['net8.0', '', '2026-11-09', 'info'],
    ['net8.0', '', '2026-11-24', 'warning'],
    ['net7.0', '', '2026-11-24', 'warning'],
    ['net6.0', packs, '2026-11-24', 'warning'],
    ['net6.0', '', '2026-11-24', 'error'],
    ['netcoreapp3.1', '', '2026-11-24', 'error'],
    ['netstandard2.0', '', '2026-11-24', 'error'],
    ['net11.0', '', '2026-11-24', 'ok'],
  ])('%s %s on %s: %s', (framework, items, today, severity) => {
    expect(verdict('framework', target(framework, items), today)?.severity).toBe(severity);
  });

  it('is one', () => {
    const xml = projectXml().replace(
      /<TargetFramework>.*>/,
      '<TargetFrameworks>net8.0;net10.0</TargetFrameworks>',
    );
    expect(verdict('framework', { dotnet: loaded(xml) })).toMatchObject({
      severity: 'error',
      why: expect.stringContaining('NETSDK1129'),
    });
  });

  it('has an end of support for every one that "new" offers', () => {
    for (const framework of frameworks) expect(frameworkFacts[framework].end).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});

describe('the runtime', () => {
  const al2 = { settings: settingsOf({ runtime: 'provided.al2' }) };

  it.each([
    ['2025-01-01', 'ok'],
    ['2026-05-01', 'info'],
    ['2026-07-31', 'warning'],
    ['2027-02-01', 'warning'],
    ['2027-03-03', 'error'],
  ])('provided.al2 on %s: %s', (today, severity) => {
    expect(verdict('runtime', al2, today)?.severity).toBe(severity);
  });

  it('provided.al2 has an OpenSSL that .NET 10 does not support', () => {
    expect(verdict('openssl', al2)?.severity).toBe('info');
    expect(verdict('openssl', { ...al2, dotnet: loaded(projectXml('', 'net8.0')) })).toBeUndefined();
    expect(verdict('openssl', {})).toBeUndefined();
  });
});

describe('what several files say', () => {
  const template = (properties: string) =>
    templateFunctions(
      readStructured(
        `Resources:\n  Hello:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: x\n${properties}`,
        'template.yaml',
      ),
    );

  it('of the architecture', () => {
    expect(
      verdict('architecture', {
        makefile: { path: 'Makefile', text: 'ARCH ?= arm64 # Graviton\n' },
        deployed: template('      Architectures: [arm64]\n'),
      }),
    ).toMatchObject({
      severity: 'error',
      what: '.yo-rc.json says x86_64; Makefile (ARCH) says arm64, template.yaml (Hello) says arm64.',
    });
  });

  it('of the architecture, where only a build by hand goes by it', () => {
    const rid = (value: string) => verdict('architecture', withProperty('RuntimeIdentifier', value));
    expect(rid('linux-arm64')).toMatchObject({
      severity: 'warning',
      what: expect.stringContaining('says arm64'),
    });
    expect(rid('linux-musl-x64')).toMatchObject({ severity: 'warning' });
    expect(rid('linux-x64')).toMatchObject({ severity: 'ok' });
  });

  it('of the runtime', () => {
    expect(verdict('runtime-claims', { deployed: template('      Runtime: provided.al2\n') })).toMatchObject({
      severity: 'error',
      what: expect.stringContaining('template.yaml (Hello) says provided.al2'),
    });
    expect(verdict('runtime-claims', { deployed: template('      Runtime: !Ref Runtime\n') })?.severity).toBe(
      'ok',
    );
  });

  it('of the framework', () => {
    const makefile = { path: 'Makefile', text: 'DOCKER_ARGS := --build-arg DOTNET_VERSION=9.0\n' };
    expect(verdict('framework-claims', { makefile })).toMatchObject({
      severity: 'warning',
      what: '.yo-rc.json says net10.0; Makefile (DOTNET_VERSION) says net9.0.',
    });
  });

  it('of name and project file', () => {
    const makefile = { path: 'Makefile', text: 'NAME := other\nPROJECT := $(WHATEVER)\n' };
    expect(verdict('makefile', { makefile })).toMatchObject({
      severity: 'error',
      what: 'In the Makefile NAME is other instead of hello.',
    });
    expect(verdict('makefile', { makefile: undefined })?.severity).toBe('warning');
  });
});

describe('handlers', () => {
  const fn = (handler: string, name = handler): FunctionSettings => ({
    name,
    handler,
    memorySize: 128,
    timeout: 3,
  });
  const code = (
    names: readonly (string | undefined)[] | undefined,
    more: Partial<CodeFacts> = {},
  ): CodeFacts => ({
    registered: names?.map((name, i) => ({ name, path: 'src/Hello/Program.cs', line: i + 1 })),
    hasComputedNames: false,
    context: { name: 'FunctionJsonContext', path: 'src/Hello/FunctionJsonContext.cs' },
    missingTypes: [],
    contextFix: undefined,
    ...more,
  });
  const ask = (
    settings: readonly string[],
    registered: Parameters<typeof code>[0],
    more: Partial<CodeFacts> = {},
  ) =>
    verdict('handlers', {
      settings: settingsOf({ functions: settings.map((handler) => fn(handler)) as Settings['functions'] }),
      code: code(registered, more),
    });

  it.each<
    [what: string, settings: string[], registered: (string | undefined)[] | undefined, severity: string]
  >([
    ['all of them', ['a', 'b'], ['b', 'a'], 'ok'],
    ['one that nobody registers', ['a', 'x'], ['a', 'b'], 'error'],
    ['one of two where one is registered', ['a', 'b'], ['a'], 'error'],
    ['a single one under another name', ['a'], ['b'], 'warning'],
    ['one that no function has', ['a'], ['a', 'b'], 'warning'],
    ['one twice', ['a', 'b'], ['a', 'b', 'a'], 'error'],
    ['one bootstrap for all', ['a', 'b'], [undefined], 'ok'],
    ['a way that is not known', ['a'], undefined, 'info'],
  ])('%s: %s, registered %s: %s', (_what, settings, registered, severity) => {
    expect(ask(settings, registered)?.severity).toBe(severity);
  });

  it('whose names are computed are not judged', () => {
    expect(ask(['a'], ['b'], { hasComputedNames: true })?.severity).toBe('info');
  });

  const missing = (isSure: boolean, more: Partial<CodeFacts> = {}) =>
    verdict('json-types', {
      code: code(['a'], { missingTypes: [{ type: 'Order', handler: 'a', isSure }], ...more }),
    });

  it('with types that the context lacks', () => {
    expect(missing(true)).toMatchObject({
      severity: 'error',
      what: 'FunctionJsonContext (src/Hello/FunctionJsonContext.cs) lacks "Order" (a).',
      fix: 'Add [JsonSerializable(typeof(Order))] above the class.',
    });
    expect(missing(false)?.severity).toBe('warning');
    expect(missing(true, { context: undefined })).toMatchObject({ severity: 'error', fixable: false });
  });
});

describe('files', () => {
  const script = (changes: Partial<CopiedFile>) =>
    copyOf({ path: 'linker/zig-cc', purpose: 'For zig.', isProgram: true, text: '#!/bin/sh\n', ...changes });
  const changesOf = (changes: Partial<ProjectFacts>) => {
    const project = projectOf(changes);
    return planChanges(project, applyChecks('project', projectChecks, factsOf({ project })).fixes);
  };

  it('in the way of Windows are fixed', () => {
    const makefile = { path: 'Makefile', text: 'NAME := hello\r\nall:\r\n\techo\r\n' };
    const changes = { makefile, copies: [script({ text: '#!/bin/sh\r\n', lacksExecuteBit: true })] };
    expect(verdict('line-ends', changes)).toMatchObject({
      severity: 'error',
      fixable: true,
      what: expect.stringMatching(/^Makefile and linker\/zig-cc:/),
    });
    const files = changesOf(changes);
    expect(fixedFiles(files)).toEqual([
      { path: 'Makefile', contents: 'NAME := hello\nall:\n\techo\n' },
      { path: 'linker/zig-cc', contents: '#!/bin/sh\n', executable: true },
    ]);
    expect(patchText(files)).toContain('old mode 100644\nnew mode 100755\n--- a/linker/zig-cc\n');
  });

  it('that every project has the same are restored', () => {
    const makefile = { path: 'Makefile', text: 'docker build --file Dockerfile.al2\n' };
    const gone = { text: undefined, template: 'FROM scratch\n' };
    expect(verdict('build-files', { makefile, copies: [copyOf(gone), script(gone)] })).toMatchObject({
      severity: 'warning',
      fixable: true,
      what: 'There is no Dockerfile.al2.',
    });
    const files = changesOf({ makefile, copies: [copyOf(gone), script(gone)] });
    expect(fixedFiles(files)).toEqual([{ path: 'Dockerfile.al2', contents: 'FROM scratch\n' }]);
  });

  it('that are programs get their execute bit', () => {
    const changes = { copies: [script({ lacksExecuteBit: true })] };
    expect(verdict('build-files', changes)).toMatchObject({
      severity: 'warning',
      fixable: true,
      fix: 'Run "chmod +x linker/zig-cc".',
    });
    expect(fixedFiles(changesOf(changes))).toEqual([
      { path: 'linker/zig-cc', contents: '#!/bin/sh\n', executable: true },
    ]);
    expect(patchText(changesOf(changes))).toBe(
      'diff --git a/linker/zig-cc b/linker/zig-cc\nold mode 100644\nnew mode 100755\n',
    );
  });

  it('of events are there and hold JSON', () => {
    const event = { path: 'events/a.json', functions: ['hello-a'], problem: 'is not there' };
    expect(verdict('events', { events: [event] })).toMatchObject({
      severity: 'warning',
      what: 'events/a.json is not there.',
      why: '"invoke" sends it to hello-a.',
    });
  });

  it('with settings that deploy refuses are an error', () => {
    const unknownSettings = [
      { fn: 'hello', path: 'memorySise' },
      { fn: 'hello', path: 'url.cors.maxage' },
    ];
    const found = verdict('settings', { unknownSettings });
    expect(found?.severity).toBe('error');
    expect(found?.what).toMatch(/"memorySise" that version \S+ does not know\. Did you mean "memorySize"\?/);
    expect(found?.what).toMatch(/"url\.cors\.maxage" that version \S+ does not know\.$/);
    expect(found?.fix).toMatch(/^Correct it/);
  });

  it('that cannot be read are named', () => {
    expect(
      verdict('project-file', { problem: 'x.csproj:3 is not well-formed XML.', dotnet: undefined })?.severity,
    ).toBe('error');
    expect(verdict('unreadable', { unreadable: ['template.yaml:2 is not valid YAML.'] })?.severity).toBe(
      'warning',
    );
  });
});

describe('functions', () => {
  const withFunctions = (...functions: Partial<FunctionSettings>[]) => ({
    settings: settingsOf({
      functions: functions.map((fn) => ({
        name: 'hello',
        handler: 'a',
        memorySize: 128,
        timeout: 3,
        ...fn,
      })) as Settings['functions'],
    }),
  });

  it('have names of their own', () => {
    expect(verdict('function-names', withFunctions({}, {}))).toMatchObject({
      severity: 'error',
      what: expect.stringContaining('hello'),
    });
  });

  it.each([
    ['DB_PASSWORD', 'warning'],
    ['ApiKey', 'warning'],
    ['GITHUB_TOKEN', 'warning'],
    ['DB_SECRET_ARN', 'ok'],
    ['MAX_TOKENS', 'ok'],
    ['TABLE', 'ok'],
  ])('keep no secret in a committed file: %s is a %s', (name, severity) => {
    const value = 'hunter2-hunter2';
    const found = verdict('environment', withFunctions({ environment: { [name]: value } }));
    expect(found?.severity).toBe(severity);
    expect(JSON.stringify(found)).not.toContain(value);
  });

  it('have no larger environment than Lambda takes', () => {
    expect(verdict('environment', withFunctions({ environment: { A: 'x'.repeat(4096) } }))?.severity).toBe(
      'error',
    );
  });
});
