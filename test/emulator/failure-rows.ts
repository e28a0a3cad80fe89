import { expect, it } from 'vitest';
import type { EmulatedFunction } from '../../src/emulator/types.ts';
import { emulate, invoke, normalised } from './support.ts';

/** A failure: what the caller must read and what the log must say, word for word; ID stands for the request id. */
export interface Row {
  readonly failure: string;
  readonly fn: EmulatedFunction;
  /** The error document. */
  readonly body: object;
  readonly log: readonly string[];
}

export const report = (rest = '', memory = 128) =>
  `REPORT RequestId: ID\tDuration: N ms\tBilled Duration: N ms\tMemory Size: ${memory} MB\tMax Memory Used: N MB\t${rest}`;
export const cold = 'Init Duration: N ms\t';
export const start = 'START RequestId: ID Version: $LATEST';
export const end = 'END RequestId: ID';
/** Calls each function by the Invoke API and by its URL, and compares what the caller and the log get. */
export async function inTheWordsOfTheService(rows: readonly Row[]): Promise<void> {
  const emulator = await emulate(
    rows.map(({ fn }) => fn),
    { initMs: 300 },
  );

  it.each(rows)('$failure', async ({ fn, body, log }) => {
    const reply = await invoke(emulator, fn.name);
    expect(reply.status).toBe(200);
    expect(reply.headers['x-amz-function-error']).toBe('Unhandled');
    expect(reply.headers['content-type']).toBe('application/json');
    expect(reply.headers['x-amz-executed-version']).toBe('$LATEST');
    expect(JSON.parse(reply.body.replaceAll(reply.requestId, 'ID'))).toEqual(body);
    expect(normalised(reply.tail, reply.requestId)).toEqual(log);
  });

  it.each(rows)('$failure, as 502 at the function URL', async ({ fn }) => {
    const reply = await fetch(`${emulator.url}/${fn.name}/`).catch((error: Error) => error);
    if (fn.name === 'stream-die' || fn.name === 'stream-error') {
      // The head was sent before the failure: all that is left is to break the body off.
      await expect((reply as Response).text()).rejects.toThrow();
      return;
    }
    expect((reply as Response).status).toBe(502);
    expect(await (reply as Response).text()).toBe('Internal Server Error');
  });
}
