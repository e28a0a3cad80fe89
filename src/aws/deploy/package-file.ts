import { createHash } from 'node:crypto';
import { UserError } from '../../errors.ts';
import { readBytes, UnreadableFile } from '../../files/read.ts';
import { lambdaLimits } from '../../platform/limits.ts';

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
    bytes = await readBytes(path, lambdaLimits.unzipped);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const problem = error.message.replace(/\.$/, '');
    throw new UserError(`${problem}; run "lambda-nativeaot build" first, or name a zip with --zip.`, 1, {
      cause: error,
    });
  }
  return { path, bytes, sha256: createHash('sha256').update(bytes).digest('base64') };
}
