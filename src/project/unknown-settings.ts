/**
 * Members that a schema leaves out: a misspelt setting, or one of a newer version. They must neither vanish from the
 * file nor be taken for done.
 */

type Named = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Named =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is in `raw` and not in `known`, at any depth of objects; items of lists are compared by the caller, which knows them. */
export function unknownPart(raw: unknown, known: unknown): Named {
  if (!isObject(raw) || !isObject(known)) return {};
  const entries = Object.entries(raw).flatMap(([name, value]): [string, unknown][] => {
    if (!Object.hasOwn(known, name)) return [[name, value]];
    const inner = unknownPart(value, known[name]);
    return Object.keys(inner).length === 0 ? [] : [[name, inner]];
  });
  return Object.fromEntries(entries);
}

/** The paths of an unknown part, such as `url.cors.maxage`. */
export function unknownPaths(raw: unknown, known: unknown, prefix = ''): string[] {
  if (!isObject(raw) || !isObject(known)) return [];
  return Object.entries(raw).flatMap(([name, value]) =>
    Object.hasOwn(known, name) ? unknownPaths(value, known[name], `${prefix}${name}.`) : [`${prefix}${name}`],
  );
}

/** A value with the unknown part of an earlier one beside its own members. */
export function withUnknown(value: unknown, unknown: Named): unknown {
  if (!isObject(value)) return value;
  const added = Object.entries(unknown).map(([name, part]) => {
    const own = Object.hasOwn(value, name) ? value[name] : undefined;
    return [name, isObject(part) && isObject(own) ? withUnknown(own, part) : (own ?? part)];
  });
  return { ...value, ...Object.fromEntries(added) };
}
