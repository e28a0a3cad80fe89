import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from './errors.ts';

interface Stored {
  readonly bytes: Buffer;
  /** Base64, when the upload gave it; S3 keeps no other. */
  readonly sha256?: string | undefined;
}

/** What the store answers: headers, and no body. */
export interface StoreAnswer {
  readonly status: number;
  readonly headers: Record<string, string | number>;
}

/** S3 as far as a zip needs it: one object under a key, with the SHA-256 that its upload gave. */
export class FakeStore {
  readonly buckets = new Set<string>();
  private readonly stored = new Map<string, Stored>();

  /** The paths (`bucket/key`) of all objects. */
  keys(): string[] {
    return [...this.stored.keys()];
  }

  get(path: string): Buffer | undefined {
    return this.stored.get(path)?.bytes;
  }

  /** Puts an object there, as another user of the bucket does. @param checked with a SHA-256 of its own. */
  replace(path: string, bytes: Buffer, checked = true): void {
    const sha256 = createHash('sha256').update(bytes).digest('base64');
    this.stored.set(path, { bytes, ...(checked ? { sha256 } : {}) });
  }

  answer(method: string, path: string, headers: IncomingHttpHeaders, body: Buffer): StoreAnswer {
    if (!this.buckets.has(path.split('/')[0] as string)) {
      throw new ApiError(404, 'NoSuchBucket', 'The specified bucket does not exist');
    }
    if (method === 'PUT') return this.put(path, headers, body);
    const object = this.stored.get(path);
    if (object === undefined) return { status: 404, headers: {} };
    const isAsked = headers['x-amz-checksum-mode'] === 'ENABLED' && object.sha256 !== undefined;
    return {
      status: 200,
      headers: {
        'content-length': object.bytes.length,
        ...(isAsked ? { 'x-amz-checksum-sha256': object.sha256 as string } : {}),
      },
    };
  }

  private put(path: string, headers: IncomingHttpHeaders, body: Buffer): StoreAnswer {
    const given = headers['x-amz-checksum-sha256'];
    const sha256 = createHash('sha256').update(body).digest('base64');
    if (given !== undefined && given !== sha256) {
      throw new ApiError(400, 'BadDigest', 'The SHA256 you specified did not match the calculated checksum.');
    }
    this.stored.set(path, { bytes: body, ...(given === undefined ? {} : { sha256 }) });
    return { status: 200, headers: { 'content-length': 0 } };
  }
}
