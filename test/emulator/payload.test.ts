import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPayload } from '../../src/emulator/payload.ts';
import { findEvent } from '../../src/events/library.ts';
import { temporaryFolder } from '../support/folders.ts';

async function* stream(text: string) {
  yield text;
}

describe('the event of an invocation', () => {
  it('is one of the library where the project has none of that name', async () => {
    const folder = await temporaryFolder();
    const read = (event: string, ...set: string[]) => readPayload({ event, set }, {}, folder);
    expect(JSON.parse(await read('sqs'))).toEqual(findEvent('sqs')?.event);
    expect(JSON.parse(await read('sqs', 'Records[1].body=b', 'Records[0].body=a')).Records[0].body).toBe('a');
    await mkdir(join(folder, 'events'));
    await writeFile(join(folder, 'events', 'sqs.json'), '{"own":true}');
    expect(await read('sqs')).toBe('{"own":true}');
    expect(await read('sqs', 'own=false')).toBe('{"own":false}');
  });

  it('may not grow over the limit by what is set', async () => {
    const set = [`a=${'x'.repeat(6 * 1024 * 1024)}`];
    await expect(readPayload({ payload: '{"a":1}', set }, {}, '/')).rejects.toThrow(
      "6291456 bytes, Lambda's limit",
    );
  });

  it('may begin with a byte order mark, wherever it comes from', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'a.json');
    await writeFile(file, '\uFEFF{"a":1}');
    const read = (flags: { payload?: string }, event?: string) =>
      readPayload(flags, { event }, folder, stream('\uFEFF"b"'));
    expect(await read({ payload: `@${file}` })).toBe('{"a":1}');
    expect(await read({}, 'a.json')).toBe('{"a":1}');
    expect(await read({ payload: '-' })).toBe('"b"');
  });

  it.each([
    ['events/order.json', '; to send a file: --payload @events/order.json.'],
    ['Order.JSON', '; to send a file: --payload @Order.JSON.'],
    ['hello', `; a text takes its quotes along: --payload '"text"'.`],
  ])('%s as a payload is not JSON, and it is said what was meant', async (payload, hint) => {
    await expect(readPayload({ payload }, {}, '/')).rejects.toThrow(hint);
  });
});
