import { UserError } from '../errors.ts';
import { fileLimits } from './limits.ts';
import { readBytes, UnreadableFile } from './read.ts';

async function bytesOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readBytes(path, fileLimits.source);
  } catch (error) {
    // A folder of that name is no such file.
    if (error instanceof UnreadableFile && ['missing', 'folder'].includes(error.reason)) return undefined;
    throw error;
  }
}

/**
 * A text file, its byte order mark kept, or undefined for a missing file.
 * @throws UserError when it is not a regular file, too big to be source, or not UTF-8 and so could not be written back.
 */
export async function readText(path: string): Promise<string | undefined> {
  const bytes = await bytesOf(path);
  if (bytes === undefined) return undefined;
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) {
    throw new UserError(`${path} is not UTF-8; save it as UTF-8 first.`);
  }
  return text;
}
