import { constants, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import type { ByteSource } from './byte-source.ts';

function requireFile(path: string, info: Stats): void {
  if (info.isFile()) return;
  throw new UserError(`${path} is ${info.isDirectory() ? 'a folder' : 'a device'}, not a file.`);
}

/**
 * Opens a regular file for a piece of work and closes it afterwards. A folder, a pipe, a socket and a device are
 * refused before they are opened: reading them may never end, or have an effect.
 * @throws UserError
 */
export async function withFile<T>(
  path: string,
  work: (file: ByteSource & { readonly mode: number }) => Promise<T>,
): Promise<T> {
  const refuse = (cause: NodeJS.ErrnoException): never => {
    const text = cause.code === 'ENOENT' ? `There is no ${path}.` : `${path} cannot be read (${cause.code}).`;
    throw new UserError(text, 1, { cause });
  };
  requireFile(path, await stat(path).catch(refuse));
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(refuse);
  try {
    const info = await handle.stat();
    requireFile(path, info);
    const read = async (offset: number, length: number) => {
      const buffer = Buffer.alloc(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    };
    return await work({ size: info.size, mode: info.mode, read });
  } finally {
    await handle.close();
  }
}
