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

/** All bodies that are being read hold as much as they may together. */
export class BodiesTooLarge extends Error {
  /** After so many seconds it is worth another try. */
  readonly retryAfter = 1;
}

/** What one chunk costs besides its bytes: a body in chunks of one byte holds more objects than data. */
const chunkOverhead = 256;

/** The memory that the bodies of all requests share while they are read. */
export class BodyBudget {
  readonly #limit: number;
  readonly #free: number;
  #held = 0;

  /** `limit` is for all bodies together, besides `free` for each, in bytes. */
  constructor(limit: number, free: number) {
    this.#limit = limit;
    this.#free = free;
  }

  /** Bytes that bodies hold now, besides what is free. */
  get held(): number {
    return this.#held;
  }

  /** Holds so many bytes more; false when there is no room for them. */
  hold(bytes: number): boolean {
    if (this.#held + bytes > this.#limit) return false;
    this.#held += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }

  /** The account of one body. */
  open(): BodyAccount {
    return new BodyAccount(this, this.#free);
  }
}

/** What one body holds of the budget. */
class BodyAccount {
  readonly #budget: BodyBudget;
  #free: number;
  #held = 0;

  constructor(budget: BodyBudget, free: number) {
    this.#budget = budget;
    this.#free = free;
  }

  /** False when there is no room for so many bytes. */
  take(bytes: number): boolean {
    const cost = bytes + chunkOverhead;
    const paid = Math.max(0, cost - this.#free);
    if (paid > 0 && !this.#budget.hold(paid)) return false;
    this.#free -= cost - paid;
    this.#held += paid;
    return true;
  }

  /** Gives back what was taken; may be called again. */
  close(): void {
    this.#budget.release(this.#held);
    this.#held = 0;
  }
}

/** How far beyond its limit a body is still read (and dropped), so that a plain client gets to read the answer. */
const patience = 64 * 1024 * 1024;

/**
 * Reads the body of a request; with a budget, as far as that has room.
 * @throws BodyTooLarge over `limit` bytes, BodiesTooLarge over the budget, both after the rest was read and dropped;
 * Error when the peer hangs up.
 */
export function readBody(request: IncomingMessage, limit: number, budget?: BodyBudget): Promise<Buffer> {
  const header = request.headers['content-length'];
  const declared = header === undefined ? undefined : Number(header);
  const account = budget?.open();
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    let refusal: Error | undefined;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit + patience) request.destroy();
      if (size > limit && !(refusal instanceof BodyTooLarge)) refusal = new BodyTooLarge(limit, declared);
      else if (!refusal && account?.take(chunk.length) === false) {
        refusal = new BodiesTooLarge('The bodies of all requests are too large together.');
      }
      if (refusal) {
        chunks = [];
        account?.close();
      } else chunks.push(chunk);
    });
    request.once('end', () => {
      account?.close();
      if (refusal) reject(refusal);
      else resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    });
    request.once('close', () => {
      account?.close();
      if (!request.complete) reject(new Error('The connection was closed in the middle of the body.'));
    });
  });
}

/** The same without a budget; a body over the limit counts as none. @throws Error when the peer hangs up. */
export async function readBodyIfSmall(request: IncomingMessage, limit: number): Promise<Buffer> {
  try {
    return await readBody(request, limit);
  } catch (error) {
    if (error instanceof BodyTooLarge) return Buffer.alloc(0);
    throw error;
  }
}
