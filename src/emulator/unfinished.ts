import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { BorderLimits } from './border-limits.ts';

interface Progress {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly since: number;
  /** Bytes that its connection had brought when last looked at. */
  bytes: number;
  movedAt: number;
}

/** Marks requests whose bodies may pause as long as they like; a mark costs less than a set of them. */
const pauses = Symbol('may pause');

type Marked = IncomingMessage & { [pauses]?: true };

/** Lets a body pause without a limit: what a runtime sends is bounded by the life of its program. */
export function mayPause(request: IncomingMessage): void {
  (request as Marked)[pauses] = true;
}

/**
 * The requests whose body is not there yet, read or dropped; those that stand still are ended. A connection brings
 * one body at a time, so the last request of each is all there is to know.
 */
export class UnfinishedBodies {
  readonly #limits: BorderLimits;
  readonly #last = new Map<Socket, Progress>();

  constructor(limits: BorderLimits) {
    this.#limits = limits;
  }

  connected(socket: Socket): void {
    socket.once('close', () => this.#last.delete(socket));
  }

  watch(request: IncomingMessage, response: ServerResponse): void {
    const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    if (encoding === undefined && (length === undefined || length === '0')) return;
    const { socket } = request;
    if (socket.destroyed) return;
    const now = performance.now();
    this.#last.set(socket, { request, response, since: now, bytes: socket.bytesRead, movedAt: now });
  }

  /** Ends what has stood still or lasted too long. */
  sweep(): void {
    const now = performance.now();
    for (const [socket, progress] of this.#last) {
      const { request, response, since } = progress;
      if (request.complete) this.#last.delete(socket);
      if (request.complete || (request as Marked)[pauses]) continue;
      const { bytesRead } = socket;
      if (bytesRead !== progress.bytes) {
        progress.bytes = bytesRead;
        progress.movedAt = now;
      }
      const { bodyIdleMs, bodyMs } = this.#limits;
      if (now - progress.movedAt < bodyIdleMs && now - since < bodyMs) continue;
      this.#last.delete(socket);
      end(socket, response);
    }
  }
}

/** Ends a connection, with 408 (RFC 9110 15.5.9) where it is this request's turn and no answer has begun. */
function end(socket: Socket, response: ServerResponse): void {
  if (response.headersSent || response.socket === null) {
    socket.destroy();
    return;
  }
  socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  socket.destroySoon();
}
