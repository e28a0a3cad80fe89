import * as v from 'valibot';
import { UsageError } from '../errors.ts';
import { capitalized, oneOf, withCommas } from '../ui/wording.ts';

/** What settings may be: pieces of schemas, and of the texts about them. */

/** The word that takes a setting away, in flags and in settings. */
export const none = 'none';

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The members that have a value, in their order. */
export const defined = <T>(members: Readonly<Record<string, T | undefined>>): Record<string, T> =>
  Object.fromEntries(Object.entries(members).filter((entry): entry is [string, T] => entry[1] !== undefined));

export const integerIn = ({ min, max }: Range) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** "whole number from 128 to 10,240 MB" */
export const rangeText = ({ min, max }: Range, unit = ''): string =>
  `whole number from ${withCommas(min)} to ${withCommas(max)}${unit && ` ${unit}`}`;

/** "`a`, `b` or `c`" */
export const choiceText = (values: readonly (string | number)[]): string =>
  oneOf(values.map((value) => `\`${value}\``));

export const texts = v.array(v.pipe(v.string(), v.minLength(1)));

/** A text that is shown, or sent, as one line. */
export const line = v.pipe(
  v.string(),
  v.regex(/^\P{Cc}*$/u, 'It has a line break or another control character'),
);

type Problem = (value: string) => string | undefined;

/** A sentence of its own, without its full stop, which is added where it is shown. */
const sentence = (text: string) => capitalized(text).replace(/\.$/, '');

/** A text that a rule finds nothing wrong with. */
export const textWithout = (problem: Problem) =>
  v.pipe(
    v.string(),
    v.check(
      (text) => problem(text) === undefined,
      ({ input }) => sentence(problem(String(input)) ?? 'It is wrong'),
    ),
  );

/** The same rule for a text that may also be "none". */
export const orNone =
  (problem: Problem): Problem =>
  (text) =>
    text === none ? undefined : problem(text);

/** A rule for a whole number as a text. */
export const integerProblem =
  ({ min, max }: Range): Problem =>
  (text) =>
    /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max
      ? undefined
      : `it is a whole number from ${min} to ${max}, or "${none}".`;

/** A flag replaces the setting; it is a number as a text, or "none". */
export const numberOrNone = <N extends number>(
  flag: string | undefined,
  setting: N | typeof none | undefined,
): number | typeof none | undefined => (flag === undefined ? setting : flag === none ? none : Number(flag));

/** A list flag replaces the setting; the single word "none" empties it. @throws UsageError when it stands with others. */
export function listFlag(
  name: string,
  flag: readonly string[] | undefined,
  setting: readonly string[] | undefined,
): readonly string[] | undefined {
  if (flag === undefined) return setting;
  if (!flag.includes(none)) return flag;
  if (flag.some((text) => text !== none))
    throw new UsageError(`--${name} ${none} removes all; leave out the others.`);
  return [];
}

export type Members = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names and texts; valibot's own record leaves out names such as "constructor". */
export const textsByName = v.pipe(
  v.custom<Readonly<Record<string, string>>>(
    (value) => isObject(value) && Object.values(value).every((text) => typeof text === 'string'),
    'It must be an object of texts',
  ),
  v.transform((value): Record<string, string> => Object.fromEntries(Object.entries(value))),
);

export const linesByName = v.pipe(
  textsByName,
  v.check(
    (value) =>
      !Object.entries(value)
        .flat()
        .some((text) => /\p{Cc}/u.test(text)),
    'It has a line break or another control character',
  ),
);

/** Choices of a flag without hints. */
export const plainChoices = <const T extends string>(values: readonly T[]) =>
  values.map((value) => ({ value }));

/** Values as a plan shows them. */
export const listText = (values: readonly string[]): string =>
  values.length === 0 ? none : values.join(', ');
