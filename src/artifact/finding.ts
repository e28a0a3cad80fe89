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
 * later. Both say why it matters and how to fix it.
 */
export interface Problem extends FindingBase {
  readonly severity: 'error' | 'warning';
  readonly why: string;
  readonly fix: string;
}

/** `ok`: the check holds. `info`: worth knowing, nothing to do. */
export interface Note extends FindingBase {
  readonly severity: 'ok' | 'info';
  readonly why?: undefined;
  readonly fix?: undefined;
}

export type Finding = Problem | Note;
export type Severity = Finding['severity'];

/** A finding before the table has put the check's name to it. */
export type Verdict = Omit<Problem, 'id' | 'title'> | Omit<Note, 'id' | 'title'>;

export const ok = (what: string): Verdict => ({ severity: 'ok', what });
export const info = (what: string): Verdict => ({ severity: 'info', what });
export const warning = (what: string, why: string, fix: string): Verdict => ({
  severity: 'warning',
  what,
  why,
  fix,
});
export const error = (what: string, why: string, fix: string): Verdict => ({
  severity: 'error',
  what,
  why,
  fix,
});

/** True when a finding makes the artifact unfit for Lambda. */
export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');
