import { describe, expect, test } from 'vitest';
import { withDefaults } from '../../src/commands/command.ts';
import { newCommand } from '../../src/commands/new.ts';
import { settingsOf } from '../../src/project/answers.ts';
import { findFunction, formatSettings, parseSettings, readSettings } from '../../src/project/settings.ts';

const settings = settingsOf('orders', withDefaults(newCommand, {}), '1.2.3');

const damaged = (change: object) =>
  JSON.stringify({ 'generator-lambda-nativeaot': { ...settings, ...change } });

describe('the settings of a project', () => {
  test('come back from their file as they went in', () => {
    expect(parseSettings(formatSettings(settings))).toEqual(settings);
  });

  test("keep other generators' entries of the same file", () => {
    const text = formatSettings(settings, '{"generator-other": {"a": 1}}');
    expect(JSON.parse(text)).toMatchObject({ 'generator-other': { a: 1 } });
    expect(parseSettings(text)).toEqual(settings);
  });

  test('keep what this version does not know, in their own entry and in those of the functions', () => {
    const cors = { origins: ['*'], nextYear: 1 };
    const [fn] = settings.functions;
    const text = damaged({ newer: { a: 1 }, functions: [{ ...fn, newer: [1], url: { auth: 'iam', cors } }] });
    const read = parseSettings(text);
    expect(JSON.stringify(read)).not.toMatch(/newer|nextYear/);
    const other = { ...read, functions: [{ ...fn, name: 'first', handler: 'first' }, ...read.functions] };
    const written = JSON.parse(formatSettings(other as typeof read, text))['generator-lambda-nativeaot'];
    expect(written).toMatchObject({
      newer: { a: 1 },
      functions: [{}, { newer: [1], url: { auth: 'iam', cors } }],
    });
    expect(written.functions[0]).not.toHaveProperty('newer');
  });

  test('keep what this version does not know, also where objects inherit its name', () => {
    const text = damaged({ constructor: 'x' });
    const written = JSON.parse(formatSettings(parseSettings(text), text))['generator-lambda-nativeaot'];
    expect(written).toMatchObject({ constructor: 'x' });
  });

  test('that are taken out of a function do not come back from its earlier text', () => {
    const [fn] = settings.functions;
    const text = formatSettings({
      ...settings,
      functions: [{ ...fn, tracing: 'active' }],
    } as typeof settings);
    expect(formatSettings(settings, text)).toBe(formatSettings(settings));
  });

  test.each([
    ['no JSON', '{', /\.yo-rc\.json is not valid JSON/],
    ['no entry of ours', '{}', /has no entry "generator-lambda-nativeaot"/],
    ['null', 'null', /has no entry/],
    ['an unknown architecture', damaged({ architecture: 'mips' }), /architecture is wrong/],
    ['no functions', damaged({ functions: [] }), /functions is wrong/],
    [
      'too little memory',
      damaged({ functions: [{ name: 'a', handler: 'a', memorySize: 64, timeout: 3 }] }),
      /functions\.0\.memorySize is wrong/,
    ],
    ['a name that would be a path', damaged({ name: '../../etc' }), /name is wrong/],
    ['a namespace that would be a path', damaged({ namespace: '../x' }), /namespace is wrong/],
    [
      'an event outside the project',
      damaged({ functions: [{ ...settings.functions[0], event: '../../etc/passwd' }] }),
      /event is wrong/,
    ],
  ])('with %s are refused in one line', (_, text, message) => {
    expect(() => parseSettings(text)).toThrow(message);
    expect(() => parseSettings(text)).not.toThrow(/\n/);
  });

  test('are missing in a folder that is no project', async () => {
    await expect(readSettings('/nonexistent')).rejects.toThrow(
      /has no \.yo-rc\.json; run this in a project's folder/,
    );
  });
});

describe('a function', () => {
  const two = {
    ...settings,
    functions: [...settings.functions, { name: 'orders-ship', handler: 'ship', memorySize: 256, timeout: 3 }],
  };

  test('is found by its Lambda name and by its handler', () => {
    expect(findFunction(two, 'orders-ship').handler).toBe('ship');
    expect(findFunction(two, 'ship').name).toBe('orders-ship');
  });

  test('that is unknown is answered with those that exist', () => {
    expect(() => findFunction(two, 'shp')).toThrow(
      'No function "shp" in this project; it has: orders, orders-ship.',
    );
  });
});
