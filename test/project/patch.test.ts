import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { patchOf } from '../../src/project/patch.ts';
import { temporaryFolder } from '../support/folders.ts';

const lines = (name: string, end: string) =>
  Array.from({ length: 3000 }, (_, i) => `${name} ${i}`).join('\n') + end;

it.each([
  ['that changes a line', 'a\nb\nc\n', 'a\nx\nc\n'],
  ['that leaves no line as it was', lines('before', '\n'), lines('after', '\n')],
  ['of files without a last line feed', lines('before', ''), lines('after', '')],
  ['that only has more lines than are compared', '', lines('after', '\n')],
])('git applies a patch %s', async (_, before, after) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'a.txt'), before);
  await execa('git', ['apply'], { cwd: folder, input: patchOf({ path: 'a.txt', before, after }) });
  expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe(after);
});
