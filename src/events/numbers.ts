const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** As many digits as any number keeps that JavaScript reads from a text. */
const safeDigits = 15;

const digits = (number: string) => number.replace(/[eE].*$/, '').replace(/^-?[0.]*|\./g, '');

/**
 * The first number of a JSON text that is another one after JavaScript has read and written it; undefined where all
 * of them keep their value.
 */
export function lostNumber(json: string): string | undefined {
  for (const [text] of json.matchAll(token)) {
    if (text.startsWith('"')) continue;
    const value = Number(text);
    if (!Number.isFinite(value)) return text;
    if (digits(text).length > safeDigits && String(value) !== text) return text;
  }
  return undefined;
}
