import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../src/project/answers.ts';
import { formatSettings, type Settings } from '../../src/project/settings.ts';
import { recipeOf } from '../../src/update/recipe.ts';
import { isBehind, recordedVersion } from '../../src/update/versions.ts';
import { temporaryFolder } from '../support/folders.ts';

const settings: Settings = settingsOf(
  'shop',
  {
    sample: 'uppercase',
    framework: 'net10.0',
    architecture: 'x86_64',
    runtime: 'provided.al2023',
    library: 'builtin',
    with: ['sam'],
  },
  '0.0.9',
);
const fn = { name: 'shop-x', handler: 'x', memorySize: 1024, timeout: 30 };

describe('a recipe', () => {
  it('is what a project was made from, without what was set since', () => {
    const functions = [...settings.functions, { ...fn, sample: 'sqs-batch' }];
    const { sample, ...recipe } = recipeOf({ ...settings, functions });
    expect(sample.id).toBe('uppercase');
    expect(recipe).toEqual({
      name: 'shop',
      answers: {
        namespace: 'Shop',
        framework: 'net10.0',
        architecture: 'x86_64',
        runtime: 'provided.al2023',
        library: 'builtin',
        with: ['sam'],
      },
      added: [{ handler: 'x', sample: 'sqs-batch' }],
    });
  });

  it.each([
    ['was written by hand', { ...fn }],
    ['is from a sample that is not there any more', { ...fn, sample: 'gone' }],
    ['is from a sample that cannot be added', { ...fn, sample: 'aspnet-webapi' }],
    ['has a name that add-function does not take', { ...fn, handler: '--output', sample: 'uppercase' }],
  ])('leaves a function out that %s', (_, own) => {
    expect(recipeOf({ ...settings, functions: [...settings.functions, own] }).added).toEqual([]);
  });

  it.each<[string, Partial<Settings>, string]>([
    ['was converted', { functions: [fn] }, 'run "lambda-nativeaot convert" again'],
    ['was converted in place', { project: 'src/App.csproj' }, 'run "lambda-nativeaot convert" again'],
    ['is from a sample that is gone', { functions: [{ ...fn, sample: 'gone' }] }, 'The sample "gone"'],
    ['has a name that could be a flag', { name: '--output' }, '.yo-rc.json: name "--output": a name must'],
  ])('is refused to a project that %s', (_, change, message) => {
    expect(() => recipeOf({ ...settings, ...change })).toThrow(message);
  });
});

describe('versions', () => {
  it.each([
    ['0.1.0', '0.1.0', false],
    ['0.1.0-beta.1', '0.1.0', true],
    ['0.9.0', '0.10.0', true],
  ])('%s is behind %s: %s', (recorded, running, expected) => {
    expect(isBehind(recorded, running)).toBe(expected);
  });

  it('newer than the tool ask for a newer tool', () => {
    expect(() => isBehind('0.2.0', '0.1.9')).toThrow(
      'The project was written by version 0.2.0 and this is 0.1.9; update the tool first: npm install --global generator-lambda-nativeaot@0.2.0',
    );
  });

  it.each(['latest', 'v1.0.0', '^1.0.0', '../evil', 'https://example.com/x.tgz', '1.0.0 --global', ''])(
    '"%s" is none, and reaches no package manager',
    (text) => {
      expect(() => isBehind(text, '0.1.0')).toThrow(`.yo-rc.json: version "${text}" is not a version`);
    },
  );

  it('are read from settings that this version does not understand', async () => {
    const folder = await temporaryFolder();
    expect(await recordedVersion(folder)).toBeUndefined();
    const text = formatSettings(settings).replace('"net10.0"', '"net99.0"');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '.yo-rc.json'), text);
    expect(await recordedVersion(folder)).toBe('0.0.9');
  });
});
