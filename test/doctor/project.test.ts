import { describe, expect, it, test } from 'vitest';
import { applyChecks } from '../../src/doctor/examine.ts';
import { projectChecks } from '../../src/doctor/project/checks.ts';
import { frameworkFacts, frameworks } from '../../src/platform/frameworks.ts';
import { fixed, verdict, withProperty } from './project-support.ts';
import { factsOf, loaded, projectXml } from './support.ts';

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
    [
      'server-garbage-collection',
      'ServerGarbageCollection',
      'true',
      'warning',
      /<ServerGarbageCollection>false</,
    ],
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
    ['server-garbage-collection', 'ServerGarbageCollection', undefined],
    ['server-garbage-collection', 'ServerGarbageCollection', 'false'],
  ])('is none: %s %s %s', (id, property, value) => {
    expect(verdict(id, withProperty(property, value))?.severity).toBe('ok');
  });

  it('is what the Web SDK sets unasked', () => {
    const web = (xml: string) => ({
      dotnet: loaded(xml.replace('Microsoft.NET.Sdk"', 'Microsoft.NET.Sdk.Web"')),
    });
    expect(verdict('server-garbage-collection', web(projectXml()))).toMatchObject({
      severity: 'warning',
      fixable: true,
    });
    const off = projectXml('<ServerGarbageCollection>false</ServerGarbageCollection>');
    expect(verdict('server-garbage-collection', web(off))?.severity).toBe('ok');
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
    ['net11.0', '', '2028-11-08', 'info'],
    ['net11.0', '', '2028-11-09', 'warning'],
    ['net12.0', '', '2028-11-24', 'ok'],
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
