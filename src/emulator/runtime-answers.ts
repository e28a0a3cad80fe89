import type { IncomingMessage, ServerResponse } from 'node:http';
import { limits } from './limits.ts';
import type { FunctionError } from './types.ts';

/** What the Runtime API answers, and how it reads errors that runtimes report. */

function answer(response: ServerResponse, status: number, body: object): void {
  const text = `${JSON.stringify(body)}\n`;
  response.sendDate = false;
  response.writeHead(status, [
    'Content-Type',
    'application/json',
    'Content-Length',
    `${Buffer.byteLength(text)}`,
  ]);
  response.end(text);
}

export const refuse = (response: ServerResponse, status: number, errorType: string, errorMessage: string) =>
  answer(response, status, { errorMessage, errorType });

// Text, because Node sends a head and a text in one write.
const accepted = '{"status":"OK"}\n';
const acceptedHeaders = ['Content-Type', 'application/json', 'Content-Length', String(accepted.length)];

export function accept(response: ServerResponse): void {
  response.sendDate = false;
  response.writeHead(202, acceptedHeaders);
  response.end(accepted);
}

/** Answers an extension with JSON. */
export function answerExtension(
  response: ServerResponse,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body);
  const own = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
  response.writeHead(200, { ...own, ...headers });
  response.end(text);
}

export const headerText = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** The content type of a response, which goes on to HTTP clients: visible ASCII (RFC 9110 8.3), or the default. */
export function contentTypeOf(request: IncomingMessage): string {
  const type = request.headers['content-type'];
  return type !== undefined && /^[\t\x20-\x7e]+$/.test(type) ? type : 'application/octet-stream';
}

/** The error document that is made up when a runtime sends none that can be read (the Runtime API's rule). */
export function errorFrom(request: IncomingMessage, body: Buffer): FunctionError {
  const errorType = headerText(request.headers['lambda-runtime-function-error-type']) ?? '';
  try {
    const parsed: unknown = JSON.parse(body.toString());
    const named = (parsed as { errorType?: unknown } | null)?.errorType;
    return { errorType: errorType || (typeof named === 'string' ? named : ''), body };
  } catch {
    return { errorType, body: Buffer.from(JSON.stringify(errorType ? { errorType } : {})) };
  }
}

export function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end('404 page not found\n');
}

export const refuseTooLarge = (response: ServerResponse) =>
  refuse(
    response,
    413,
    'RequestEntityTooLarge',
    `Exceeded maximum allowed payload size (${limits.response} bytes).`,
  );

/** A failure in the middle of a streamed response: its type, and its document in base64. */
export function trailerError(request: IncomingMessage): FunctionError | undefined {
  const errorType = request.trailers['lambda-runtime-function-error-type'];
  const encoded = request.trailers['lambda-runtime-function-error-body'];
  if (errorType === undefined && encoded === undefined) return undefined;
  const body = Buffer.from(encoded ?? '', 'base64');
  return {
    errorType: errorType ?? '',
    body: body.length > 0 ? body : Buffer.from(JSON.stringify({ errorType })),
  };
}
