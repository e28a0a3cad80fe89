import { invalid } from './errors.ts';
import { checkZip } from './function.ts';
import type { LambdaFake } from './lambda-fake.ts';

/** Code as requests name it. */
export interface CodeBody {
  readonly ZipFile?: string;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly ImageUri?: string;
}

/** What the service keeps of code. */
export interface HeldCode {
  readonly zip: Buffer;
  readonly sha256: string;
  readonly image?: { readonly uri: string; readonly resolved: string };
}

function imageOf(fake: LambdaFake, uri: string): HeldCode {
  const digest = fake.registry.resolve(uri);
  if (digest === undefined) {
    throw invalid(`Source image ${uri} does not exist. Provide a valid source image.`);
  }
  const resolved = `${fake.registry.uri}@${digest}`;
  return { zip: Buffer.alloc(0), sha256: digest.replace('sha256:', ''), image: { uri, resolved } };
}

/** Takes code from the request, from S3 or from the registry, and checks it as the service does. */
export function codeOf(fake: LambdaFake, body: CodeBody): HeldCode {
  if (body.ImageUri !== undefined) return imageOf(fake, body.ImageUri);
  if (body.ZipFile !== undefined) {
    const zip = fake.substitute(Buffer.from(body.ZipFile, 'base64'));
    return { zip, sha256: checkZip(zip, true) };
  }
  const object = fake.store.get(`${body.S3Bucket}/${body.S3Key}`);
  if (object === undefined) {
    throw invalid('Error occurred while GetObject. S3 Error Code: NoSuchKey.');
  }
  const zip = fake.substitute(object);
  return { zip, sha256: checkZip(zip, false) };
}
