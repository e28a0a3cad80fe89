import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { BorderLimits } from '../../src/emulator/border-limits.ts';

/** Limits that a test can wait for. */
export const short: Partial<BorderLimits> = { headersMs: 200, bodyIdleMs: 200, sweepMs: 50 };

/** An open connection on which something was written; what comes back is collected. */
export interface Line {
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  text(): string;
}

/** Opens a connection and writes the beginning of what is sent on it. */
export async function open(port: number, bytes: string | Buffer = ''): Promise<Line> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await Promise.race([once(socket, 'connect'), closed]);
  if (bytes.length > 0) socket.write(bytes);
  return { socket, closed, text: () => Buffer.concat(chunks).toString() };
}

/** The Invoke API of the function `echo`. */
export const api = '/2015-03-31/functions/echo/invocations';
/** The head of a POST whose body has so many bytes. */
export const head = (path: string, length: number) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\n`;
