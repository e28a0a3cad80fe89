import { expect, it } from 'vitest';
import { projectChecks } from '../../src/doctor/project/checks.ts';
import { packageVersion } from '../../src/package.ts';
import type { Settings } from '../../src/project/settings.ts';
import { factsOf, projectOf, settingsOf, verdictOf } from './support.ts';

const fn = { name: 'hello', handler: 'uppercase', memorySize: 256, timeout: 30 };
const verdict = (changes: Partial<Settings>) => {
  const settings = settingsOf({ functions: [{ ...fn, sample: 'uppercase' }], ...changes });
  return verdictOf(projectChecks, 'templates', factsOf({ project: projectOf({ settings }) }));
};

it.each([
  [packageVersion(), 'ok', `Those of this version, ${packageVersion()}.`],
  ['0.0.1', 'info', `Written by 0.0.1, this is ${packageVersion()}: "lambda-nativeaot update" brings`],
  ['99.0.0', 'warning', `Written by 99.0.0, this is ${packageVersion()}.`],
])('templates of version %s are %s', (version, severity, what) => {
  expect(verdict({ version })).toMatchObject({ severity, what: expect.stringContaining(what) });
});

it('nothing is said of the templates of a converted project, or of what is no version', () => {
  expect(verdict({ version: '0.0.1', functions: [fn] })).toBeUndefined();
  expect(verdict({ version: '0.0.1', project: 'Hello.csproj' })).toBeUndefined();
  expect(verdict({ version: 'mine' })).toBeUndefined();
});
