import { join } from 'node:path';
import { fetched } from './fetched.ts';

/** The Node of a version, as npm has it, or why it cannot be had. */
export async function nodeOf(version: string): Promise<{ path: string } | { reason: string }> {
  if (process.platform !== 'linux') return { reason: `this is ${process.platform}, not Linux` };
  const found = await fetched(`node-linux-${process.arch}`, version);
  return 'reason' in found ? found : { path: join(found.folder, 'bin', 'node') };
}
