import { InvokeWithResponseStreamCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { caller, sdkClient } from './aws-clients.ts';
import { buildBootstrap, emulate, fixture } from './support.ts';

const folder = buildBootstrap();
const handlers = ['echo', 'error', 'stream', 'stream-error', 'stream-die', 'hang'];
const emulator = await emulate(handlers.map((handler) => fixture(folder, handler, { timeout: 0.5 })));
const client = sdkClient(emulator);
const call = caller(client);

describe('the AWS SDK for JavaScript', () => {
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
});
