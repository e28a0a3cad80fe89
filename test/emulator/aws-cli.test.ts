import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { awsLambda } from './aws-clients.ts';
import { buildBootstrap, emulate, fixture, temporaryFolder } from './support.ts';

const folder = buildBootstrap();
const emulator = await emulate(['echo', 'error'].map((handler) => fixture(folder, handler)));

describe('the AWS CLI', () => {
  const output = join(temporaryFolder(), 'out.json');
  const cli = (...args: string[]) => awsLambda(emulator, 'invoke', ...args, output);

  it('invokes, with the tail of the log', async () => {
    const { stdout } = await cli('--function-name', 'echo', '--payload', '"hi"', '--log-type', 'Tail');
    const { LogResult, ...reply } = JSON.parse(stdout);
    expect(reply).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(readFileSync(output, 'utf8')).toBe('"hi"');
    const log = Buffer.from(LogResult, 'base64').toString().split('\n');
    expect(log.at(-2)).toMatch(/^REPORT RequestId: /);
  });

  it('invokes asynchronously', async () => {
    const { stdout } = await cli('--function-name', 'echo', '--invocation-type', 'Event');
    expect(JSON.parse(stdout)).toEqual({ StatusCode: 202 });
  });

  it('reads a function error', async () => {
    const { stdout } = await cli('--function-name', 'error');
    expect(JSON.parse(stdout)).toEqual({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      ExecutedVersion: '$LATEST',
    });
    expect(JSON.parse(readFileSync(output, 'utf8')).errorType).toBe('InvalidOperation');
  });

  it('is told which functions there are when it asks for another', async () => {
    const { stderr, exitCode } = await cli('--function-name', 'nope');
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(
      'An error occurred (ResourceNotFoundException) when calling the Invoke operation',
    );
    expect(stderr).toContain('The functions here: echo, error');
  });
});
