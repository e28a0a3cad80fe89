import { createHash } from 'node:crypto';

/**
 * Values that requests have in two places; the first is a member of the event, the second of its requestContext.
 * Source: API Gateway, payload formats 1.0 and 2.0.
 */
const twice = [
  ['rawPath', ['http', 'path']],
  ['routeKey', ['routeKey']],
  ['httpMethod', ['httpMethod']],
  ['resource', ['resourcePath']],
] as const;

type Members = Readonly<Record<string, unknown>>;

const membersOf = (value: unknown): Members => Object(value) as Members;

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce((node, name) => membersOf(node)[name], value);

function withValue(value: unknown, path: readonly string[], wanted: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return wanted;
  return { ...membersOf(value), [name]: withValue(membersOf(value)[name], rest, wanted) };
}

/** Of two places that had the same value, the one that was not set gets that of the other. */
function sameTwice(before: unknown, after: unknown): unknown {
  return twice.reduce((event: unknown, [own, context]) => {
    const places = [[own], ['requestContext', ...context]];
    const [was, wasThere] = places.map((place) => at(before, place));
    const [is, isThere] = places.map((place) => at(event, place));
    if (typeof was !== 'string' || was !== wasThere || (is !== was) === (isThere !== was)) return event;
    return is === was
      ? withValue(event, [own], isThere)
      : withValue(event, ['requestContext', ...context], is);
  }, after);
}

const md5 = (bytes: string | Buffer) => createHash('md5').update(bytes).digest('hex');

/** A text or bytes with their length before them, as the digest of attributes takes them. */
function withLength(bytes: string | Buffer): Buffer {
  const content = Buffer.from(bytes as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

/**
 * The MD5 digest that SQS makes of the attributes of a message, as an event has them.
 * Source: SQS developer guide, "Calculating the MD5 message digest for message attributes".
 */
export function attributesDigest(attributes: unknown): string {
  const parts = Object.entries(membersOf(attributes))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, attribute]) => {
      const { dataType, stringValue, binaryValue } = membersOf(attribute);
      const isBinary = typeof binaryValue === 'string';
      const content = isBinary ? Buffer.from(binaryValue, 'base64') : String(stringValue);
      const kind = Buffer.from([isBinary ? 2 : 1]);
      return [withLength(name), withLength(String(dataType)), kind, withLength(content)];
    });
  return md5(Buffer.concat(parts));
}

/** The digests of a message of SQS, and what each is made of. */
const digests = [
  ['md5OfBody', 'body', (body: unknown) => md5(String(body))],
  ['md5OfMessageAttributes', 'messageAttributes', attributesDigest],
] as const;

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function digested(before: unknown, after: unknown): unknown {
  return digests.reduce((message: unknown, [digest, from, make]) => {
    const [was, is] = [membersOf(before), membersOf(message)];
    const isStale = is[digest] === was[digest] && !isSame(is[from], was[from]);
    return is[digest] === undefined || !isStale ? message : withValue(message, [digest], make(is[from]));
  }, after);
}

const eachMessage = (before: unknown, after: unknown): unknown =>
  Array.isArray(before) && Array.isArray(after)
    ? after.map((message, i) => digested(before[i], message))
    : after;

/**
 * The event `after` some of its values were set, with those that say the same as they do: the path of a request in its
 * other place, the digests of a message. What was set itself stays as it is.
 */
export function agreeing(before: unknown, after: unknown): unknown {
  const event = sameTwice(before, after);
  if (Array.isArray(event)) return eachMessage(before, event);
  const { Records } = membersOf(event);
  return Array.isArray(Records)
    ? { ...membersOf(event), Records: eachMessage(membersOf(before).Records, Records) }
    : event;
}
