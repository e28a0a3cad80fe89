/** What an extension may ask to be told of. */
export type ExtensionEvent = 'INVOKE' | 'SHUTDOWN';

/** Why a request of an extension is refused, in the service's words. */
export interface Refusal {
  readonly errorType: string;
  readonly message: string;
}

/** Most extensions of one sandbox, internal ones included. Source: AWS, "Lambda Extensions API". */
export const mostExtensions = 10;

const known: readonly unknown[] = ['INVOKE', 'SHUTDOWN'] satisfies ExtensionEvent[];

const malformed = (message: string): Refusal => ({ errorType: 'InvalidRequestFormat', message });

/** The events that the body of a registration asks for, not looked at yet; a refusal when it is no registration. */
function askedEvents(body: Buffer): readonly unknown[] | Refusal {
  let parsed: { events?: unknown; configurationKeys?: unknown } | null;
  try {
    parsed = JSON.parse(body.toString()) as typeof parsed;
  } catch {
    return malformed('The body is no JSON');
  }
  const { events, configurationKeys } = Object(parsed) as NonNullable<typeof parsed>;
  if (Array.isArray(configurationKeys) && configurationKeys.length > 0) {
    return malformed('configurationKeys are deprecated; use environment variables instead');
  }
  if (events === undefined || events === null) return [];
  return Array.isArray(events) ? events : malformed('"events" is no list');
}

/**
 * The events of a registration. SHUTDOWN is for external extensions: an internal one ends with its process.
 * Source: AWS, "Lambda Extensions API", and what its Runtime Interface Emulator answers.
 */
export function registrationIn(body: Buffer, isExternal: boolean): ReadonlySet<ExtensionEvent> | Refusal {
  const events = askedEvents(body);
  if ('errorType' in events) return events;
  for (const event of events) {
    const why = !known.includes(event)
      ? 'ErrorInvalidEventType'
      : event === 'SHUTDOWN' && !isExternal
        ? 'ShutdownEventNotSupportedForInternalExtension'
        : undefined;
    if (why) return { errorType: 'Extension.InvalidEventType', message: `${String(event)}: ${why}` };
  }
  return new Set(events as ExtensionEvent[]);
}

/** Whether the header Lambda-Extension-Accept-Feature asks for the account's number in the answer. */
export const wantsAccount = (features: string | undefined): boolean =>
  (features ?? '').split(',').some((feature) => feature.trim() === 'accountId');
