import { describe, expect, it } from 'vitest';
import { chosenSdk, foreignSdkPaths, readGlobalJson } from '../../src/dotnet/global-json.ts';

const installed = [
  '8.0.101',
  '8.0.110',
  '8.0.204',
  '8.1.100',
  '9.0.100',
  '9.0.305',
  '10.0.100-rc.1',
  '10.0.401',
];

describe('the SDK that dotnet takes', () => {
  it.each([
    [{}, '10.0.401'],
    [{ version: '8.0.101' }, '8.0.110'],
    [{ version: '8.0.101', rollForward: 'disable' }, '8.0.101'],
    [{ version: '8.0.102', rollForward: 'disable' }, undefined],
    [{ version: '8.0.101', rollForward: 'patch' }, '8.0.101'],
    [{ version: '8.0.102', rollForward: 'patch' }, '8.0.110'],
    [{ version: '8.0.102' }, '8.0.110'],
    [{ version: '8.0.300' }, undefined],
    [{ version: '8.0.150', rollForward: 'feature' }, '8.0.204'],
    [{ version: '8.0.102', rollForward: 'feature' }, '8.0.110'],
    [{ version: '8.0.102', rollForward: 'latestFeature' }, '8.0.204'],
    [{ version: '8.0.300', rollForward: 'minor' }, '8.1.100'],
    [{ version: '8.0.102', rollForward: 'latestMinor' }, '8.1.100'],
    [{ version: '8.2.100', rollForward: 'major' }, '9.0.100'],
    [{ version: '8.0.102', rollForward: 'LATESTMAJOR' }, '10.0.401'],
    [{ version: '11.0.100', rollForward: 'latestMajor' }, undefined],
    [{ version: 'nonsense' }, undefined],
  ])('for %j is %s', (sdk, expected) => {
    expect(chosenSdk(installed, readGlobalJson(JSON.stringify({ sdk }), 'global.json'))).toBe(expected);
  });

  it('may be a prerelease, unless global.json says no', () => {
    const some = ['9.0.100', '10.0.100-rc.1', '10.0.100-rc.2'];
    expect(chosenSdk(some, {})).toBe('10.0.100-rc.2');
    expect(chosenSdk(some, { version: '9.0.100', rollForward: 'latestMajor', allowPrerelease: false })).toBe(
      '9.0.100',
    );
  });
});

describe('a global.json', () => {
  it('may have comments, a byte order mark and entries for others', () => {
    const text = '\uFEFF{ // one\n "sdk": { "version": "8.0.101", }, "msbuild-sdks": {} }';
    expect(readGlobalJson(text, 'global.json')).toEqual({ version: '8.0.101' });
  });

  it('is named where dotnet could not read it', () => {
    expect(() => readGlobalJson('{', '/a/global.json')).toThrow(
      '/a/global.json is not a global.json that dotnet reads',
    );
    expect(() => readGlobalJson('{"sdk":{"paths":1}}', 'g')).toThrow('g is not a global.json');
  });

  it('names folders that dotnet takes SDKs from, but for the installed ones', () => {
    expect(foreignSdkPaths({ paths: ['.sdk', '$host$', '../x'] })).toEqual(['.sdk', '../x']);
    expect(foreignSdkPaths({})).toEqual([]);
  });
});
