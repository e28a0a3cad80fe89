import { escapeUnit } from '../ui/visible.ts';

/**
 * JSON in printable ASCII (0x20 to 0x7e): it fits into a header, and it shows every control character, C1 and DEL
 * among them, instead of sending it to a terminal.
 */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, escapeUnit);

/** A value from outside as a message shows it: quoted, and cut after `length` characters. */
export const quoted = (text: string, length = 200): string =>
  asciiJson(text.length > length ? `${text.slice(0, length)}…` : text);
