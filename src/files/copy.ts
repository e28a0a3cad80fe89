import { cp, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Copies a folder, files that `wanted` takes; a link in it is copied as a link.
 * @param wanted gets the path of a file or folder.
 * @throws Error with the system's code.
 */
export async function copyFolder(from: string, to: string, wanted: (path: string) => boolean): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { recursive: true, filter: wanted, verbatimSymlinks: true });
}
