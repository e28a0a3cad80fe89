/** Something that has one of several values: an option with its choices, or whether a list has one of its own. */
export interface Axis {
  /** The option. */
  readonly option: string;
  /** The choices, or no and yes for one choice of a list. */
  readonly values: readonly string[];
  /** The choice of a list. */
  readonly listed?: string;
}

/** One number for each combination of the axes' values, the last axis counting fastest. */
export const sizeOf = (axes: readonly Axis[]): number =>
  axes.reduce((size, { values }) => size * values.length, 1);

/** The index of the value on every axis. */
export function positionOf(axes: readonly Axis[], combination: number): number[] {
  let rest = combination;
  return axes.map(({ values }, at) => {
    const below = sizeOf(axes.slice(at + 1));
    const index = Math.floor(rest / below);
    rest -= index * below;
    return Math.min(index, values.length - 1);
  });
}

/** The combinations in which something holds, by their number. */
export type Cases = Uint8Array;

/** The cases in which one axis has one value, in the numbers of the other axes. */
function slice(axes: readonly Axis[], cases: Cases, axis: number, value: number): Cases {
  const below = sizeOf(axes.slice(axis + 1));
  const count = axes[axis]?.values.length as number;
  return cases.filter((_, combination) => Math.floor(combination / below) % count === value);
}

/** An axis' values in groups: after those of one group, the same is left of the other axes. */
interface Split {
  readonly axis: number;
  readonly groups: readonly { readonly values: readonly number[]; readonly rest: Cases }[];
}

function split(axes: readonly Axis[], cases: Cases, axis: number): Split {
  const groups = new Map<string, { values: number[]; rest: Cases }>();
  for (const value of (axes[axis] as Axis).values.keys()) {
    const rest = slice(axes, cases, axis, value);
    const key = Buffer.from(rest).toString('latin1');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { values: [value], rest });
    else group.values.push(value);
  }
  return { axis, groups: [...groups.values()] };
}

const joined = (parts: readonly string[], operator: '&&' | '||') =>
  parts.length === 1 ? (parts[0] as string) : `(${parts.join(` ${operator} `)})`;

/** That an axis has one of some values, in the words of the template engine. */
function membership({ option, values, listed }: Axis, wanted: readonly number[]): string {
  // For a list the engine takes == and != for "has" and "has not".
  if (listed !== undefined) return `${option} ${wanted[0] === 1 ? '==' : '!='} "${listed}"`;
  const others = [...values.keys()].filter((value) => !wanted.includes(value));
  const isShort = wanted.length <= others.length;
  const parts = (isShort ? wanted : others).map(
    (value) => `${option} ${isShort ? '==' : '!='} "${values[value]}"`,
  );
  return joined(parts, isShort ? '||' : '&&');
}

/**
 * When something holds, as a condition of the template engine (its evaluator C++2).
 * @returns true or false where it holds in all cases or in none.
 */
export function conditionOf(axes: readonly Axis[], cases: Cases): string | boolean {
  if (!cases.includes(1)) return false;
  if (!cases.includes(0)) return true;
  const splits = axes.map((_, axis) => split(axes, cases, axis)).filter(({ groups }) => groups.length > 1);
  const best = splits.reduce((a, b) => (b.groups.length < a.groups.length ? b : a));
  const others = axes.filter((_, axis) => axis !== best.axis);
  const terms = best.groups.flatMap(({ values, rest }) => {
    const member = membership(axes[best.axis] as Axis, values);
    const condition = conditionOf(others, rest);
    if (condition === false) return [];
    return [condition === true ? member : joined([member, condition], '&&')];
  });
  return joined(terms, '||');
}
