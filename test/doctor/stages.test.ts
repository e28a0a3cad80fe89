import { describe, expect, it } from 'vitest';
import type { FunctionSettings, Settings } from '../../src/project/settings.ts';
import { verdict } from './project-support.ts';
import { settingsOf } from './support.ts';

type Stages = NonNullable<Settings['stages']>;

const stagesVerdict = (stages: Stages, id = 'stages') => verdict(id, { settings: settingsOf({ stages }) });
const [{ name }] = settingsOf({}).functions as [FunctionSettings];

describe('stages', () => {
  it('are no matter where there are none', () => {
    expect(verdict('stages', {})).toBeUndefined();
  });

  it('that keep apart are fine', () => {
    const stages: Stages = {
      dev: {},
      prod: { functions: { [name]: { timeout: 9 } } },
      east: { suffix: '-x', region: 'us-east-1' },
      west: { suffix: '-x', region: 'us-west-2' },
    };
    expect(stagesVerdict(stages)).toMatchObject({ severity: 'ok', what: 'dev, prod, east, west.' });
  });

  it.each<[Stages, string]>([
    [{ dev: { suffix: '' } }, `Stage dev and no stage both have ${name}.`],
    [
      { a: { suffix: '-x' }, b: { suffix: '-x', account: '123456789012' } },
      `Stages a and b both have ${name}-x.`,
    ],
  ])('that would replace each other are warned of: %j', (stages, what) => {
    expect(stagesVerdict(stages)).toMatchObject({ severity: 'warning', what });
  });

  it.each<[Stages, string]>([
    [{ dev: { functions: { stranger: {} } } }, 'settings of a function "stranger"'],
    [{ dev: { suffix: '-'.repeat(63) } }, 'more than 64 characters'],
  ])('that no run takes are errors: %j', (stages, what) => {
    expect(stagesVerdict(stages)).toMatchObject({ severity: 'error', what: expect.stringContaining(what) });
  });

  it('have their variables looked at as those of functions are', () => {
    const settings = { environment: { DB_PASSWORD: 'x' } };
    expect(stagesVerdict({ dev: { settings } }, 'environment')).toMatchObject({
      severity: 'warning',
      what: expect.stringContaining('DB_PASSWORD'),
    });
  });
});
