/** A text with its first letter in upper case. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "a, b or c" */
export const oneOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/**
 * A whole number as messages show it: 1,000,000. The first call of toLocaleString takes 40 ms, which would be a part of
 * every start.
 */
export const withCommas = (number: number): string => String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** A share from 0 to 1 as a percentage. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;

/** A text with each line moved to the right; empty lines stay empty. */
export const indentText = (text: string, columns: number): string =>
  text.replaceAll(/^(?=.)/gm, ' '.repeat(columns));
