import { type HclBody, HclNested, nested } from '../../settings/hcl.ts';
import { isObject, type Members } from '../../settings/values.ts';

const isPlain = (value: unknown): value is Members =>
  isObject(value) && Object.getPrototypeOf(value) === Object.prototype;

/** Members over others: objects and blocks of Terraform are merged, lists are joined, and everything else is the later one's. */
function merge(first: Members, second: Members): Members {
  const merged = Object.entries(second).map(([name, value]) => {
    const before = first[name];
    if (isPlain(before) && isPlain(value)) return [name, merge(before, value)];
    if (before instanceof HclNested && value instanceof HclNested)
      return [name, nested(merge(before.body, value.body) as HclBody)];
    return [name, Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value];
  });
  return { ...first, ...Object.fromEntries(merged) };
}

export const mergeAll = (parts: readonly Members[]): Members => parts.reduce<Members>(merge, {});
