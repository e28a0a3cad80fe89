import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BorderLimits } from './border-limits.ts';

interface Progress {
  readonly response: ServerResponse;
  readonly since: number;
  /** Bytes that its connection had brought when last looked at. */
  bytes: number;
  movedAt: number;
}

/** Requests whose bodies may pause as long as they like. */
const patient = new WeakSet<IncomingMessage>();

/** Lets a body pause without a limit: what a runtime sends is bounded by the life of its program. */
export const mayPause = (request: IncomingMessage): void => void patient.add(request);

/** The requests whose body is not there yet, whoever reads or drops it; those that stand still are ended. */
export class UnfinishedBodies {
  readonly #limits: BorderLimits;
  readonly #open = new Map<IncomingMessage, Progress>();

  constructor(limits: BorderLimits) {
    this.#limits = limits;
  }

  watch(request: IncomingMessage, response: ServerResponse): void {
    const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    if (encoding === undefined && (length === undefined || length === '0')) return;
    const now = performance.now();
    const bytes = request.socket.bytesRead;
    this.#open.set(request, { response, since: now, bytes, movedAt: now });
    response.once('close', () => {
      if (request.complete) this.#open.delete(request);
    });
  }

  /** Ends what has stood still or lasted too long. */
  sweep(): void {
    const now = performance.now();
    for (const [request, progress] of this.#open) {
      if (request.complete || request.destroyed) {
        this.#open.delete(request);
        continue;
      }
      if (patient.has(request)) continue;
      const bytes = request.socket.bytesRead;
      if (bytes !== progress.bytes) {
        progress.bytes = bytes;
        progress.movedAt = now;
      }
      const { bodyIdleMs, bodyMs } = this.#limits;
      if (now - progress.movedAt < bodyIdleMs && now - progress.since < bodyMs) continue;
      this.#open.delete(request);
      end(request, progress.response);
    }
  }
}

/** Ends a connection, with 408 (RFC 9110 15.5.9) where it is this request's turn and no answer has begun. */
function end({ socket }: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent || response.socket === null) {
    socket.destroy();
    return;
  }
  socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  socket.destroySoon();
}
