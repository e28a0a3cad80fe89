import { UsageError } from '../errors.ts';
import { nearest } from '../ui/nearest.ts';
import { embedded } from './encoding.ts';
import { formatPath, type Path } from './path.ts';

/** More hints, or more names, would be a list to read. */
const mostHints = 4;
const mostNames = 12;

const lower = (step: string | number | undefined) => String(step).toLowerCase();

/** What stands in a text where JSON does, else the value itself. */
const insideOf = (value: unknown): unknown =>
  typeof value === 'string' ? (embedded(value)?.value ?? value) : value;

/** The names of an object's members; none of anything else. */
const namesOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];

/** The paths of all members and entries in a value, nearest to its top first. */
function pathsIn(value: unknown): Path[] {
  const found: Path[] = [];
  let level: { at: Path; node: unknown }[] = [{ at: [], node: value }];
  while (level.length > 0) {
    level = level.flatMap(({ at, node }) => {
      const inside = insideOf(node);
      const steps = Array.isArray(inside) ? [...inside.keys()] : namesOf(inside);
      return steps.map((step) => ({ at: [...at, step], node: (inside as never)[step] }));
    });
    found.push(...level.map(({ at }) => at));
  }
  return found;
}

/** What was meant: the name beside it in other letters, the same name elsewhere, or one beside it that is near. */
function meant(root: unknown, parent: Path, step: string | number, names: readonly string[]): Path[] {
  if (typeof step === 'number') return [];
  const wanted = lower(step);
  const beside = (name: string | undefined) =>
    names
      .filter((n) => lower(n) === name)
      .slice(0, 1)
      .map((n) => [...parent, n]);
  const same = beside(wanted);
  if (same.length > 0) return same;
  const elsewhere = pathsIn(root).filter((path) => lower(path.at(-1)) === wanted);
  if (elsewhere.length > 0) return elsewhere.slice(0, mostHints);
  return beside(nearest(wanted, names.map(lower)));
}

function kindOf(value: unknown): string {
  if (!Array.isArray(value)) return value === null ? 'is null' : `is a ${typeof value}`;
  if (value.length === 0) return 'is empty';
  return value.length === 1 ? 'has one entry, [0]' : `has entries from [0] to [${value.length - 1}]`;
}

function problemOf(parent: string, step: Path, node: unknown): string {
  const isObject = typeof node === 'object' && node !== null && !Array.isArray(node);
  if (isObject && typeof step[0] === 'number') return `${parent} is no array`;
  return isObject ? `${parent} has no ${formatPath(step)}` : `${parent} ${kindOf(node)}`;
}

const listOf = (names: readonly string[]) =>
  [
    ...names.slice(0, mostNames).map((name) => formatPath([name])),
    ...(names.length > mostNames ? ['…'] : []),
  ].join(', ');

/** The refusal of a path that leads to nothing: `node`, which its first `at` steps lead to, has not the next one. */
export function unknownStep(root: unknown, path: Path, at: number, node: unknown): UsageError {
  const step = path[at] as string | number;
  const names = namesOf(node);
  const hints = meant(root, path.slice(0, at), step, names).map(formatPath);
  const parent = at === 0 ? 'the event' : formatPath(path.slice(0, at));
  const end =
    hints.length > 0
      ? `; did you mean ${hints.join(' or ')}?`
      : names.length > 0
        ? `; it has: ${listOf(names)}.`
        : '.';
  return new UsageError(`--set ${formatPath(path)}: ${problemOf(parent, [step], node)}${end}`);
}
