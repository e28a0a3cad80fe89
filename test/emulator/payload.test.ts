import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPayload } from '../../src/emulator/payload.ts';
import { temporaryFolder } from '../support/folders.ts';

async function* stream(text: string) {
  yield text;
}

describe('the event of an invocation', () => {
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
