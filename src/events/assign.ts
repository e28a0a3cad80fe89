import { UsageError } from '../errors.ts';
import { measureNesting, skipJson } from '../limits/nesting.ts';
import { checkLimit, parseLimits } from '../limits/parse.ts';
import { embedded } from './encoding.ts';
import { freeNames } from './free-names.ts';
import { lostNumber } from './numbers.ts';
import { formatPath, type Path } from './path.ts';
import { unknownStep } from './unknown-step.ts';

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/**
 * What a typed value becomes in the place of `before`: JSON where it is JSON, else a text. Where the event has a text,
 * a service sends nothing else: JSON stays a text there, encoded as the one before was. Only a JSON string loses its
 * quotes, and null is null.
 * @throws UsageError where a number would lose digits.
 */
function typedValue(text: string, before: unknown, path: Path): unknown {
  const json = parsed(text);
  if (json === undefined) return text;
  if (typeof before !== 'string') {
    const lost = lostNumber(text);
    if (lost === undefined) return json.value;
    throw new UsageError(
      `--set ${formatPath(path)}: the number ${lost} would lose digits; give the event in a file, with --payload.`,
    );
  }
  if (json.value === null || typeof json.value === 'string') return json.value;
  return typeof json.value === 'object' ? encodedAs(before, text) : text;
}

/** JSON as text; in base64 where the text before it had JSON in that. */
function encodedAs(before: string, json: string): string {
  const kind = embedded(before);
  return kind === undefined || parsed(before) !== undefined ? json : kind.encode(JSON.parse(json));
}

/** One place to change, in all that is around it. */
interface Place {
  readonly root: unknown;
  readonly path: Path;
  readonly text: string;
}

/** What a new member of a member with free names is like: those beside it, else what the table says. */
function exampleOf(members: Members, name: string): unknown {
  const [sibling] = Object.values(members);
  if (sibling !== undefined) return sibling;
  return Object.hasOwn(freeNames, name) && freeNames[name] === 'text' ? '' : undefined;
}

/** The value of a new member, with all that is on its way there. */
function added(at: number, example: unknown, { path, text, ...rest }: Place): unknown {
  const step = path[at];
  if (step === undefined) return typedValue(text, example, path);
  if (typeof step === 'number') throw unknownStep(rest.root, path, at, undefined);
  return { [step]: added(at + 1, undefined, { path, text, ...rest }) };
}

function changed(node: unknown, at: number, isFree: boolean, place: Place): unknown {
  const { path, text, root } = place;
  const step = path[at];
  if (step === undefined) return typedValue(text, node, path);
  const inside = typeof node === 'string' ? embedded(node) : undefined;
  if (inside) return inside.encode(changed(inside.value, at, false, place));
  if (Array.isArray(node)) {
    const index = typeof step === 'string' && /^\d{1,9}$/.test(step) ? Number(step) : step;
    if (typeof index !== 'number' || index >= node.length) throw unknownStep(root, path, at, node);
    return node.map((entry, i) => (i === index ? changed(entry, at + 1, isFree, place) : entry));
  }
  const members = isMembers(node) ? node : {};
  if (typeof step === 'string' && Object.hasOwn(members, step)) {
    const free = isFree || Object.hasOwn(freeNames, step);
    return { ...members, [step]: changed(members[step], at + 1, free, place) };
  }
  const takesMore = isFree && (isMembers(node) || node === null);
  if (typeof step !== 'string' || !takesMore) throw unknownStep(root, path, at, node);
  return { ...members, [step]: added(at + 1, exampleOf(members, String(path[at - 1])), place) };
}

/**
 * The event with another value at a path. JSON that stands as text in it, in base64 too, is gone into as if it were a
 * part of the event.
 * @throws UsageError where the event has no such place, naming the nearest ones.
 */
export function assign(event: unknown, path: Path, text: string): unknown {
  checkLimit(
    `--set ${formatPath(path)}`,
    parseLimits.documentDepth,
    Math.max(path.length, measureNesting(text, skipJson).depth),
  );
  return changed(event, 0, false, { root: event, path, text });
}
