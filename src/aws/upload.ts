import type { FunctionCode } from '@aws-sdk/client-lambda';
import { orAbort } from './interrupt.ts';
import { bucketKey } from './plan-function.ts';
import type { Run } from './run.ts';

/** Uploads under way by session, bucket and key: several functions of one zip share one upload. */
const uploads = new WeakMap<object, Map<string, Promise<void>>>();

async function put(run: Run, Bucket: string, Key: string): Promise<void> {
  const { HeadObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3');
  const { session, zip, signal, say } = run;
  const s3 = await session.s3();
  try {
    const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    // The key is the hash of the content, so an object of that name and size is the zip.
    if (ContentLength === zip.bytes.length) return;
  } catch (error) {
    // Whoever may not list the bucket is told 403 for an object that is not there.
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (status !== 404 && status !== 403) throw error;
  }
  say(`uploading ${zip.path} to s3://${Bucket}/${Key}`);
  const request = new PutObjectCommand({ Bucket, Key, Body: zip.bytes, ContentType: 'application/zip' });
  await s3.send(request, signal === undefined ? {} : { abortSignal: signal });
}

/** The code as Lambda's requests take it: the zip itself, or where it was put. */
export async function codeOf(run: Run): Promise<Pick<FunctionCode, 'ZipFile' | 'S3Bucket' | 'S3Key'>> {
  const { desired, session, zip, signal } = run;
  if (desired.bucket === undefined) return { ZipFile: zip.bytes };
  const S3Bucket = desired.bucket.name;
  const S3Key = bucketKey(desired, zip);
  const ofSession = uploads.get(session) ?? new Map<string, Promise<void>>();
  uploads.set(session, ofSession);
  const id = `${S3Bucket}/${S3Key}`;
  const upload = ofSession.get(id) ?? put(run, S3Bucket, S3Key);
  ofSession.set(id, upload);
  await orAbort(upload, signal);
  return { S3Bucket, S3Key };
}
