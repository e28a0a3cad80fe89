import { type Path, parseAssignment } from '../../src/events/path.ts';

/** A value of an event that has no others in it, with the name of its member, or of the array that it stands in. */
export interface Leaf {
  readonly name: string;
  readonly value: unknown;
}

export type Members = Readonly<Record<string, unknown>>;

export const membersOf = (value: unknown): Members => Object(value) as Members;

/** JSON that stands as text in an event. */
function inside(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** All leaves, those of JSON in texts too. */
export function leavesOf(value: unknown, name = ''): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((entry) => leavesOf(entry, name));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([inner, entry]) => leavesOf(entry, inner));
  const parsed = inside(value);
  return parsed === undefined ? [{ name, value }] : leavesOf(parsed, name);
}

/** All objects, the outer ones first. */
export function objectsIn(value: unknown): Members[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Members, ...Object.values(value).flatMap(objectsIn)];
}

/** The time that a leaf is, as a number, in a log's or in ISO's format; undefined for what is none. */
export function timeOf({ value }: Leaf): Date | undefined {
  const text = String(value);
  if (/^1[6-9]\d{8}(\.\d+)?$/.test(text)) return new Date(Number(text) * 1000);
  if (/^1[6-9]\d{11}$/.test(text)) return new Date(Number(text));
  if (/^1[6-9]\d{14}$/.test(text)) return new Date(Number(text) / 1000);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(Z|\+0000)$/.test(text)) return new Date(text.replace('+0000', 'Z'));
  const log = /^(\d\d)\/(\w{3})\/(\d{4}):([\d:]+) \+0000$/.exec(text);
  if (log) return new Date(`${log[1]} ${log[2]} ${log[3]} ${log[4]} UTC`);
  if (/^\w{3},? \d\d \w{3} \d{4} [\d:]+ (GMT|\+0000)$/.test(text)) return new Date(text);
  if (/^\w{3} \d{1,2}, \d{4},? [\d:]+ [AP]M$/.test(text))
    return new Date(`${text.replace(/(\d{4}),/, '$1')} UTC`);
  return undefined;
}

/** The paths of all members and entries. */
export function eachPath(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const steps: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return steps.flatMap((step) => [
    [step],
    ...eachPath(membersOf(value)[step]).map((path) => [step, ...path]),
  ]);
}

/** What is at a path as it is typed. */
export const valueAt = (value: unknown, path: string): unknown =>
  parseAssignment(`${path}=`)?.path.reduce((node, step) => membersOf(node)[step], value);
