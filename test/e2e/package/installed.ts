import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The package as a user gets it: packed, and installed in a folder elsewhere together with yo. */
export interface Installed {
  /** A folder of this test run; it goes away at the end. */
  readonly folder: string;
  readonly bin: string;
  readonly yo: string;
  readonly modules: string;
  /** The bytes of the package with all that npm installed for it, without yo. */
  readonly bytes: number;
}

/** An ordinary user, also where the tests run as root: yo does not work as root. */
export const ordinary: { uid?: number; gid?: number } =
  process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};

/** A folder of the ordinary user's, at a path that is no plain one: blanks, a bracket and letters beyond ASCII. */
export async function home({ folder }: Installed, name: string): Promise<string> {
  const path = join(folder, 'Über uns (1)', name);
  await mkdir(path, { recursive: true });
  const { uid, gid } = ordinary;
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
  return path;
}
