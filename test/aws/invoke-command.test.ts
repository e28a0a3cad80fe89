import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { bin } from '../support/bin.ts';
import { fakeEnvironment, stage } from './support.ts';

const here = stage();

const invoke = (...args: string[]) =>
  execa(process.execPath, [bin, 'invoke', ...args], {
    cwd: here.folder,
    env: { ...fakeEnvironment, AWS_ENDPOINT_URL: here.fake.url, CI: '1' },
    stdin: 'ignore',
    reject: false,
  });

describe('invoke --remote', () => {
  it('prints the result on standard output and the log on standard error', async () => {
    await here.deployOne({ role: 'exec' });
    const { exitCode, stdout, stderr } = await invoke('echo', '--remote', '--payload', '"Hello World"');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '"Hello World"' });
    expect(stderr).toMatch(/^START RequestId: .*\n(.*\n)*REPORT RequestId: /);
  });

  it('exits 1 when the function failed, and prints its error', async () => {
    await here.deployOne({ role: 'exec' }, 'error');
    const { exitCode, stdout, stderr } = await invoke('error', '--remote', '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      function: 'hello-error',
      statusCode: 200,
      functionError: 'Unhandled',
      payload: { errorMessage: 'boom' },
      log: expect.arrayContaining([expect.stringContaining('REPORT RequestId')]),
    });
    expect(stderr.split('\n').at(-1)).toMatch(/^error: hello-error failed: .*boom/);
  });

  it('--async does not wait', async () => {
    await here.deployOne({ role: 'exec', alias: 'live' });
    const { exitCode, stdout, stderr } = await invoke('echo', '--remote', '--async', '--qualifier', 'live');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toMatch(/^hello-echo: accepted; request \S+$/);
  });

  it.each([
    [['echo', '--async'], '--async is for calls on AWS; give --remote with it.'],
    [
      ['echo', '--remote', '--layer', 'layer'],
      '--layer is for calls on this machine; leave it out with --remote.',
    ],
    [['echo', '--remote', '--jit'], '--jit is for calls on this machine; leave it out with --remote.'],
  ])('%j is a usage error', async (args, message) => {
    expect(await invoke(...args)).toMatchObject({ exitCode: 2, stderr: `error: ${message}` });
  });
});
