import { escapeUnit } from '../ui/visible.ts';
import { withCommas } from '../ui/wording.ts';

const longestQuote = 120;

/** Text of unknown origin between quotes, without the control characters that could paint on a terminal. */
export function quote(text: string): string {
  const short = text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
  return JSON.stringify(short).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/g,
    escapeUnit,
  );
}

/** The same without the quotes. */
export const printable = (text: string): string => quote(text).slice(1, -1);

/** A few of the names, and how many more there are. */
export function listNames(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map(quote).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

const megabyte = 1_048_576;

/** A size in bytes, from a megabyte on (1,048,576 bytes, as Lambda counts) with its megabytes. */
export function formatBytes(bytes: number): string {
  const exact = `${withCommas(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
  return bytes < megabyte ? exact : `${exact} (${(bytes / megabyte).toFixed(1)} MB)`;
}
