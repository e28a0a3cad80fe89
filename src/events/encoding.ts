import { gunzipSync, gzipSync } from 'node:zlib';
import { lambdaLimits } from '../platform/limits.ts';

/** JSON that stands as text in an event. */
export interface Embedded {
  readonly value: object;
  /** Another value as text of the same kind. */
  encode(value: unknown): string;
}

/** JSON as it is; what follows it, such as the end of a line, stays. */
function plain(text: string): Embedded | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const end = text.slice(text.trimEnd().length);
    return { value, encode: (other) => JSON.stringify(other) + end };
  } catch {
    return undefined;
  }
}

const base64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What is compressed in these bytes; undefined where nothing is, or where it is far larger than an event can be. */
function unzipped(bytes: Buffer): string | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: 10 * lambdaLimits.syncPayload }).toString();
  } catch {
    return undefined;
  }
}

/**
 * The JSON object or array that a text of an event stands for: as it is (the body of a request or a message), in base64
 * (Kinesis, Kafka), or compressed in base64 (CloudWatch Logs). Undefined for any other text.
 */
export function embedded(text: string): Embedded | undefined {
  const asItIs = plain(text);
  if (asItIs || !base64.test(text)) return asItIs;
  const bytes = Buffer.from(text, 'base64');
  const inside = plain(bytes.toString());
  if (inside) {
    return { value: inside.value, encode: (value) => Buffer.from(inside.encode(value)).toString('base64') };
  }
  const packed = plain(unzipped(bytes) ?? '');
  return (
    packed && {
      value: packed.value,
      encode: (value) => gzipSync(packed.encode(value)).toString('base64'),
    }
  );
}
