import type { EventStreamCodec } from '@smithy/core/event-streams';

type Codec = Pick<EventStreamCodec, 'encode'>;

let loading: Promise<Codec> | undefined;

/** The encoder of AWS's event streams; loaded at the first streamed invocation, for most runs see none. */
async function codec(): Promise<Codec> {
  loading ??= import('@smithy/core/event-streams').then(
    ({ EventStreamCodec }) =>
      new EventStreamCodec(
        (bytes) => Buffer.from(bytes as Uint8Array).toString(),
        (text) => Buffer.from(text),
      ),
  );
  return loading;
}

/** The last event of an invocation's stream. */
export interface InvokeComplete {
  readonly ErrorCode?: string;
  readonly ErrorDetails?: string;
  /** Base64. */
  readonly LogResult?: string;
}

export interface InvokeEvents {
  payloadChunk(payload: Uint8Array): Uint8Array;
  invokeComplete(event: InvokeComplete): Uint8Array;
}

/** Encodes the two events of InvokeWithResponseStream as `application/vnd.amazon.eventstream`. */
export async function invokeEvents(): Promise<InvokeEvents> {
  const encoder = await codec();
  const encode = (eventType: string, contentType: string, body: Uint8Array) =>
    encoder.encode({
      headers: {
        ':message-type': { type: 'string', value: 'event' },
        ':event-type': { type: 'string', value: eventType },
        ':content-type': { type: 'string', value: contentType },
      },
      body,
    });
  return {
    payloadChunk: (payload) => encode('PayloadChunk', 'application/octet-stream', payload),
    invokeComplete: (event) =>
      encode('InvokeComplete', 'application/json', Buffer.from(JSON.stringify(event))),
  };
}
