import { isObject, type Members } from '../settings/values.ts';

/** What can be subscribed to. */
export type TelemetryType = 'platform' | 'function' | 'extension';

/** A subscription to the Telemetry API, its defaults filled in. */
export interface Subscription {
  readonly schemaVersion: string;
  readonly types: ReadonlySet<TelemetryType>;
  /** Items, bytes and ms that make a batch, whichever is reached first. */
  readonly buffering: Readonly<Record<keyof typeof bufferLimits, number>>;
  /** Where batches are posted, on this machine. */
  readonly destination: { readonly port: number; readonly path: string };
}

const schemaVersions: readonly unknown[] = ['2022-07-01', '2022-12-13', '2025-01-29'];
const telemetryTypes: readonly unknown[] = ['platform', 'function', 'extension'] satisfies TelemetryType[];

/** Source: AWS, "Lambda Telemetry API reference". */
const bufferLimits = {
  maxItems: { min: 1000, max: 10_000, usual: 1000 },
  maxBytes: { min: 262_144, max: 1_048_576, usual: 262_144 },
  timeoutMs: { min: 25, max: 30_000, usual: 1000 },
} as const;

/** The names of a sandbox for itself; the network of Lambda knows them, this machine's need not. */
const ownNames = ['sandbox.localdomain', 'sandbox.local', 'sandbox'];

function parsed(body: Buffer): Members | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the types; says what is wrong with them. */
function readTypes(value: unknown, problems: string[]): Set<TelemetryType> {
  if (!Array.isArray(value) || value.length === 0) problems.push('types should not be empty');
  const types: unknown[] = Array.isArray(value) ? value : [];
  const unknown = types.find((type) => !telemetryTypes.includes(type));
  if (unknown !== undefined) {
    problems.push(`types has ${JSON.stringify(unknown)}; it takes ${telemetryTypes.join(', ')}`);
  }
  return new Set(types as TelemetryType[]);
}

function readBuffering(value: unknown, problems: string[]): Subscription['buffering'] {
  const given = Object(value) as Record<string, unknown>;
  const read = (name: keyof typeof bufferLimits): number => {
    const { min, max, usual } = bufferLimits[name];
    const number = given[name] ?? usual;
    if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max)
      return number;
    problems.push(`buffering.${name} should be a whole number from ${min} to ${max}`);
    return usual;
  };
  return { maxItems: read('maxItems'), maxBytes: read('maxBytes'), timeoutMs: read('timeoutMs') };
}

function readDestination(value: unknown, problems: string[]): Subscription['destination'] {
  const { protocol, URI } = Object(value) as { protocol?: unknown; URI?: unknown };
  if (protocol === 'TCP') problems.push('destination.protocol TCP is not emulated; use HTTP');
  else if (protocol !== 'HTTP') problems.push('destination.protocol should be HTTP or TCP');
  if (protocol !== 'HTTP') return { port: 0, path: '' };
  const url = typeof URI === 'string' && URL.canParse(URI) ? new URL(URI) : undefined;
  if (url?.protocol !== 'http:') problems.push('destination.URI should be http://sandbox.localdomain:PORT');
  else if (!ownNames.includes(url.hostname)) problems.push('URI host should be sandbox.localdomain');
  // A port that is the scheme's usual one is no part of the parsed address.
  else if (url.port === '' && !/^http:\/\/[^/]*:80(?:\/|$)/.test(URI as string)) {
    problems.push('URI port is not provided');
  }
  return { port: Number(url?.port || 80), path: `${url?.pathname ?? ''}${url?.search ?? ''}` };
}

/**
 * Reads a subscription.
 * @returns all that is wrong with it, in one text as the service sends it, when it is invalid.
 */
export function subscriptionIn(body: Buffer): Subscription | string {
  const request = parsed(body);
  if (!request) return 'the body should be a JSON object';
  const problems: string[] = [];
  const { schemaVersion } = request;
  if (!schemaVersions.includes(schemaVersion)) {
    problems.push(`schemaVersion should be one of ${schemaVersions.join(', ')}`);
  }
  const destination = readDestination(request.destination, problems);
  const types = readTypes(request.types, problems);
  const buffering = readBuffering(request.buffering, problems);
  if (problems.length > 0) return problems.join('; ');
  return { schemaVersion: schemaVersion as string, types, buffering, destination };
}
