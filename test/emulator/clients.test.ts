import type { InvokeCommandInput } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { caller, sdkClient } from './aws-clients.ts';
import { buildBootstrap, emulate, fixture, normalised, until } from './support.ts';

const folder = buildBootstrap();
const handlers = ['echo', 'error', 'not-json', 'nothing', 'logs', 'headers'];
const emulator = await emulate(handlers.map((handler) => fixture(folder, handler, { timeout: 0.5 })));
const call = caller(sdkClient(emulator));

/** What an asynchronous invocation left in the log, as soon as it is over. */
async function logOf(requestId: string): Promise<string[]> {
  await until(() => emulator.log().some((line) => line.startsWith(`REPORT RequestId: ${requestId}`)));
  return emulator.log().filter((line) => line.includes(requestId));
}

describe('the AWS SDK for JavaScript', () => {
  it('invokes', async () => {
    const reply = await call({ FunctionName: 'echo', Payload: '"Hello World"', LogType: 'Tail' });
    expect(reply.StatusCode).toBe(200);
    expect(reply.ExecutedVersion).toBe('$LATEST');
    expect(reply.FunctionError).toBeUndefined();
    expect(reply.Payload?.transformToString()).toBe('"Hello World"');
    const log = Buffer.from(reply.LogResult as string, 'base64').toString();
    expect(log).toContain(`REPORT RequestId: ${reply.$metadata.requestId}\t`);
  });

  it('reads a function error', async () => {
    const reply = await call({ FunctionName: 'error' });
    expect(reply.StatusCode).toBe(200);
    expect(reply.FunctionError).toBe('Unhandled');
    expect(JSON.parse(reply.Payload?.transformToString() as string).errorMessage).toBe('boom');
  });

  it('invokes without waiting, and the function runs afterwards', async () => {
    const reply = await call({ FunctionName: 'echo', InvocationType: 'Event', Payload: '1' });
    expect(reply.StatusCode).toBe(202);
    expect(reply.Payload ?? '').toHaveLength(0);
    expect((await logOf(reply.$metadata.requestId as string)).length).toBe(3);
  });

  it('invokes without waiting, and a failure is shown', async () => {
    const reply = await call({ FunctionName: 'error', InvocationType: 'Event' });
    await logOf(reply.$metadata.requestId as string);
    const notices = emulator.events.flatMap((e) => (e.type === 'notice' ? [e.text] : []));
    expect(notices.find((text) => text.includes(reply.$metadata.requestId as string))).toContain('boom');
  });

  it('asks without running anything', async () => {
    const started = () => emulator.log().filter((line) => line.startsWith('START')).length;
    const before = started();
    expect((await call({ FunctionName: 'echo', InvocationType: 'DryRun' })).StatusCode).toBe(204);
    expect(started()).toBe(before);
  });

  it('may name the function by its ARN, with a version or an alias', async () => {
    const arn = 'arn:aws:lambda:us-east-1:123456789012:function:echo';
    expect((await call({ FunctionName: arn })).ExecutedVersion).toBe('$LATEST');
    expect((await call({ FunctionName: `${arn}:7` })).ExecutedVersion).toBe('7');
    expect((await call({ FunctionName: 'echo', Qualifier: 'live' })).ExecutedVersion).toBe('$LATEST');
  });

  it('gets whatever a function returns, JSON or not, as the service does not look at it', async () => {
    expect((await call({ FunctionName: 'not-json' })).Payload?.transformToString()).toBe('<b>Hello</b>');
    expect((await call({ FunctionName: 'nothing' })).Payload ?? '').toHaveLength(0);
  });

  it('sends a client context, which the runtime gets with its other headers', async () => {
    const context = Buffer.from('{\n"custom":{"name":"Zoë"}}').toString('base64');
    const reply = await call({ FunctionName: 'headers', Qualifier: 'live', ClientContext: context });
    const head = reply.Payload?.transformToString() as string;
    const headers = Object.fromEntries(
      head
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(/: (.*)/s).slice(0, 2)),
    );
    expect(JSON.parse(headers['Lambda-Runtime-Client-Context'])).toEqual({ custom: { name: 'Zoë' } });
    expect(headers['Lambda-Runtime-Aws-Request-Id']).toBe(reply.$metadata.requestId);
    expect(headers['Lambda-Runtime-Invoked-Function-Arn']).toBe(
      'arn:aws:lambda:us-east-1:123456789012:function:headers:live',
    );
    expect(headers['Lambda-Runtime-Trace-Id']).toMatch(
      /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/,
    );
    const left = Number(headers['Lambda-Runtime-Deadline-Ms']) - Date.now();
    expect(left).toBeGreaterThan(-60_000);
    expect(left).toBeLessThanOrEqual(500);
  });

  const refused: [string, InvokeCommandInput, string, number, RegExp][] = [
    [
      'an unknown function, naming the known ones',
      { FunctionName: 'nope' },
      'ResourceNotFoundException',
      404,
      /^Function not found: arn:aws:lambda:us-east-1:123456789012:function:nope\. The functions here: echo, error, /,
    ],
    [
      'an event that is no JSON',
      { FunctionName: 'echo', Payload: '{"a":' },
      'InvalidRequestContentException',
      400,
      /parse/,
    ],
    [
      'an event over 6 MB',
      { FunctionName: 'echo', Payload: `"${'x'.repeat(6 * 1024 * 1024)}"` },
      'RequestEntityTooLargeException',
      413,
      /^6291458 byte payload is too large for the RequestResponse invocation type \(limit 6291456 bytes\)$/,
    ],
    [
      'an asynchronous event over 1 MB',
      { FunctionName: 'echo', InvocationType: 'Event', Payload: `"${'x'.repeat(1024 * 1024)}"` },
      'RequestEntityTooLargeException',
      413,
      /^1048578 byte payload is too large for the Event invocation type \(limit 1048576 bytes\)$/,
    ],
    [
      'a client context that is no JSON',
      { FunctionName: 'echo', ClientContext: 'bm8=' },
      'InvalidRequestContentException',
      400,
      /Base64/,
    ],
    [
      'an invocation type that does not exist',
      { FunctionName: 'echo', InvocationType: 'Sideways' as 'Event' },
      'ValidationException',
      400,
      /'Sideways' at 'invocationType'/,
    ],
  ];

  it.each(refused)('is refused %s', async (_what, input, name, status, message) => {
    const error = await call(input).catch((e: Error) => e);
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: status } });
    expect((error as Error).message).toMatch(message);
  });
});

it('a function’s own output stands in its log between START and END', async () => {
  const reply = await call({ FunctionName: 'logs', LogType: 'Tail' });
  const log = Buffer.from(reply.LogResult as string, 'base64')
    .toString()
    .trimEnd()
    .split('\n');
  const [start, ...rest] = normalised(log, reply.$metadata.requestId as string);
  expect(start).toBe('START RequestId: ID Version: $LATEST');
  expect(rest.slice(0, -2).sort()).toEqual(['and more', 'to stderr', 'to stdout']);
  expect(rest.at(-2)).toBe('END RequestId: ID');
});
