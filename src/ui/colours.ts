import { randomInt } from 'node:crypto';
import { visible } from './visible.ts';

/** The styles in use, each with the number that begins it (SGR, ECMA-48 8.3.117) and the one that ends it. */
const styles = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;

type Style = keyof typeof styles;

/** Styles texts for a terminal, or leaves them as they are. */
export type Paint = Readonly<Record<Style, (text: string) => string>>;

const names = Object.keys(styles) as Style[];
/**
 * A styled text carries marks in place of a terminal's sequences, which the sink puts in at last: so a sequence in a
 * name, a path or a log never takes effect. The marks are private characters, others in every run, so that no text
 * can contain them on purpose.
 */
const first = 0xf0000 + randomInt(0xfff0);
const begin = (style: Style) => String.fromCodePoint(first + 2 * names.indexOf(style));
const end = (style: Style) => String.fromCodePoint(first + 2 * names.indexOf(style) + 1);
const sequences = new Map(
  names.flatMap((style) => [
    [begin(style), `\x1b[${styles[style][0]}m`] as const,
    [end(style), `\x1b[${styles[style][1]}m`] as const,
  ]),
);
const marks = new RegExp(`[${begin(names[0] as Style)}-${end(names.at(-1) as Style)}]`, 'gu');

const painting = (wanted: boolean): Paint =>
  Object.fromEntries(
    names.map((style) => [style, (text: string) => (wanted ? begin(style) + text + end(style) : text)]),
  ) as Record<Style, (text: string) => string>;

/** Colours for a terminal: none where it is a file or a pipe, with NO_COLOR or `--no-color`. */
export function paintFor(
  terminal: { readonly isTTY?: boolean | undefined },
  noColor: boolean | undefined,
  env = process.env,
): Paint {
  const wanted = terminal.isTTY === true && env.TERM !== 'dumb' && !env.NO_COLOR && !noColor;
  return painting(wanted || (Boolean(env.FORCE_COLOR) && !env.NO_COLOR && !noColor));
}

/** A text without the marks of styles. */
export const unpainted = (text: string): string => text.replaceAll(marks, '');

/** A text as it goes to a terminal, a file or a pipe: what a terminal would obey is quoted, styles are put in. */
export const toTerminal = (text: string): string =>
  visible(text).replaceAll(marks, (mark) => sequences.get(mark) as string);
