import type { IncomingMessage } from 'node:http';

/** A body over its limit. */
export class BodyTooLarge extends Error {
  readonly limit: number;
  /** Content-Length, where it was sent. */
  readonly declared: number | undefined;

  constructor(limit: number, declared: number | undefined) {
    super(`The body is larger than ${limit} bytes.`);
    this.limit = limit;
    this.declared = declared;
  }
}

/** How far beyond its limit a body is still read (and dropped), so that a plain client gets to read the answer. */
const patience = 64 * 1024 * 1024;

/**
 * Reads the body of a request.
 * @throws BodyTooLarge over `limit` bytes, after the rest was read and dropped; Error when the peer hangs up.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const header = request.headers['content-length'];
  const declared = header === undefined ? undefined : Number(header);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (size > limit + patience) request.destroy();
    });
    request.once('end', () => {
      if (size > limit) reject(new BodyTooLarge(limit, declared));
      else resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    });
    request.once('close', () => {
      if (!request.complete) reject(new Error('The connection was closed in the middle of the body.'));
    });
  });
}
