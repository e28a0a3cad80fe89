import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { UserError } from '../../errors.ts';
import { isImage } from '../deploy/image-file.ts';
import { bucketKey } from '../deploy/plan-function.ts';
import { oneLine } from '../session/one-line.ts';
import type { Run } from './run.ts';

/**
 * Compares the code that Lambda says it has with the zip that was checked. Lambda's CodeSha256 is the base64 of the
 * zip's SHA-256, whichever way it came.
 * @throws UserError when it is another: no version is published then, and no alias is moved.
 */
export function requireOwnCode(
  { desired, code: zip }: Run,
  { CodeSha256, Version }: Pick<FunctionConfiguration, 'CodeSha256' | 'Version'>,
): void {
  // An image is sent by the digest of its manifest: there is nothing else that it could be.
  if (isImage(zip) || CodeSha256 === zip.sha256) return;
  const { name, bucket } = desired;
  const there = CodeSha256 === undefined ? 'no CodeSha256' : `CodeSha256 ${oneLine(CodeSha256)}`;
  const who =
    bucket === undefined
      ? 'Find out who else changes this function'
      : `Find out who else writes to s3://${bucket.name}/${bucketKey(desired, zip)} or changes this function`;
  const isPublished = Version !== undefined && Version !== '$LATEST';
  const state = isPublished
    ? `version ${oneLine(Version)} is that code, and no alias was moved to it`
    : 'no version was published and no alias moved, but $LATEST is that code';
  throw new UserError(
    `Lambda has other code for ${name} than was sent: ${there}, and ${zip.path} has ${zip.sha256}. Do not call it: ${state}. ${who}, then deploy again.`,
  );
}
