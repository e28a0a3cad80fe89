import { randomFillSync } from 'node:crypto';

/** Who the emulated functions belong to. */
export interface Account {
  readonly region: string;
  readonly accountId: string;
}

/** AWS's own example account, which no customer has. */
export const exampleAccountId = '123456789012';

/** `arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]`. */
export function functionArn({ region, accountId }: Account, name: string, qualifier?: string): string {
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

export interface FunctionReference {
  readonly name: string;
  readonly qualifier?: string;
}

const reference =
  /^(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:function:|\d{12}:function:|function:)?([a-zA-Z0-9-_]{1,64})(?::(\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9-_]{1,128}))?$/;

/**
 * Reads a function's name in each form that the Invoke API takes: name, partial ARN, ARN, all with or without
 * a version or alias. Undefined for anything else.
 */
export function parseFunctionReference(text: string): FunctionReference | undefined {
  const match = reference.exec(text);
  if (!match?.[1]) return undefined;
  return match[2] === undefined ? { name: match[1] } : { name: match[1], qualifier: match[2] };
}

/** The version that ran: a number is itself, an alias and no qualifier are the only version there is. */
export function executedVersion(qualifier: string | undefined): string {
  return qualifier !== undefined && /^\d+$/.test(qualifier) ? qualifier : '$LATEST';
}

/** Random bytes in stock, for one invocation needs a few and asking the system for them costs more than using them. */
const stock = Buffer.alloc(4000);
let used = stock.length;

function randomHex(bytes: number): string {
  if (used + bytes > stock.length) {
    randomFillSync(stock);
    used = 0;
  }
  used += bytes;
  return stock.toString('hex', used - bytes, used);
}

/** A trace header in X-Ray's format that is not sampled, since nothing here records it. */
export function traceHeader(nowMs: number = Date.now()): string {
  const seconds = Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, '0');
  return `Root=1-${seconds}-${randomHex(12)};Parent=${randomHex(8)};Sampled=0`;
}
