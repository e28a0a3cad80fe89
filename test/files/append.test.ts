import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withAppended } from '../../src/files/append.ts';
import { temporaryFolder } from '../support/folders.ts';

const at = async (text?: string) => {
  const path = join(await temporaryFolder(), 'f');
  if (text !== undefined) await writeFile(path, text);
  return path;
};

describe('a file that lines are added to', () => {
  it('is made where it is not there', async () => {
    const path = await at();
    await withAppended(path, 1000, async ({ lines, rest, append }) => {
      expect({ lines, rest }).toEqual({ lines: [], rest: '' });
      await append('a\n');
      await append('ä\nb\n');
    });
    expect(await readFile(path, 'utf8')).toBe('a\nä\nb\n');
  });

  it('keeps its lines, and loses what is behind the last one with the first that is added', async () => {
    const path = await at('a\nb\nhal');
    await withAppended(path, 1000, async ({ lines, rest }) => {
      expect({ lines, rest }).toEqual({ lines: ['a', 'b'], rest: 'hal' });
    });
    expect(await readFile(path, 'utf8')).toBe('a\nb\nhal');
    await withAppended(path, 1000, async ({ append }) => append('c\n'));
    expect(await readFile(path, 'utf8')).toBe('a\nb\nc\n');
  });

  it('is read from its end alone, without a line that is cut off', async () => {
    const path = await at('first line\nsecond\nthird\n');
    await withAppended(path, 10, async ({ lines, append }) => {
      expect(lines).toEqual(['third']);
      await append('fourth\n');
    });
    expect(await readFile(path, 'utf8')).toBe('first line\nsecond\nthird\nfourth\n');
    const { size } = await stat(path);
    await writeFile(path, 'x'.repeat(size));
    await expect(withAppended(path, 15, async () => {})).rejects.toThrow('has a line of more than 15 bytes');
  });

  it.each([
    ['a link', async (path: string) => symlink(await at('a\n'), path), /is a symbolic link/],
    ['a folder', async () => {}, /cannot be used: it is a folder/],
  ])('is refused where %s is in its place', async (_, make, message) => {
    const path = await at();
    await make(path);
    const place = message.source.includes('folder') ? await temporaryFolder() : path;
    await expect(withAppended(place, 15, async () => {})).rejects.toThrow(message);
  });
});
