import { mkdir, open, symlink } from 'node:fs/promises';

/** Makes a folder and those above it, where they are missing. @throws Error with the system's code. */
export async function makeFolders(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
}

/** Writes a file that is not there yet, piece by piece. @throws Error with the system's code, or what `pieces` throws. */
export async function writeNew(path: string, pieces: AsyncIterable<Uint8Array>, mode: number): Promise<void> {
  // This user can write to it whatever the mode says, else it could not be removed or written over.
  const handle = await open(path, 'wx', mode | 0o600);
  try {
    for await (const piece of pieces) await handle.writeFile(piece);
  } finally {
    await handle.close();
  }
}

/** Makes a symbolic link. @throws Error with the system's code. */
export const linkAt = (path: string, target: string): Promise<void> => symlink(target, path);
