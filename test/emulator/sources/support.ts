import * as v from 'valibot';
import { expect } from 'vitest';
import { LambdaService } from '../../../src/emulator/service.ts';
import type { Queue, QueueMessage } from '../../../src/emulator/sources/queue.ts';
import type { EmulatedFunction, EmulatorEvent } from '../../../src/emulator/types.ts';
import { shape } from '../../events/shapes/shape.ts';
import { shapes } from '../../events/shapes/shapes.ts';

export interface SqsEvent {
  Records: { messageId: string; receiptHandle: string; body: string; attributes: Record<string, string> }[];
}

/** A service whose functions are code of the test: what it returns is the response, what it throws the error. */
export function serviceOf(run: (event: SqsEvent, name: string) => unknown, eventBytes = 100_000_000) {
  const events: EmulatorEvent[] = [];
  const emit = (event: EmulatorEvent) => void events.push(event);
  const fn = (name: string): EmulatedFunction => ({
    name,
    handler: name,
    runtime: 'provided.al2023',
    memorySize: 128,
    timeout: 3,
    launch: { command: 'none', args: [], folder: '/' },
  });
  const service = new LambdaService(
    { region: 'eu-central-1', accountId: '123456789012' },
    [fn('orders'), fn('report')],
    {
      concurrency: 10,
      eventBytes,
      emit,
      create: ({ name }) => ({
        pid: undefined,
        broken: false,
        close: async () => {},
        run: async ({ request, settle }) => {
          try {
            const response = (await run(JSON.parse(request.payload.toString()), name)) ?? null;
            const text = typeof response === 'string' ? response : JSON.stringify(response);
            settle({ kind: 'payload', body: Buffer.from(text), contentType: 'application/json' });
          } catch (error) {
            const body = Buffer.from(JSON.stringify({ errorMessage: (error as Error).message }));
            settle({ kind: 'error', errorType: 'Test.Failed', body });
          }
          return { requestId: request.requestId, durationMs: 1, memorySize: 128, maxMemoryUsed: 1 };
        },
      }),
    },
  );
  return {
    service,
    emit,
    notices: () => events.flatMap((event) => (event.type === 'notice' ? [event.text] : [])),
    requests: () =>
      events.flatMap((event) =>
        event.type === 'request' ? [[event.status, event.what, event.error ?? ''].join(' ').trim()] : [],
      ),
  };
}

export const message = (id: string, body = id): QueueMessage => ({
  messageId: id,
  receiptHandle: `handle-${id}`,
  body,
  md5OfBody: '0'.repeat(32),
  attributes: { ApproximateReceiveCount: '1' },
  messageAttributes: {},
});

/** A queue whose calls are answered in turn; when no answer is left it calls `atEnd`. */
export function scripted(
  answers: (readonly QueueMessage[] | Error)[],
  atEnd: () => void,
): Queue & { asked: [most: number, seconds: number][]; removed: string[] } {
  const asked: [number, number][] = [];
  const removed: string[] = [];
  return {
    url: 'http://127.0.0.1/1/orders',
    arn: 'arn:aws:sqs:eu-central-1:123456789012:orders',
    visibilitySeconds: 30,
    asked,
    removed,
    receive: async (most, seconds) => {
      asked.push([most, seconds]);
      const answer = answers.shift();
      if (answers.length === 0) atEnd();
      if (answer instanceof Error) throw answer;
      return answer ?? [];
    },
    remove: async (handles) => {
      removed.push(...handles);
      return [];
    },
    close: () => {},
  };
}

/** Holds an event against the shape that AWS documents. */
export function requireShape(name: string, event: unknown): void {
  expect(v.safeParse(shape(shapes[name] as never), event).issues).toBeUndefined();
}
