/**
 * Header fields that say something of one connection or of a message's framing. Who passes a response on takes them
 * out and writes its own, and Lambda does the same with what a function returns. Each with its source.
 */
const connectionFields: ReadonlyMap<string, string> = new Map([
  ['connection', 'RFC 9110 7.6.1'],
  ['content-length', 'RFC 9110 8.6, RFC 9112 6.2'],
  ['keep-alive', 'RFC 9110 7.6.1, RFC 9112 C.2.2'],
  ['proxy-authenticate', 'RFC 9110 11.7.1'],
  ['proxy-authentication-info', 'RFC 9110 11.7.3'],
  ['proxy-authorization', 'RFC 9110 11.7.2'],
  ['proxy-connection', 'RFC 9110 7.6.1, RFC 9112 C.2.2'],
  ['te', 'RFC 9110 10.1.4'],
  ['trailer', 'RFC 9110 6.6.2'],
  ['transfer-encoding', 'RFC 9110 7.6.1, RFC 9112 6.1'],
  ['upgrade', 'RFC 9110 7.8'],
]);

/** Whether a field, by its name in lower case, says something of one connection or of a message's framing. */
export const isConnectionField = (name: string): boolean => connectionFields.has(name);

/**
 * The fields of a response that belong to the response: without those above, and without those that its own
 * Connection field names (RFC 9110 7.6.1).
 */
export function endToEnd(
  fields: readonly (readonly [name: string, value: string])[],
): (readonly [name: string, value: string])[] {
  const named = new Set(
    fields
      .filter(([name]) => name.toLowerCase() === 'connection')
      .flatMap(([, value]) => value.split(',').map((option) => option.trim().toLowerCase())),
  );
  return fields.filter(([name]) => {
    const field = name.toLowerCase();
    return !isConnectionField(field) && !named.has(field);
  });
}
