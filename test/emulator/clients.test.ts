import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  InvokeCommand,
  type InvokeCommandInput,
  InvokeWithResponseStreamCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { buildBootstrap, emulate, fixture, normalised, temporaryFolder, until } from './support.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const folder = buildBootstrap();
const handlers = [
  'echo',
  'error',
  'not-json',
  'nothing',
  'stream',
  'stream-error',
  'stream-die',
  'hang',
  'logs',
  'headers',
];
const emulator = await emulate(handlers.map((handler) => fixture(folder, handler, { timeout: 0.5 })));

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const client = new LambdaClient({ endpoint: emulator.url, region: 'us-east-1', credentials, maxAttempts: 1 });

const call = (input: InvokeCommandInput) => client.send(new InvokeCommand(input));

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

  it('reads a streamed response chunk by chunk', async () => {
    const reply = await client.send(
      new InvokeWithResponseStreamCommand({ FunctionName: 'stream', LogType: 'Tail' }),
    );
    const chunks: string[] = [];
    let log = '';
    for await (const event of reply.EventStream ?? []) {
      if (event.PayloadChunk) chunks.push(Buffer.from(event.PayloadChunk.Payload ?? []).toString());
      if (event.InvokeComplete) {
        expect(event.InvokeComplete.ErrorCode).toBeUndefined();
        log = Buffer.from(event.InvokeComplete.LogResult as string, 'base64').toString();
      }
    }
    expect(chunks).toEqual(['one', 'two', 'three']);
    expect(log).toContain('REPORT RequestId: ');
  });

  it.each([
    ['stream-error', ['half'], { errorType: 'Broken', errorMessage: 'midway' }],
    ['error', [], { errorType: 'InvalidOperation', errorMessage: 'boom', stackTrace: ['at F()'] }],
    [
      'stream-die',
      ['half'],
      {
        errorType: 'Runtime.ExitError',
        errorMessage: 'RequestId: ID Error: Runtime exited with error: exit status 7',
      },
    ],
    [
      'hang',
      [],
      {
        errorType: 'Sandbox.Timedout',
        errorMessage: 'RequestId: ID Error: Task timed out after 0.50 seconds',
      },
    ],
  ])('reads at the end of a stream that %s failed', async (name, expected, details) => {
    const reply = await client.send(new InvokeWithResponseStreamCommand({ FunctionName: name }));
    const chunks: string[] = [];
    let complete: { ErrorCode?: string | undefined; ErrorDetails?: string | undefined } | undefined;
    for await (const event of reply.EventStream ?? []) {
      if (event.PayloadChunk) chunks.push(Buffer.from(event.PayloadChunk.Payload ?? []).toString());
      complete = event.InvokeComplete ?? complete;
    }
    expect(chunks).toEqual(expected);
    expect(complete?.ErrorCode).toBe('Unhandled');
    const text = complete?.ErrorDetails?.replace(reply.$metadata.requestId as string, 'ID');
    expect(JSON.parse(text ?? '')).toEqual(details);
  });

  it('reads a buffered response as a stream of one chunk', async () => {
    const reply = await client.send(
      new InvokeWithResponseStreamCommand({ FunctionName: 'echo', Payload: '"one"' }),
    );
    const chunks: string[] = [];
    for await (const event of reply.EventStream ?? []) {
      if (event.PayloadChunk) chunks.push(Buffer.from(event.PayloadChunk.Payload ?? []).toString());
    }
    expect(chunks).toEqual(['"one"']);
  });

  it('reads a streamed response in one piece when it does not ask for a stream', async () => {
    expect((await call({ FunctionName: 'stream' })).Payload?.transformToString()).toBe('onetwothree');
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

  it('lists the functions', async () => {
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual(handlers);
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

describe('the AWS CLI', () => {
  const output = join(temporaryFolder(), 'out.json');
  const env = {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
  const cli = (...args: string[]) =>
    execa('aws', ['lambda', 'invoke', '--endpoint-url', emulator.url, ...args, output], {
      env,
      reject: false,
    });

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
