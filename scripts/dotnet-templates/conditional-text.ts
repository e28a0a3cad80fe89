import { type Axis, type Cases, conditionOf, sizeOf } from './conditions.ts';
import { superimpose } from './superimpose.ts';

/** What begins and ends a block that is there under a condition; no file of a project has it. */
export const marks = { begin: '@@if', end: '@@endif', flags: '@@flag' } as const;

/** The operation of the template engine that reads these blocks, for files of every kind and instead of its own. */
export const conditionalOperation = {
  type: 'conditional',
  configuration: {
    if: [marks.begin],
    endif: [marks.end],
    trim: true,
    wholeLine: true,
    evaluator: 'C++2',
  },
} as const;

/** One of a file's texts, and the numbers of the combinations in which the file has it. */
export interface Variant {
  readonly text: string;
  readonly combinations: readonly number[];
}

/** When a line is there. Where the file is not there at all, its lines may be: the shorter condition is taken. */
function lineCondition(
  axes: readonly Axis[],
  variants: readonly Variant[],
  texts: ReadonlySet<number>,
  absent: Cases,
): string | boolean {
  const [among, alone] = [Uint8Array.from(absent), new Uint8Array(absent.length)];
  for (const text of texts) {
    for (const combination of (variants[text] as Variant).combinations) {
      among[combination] = 1;
      alone[combination] = 1;
    }
  }
  const [a, b] = [conditionOf(axes, among), conditionOf(axes, alone)];
  return String(a).length < String(b).length ? a : b;
}

/**
 * The texts that a file has in different cases as one, with conditional blocks.
 * @throws Error for a text that the blocks cannot be told from.
 */
export function conditionalText(axes: readonly Axis[], variants: readonly Variant[]): string {
  const [first] = variants as readonly [Variant];
  for (const { text } of variants) {
    if (text.includes('@@'))
      throw new Error(`"@@" marks conditions, and a file has it: ${text.slice(0, 200)}`);
    if (variants.length > 1 && !text.endsWith('\n')) {
      throw new Error(`A file does not end with a line break: ${text.slice(0, 200)}`);
    }
  }
  if (variants.length === 1) return first.text;
  const absent = new Uint8Array(sizeOf(axes)).fill(1);
  for (const { combinations } of variants) for (const combination of combinations) absent[combination] = 0;
  const conditions = new Map<string, string | boolean>();
  let text = '';
  let open: string | boolean = true;
  for (const { line, texts } of superimpose(variants.map((variant) => variant.text))) {
    const key = [...texts].sort((a, b) => a - b).join();
    let condition = conditions.get(key);
    if (condition === undefined) {
      condition = lineCondition(axes, variants, texts, absent);
      conditions.set(key, condition);
    }
    if (condition !== open) {
      if (open !== true) text += `${marks.end}\n`;
      if (condition !== true) text += `${marks.begin} (${condition})\n`;
      open = condition;
    }
    text += line;
  }
  return open === true ? text : `${text}${marks.end}\n`;
}
