import type { EventContext } from '../../../src/emulator/http/format.ts';
import { httpFormats } from '../../../src/emulator/http/formats.ts';
import type { HttpRequest } from '../../../src/emulator/http/request.ts';

export type Event = Record<string, unknown> & { requestContext: Record<string, unknown> };

/** What a client sends, where it is not `GET /` with a Host and nothing else. */
export interface Sent {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Buffer;
}

const host = ['Host', '127.0.0.1:9001'] as const;

export function request({ method = 'GET', target = '/', headers = [], body = '' }: Sent): HttpRequest {
  const [path = '', query = ''] = target.split('?', 2);
  return {
    method,
    path,
    query,
    headers: [host, ...headers],
    body: Buffer.from(body as string),
    sourceIp: '127.0.0.1',
    port: 9001,
    protocol: 'HTTP/1.1',
  };
}

export const context: EventContext = {
  requestId: '572d4e42-1e5e-4b9b-811d-815e8a027112',
  extendedId: 'JKJaXmPLvHcESHA=',
  traceId: 'Root=1-6b055918-f7d3f0f9cece93a4c6e6a40b',
  region: 'eu-central-1',
  accountId: '123456789012',
  apiId: 'a1b2c3d4e5',
  stage: '$default',
  route: { key: '$default', resource: '$default', parameters: undefined },
  claims: undefined,
  binaryMediaTypes: [],
  now: new Date(Date.UTC(2026, 10, 24, 9, 30, 0)),
};

/** The event as the function reads it. */
export function eventOf(
  format: keyof typeof httpFormats,
  sent: Sent,
  changes: Partial<EventContext> = {},
): Event {
  return JSON.parse(JSON.stringify(httpFormats[format].event(request(sent), { ...context, ...changes })));
}

/** What the client reads of what a function returned; undefined where the service refuses it. */
export function responseOf(
  format: keyof typeof httpFormats,
  returned: unknown,
  sent: Sent = {},
  changes: Partial<EventContext> = {},
) {
  const payload = Buffer.from(typeof returned === 'string' ? returned : JSON.stringify(returned));
  const translated = httpFormats[format].response(payload, request(sent), { ...context, ...changes });
  if (!translated) return undefined;
  const { status, reason, headers, body } = translated.response;
  return {
    status,
    reason,
    headers,
    body: body.toString(),
    note: 'note' in translated ? translated.note : undefined,
  };
}
