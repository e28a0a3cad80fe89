import { constants, createReadStream, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { exitCodes, UserError } from '../errors.ts';
import { systemMeaning } from './system-error.ts';

type Reason = 'missing' | 'folder' | 'not-a-file' | 'too-large' | 'refused';

/** A file that was not read; the message is a sentence that names it. */
export class UnreadableFile extends UserError {
  readonly reason: Reason;

  constructor(reason: Reason, message: string, options?: ErrorOptions) {
    super(message, exitCodes.failed, options);
    this.name = 'UnreadableFile';
    this.reason = reason;
  }
}

/** What something is that is not a regular file. */
function kindOf(info: Stats): string {
  if (info.isDirectory()) return 'a folder';
  if (info.isFIFO()) return 'a pipe';
  if (info.isSocket()) return 'a socket';
  return 'a device';
}

function requireFile(path: string, info: Stats): void {
  if (info.isFile()) return;
  const reason = info.isDirectory() ? 'folder' : 'not-a-file';
  throw new UnreadableFile(reason, `${path} is ${kindOf(info)}, not a file.`);
}

function unreadable(path: string, cause: NodeJS.ErrnoException): UnreadableFile {
  const { code = 'unknown error' } = cause;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new UnreadableFile('missing', `There is no ${path}.`, { cause });
  }
  return new UnreadableFile('refused', `${path} cannot be read (${systemMeaning(code) ?? code}).`, { cause });
}

/** Never waits for the other end of a pipe; Windows has no such flag. */
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** A regular file that is open, and what is known of it. */
export interface OpenFile {
  readonly size: number;
  readonly mode: number;
  /** Reads `length` bytes from `offset`, fewer where the file ends before. */
  read(offset: number, length: number): Promise<Buffer>;
}

async function readFrom(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/**
 * Opens a regular file for a piece of work and closes it afterwards. A folder, a pipe, a socket and a device are
 * refused before they are opened: reading them may never end, or have an effect.
 * @throws UnreadableFile
 */
export async function withFile<T>(path: string, work: (file: OpenFile) => Promise<T>): Promise<T> {
  let handle: FileHandle;
  try {
    requireFile(path, await stat(path));
    handle = await open(path, openFlags);
  } catch (error) {
    throw error instanceof UnreadableFile ? error : unreadable(path, error as NodeJS.ErrnoException);
  }
  try {
    const info = await handle.stat();
    // It may have been replaced since the first look.
    requireFile(path, info);
    const { size, mode } = info;
    return await work({ size, mode, read: (offset, length) => readFrom(handle, offset, length) });
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    throw code !== undefined && syscall === 'read' ? unreadable(path, error as NodeJS.ErrnoException) : error;
  } finally {
    await handle.close();
  }
}

const tooLarge = (path: string, size: string, limit: number) =>
  new UnreadableFile('too-large', `${path} has ${size} bytes; at most ${limit} are read of such a file.`);

/**
 * The bytes of a regular file.
 * @param limit the most bytes that are read; a larger file is refused before it is read, also one that says it is
 * empty and is not, as those under /proc.
 * @throws UnreadableFile
 */
export function readBytes(path: string, limit: number): Promise<Buffer> {
  return withFile(path, async ({ size, read }) => {
    if (size > limit) throw tooLarge(path, String(size), limit);
    // One byte more than it says: it may grow, and files under /proc say that they are empty.
    const bytes = await read(0, size + 1);
    if (bytes.length <= size) return bytes;
    const all = await read(0, limit + 1);
    if (all.length > limit) throw tooLarge(path, `more than ${limit}`, limit);
    return all;
  });
}

/** The same; undefined where there is no file. @throws UnreadableFile for what is there and cannot be read. */
export async function readBytesIfThere(path: string, limit: number): Promise<Buffer | undefined> {
  try {
    return await readBytes(path, limit);
  } catch (error) {
    if (error instanceof UnreadableFile && error.reason === 'missing') return undefined;
    throw error;
  }
}

/** The text of a file in UTF-8; undefined where there is no file. @throws UnreadableFile */
export async function readTextIfThere(path: string, limit: number): Promise<string | undefined> {
  return (await readBytesIfThere(path, limit))?.toString('utf8');
}

/** How a shell hands over the output of a command: `<(command)`. */
const isDescriptor = (path: string) => /^\/(?:dev|proc\/self)\/fd\/\d+$/.test(path);

/**
 * The bytes of a file that the user named on the command line; the output of a command (`<(command)`) counts too.
 * @throws UnreadableFile
 */
export async function readNamed(path: string, limit: number): Promise<Buffer> {
  if (!isDescriptor(path)) return await readBytes(path, limit);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit) throw tooLarge(path, `more than ${limit}`, limit);
    }
  } catch (error) {
    throw error instanceof UnreadableFile ? error : unreadable(path, error as NodeJS.ErrnoException);
  }
  return Buffer.concat(chunks);
}

/** The first `length` bytes of a file, fewer where it is shorter. @throws UnreadableFile */
export const readHead = (path: string, length: number): Promise<Buffer> =>
  withFile(path, ({ read }) => read(0, length));

/** The last `length` bytes of a file, fewer where it is shorter. @throws UnreadableFile */
export const readEnd = (path: string, length: number): Promise<Buffer> =>
  withFile(path, ({ size, read }) => read(Math.max(0, size - length), Math.min(size, length)));
