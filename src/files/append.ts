import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { systemError } from './system-error.ts';

/** A file that whole lines are added to. */
export interface AppendedFile {
  /** The whole lines at its end; those further up than the limit are left out. */
  readonly lines: readonly string[];
  /** What is behind the last line end: an earlier run was writing it when it was killed. It goes with the first line that is added. */
  readonly rest: string;
  /** Adds a text that ends with a line end. */
  append(text: string): Promise<void>;
}

const lineEnd = 0x0a;

/** A link is not followed: in a folder of several users it may lead anywhere. Windows has neither flag. */
const flags =
  constants.O_RDWR | constants.O_CREAT | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

async function openRegular(path: string): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(path, flags, 0o666);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOOP')
      throw new UserError(`${path} is a symbolic link; remove it or choose another name.`);
    throw systemError(error);
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new UserError(`${path} is not a regular file; remove it or choose another name.`);
}

/** The last bytes of a file, `most` at the most, and where they begin. */
async function readLast(handle: FileHandle, most: number): Promise<{ bytes: Buffer; start: number }> {
  const { size } = await handle.stat();
  const start = Math.max(0, size - most);
  const buffer = Buffer.alloc(size - start);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return { bytes: buffer.subarray(0, filled), start };
}

/** Writes all bytes at a place; answers where they end. */
async function writeAll(handle: FileHandle, data: Buffer, place: number): Promise<number> {
  let done = 0;
  while (done < data.length) {
    const { bytesWritten } = await handle.write(data, done, data.length - done, place + done);
    done += bytesWritten;
  }
  return place + done;
}

/**
 * Opens a file that the user named, so that lines can be added to it, and closes it after a piece of work. It is made where
 * it is not there. Nothing of it changes before the first line is added.
 * @param most how many bytes of its end are read.
 * @throws UserError when the disk or its permissions do not allow it, or something else than a file is there.
 */
export async function withAppended<T>(
  path: string,
  most: number,
  work: (file: AppendedFile) => Promise<T>,
): Promise<T> {
  const handle = await openRegular(path);
  try {
    const { bytes, start } = await readLast(handle, most);
    const end = bytes.lastIndexOf(lineEnd) + 1;
    if (end === 0 && start > 0)
      throw new UserError(`${path} has a line of more than ${most} bytes at its end; choose another file.`);
    const whole = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
    let at = start + end;
    return await work({
      // The first one may be cut off.
      lines: start === 0 ? whole : whole.slice(1),
      rest: bytes.subarray(end).toString('utf8'),
      append: async (text) => {
        try {
          if (at === start + end) await handle.truncate(at);
          at = await writeAll(handle, Buffer.from(text), at);
        } catch (error) {
          throw systemError(Object.assign(error as Error, { path }));
        }
      },
    });
  } finally {
    await handle.close();
  }
}
