import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';

/** A zip that is ready to be uploaded. */
export interface PackageFile {
  readonly path: string;
  readonly bytes: Buffer;
  /** Base64 of the SHA-256, as Lambda's CodeSha256 has it. */
  readonly sha256: string;
}

/** @throws UserError when the zip is not there. */
export async function readPackage(path: string): Promise<PackageFile> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = code === 'ENOENT' ? `There is no ${path}` : `${path} cannot be read (${code})`;
    throw new UserError(`${problem}; run "make package" first, or name a zip with --zip.`, 1, {
      cause: error,
    });
  }
  return { path, bytes, sha256: createHash('sha256').update(bytes).digest('base64') };
}
