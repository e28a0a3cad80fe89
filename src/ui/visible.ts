/**
 * Characters that a terminal obeys or that change the order in which text is shown: control characters, marks of
 * direction, and separators of lines that are not line feeds. Source: Unicode Standard, Cc and Bidi_Control.
 */
const unseen =
  '\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069';
const inLines = new RegExp(`(?!\\r?\\n|\\t)[${unseen}]`, 'g');
const inLine = new RegExp(`[${unseen}]`, 'g');

/** A UTF-16 code unit as JSON escapes it. */
export const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A text of several lines as it can be shown: what a terminal would obey stands there as an escape of JSON. */
export const visible = (text: string): string => text.replaceAll(inLines, escapeUnit);

/** The same in one line: a line break with the blanks around it becomes one blank. */
export const visibleLine = (text: string): string =>
  text.replaceAll(/\s+/g, (blanks) => (blanks.includes('\n') ? ' ' : blanks)).replaceAll(inLine, escapeUnit);
