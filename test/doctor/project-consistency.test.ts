import { describe, expect, it } from 'vitest';
import { templateFunctions } from '../../src/convert/read/deployment.ts';
import { readStructured } from '../../src/convert/read/document.ts';
import type { CodeFacts } from '../../src/doctor/project/facts.ts';
import type { FunctionSettings, Settings } from '../../src/project/settings.ts';
import { verdict, withProperty } from './project-support.ts';
import { loaded, projectXml, settingsOf } from './support.ts';

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
