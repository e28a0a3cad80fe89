import { describe, expect, test } from 'vitest';
import { sandboxEnvironment } from '../../src/emulator/environment.ts';
import { exampleAccountId } from '../../src/emulator/identity.ts';
import { emulatedFunctions } from '../../src/emulator/project.ts';
import type { FunctionSettings } from '../../src/project/settings.ts';
import { fixtureSettings } from '../support/lambda-fake/project.ts';

/** What a function sees of its log, as the emulator runs it with some settings. */
function logVariables(extra: Partial<FunctionSettings>): Record<string, string | undefined> {
  const launch = { command: 'bootstrap', args: [], folder: '/task' };
  const [fn] = emulatedFunctions(fixtureSettings(['echo'], extra), launch, {});
  if (fn === undefined) throw new Error('no function');
  const account = { region: 'eu-central-1', accountId: exampleAccountId };
  const variables = sandboxEnvironment({ fn, account, runtimeApi: 'x', logStream: 'stream', shell: {} });
  return Object.fromEntries(
    Object.entries(variables).filter(([name]) => /^AWS_LAMBDA_LOG_(GROUP|FORMAT|LEVEL)/.test(name)),
  );
}

describe('the settings of a log, locally', () => {
  test('are what Lambda tells the function', () => {
    expect(logVariables({})).toEqual({ AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/hello-echo' });
    expect(logVariables({ logFormat: 'json', applicationLogLevel: 'warn', logGroup: '/shared' })).toEqual({
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_LAMBDA_LOG_LEVEL: 'WARN',
      AWS_LAMBDA_LOG_GROUP_NAME: '/shared',
    });
  });

  test('have no level with the text format', () => {
    expect(logVariables({ logFormat: 'text', applicationLogLevel: 'warn' })).toMatchObject({
      AWS_LAMBDA_LOG_FORMAT: 'Text',
    });
    expect(logVariables({ logFormat: 'text', applicationLogLevel: 'warn' })).not.toHaveProperty(
      'AWS_LAMBDA_LOG_LEVEL',
    );
  });
});
