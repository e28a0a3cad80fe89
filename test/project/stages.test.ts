import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../src/commands/command.ts';
import { newCommand } from '../../src/commands/new.ts';
import { packageRoot } from '../../src/package.ts';
import { settingsOf } from '../../src/project/answers.ts';
import {
  formatSettings,
  parseSettings,
  parseWithUnknown,
  type Settings,
} from '../../src/project/settings.ts';
import { findStage, inStage, type Stage, stagedSettings } from '../../src/project/stages.ts';

const settings = settingsOf('orders', withDefaults(newCommand, {}), '1.2.3');
const [fn] = settings.functions as [Settings['functions'][0]];

type Stages = NonNullable<Settings['stages']>;

const withStages = (stages: Stages): Settings => ({ ...settings, stages });

const damaged = (stages: unknown) =>
  JSON.stringify({ 'generator-lambda-nativeaot': { ...settings, stages } });

describe('stages', () => {
  it('come back from the file as they went in', () => {
    const stages: Stages = {
      prod: {
        suffix: '',
        account: '012345678901',
        region: 'eu-central-1',
        profile: 'prod',
        settings: { memorySize: 1024, url: { auth: 'iam' } },
        functions: { orders: { timeout: 60 } },
      },
      dev: {},
    };
    expect(parseSettings(formatSettings(withStages(stages))).stages).toEqual(stages);
  });

  it('are as docs/settings.md shows them', async () => {
    const page = await readFile(join(packageRoot(), 'docs', 'settings.md'), 'utf8');
    const [, example = ''] = /```json\n("stages": .*?)```/s.exec(page) ?? [];
    const { settings: read, unknown } = parseWithUnknown(damaged(JSON.parse(`{${example}}`).stages));
    expect(unknown).toEqual([]);
    expect(inStage(fn, findStage(read, 'prod'))).toMatchObject({
      name: 'orders-prod',
      memorySize: 1024,
      role: 'orders-prod',
    });
  });

  it.each([
    [{ prod: { account: 123456789012 } }, /stages\.prod\.account is wrong/],
    [{ prod: { account: '123' } }, /stages\.prod\.account is wrong\. An account has 12 digits\./],
    [{ prod: { region: 'Frankfurt' } }, /stages\.prod\.region is wrong\. A region looks like eu-central-1\./],
    [{ prod: { profile: 'a]\n[b' } }, /stages\.prod\.profile is wrong/],
    [{ prod: { suffix: '/../' } }, /stages\.prod\.suffix is wrong/],
    [{ prod: { settings: { memorySize: 1 } } }, /stages\.prod\.settings\.memorySize is wrong/],
    [{ prod: { functions: { orders: { url: 'all' } } } }, /stages\.prod\.functions\.orders\.url is wrong/],
    [{ 'a b': {} }, /stages\.a b is wrong/],
  ])('are checked: %j', (stages, message) => {
    expect(() => parseSettings(damaged(stages))).toThrow(message);
  });

  it('with settings that this version does not know are found out, and kept in the file', () => {
    const text = damaged({
      prod: {
        acount: '1',
        settings: { memorysize: 1 },
        functions: { orders: { url: { auth: 'iam', x: 1 } } },
      },
    });
    const { settings: read, unknown } = parseWithUnknown(text);
    expect(unknown.every(({ stage }) => stage === 'prod')).toBe(true);
    expect(unknown.map(({ path }) => path).sort()).toEqual([
      'acount',
      'functions.orders.url.x',
      'settings.memorysize',
    ]);
    expect(formatSettings(read, text)).toContain('"memorysize": 1');
  });

  it.each([
    [undefined, undefined, undefined],
    [{}, 'prod', 'No stage "prod" in this project; it has none ("stages" in .yo-rc.json).'],
    [{ prod: {}, dev: {} }, 'pro', 'No stage "pro" in this project; it has: prod, dev ('],
    [{ prod: {} }, 'constructor', 'No stage "constructor"'],
    [
      { prod: { functions: { order: { timeout: 1 } } } },
      'prod',
      'Stage prod has settings of a function "order", which is not in the project.',
    ],
    [
      { prod: { suffix: `-${'x'.repeat(60)}` } },
      'prod',
      'which has more than 64 characters; give the stage a shorter "suffix".',
    ],
  ])('of %j, --stage %s: %s', (stages, name, message) => {
    const find = () => findStage(withStages((stages ?? {}) as Stages), name);
    if (message === undefined) expect(find()).toBeUndefined();
    else expect(find).toThrow(message);
  });
});

describe('a function in a stage', () => {
  const prod: Stage = {
    name: 'prod',
    settings: { memorySize: 1024, environment: { LEVEL: 'warn', TABLE: 'all' }, layers: [] },
    functions: { orders: { memorySize: 2048, environment: { TABLE: 'prod-orders' } } },
  };
  const own = { ...fn, environment: { LEVEL: 'debug', MODE: 'x' }, layers: ['a'], timeout: 7 };

  it('has the name of the stage behind its own', () => {
    expect(inStage(own, { name: 'dev' }).name).toBe('orders-dev');
    expect(inStage(own, { name: 'dev', suffix: '_D' }).name).toBe('orders_D');
    expect(inStage(own, { name: 'dev', suffix: '' }).name).toBe('orders');
    expect(inStage(own, undefined)).toBe(own);
  });

  it('has its own settings, over them those of the stage, over them those for this function', () => {
    expect(inStage(own, prod)).toEqual({
      ...own,
      name: 'orders-prod',
      memorySize: 2048,
      environment: { LEVEL: 'warn', MODE: 'x', TABLE: 'prod-orders' },
      layers: [],
    });
    expect(stagedSettings('orders', prod)).toEqual(['memorySize', 'environment', 'layers']);
    expect(own.environment).toEqual({ LEVEL: 'debug', MODE: 'x' });
  });

  it('has members of objects one by one, and everything else as a whole', () => {
    const url = { auth: 'none', cors: { origins: ['https://a'], maxAge: 5 } } as const;
    const stage: Stage = { name: 's', settings: { url: { auth: 'iam', cors: { origins: ['https://b'] } } } };
    expect(inStage({ ...own, url }, stage)).toMatchObject({
      url: { auth: 'iam', cors: { origins: ['https://b'], maxAge: 5 } },
    });
    const system = { accessPoint: 'x', path: '/mnt/a' };
    const off: Stage = { name: 's', settings: { fileSystem: 'none' } };
    expect(inStage({ ...own, fileSystem: system }, off)).toMatchObject({ fileSystem: 'none' });
  });
});
