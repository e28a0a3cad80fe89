import type { FunctionCode } from '@aws-sdk/client-lambda';
import { orAbort } from '../../processes/interrupt.ts';
import { isImage, sentUri } from '../deploy/image-file.ts';
import type { PackageFile } from '../deploy/package-file.ts';
import { bucketKey } from '../deploy/plan-function.ts';
import type { Run } from './run.ts';

/** Uploads under way by session, bucket and key: several functions of one zip share one upload. */
const uploads = new WeakMap<object, Map<string, Promise<void>>>();

/**
 * Whether the object is the zip: S3 itself has computed its SHA-256 when it was put there. An object without one, or
 * with another, is not, whatever its name and its size are.
 */
async function isThere({ session }: Run, zip: PackageFile, Bucket: string, Key: string): Promise<boolean> {
  const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
  const s3 = await session.s3();
  try {
    const command = new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' });
    return (await s3.send(command)).ChecksumSHA256 === zip.sha256;
  } catch (error) {
    // Who may not list the bucket is told 403 for an object that is not there.
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status === 404 || status === 403) return false;
    throw error;
  }
}

async function put(run: Run, zip: PackageFile, Bucket: string, Key: string): Promise<void> {
  if (await isThere(run, zip, Bucket, Key)) return;
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  const { session, signal, say } = run;
  const s3 = await session.s3();
  say(`uploading ${zip.path} to s3://${Bucket}/${Key}`);
  const request = new PutObjectCommand({
    Bucket,
    Key,
    Body: zip.bytes,
    ContentType: 'application/zip',
    // S3 compares it with what arrives, and keeps it for the next time.
    ChecksumSHA256: zip.sha256,
  });
  await s3.send(request, signal === undefined ? {} : { abortSignal: signal });
}

/**
 * The code as Lambda's requests take it: the zip itself, or where it was put, or the address of the image. The object may be replaced before Lambda
 * reads it, so the code that Lambda has is compared afterwards (`requireOwnCode`).
 */
export async function codeOf(
  run: Run,
): Promise<Pick<FunctionCode, 'ZipFile' | 'S3Bucket' | 'S3Key' | 'ImageUri'>> {
  const { desired, session, code: zip, signal } = run;
  if (isImage(zip)) return { ImageUri: sentUri(zip) };
  if (desired.bucket === undefined) return { ZipFile: zip.bytes };
  const S3Bucket = desired.bucket.name;
  const S3Key = bucketKey(desired, zip);
  const ofSession = uploads.get(session) ?? new Map<string, Promise<void>>();
  uploads.set(session, ofSession);
  const id = `${S3Bucket}/${S3Key}`;
  const upload = ofSession.get(id) ?? put(run, zip, S3Bucket, S3Key);
  ofSession.set(id, upload);
  await orAbort(upload, signal);
  return { S3Bucket, S3Key };
}
