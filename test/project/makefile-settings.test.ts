import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../src/dotnet/splice.ts';
import { settingsOf } from '../../src/project/answers.ts';
import { makefileDifferences, makefileEdits, makeVariables } from '../../src/project/makefile.ts';
import { renderProject } from '../../src/project/render.ts';
import type { Settings } from '../../src/project/settings.ts';

const settings: Settings = settingsOf(
  'shop',
  {
    sample: 'uppercase',
    framework: 'net10.0',
    architecture: 'x86_64',
    runtime: 'provided.al2023',
    library: 'builtin',
    with: [],
  },
  '1.0.0',
);
const makefile = renderProject(settings).find(({ path }) => path === 'Makefile')?.contents as string;

/** Other values for all that a Makefile repeats. */
const changed: Settings = {
  ...settings,
  name: 'other',
  project: 'src/Other.csproj',
  architecture: 'arm64',
  runtime: 'provided.al2',
  functions: [{ name: 'other', handler: 'lower', memorySize: 1024, timeout: 900 }],
};

describe('what a Makefile repeats of the settings', () => {
  test('is what new writes from them', () => {
    expect(makefileDifferences(makefile, settings)).toEqual([]);
  });

  test('is all found again, whatever changes', () => {
    expect(
      makefileDifferences(makefile, changed).map(({ variable, found, wanted }) => [variable, found, wanted]),
    ).toEqual([
      ['NAME', 'shop', 'other'],
      ['PROJECT', 'src/Shop/Shop.csproj', 'src/Other.csproj'],
      ['ARCH', 'x86_64', 'arm64'],
      ['RUNTIME', 'provided.al2023', 'provided.al2'],
      ['FUNCTION', 'shop', 'other'],
      ['HANDLER', 'uppercase', 'lower'],
      ['MEMORY', '256', '1024'],
      ['TIMEOUT', '30', '900'],
    ]);
  });

  test('can be written again, and nothing else changes', () => {
    const edited = applyEdits(makefile, makefileEdits(makefile, makefileDifferences(makefile, changed)));
    expect(makefileDifferences(edited, changed)).toEqual([]);
    const before = makefile.split('\n');
    const touched = edited.split('\n').filter((line, i) => line !== before[i]);
    expect(touched.map((line) => line.split(' ')[0])).toEqual(
      makefileDifferences(makefile, changed).map(({ variable }) => variable),
    );
  });

  test('is that of the function which the Makefile names', () => {
    const functions: Settings['functions'] = [
      ...settings.functions,
      { name: 'shop-orders', handler: 'orders', memorySize: 512, timeout: 30 },
    ];
    const text = makefile.replace(/^(FUNCTION +:= ).*$/m, '$1shop-orders');
    expect(makefileDifferences(text, { ...settings, functions })).toEqual([
      { variable: 'HANDLER', setting: 'handler', found: 'uppercase', wanted: 'orders' },
      { variable: 'MEMORY', setting: 'memorySize', found: '256', wanted: '512' },
    ]);
  });
});

describe('a variable of a Makefile', () => {
  const edit = (text: string) => {
    const difference = { variable: 'MEMORY', setting: 'memorySize', found: '', wanted: '512' } as const;
    return applyEdits(text, makefileEdits(text, [difference]));
  };

  test.each([
    ['MEMORY := 256\n', '256', 'MEMORY := 512\n'],
    ['MEMORY=256 # MB\n', '256', 'MEMORY=512 # MB\n'],
    ['MEMORY ?= 256\r\nX := 1\r\n', '256', 'MEMORY ?= 512\r\nX := 1\r\n'],
    ['MEMORY := 128\nMEMORY := 256', '256', 'MEMORY := 128\nMEMORY := 512'],
    ['MEMORY :=\nX := 1\n', '', 'MEMORY :=512\nX := 1\n'],
  ])('in %j', (text, value, after) => {
    expect(makeVariables(text).get('MEMORY')).toBe(value);
    expect(edit(text)).toBe(after);
  });

  test('that is worked out says nothing', () => {
    const text = 'MEMORY := $(shell echo 256)\n';
    expect(makeVariables(text).has('MEMORY')).toBe(false);
    expect(edit(text)).toBe(text);
  });
});
