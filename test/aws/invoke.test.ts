import { describe, expect, it } from 'vitest';
import { invokeOn, type RemoteInvocation } from '../../src/aws/invoke/invoke.ts';
import { parseReport } from '../../src/aws/logs/report.ts';
import { withSession } from '../../src/aws/session/with-session.ts';
import { stage } from './support.ts';

const here = stage();

const invoke = (functionName: string, more: Partial<RemoteInvocation> = {}) =>
  withSession({ endpointUrl: here.fake.url }, (session) =>
    invokeOn(session, { functionName, payload: Buffer.from('"event"'), ...more }),
  );

const invocations = () => here.fake.requests.filter(({ operation }) => operation === 'Invoke').length;

describe('a remote invocation', () => {
  it('brings the answer and the end of the log', async () => {
    await here.deployOne({ role: 'exec', alias: 'live' });
    const answer = await invoke('hello-echo', { qualifier: 'live' });
    expect(answer).toMatchObject({ status: 200, executedVersion: '1' });
    expect(answer.functionError).toBeUndefined();
    expect(answer.payload.toString()).toBe('"event"');
    expect(parseReport(answer.log)).toMatchObject({ memorySize: 256, initDurationMs: expect.any(Number) });
  });

  it("brings a function's error as an answer", async () => {
    await here.deployOne({ role: 'exec' }, 'error');
    const answer = await invoke('hello-error');
    expect(answer).toMatchObject({ status: 200, functionError: 'Unhandled' });
    expect(JSON.parse(answer.payload.toString())).toMatchObject({ errorMessage: 'boom' });
  });

  it('can be asynchronous', async () => {
    await here.deployOne({ role: 'exec' });
    expect(await invoke('hello-echo', { async: true })).toMatchObject({ status: 202, log: '' });
  });

  it('of a function that is not there says what to do', async () => {
    await expect(invoke('hello-echo')).rejects.toThrow(
      /^Function not found: .*hello-echo\. Deploy it with "lambda-nativeaot deploy", or look in another --region\.$/,
    );
  });

  it('is sent again when it was throttled, and never when it may have run', async () => {
    await here.deployOne({ role: 'exec' });
    here.fake.fail('Invoke', 429, 'TooManyRequestsException', 'Rate exceeded', 2);
    expect((await invoke('hello-echo')).status).toBe(200);
    expect(invocations()).toBe(3);
    here.fake.fail('Invoke', 500, 'ServiceException', 'Something broke', 5);
    await expect(invoke('hello-echo')).rejects.toThrow(
      'AWS rejected the request: Something broke (ServiceException).',
    );
    expect(invocations()).toBe(4);
  });

  it('with too large a payload is told the limit', async () => {
    await here.deployOne({ role: 'exec' });
    await expect(invoke('hello-echo', { payload: Buffer.alloc(6_291_557, '1') })).rejects.toThrow(
      'The payload has 6,291,557 bytes, which is too much for one invocation; Lambda takes 6 MB.',
    );
  });
});
