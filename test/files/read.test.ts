import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readBytes, readBytesIfThere, readEnd, readHead, withFile } from '../../src/files/read.ts';
import { readText } from '../../src/files/text.ts';
import { temporaryFolder } from '../support/folders.ts';

describe('a file that is read', () => {
  it('is read to its last byte, up to the limit and no further', async () => {
    const path = join(await temporaryFolder(), 'a');
    writeFileSync(path, '12345');
    expect((await readBytes(path, 5)).toString()).toBe('12345');
    await expect(readBytes(path, 4)).rejects.toThrow(
      `${path} has 5 bytes; at most 4 are read of such a file.`,
    );
    expect((await readHead(path, 2)).toString()).toBe('12');
    expect((await readEnd(path, 2)).toString()).toBe('45');
    expect((await readEnd(path, 20)).toString()).toBe('12345');
    writeFileSync(path, '');
    expect(await readBytes(path, 4)).toHaveLength(0);
  });

  it('is refused before it is read when it is too large, however large', async () => {
    const path = join(await temporaryFolder(), 'sparse');
    writeFileSync(path, '');
    truncateSync(path, 8 * 1024 ** 3);
    await expect(readBytes(path, 1024)).rejects.toThrow('8589934592 bytes; at most 1024');
  });

  it('may say that it is empty and not be, as those of /proc', async () => {
    expect((await readBytes('/proc/self/status', 65_536)).toString()).toContain('VmHWM');
    await expect(readBytes('/proc/self/status', 16)).rejects.toThrow('more than 16 bytes; at most 16');
  });

  it('is undefined, or an error of one line, where there is none', async () => {
    const path = join(await temporaryFolder(), 'a', 'b');
    expect(await readBytesIfThere(path, 1)).toBeUndefined();
    await expect(readBytes(path, 1)).rejects.toThrow(`There is no ${path}.`);
  });

  it.each<[string, (path: string) => unknown, string]>([
    ['a device', (path) => symlinkSync('/dev/zero', path), 'is a device, not a file.'],
    ['a device of a terminal', (path) => symlinkSync('/dev/tty', path), 'is a device, not a file.'],
    ['a pipe', (path) => execFileSync('mkfifo', [path]), 'is a pipe, not a file.'],
    ['a folder', (path) => mkdirSync(path), 'is a folder, not a file.'],
    [
      'a socket',
      async (path) => {
        const server = createServer();
        onTestFinished(() => void server.close());
        await new Promise<void>((resolve) => server.listen(path, resolve));
      },
      'is a socket, not a file.',
    ],
  ])('is refused at once when it is %s', async (_, make, message) => {
    const path = join(await temporaryFolder(), 'a');
    await make(path);
    for (const read of [readBytes, readBytesIfThere, readHead, readEnd]) {
      await expect(read(path, 1000)).rejects.toThrow(`${path} ${message}`);
    }
    await expect(withFile(path, async () => 1)).rejects.toThrow(message);
  });

  it('as text must be UTF-8, so that it can be written back', async () => {
    const path = join(await temporaryFolder(), 'a');
    writeFileSync(path, Buffer.from([0x41, 0xff]));
    await expect(readText(path)).rejects.toThrow(`${path} is not UTF-8`);
    writeFileSync(path, '\uFEFFä');
    expect(await readText(path)).toBe('\uFEFFä');
    expect(await readText(await temporaryFolder())).toBeUndefined();
  });
});
