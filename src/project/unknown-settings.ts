import { packageVersion } from '../package.ts';
import { settingRows } from '../settings/table.ts';
import { isObject, type Members } from '../settings/values.ts';
import { nearest } from '../ui/nearest.ts';

/**
 * Members that a schema leaves out: a misspelt setting, or one of a newer version. They must neither vanish from the
 * file nor be taken for done.
 */

/** A setting of a function or of a stage that this version does not know. */
export interface UnknownSetting {
  /** The function's name. */
  readonly fn?: string;
  /** The stage's name. */
  readonly stage?: string;
  /** Its path in the entry, such as `url.cors.maxage`. */
  readonly path: string;
}

/** What is in `raw` and not in `known`, at any depth of objects; items of lists are compared by the caller, which knows them. */
export function unknownPart(raw: unknown, known: unknown): Members {
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
export function withUnknown(value: unknown, unknown: Members): unknown {
  if (!isObject(value)) return value;
  const added = Object.entries(unknown).map(([name, part]) => {
    const own = Object.hasOwn(value, name) ? value[name] : undefined;
    return [name, isObject(part) && isObject(own) ? withUnknown(own, part) : (own ?? part)];
  });
  return { ...value, ...Object.fromEntries(added) };
}

const names = settingRows.map(({ name }) => name);

/** What is wrong with an unknown setting, and which one may be meant. */
export function unknownProblem({ fn, stage, path }: UnknownSetting): string {
  const meant = nearest(stage === undefined ? path : (path.split('.').at(-1) as string), names);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return `${fn ?? `Stage ${stage}`} has a setting "${path}" that version ${packageVersion()} does not know.${hint}`;
}

export const unknownFix = 'Correct it, remove it, or deploy with the version that it is for.';
