/** The facts of one check, for a table or for JSON. */
interface FindingBase {
  /** A stable name of the check, in kebab case. */
  readonly id: string;
  /** What the check looks at, in a few words. */
  readonly title: string;
  /** What is the case, in one sentence, with the values. */
  readonly what: string;
}

/**
 * `error`: Lambda refuses the artifact or cannot run it. `warning`: it runs, and something is wasted or may fail
 * later. Both say why it matters and how to mend it.
 */
export interface Problem extends FindingBase {
  readonly severity: 'error' | 'warning';
  readonly why: string;
  readonly mend: string;
}

/** `ok`: the check holds. `info`: worth knowing, nothing to do. */
export interface Note extends FindingBase {
  readonly severity: 'ok' | 'info';
  readonly why?: undefined;
  readonly mend?: undefined;
}

export type Finding = Problem | Note;
export type Severity = Finding['severity'];

/** A finding before the table has put the check's name to it. */
export type Verdict = Omit<Problem, 'id' | 'title'> | Omit<Note, 'id' | 'title'>;

export const ok = (what: string): Verdict => ({ severity: 'ok', what });
export const info = (what: string): Verdict => ({ severity: 'info', what });
export const warning = (what: string, why: string, mend: string): Verdict => ({
  severity: 'warning',
  what,
  why,
  mend,
});
export const error = (what: string, why: string, mend: string): Verdict => ({
  severity: 'error',
  what,
  why,
  mend,
});

/** True when a finding makes the artifact unfit for Lambda. */
export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');

const longestQuote = 120;

/** Text of unknown origin between quotes, without the control characters that could paint on a terminal. */
export function quote(text: string): string {
  const short = text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
  return JSON.stringify(short).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A few of the names, and how many more there are. */
export function listNames(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map(quote).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

const megabyte = 1_048_576;

/** A size in bytes, from a megabyte on (1,048,576 bytes, as Lambda counts) with its megabytes. */
export function formatBytes(bytes: number): string {
  const exact = `${bytes.toLocaleString('en-US')} bytes`;
  return bytes < megabyte ? exact : `${exact} (${(bytes / megabyte).toFixed(1)} MB)`;
}
